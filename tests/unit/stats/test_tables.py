"""Questions are counted with everybody who was asked in the base."""

from fractions import Fraction

import numpy as np
import pytest

from engage.stats.cells import NO_ANSWER, ArrayCells
from engage.stats.crosstabs import cross_table
from engage.stats.design import About, Design, SurveyKind
from engage.stats.tables import Base, Question, simple_table

USE = Question("use", ("yes", "no"))
WANTS = Question("wants", ("web", "card", "desk"), multiple=True)
SAMPLE = Design(SurveyKind.PROBABILITY)


def test_a_single_question_has_no_answer_as_its_last_row(twelve):
    found = simple_table(twelve, USE, SAMPLE)
    assert [(row.option, row.count) for row in found.rows] == [
        ("yes", 4),
        ("no", 5),
        (NO_ANSWER, 2),
    ]
    assert (found.n, found.asked, found.no_answer) == (11, 11, 2)
    assert found.row("yes").share == Fraction(4, 11)
    assert found.row("yes").percent == "36.4"
    assert found.flags == ("n-under-30",)


def test_the_base_can_be_those_who_answered(twelve):
    found = simple_table(twelve, USE, SAMPLE, base=Base.ANSWERED)
    assert [(row.option, row.percent) for row in found.rows] == [("yes", "44.4"), ("no", "55.6")]
    assert (found.n, found.asked) == (9, 11)


def test_several_answers_are_shares_of_people_not_of_answers(twelve):
    found = simple_table(twelve, WANTS, SAMPLE)
    assert [row.count for row in found.rows] == [6, 3, 2, 2]
    assert (found.n, found.answers) == (11, 11)
    assert found.row("web").percent == "54.5"


def test_an_interval_or_the_reason_for_none(twelve):
    sample = simple_table(twelve, USE, SAMPLE).row("yes")
    assert sample.low < sample.value < sample.high
    assert (sample.method, sample.reason) == ("wilson", None)
    panel = simple_table(twelve, USE, Design(SurveyKind.PANEL, population=20)).row("yes")
    assert (panel.low, panel.high, panel.reason) == (None, None, "panel-speaks-for-members")
    members = simple_table(twelve, USE, Design(SurveyKind.PANEL, 20, About.MEMBERS)).row("yes")
    assert members.method == "wilson-finite"


def test_weights_change_shares_and_take_the_interval_away(twelve):
    weights = np.ones(12)
    weights[0] = 3.0
    found = simple_table(twelve, USE, Design(weights=weights)).row("yes")
    assert found.count == 4
    assert found.value == pytest.approx(6 / 13)
    assert found.percent == "46.2"
    assert found.reason == "weighted"


def test_a_question_that_nobody_saw(twelve):
    from engage.stats.cells import NOT_ASKED, Column

    unseen = ArrayCells({"use": Column.of([NOT_ASKED] * 4, ["yes", "no"])})
    found = simple_table(unseen, USE, SAMPLE)
    assert found.n == 0
    assert found.row("yes").percent is None


def test_groups_are_counted_apart(twelve):
    found = cross_table(twelve, USE, "sex", SAMPLE)
    assert [group.name for group in found.groups] == ["m", "f", NO_ANSWER]
    assert found.counts().tolist() == [[2, 1, 1], [1, 4, 0], [1, 1, 0]]
    assert [group.n for group in found.groups] == [4, 6, 1]
    assert found.cell("no", "f").share.percent == "66.7"
    assert [share.count for share in found.total] == [4, 5, 2]


def test_only_people_who_answered_and_said_their_group_are_tested(twelve):
    found = cross_table(twelve, USE, "sex", SAMPLE)
    assert (found.test.method, found.test.n) == ("fisher", 8)
    assert found.cell("yes", NO_ANSWER).residual is None
    assert found.cell(NO_ANSWER, "m").residual is None


def test_each_option_of_several_is_tested_and_corrected(twelve):
    found = cross_table(twelve, WANTS, "sex", SAMPLE)
    assert found.test is None
    assert [test.option for test in found.option_tests] == ["web", "card", "desk"]
    assert all(test.p_holm >= test.test.p for test in found.option_tests)
    assert found.counts()[:, :2].tolist() == [[2, 3], [2, 1], [0, 2], [2, 0]]


def test_a_census_is_not_tested(twelve):
    found = cross_table(twelve, USE, "sex", Design(SurveyKind.CENSUS))
    assert (found.test, found.no_test_reason) == (None, "everybody-asked")
    assert found.cell("yes", "m").residual is None


def test_a_panels_table_says_whom_it_speaks_for(twelve):
    design = Design(SurveyKind.PANEL, 20, About.MEMBERS)
    found = cross_table(twelve, USE, "sex", design, group_populations={"m": 8, "f": 12})
    assert found.flags == ("panel-speaks-for-members",)
    assert found.cell("yes", "m").share.method == "wilson-finite"
    unknown = cross_table(twelve, USE, "sex", design)
    assert unknown.cell("yes", "m").share.reason == "panel-size-unknown"


def test_a_notable_difference_is_marked_and_a_chance_one_is_not():
    from engage.stats.cells import Column

    sex = ["m"] * 100 + ["f"] * 100
    strong = ["yes"] * 70 + ["no"] * 30 + ["yes"] * 40 + ["no"] * 60
    weak = ["yes"] * 50 + ["no"] * 50 + ["yes"] * 45 + ["no"] * 55
    for answers, marks in ((strong, ["high", "low"]), (weak, [None, None])):
        source = ArrayCells(
            {"sex": Column.of(sex, ["m", "f"]), "use": Column.of(answers, ["yes", "no"])}
        )
        found = cross_table(source, USE, "sex", SAMPLE)
        assert [cell.mark for cell in found.rows[0]] == marks
