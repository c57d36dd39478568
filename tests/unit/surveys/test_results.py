"""What a results page shows of answers: bases, hiding, marks; and printed figures checked."""

from datetime import date

import pytest

from surveys.definition import parse
from surveys.frame import build
from surveys.models import PublishedFigure, PublishedResult
from surveys.results.charts import chart_of
from surveys.results.crosses import cross_result
from surveys.results.published import checked_figure, rates_of
from surveys.results.tables import JAPANESE, design_of, question_results
from surveys.results.topics import topic_of


def topics_of(questions, *codes):
    return [topic_of(questions[code], JAPANESE) for code in codes]


def option(code, text, **more):
    return {"code": code, "text": {"ja": text}, **more}


QUESTIONNAIRE = parse(
    {
        "schema": "engage-questionnaire/1",
        "code": "demo",
        "language": "ja",
        "title": {"ja": "見本"},
        "pages": [
            {
                "code": "p1",
                "questions": [
                    {
                        "code": "sex",
                        "type": "single",
                        "text": {"ja": "性別"},
                        "options": [
                            option("1", "男性"),
                            option("2", "女性"),
                            option("9", "答えない"),
                        ],
                    },
                    {
                        "code": "wants",
                        "type": "multiple",
                        "text": {"ja": "力を入れてほしいこと"},
                        "max_choices": 2,
                        "options": [
                            option("a", "手続"),
                            option("b", "Wi-Fi"),
                            option("98", "その他", other_text=True),
                            option("90", "とくにない", exclusive=True),
                        ],
                    },
                    {
                        "code": "why",
                        "type": "single",
                        "text": {"ja": "理由"},
                        "options": [option("1", "遠い"), option("2", "混む")],
                        "show_if": {"question": "wants", "any_of": ["a"]},
                    },
                    {
                        "code": "scale",
                        "type": "matrix",
                        "text": {"ja": "満足"},
                        "options": [
                            option("5", "満足"),
                            option("3", "ふつう"),
                            option("1", "不満"),
                        ],
                        "rows": [{"code": "r1", "text": {"ja": "窓口"}}],
                    },
                    {"code": "visits", "type": "number", "text": {"ja": "回数"}, "min": 0},
                    {"code": "words", "type": "long_text", "text": {"ja": "ご意見"}},
                ],
            }
        ],
    }
)


def person(sex, wants, *, why=None, point="5", visits=None, words=None):
    def chosen(codes):
        return {"state": "answered", "codes": codes} if codes else {"state": "no-answer"}

    return {
        "sex": chosen([sex]),
        "wants": chosen(wants),
        "why": chosen([why]) if why else {"state": "not-shown"},
        "scale": {"state": "answered", "rows": {"r1": point}},
        "visits": {"state": "answered", "number": visits}
        if visits is not None
        else {"state": "no-answer"},
        "words": {"state": "answered", "text": words} if words else {"state": "no-answer"},
    }


def crowd():
    """60 people: 30 men, 30 women; 40 want procedures, 20 Wi-Fi, 10 leave it blank."""
    people = [person("1", ["a"], why="1", visits=2) for _ in range(20)]
    people += [person("2", ["a"], why="2", visits=4) for _ in range(10)]
    people += [person("2", ["a", "b"], why="2", point="3", words="よい") for _ in range(10)]
    people += [person("1", ["b"], point="1") for _ in range(10)]
    people += [person("2", [], point="1") for _ in range(10)]
    return people


def results(people, kind="panel", asked=80):
    frame = build(QUESTIONNAIRE, people)
    return frame, {q.code: q for q in question_results(frame, design_of(kind, asked))}


def test_no_answer_is_in_the_base_and_hidden_questions_are_not():
    _, found = results(crowd())
    assert (found["wants"].n, found["wants"].no_answer) == (60, 10)
    assert found["wants"].row("a").percent == "66.7"
    assert (found["why"].n, found["why"].not_shown) == (40, 20)
    assert found["why"].row("1").percent == "50.0"


def test_several_answers_are_shares_of_people():
    _, found = results(crowd())
    shares = [row.share for row in found["wants"].rows if row.code in {"a", "b"}]
    assert sum(shares) == pytest.approx(60 / 60)
    assert found["wants"].limit == 2


def test_a_panel_gets_an_interval_for_its_members_only():
    _, panel = results(crowd(), asked=80)
    _, everyone = results(crowd(), asked=60)
    assert panel["wants"].row("a").interval is not None
    assert everyone["wants"].reason == "everybody-answered"
    assert everyone["wants"].row("a").interval is None


def test_a_census_has_no_interval():
    _, found = results(crowd(), kind="census")
    assert found["wants"].reason == "everybody-asked"
    assert not found["wants"].has_intervals


def test_small_counts_are_hidden_with_a_partner():
    people = crowd() + [person("9", ["b"]) for _ in range(3)]
    _, found = results(people)
    sex = found["sex"]
    assert sex.row("9").is_hidden
    assert sum(row.is_hidden for row in sex.rows) >= 2
    shown = sum(row.count or 0 for row in sex.rows)
    assert found["sex"].n - shown >= 5


