"""LimeSurvey's own test and demo surveys come over, with the counts that LimeSurvey itself gets."""

from collections import Counter

import pytest

from surveys.definition import parse
from surveys.frame import build
from surveys.interchange.limesurvey import read, write_tsv
from surveys.interchange.report import Unreadable

EMPTY = {"import-no-questions"}
"""Some of the files are surveys without any question."""


@pytest.fixture(scope="module")
def imported(shared):
    folder = shared / "fixtures" / "lss"
    found = {}
    for path in sorted(p for p in folder.rglob("*.ls?") if p.is_file()):
        try:
            found[path.name] = read(path.read_bytes(), path.name)
        except Unreadable as refused:
            if refused.code not in EMPTY:
                raise
    if not found:
        pytest.skip("There are no LimeSurvey files in ENGAGE_SHARED.")
    return found


def test_every_file_becomes_a_questionnaire_that_can_be_used(imported):
    assert len(imported) >= 60
    for one in imported.values():
        parse(one.document)


@pytest.mark.parametrize("thing", ["question", "expression"])
def test_at_least_95_of_100_are_kept(imported, thing):
    counts = Counter()
    for one in imported.values():
        counts.update(one.report.counts().get(thing, {}))
    total = sum(counts.values())
    assert total > 450
    assert counts["dropped"] / total < 0.05, counts


def test_conditions_rules_and_defaults_alone_are_kept_as_well(imported):
    """Without the many places for answers in texts, which are easy."""
    counts = Counter(
        line.outcome
        for one in imported.values()
        for line in one.report.of("expression")
        if "{" not in line.place
    )
    assert counts["dropped"] / sum(counts.values()) < 0.05, counts


def test_every_dropped_or_changed_line_says_why(imported):
    for name, one in imported.items():
        for line in one.report.lines:
            assert line.outcome == "kept" or line.code, (name, line)


def counted(imported, name):
    """Return for each question the counts of its options, and of those who were not shown it."""
    if name not in imported:
        pytest.skip(f"{name} is not in ENGAGE_SHARED.")
    one = imported[name]
    questionnaire = parse(one.document)
    frame = build(questionnaire, one.responses)
    found = []
    for code, question in questionnaire.questions.items():
        states = [response[code] for response in one.responses]
        chosen = Counter(c for state in states for c in state.get("codes", ()))
        not_shown = sum(state["state"] == "not-shown" for state in states)
        no_answer = sum(state["state"] == "no-answer" for state in states)
        options = [chosen[option.code] for option in question.choices]
        column = frame.cells.columns[code]
        tabulated = Counter(column.levels[place] for place in column.codes)
        assert [tabulated[option.code] for option in question.choices] == options
        assert tabulated[column.levels[-2]] == no_answer
        assert tabulated[column.levels[-1]] == not_shown
        found.append((options, no_answer, not_shown))
    return found


def test_simple_statistics_are_those_that_limesurvey_publishes(imported):
    assert counted(imported, "survey_simple_statistics.lsa") == [
        ([2, 2, 4], 0, 2),
        ([5, 3, 1], 0, 1),
        ([1, 5, 3], 0, 1),
    ]


def test_one_question_is_not_displayed_to_two_of_ten(imported):
    (question,) = counted(imported, "survey_statistics_one.lsa")
    assert question == ([2, 3, 3], 0, 2)


def test_a_list_five_points_and_a_dropdown_have_ten_answers_each(imported):
    for options, no_answer, not_shown in counted(imported, "survey_statistics_two.lsa"):
        assert sum(options) + no_answer + not_shown == 10


def test_of_eight_answers_three_were_sent(imported):
    one = imported.get("survey_archive_statCountFunctionsTest.lsa")
    if one is None:
        pytest.skip("The archive is not in ENGAGE_SHARED.")
    assert len(one.responses) == 3
    assert one.report.counts()["response"] == {"kept": 3, "changed": 0, "dropped": 5}


def test_what_goes_out_again_as_tab_separated_text_can_be_read_again(imported):
    for name, one in imported.items():
        before = parse(one.document)
        after = parse(read(write_tsv(before)[0], "x.txt").document)
        types = {q.code: q.type for q in before.questions.values()}
        assert len(after.questions) == len(types), name
