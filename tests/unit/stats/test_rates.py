"""Response rates of the report: several, each with its counts and its formula."""

import pytest

from engage.stats.rates import Formula, prints_alike, response_rate, response_rates


def test_the_panel_of_2021():
    found = response_rates({"men": 151, "women": 175}, {"men": 164, "women": 196})
    assert (found.overall.count, found.overall.n, found.overall.percent) == (326, 360, "90.6")
    assert [rate.percent for rate in found.groups] == ["92.1", "89.3"]
    assert [rate.group for rate in found.groups] == ["men", "women"]
    assert found.overall.formula is Formula.COMPLETION
    assert (found.overall.low, found.overall.method) == (None, "counted-in-full")


def test_men_and_women_did_not_answer_differently():
    found = response_rates({"men": 151, "women": 175}, {"men": 164, "women": 196})
    assert round(found.test.statistic, 4) == 0.8112
    assert round(found.test.p, 3) == 0.368
    assert found.difference.low < 0 < found.difference.high


def test_the_mail_survey_of_2017_has_two_rates_that_print_alike():
    paper = response_rate(406, 1500, formula=Formula.PAPER, kind="probability")
    everything = response_rate(407, 1500, formula=Formula.RETURNED, kind="probability")
    assert paper.percent == everything.percent == "27.1"
    assert paper.share != everything.share
    assert prints_alike(406, 407, 1500)
    assert not prints_alike(406, 407, 1500, decimals=2)


def test_a_group_in_which_nobody_answered_is_still_a_group():
    found = response_rates({"a": 20}, {"a": 40, "b": 10})
    assert [(rate.count, rate.percent) for rate in found.groups] == [(20, "50.0"), (0, "0.0")]
    assert found.groups[1].flags == ("n-under-30",)


def test_a_group_that_nobody_asked_has_no_rate():
    found = response_rates({}, {"a": 40, "b": 0})
    assert found.groups[1].percent is None
    assert found.groups[1].value is None
    assert (found.test, found.difference) == (None, None)


def test_more_answers_than_people_asked_are_refused():
    with pytest.raises(ValueError, match="asked"):
        response_rate(361, 360)
    with pytest.raises(ValueError, match="nobody asked"):
        response_rates({"c": 1}, {"a": 10})