def test_numbers_and_texts_show_how_many_but_not_who():
    _, found = results(crowd())
    visits = found["visits"].summary
    assert (visits.n, visits.mean, visits.median) == (30, "2.7", "2.0")
    assert found["words"].summary.n == 10
    _, few = results([person("1", ["a"], why="1", visits=7)] * 3 + crowd()[-10:])
    assert few["visits"].summary.mean is None


def test_a_cross_table_marks_what_its_test_finds():
    frame, _ = results(crowd())
    questions = frame.questionnaire.questions
    design = design_of("panel", 80)
    table = cross_result(frame.cells, *topics_of(questions, "why", "sex"), design)
    assert [group.n for group in table.groups] == [20, 20]
    # All 20 men said the first and all 20 women the second: unanimous groups tell on everybody.
    assert all(cell.count is None for row in table.rows[:2] for cell in row.cells)
    # Its figures could be solved for the hidden cells, so only the verdict stays.
    assert table.test.differs
    assert table.test.v is None


def crowd_with_one_not_asked():
    """The crowd, and six who gave no sex, of whom one alone was not asked why."""
    six = [person("9", ["a"], why="1")] * 3 + [person("9", ["a"], why="2")] * 2
    return [*crowd(), *six, person("9", ["b"])]


def test_nobody_is_told_by_who_was_not_asked():
    frame, found = results(crowd_with_one_not_asked())
    questions, design = frame.questionnaire.questions, design_of("panel", 80)
    # Six gave no sex; beside five in this group, the difference would be the one not asked.
    assert found["sex"].row("9").count == 6
    by_sex = cross_result(frame.cells, *topics_of(questions, "why", "sex"), design)
    assert {g.code: g.n for g in by_sex.groups}["9"] is None
    assert sum(group.n is None for group in by_sex.groups) >= 2
    assert all(r.cells[2].count is None for r in by_sex.rows)
    turned = cross_result(frame.cells, *topics_of(questions, "sex", "why"), design)
    assert {r.code: r.total.count for r in turned.rows}["9"] is None


def test_several_answers_do_not_tell_who_was_not_asked_for_the_group():
    frame, _ = results(crowd_with_one_not_asked())
    questions, design = frame.questionnaire.questions, design_of("panel", 80)
    wants = cross_result(frame.cells, *topics_of(questions, "wants", "why"), design)
    everyone = {r.code: r.total.count for r in wants.rows}
    # Of 21 who chose Wi-Fi 11 were not asked why: enough that the 10 may stand.
    assert everyone["b"] == 10
    assert everyone["90"] == 0


def test_an_empty_survey_is_counted_without_trouble():
    _, found = results([], asked=80)
    assert found["wants"].n == 0
    assert found["wants"].row("a").percent is None
    assert chart_of(found["wants"]) is None


def test_every_choice_has_a_figure_with_the_same_numbers():
    _, found = results(crowd())
    chart = chart_of(found["wants"])
    assert {bar.label: bar.count for bar in chart.bars}["手続"] == 40
    assert chart_of(found["scale"]).rows[0].n == 60
    assert chart_of(found["words"]) is None


def printed(percent, n=326):
    return checked_figure(
        PublishedFigure(label="x", topic="t", position=1, printed_percent=percent, n=n)
    )


@pytest.mark.parametrize(("percent", "counts"), [("43.9", (143,)), ("34.0", (111,))])
def test_printed_percentages_that_one_count_explains(percent, counts):
    assert printed(percent).verdict == "one-count"
    assert printed(percent).check.counts == counts


def test_the_printed_67_6_of_326_is_impossible_and_its_neighbours_are_named():
    found = printed("67.6")
    assert found.verdict == "impossible"
    assert (found.check.below.count, found.check.below.percent) == (220, "67.5")
    assert (found.check.above.count, found.check.above.percent) == (221, "67.8")


def test_the_mail_survey_prints_27_1_both_ways():
    mail = PublishedResult(
        code="mail-2017",
        title="情報化に関する市民アンケート",
        kind="sample",
        fiscal_year=2017,
        period_from=date(2017, 8, 7),
        period_to=date(2017, 9, 11),
        asked=1500,
        answered=407,
        channels=[{"channel": "paper", "count": 406}, {"channel": "web", "count": 1}],
        source="x",
    )
    rates = rates_of(mail)
    assert [(rate.count, rate.n, rate.percent) for rate in rates] == [
        (407, 1500, "27.1"),
        (406, 1500, "27.1"),
    ]
    assert {str(rate.formula) for rate in rates} == {"returned-over-sent", "paper-over-sent"}


def test_all_answers_of_a_question_with_several_are_counted_by_people():
    _, found = results([person("1", ["a", "b"], why="1")] * 30 + [person("2", ["b"], why="1")] * 10)
    # 30 gave two answers and 10 one: 70 of 40 people.
    assert found["wants"].all_answers == "175.0"
    assert found["sex"].all_answers is None
