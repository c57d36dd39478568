"""What silence may hide, with the city's own figures."""

from fractions import Fraction

import pytest

from engage.stats import nonresponse


def test_the_2017_survey_leaves_73_points_open():
    """407 of 1,500 answered by mail: any share could be 73 points away at worst."""
    found = nonresponse.bounds(203, 407, 1500)
    assert found.width == 1 - Fraction(407, 1500)
    assert round(100 * float(found.width), 1) == 72.9
    assert found.low <= found.share <= found.high


def test_the_monitors_of_2021_leave_little_open():
    assert round(100 * float(nonresponse.bounds(220, 326, 360).width), 1) == 9.4


def test_men_and_women_answered_alike():
    """151 of 164 men and 175 of 196 women: chi-square 0.811, p = 0.368 in R."""
    (found,) = nonresponse.differences({"sex": [164, 196]}, {"sex": [151, 175]})
    assert round(found.test.statistic, 3) == 0.811
    assert round(found.test.p, 3) == 0.368
    assert found.largest < 0.1


def test_a_group_that_stays_silent_stands_out():
    (found,) = nonresponse.differences({"age": [100, 100]}, {"age": [90, 20]})
    assert found.largest > 0.1
    assert found.test.p < 0.001


def test_a_share_under_several_weights():
    found = nonresponse.under_weights([1, 1, 0, 0], {"none": [1, 1, 1, 1], "raked": [3, 1, 2, 2]})
    assert found.values == {"none": 0.5, "raked": 0.5}
    assert found.spread == 0
    assert nonresponse.under_weights([1, 0], {"a": [1, 1], "b": [3, 1]}).spread == 0.25


def test_late_answers_that_differ():
    assert nonresponse.early_and_late([80, 20], [30, 30]).p < 0.001
    assert nonresponse.early_and_late([80, 0], [30, 0]) is None


@pytest.mark.parametrize(
    "work",
    [
        lambda: nonresponse.bounds(5, 4, 10),
        lambda: nonresponse.bounds(0, 0, 10),
        lambda: nonresponse.differences({"a": [3, 4]}, {"a": [4, 4]}),
        lambda: nonresponse.under_weights([1, 0], {"a": [1, 0]}),
        lambda: nonresponse.under_weights([1, 0], {}),
    ],
)
def test_what_cannot_be(work):
    with pytest.raises(ValueError, match=r"answered|weight"):
        work()
