"""Figures with their doubt: what the reader may rely on, and what is refused."""

import numpy as np
import pytest

from engage.stats.design import About, SurveyKind
from engage.stats.estimate.agreement import kappa
from engage.stats.estimate.contrasts import contrasts, difference, independent_difference
from engage.stats.estimate.domains import domain_means, domain_shares
from engage.stats.estimate.means import means, population_variance, ratios, totals
from engage.stats.estimate.quantiles import quantiles
from engage.stats.estimate.regression import linear, logistic
from engage.stats.estimate.result import part_of, reach
from engage.stats.estimate.shares import METHODS, share_interval, shares
from engage.stats.intervals import clopper_pearson, wilson
from engage.stats.sampling import sample_of
from tests.unit.stats.api_samples import Schools

YES = np.array([1] * 12 + [0] * 8)


def city(n=20, **more):
    return sample_of(n, fpc=[1000], **more)


def test_a_share_comes_with_its_base_and_its_doubt():
    found = shares(YES, 2, city(), names=("no", "yes"))
    assert found.value == pytest.approx([0.4, 0.6])
    assert (found.n, found.base, found.df) == (20, pytest.approx(1000), 19)
    assert found.se == pytest.approx([np.sqrt(0.98 * 0.24 / 19)] * 2)
    assert found.deff == pytest.approx([1, 1])
    assert found.interval[1].low < 0.6 < found.interval[1].high
    assert (found.names, found.kind, found.flags) == (("no", "yes"), "probability", ())


@pytest.mark.parametrize("method", METHODS)
def test_a_share_of_nobody_has_an_interval_from_the_effective_number(method):
    found = shares(np.zeros(20, dtype=int), 2, city(), method=method)
    none, everybody = found.interval[1], found.interval[0]
    exact = clopper_pearson(0, 20)
    assert (none.low, none.high) == pytest.approx((exact.low, exact.high))
    assert (everybody.low, everybody.high) == pytest.approx((1 - exact.high, 1))
    assert none.method == "clopper-pearson-effective"
    assert found.flags == ("share-at-edge",)


def test_unequal_weights_and_few_clusters_widen_the_interval_of_nobody():
    nobody = np.zeros(20, dtype=int)
    plain = shares(nobody, 2, sample_of(20)).interval[1].high
    uneven = shares(nobody, 2, sample_of(20, weights=np.arange(1.0, 21))).interval[1].high
    clusters = shares(nobody, 2, sample_of(20, stages=[np.arange(20) // 5])).interval[1].high
    assert plain < uneven < clusters


@pytest.mark.parametrize("method", METHODS)
def test_every_interval_of_a_share_holds_it_and_shrinks_with_more_people(method):
    near, _ = share_interval(0.3, 0.02, n=525, df=524, method=method)
    far, _ = share_interval(0.3, 0.06, n=58, df=57, method=method)
    assert far.low < near.low < 0.3 < near.high < far.high


def test_wilson_of_a_simple_sample_is_the_classical_one_but_for_t():
    found, _ = share_interval(0.3, np.sqrt(0.21 / 200), n=200, df=np.inf, method="wilson")
    assert (found.low, found.high) == pytest.approx((wilson(60, 200).low, wilson(60, 200).high))


def test_wilson_of_few_clusters_pays_once_for_them(shared):
    schools = Schools(shared / "oracles", "clus1")
    yes = (schools.columns["awards"] == "Yes").astype(int)
    found = shares(yes, 2, schools.sample, method="wilson").interval[1]
    assert (round(found.low, 4), round(found.high, 4)) == (0.6352, 0.7755)


@pytest.mark.parametrize(
    ("kind", "about", "reason"),
    [
        (SurveyKind.PANEL, About.RESIDENTS, "panel-speaks-for-members"),
        (SurveyKind.CENSUS, About.RESIDENTS, "everybody-asked"),
        (SurveyKind.PANEL, About.MEMBERS, None),
    ],
)
def test_a_survey_gives_no_interval_for_people_it_does_not_speak_for(kind, about, reason):
    sample = city(kind=kind, about=about)
    found = shares(YES, 2, sample)
    gap = difference(found, 0, 1)
    middle = quantiles(np.arange(20.0), [0.5], sample)
    assert {each.reason for each in (*found.interval, *gap.interval, *middle.interval)} == {reason}
    assert found.kind is kind


def test_a_panel_of_unknown_size_has_no_interval_for_its_members():
    sample = sample_of(20, kind="panel", about="members")
    assert means(YES, sample).interval[0].reason == "panel-size-unknown"


def test_a_missing_value_is_refused_until_somebody_leaves_it_out():
    values = np.array([1.0, np.nan, 3.0, 5.0])
    sample = sample_of(4)
    with pytest.raises(ValueError, match="no value"):
        means(values, sample)
    found = means(values, sample, inside=~np.isnan(values))
    assert (found.value[0], found.n, found.base) == (3.0, 3, 3.0)


def test_a_part_keeps_the_design_of_the_whole():
    strata, part = np.repeat([0, 1], 5), np.array([True, False] * 5)
    sample = sample_of(10, strata=strata, fpc=[np.repeat([50, 100], 5)])
    y = np.arange(10.0)
    found = means(y, sample, inside=part)
    both = domain_means(y, (~part).astype(int), sample)
    assert found.se[0] == pytest.approx(both.se[0])
    assert found.df == 3
    assert totals(part.astype(float), sample).se[0] > 0


def test_groups_that_share_nobody_but_a_cluster_depend_on_each_other():
    clusters = np.repeat(np.arange(6), 4)
    y = clusters + np.tile([0.0, 1, 0, 1], 6)
    groups = np.tile([0, 0, 1, 1], 6)
    found = domain_means(y, groups, sample_of(24, stages=[clusters]))
    assert found.variance[0, 1] > 0
    assert difference(found, 0, 1).se[0] == pytest.approx(0, abs=1e-12)


def test_the_same_people_say_yes_or_no():
    found = shares(YES, 2, city())
    both = contrasts(found, [[1, 1], [1, -1]])
    assert both.value == pytest.approx([1, -0.2])
    assert both.se == pytest.approx([0, 2 * found.se[0]], abs=1e-12)


def test_two_waves_that_asked_different_people():
    one = means([1.0, 2, 3, 4], sample_of(4))
    two = means([2.0, 2, 6, 8, 7], sample_of(5))
    gap = independent_difference(one, two)
    assert gap.value == pytest.approx([-2.5])
    assert gap.se[0] == pytest.approx(np.hypot(one.se[0], two.se[0]))
    # Welch's degrees of freedom of the same numbers
    assert gap.df == pytest.approx(5.82765, abs=1e-5)
    assert gap.interval[0].low < -2.5 < gap.interval[0].high


def test_a_panel_and_a_sample_are_not_compared():
    sample = means([1.0, 2, 3, 4], sample_of(4))
    panel = means([2.0, 2, 6, 8, 7], sample_of(5, kind="panel"))
    gap = independent_difference(sample, panel)
    assert gap.interval[0].reason == "panel-speaks-for-members"
    assert gap.flags == ("different-kinds",)


def test_the_ends_of_an_arc_are_the_ends_of_a_share():
    low, _ = share_interval(0.001, 0.01, n=500, df=499, method="asin")
    high, _ = share_interval(0.999, 0.01, n=500, df=499, method="asin")
    assert (low.low, low.high > 0.001) == (0, True)
    assert high.high == pytest.approx(1)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("share", [1e-9, 1e-4, 0.01, 0.5, 0.97, 1 - 1e-6])
@pytest.mark.parametrize("effect", [0.2, 1, 9, 400])
@pytest.mark.parametrize(("n", "df"), [(4, 1), (30, 2), (30, 29), (5000, 12), (5000, np.inf)])
def test_an_interval_holds_its_share_whatever_the_design(method, share, effect, n, df):
    se = np.sqrt(share * (1 - share) / n * effect)
    found, _ = share_interval(share, se, n=n, df=df, method=method)
    assert found.low <= share <= found.high
    if method != "mean":
        assert 0 <= found.low <= found.high <= 1


def test_a_plain_interval_beyond_nothing_says_so():
    found, flags = share_interval(0.01, 0.01, n=100, df=99, method="mean")
    assert found.low < 0
    assert flags == ("interval-beyond-share",)


def test_all_the_same_answer_has_no_spread_but_a_base():
    found = means(np.full(20, 4.0), city())
    assert (found.value[0], found.se[0], found.n) == (4.0, 0.0, 20)
    assert np.isnan(found.deff[0])


def test_one_respondent_gives_no_interval():
    sample = sample_of(1, fpc=[1])
    found = means([3.0], sample)
    assert found.interval[0].reason == "no-degrees-of-freedom"


def test_no_degrees_of_freedom_no_share_interval():
    found, flags = share_interval(0.5, 0.1, n=5, df=0)
    assert (found.reason, flags) == ("no-degrees-of-freedom", ())


def test_a_share_that_cannot_vary_says_so():
    strata = np.repeat([0, 1], 10)
    found = shares(strata, 2, sample_of(20, strata=strata, fpc=[np.repeat([50, 100], 10)]))
    assert found.flags == ("share-without-spread",)
    assert found.interval[0].low == found.interval[0].high == pytest.approx(1 / 3)


def test_shares_in_groups_add_up_to_one():
    found = domain_shares(YES, 2, np.tile([0, 1], 10), city())
    assert found.value[:2] + found.value[2:] == pytest.approx([1, 1])
    assert found.se[:2] == pytest.approx(found.se[2:])


def test_the_spread_of_a_variable_in_squared_units():
    found = population_variance([1.0, 2, 3, 4], sample_of(4, fpc=[400]))
    assert found.value[0] == pytest.approx(5 / 3)


def test_a_median_between_two_people():
    values, sample = [1.0, 2, 3, 10], sample_of(4)
    assert quantiles(values, [0.5], sample).value[0] == 2
    assert quantiles(values, [0.5], sample, rule="school").value[0] == 2.5
    assert quantiles(values, [0.5], sample, rule="hf7").value[0] == 2.5
    assert quantiles(values, [0.0, 0.1, 1.0], sample).value.tolist() == [1, 1, 10]


def test_a_quantile_near_the_end_has_an_open_interval():
    found = quantiles(np.arange(20.0), [0.02, 0.5], city())
    assert found.interval[0].reason == "interval-open"
    assert found.interval[1].method == "woodruff"
    assert found.flags == ("interval-open",)


def test_shah_and_vaish_do_not_depend_on_the_unit_of_the_weights():
    values, weights = np.arange(30.0), np.linspace(1, 3, 30)
    one = quantiles(values, [0.3], sample_of(30, weights=weights), rule="shahvaish")
    many = quantiles(values, [0.3], sample_of(30, weights=weights * 50), rule="shahvaish")
    assert one.value == many.value
    raw = quantiles(values, [0.3], sample_of(30, weights=weights * 50), rule="shahvaish-r41")
    assert "shifted-as-in-r" in raw.flags


def test_a_line_without_error_is_found():
    x = np.stack([np.ones(6), np.arange(6.0)], axis=1)
    found = linear(3 + 2 * x[:, 1], x, sample_of(6), names=("constant", "slope"))
    assert found.value == pytest.approx([3, 2])
    assert found.se == pytest.approx([0, 0], abs=1e-12)
    assert found.df == 4


def test_log_odds_of_two_groups_are_those_of_their_shares():
    groups = np.tile([0, 1], 10)
    yes = np.array([1, 1, 0, 1, 1, 0, 0, 1, 1, 1] * 2)
    x = np.stack([np.ones(20), groups], axis=1)
    for stop in ("converged", "as-r"):
        found = logistic(yes, x, sample_of(20), stop=stop)
        p = [yes[groups == g].mean() for g in (0, 1)]
        odds = [np.log(each / (1 - each)) for each in p]
        assert found.value == pytest.approx([odds[0], odds[1] - odds[0]], rel=1e-6)


def test_agreement_beyond_chance():
    """The example of Sim & Wright (2005), Physical Therapy 85, table 1: 22, 2, 4, 11."""
    first = np.repeat([0, 0, 1, 1], [22, 2, 4, 11])
    second = np.repeat([0, 1, 0, 1], [22, 2, 4, 11])
    found = kappa(first, second, 2, sample_of(39))
    assert round(found.value[0], 2) == 0.67


def test_no_degrees_reach_infinitely_far():
    assert reach(0) == np.inf
    assert reach(np.inf) == pytest.approx(1.959964, abs=1e-6)


@pytest.mark.parametrize(
    ("work", "complaint"),
    [
        (lambda s: means(YES, s, inside=np.zeros(20, dtype=bool)), "Nobody"),
        (lambda s: means(YES, s, inside=np.zeros(20)), "yes or no"),
        (lambda s: means(YES[:5], s), "One value"),
        (lambda s: means(YES, s, level=95), "level"),
        (lambda s: shares(YES, 1, s), "without a category"),
        (lambda s: shares(YES * 0.5, 2, s), "whole-number"),
        (lambda s: shares(YES, 2, s, method="magic"), "Unknown interval"),
        (lambda s: ratios(YES, YES * 0, s), "nothing"),
        (lambda s: ratios(YES, np.ones((20, 2)), s), "one denominator"),
        (lambda s: quantiles(YES, [1.5], s), "between 0 and 1"),
        (lambda s: quantiles(np.ones((20, 2)), [0.5], s), "one variable"),
        (lambda s: contrasts(means(YES, s), [1, 1]), "one factor"),
        (lambda s: independent_difference(means(YES, s), shares(YES, 2, s)), "as many figures"),
        (lambda s: domain_means(YES, YES * 1.0, s), "whole-number group"),
        (lambda s: domain_means(YES, YES, s, count=1), "beyond the last"),
        (lambda s: domain_means(YES, YES, s, count=3), "Nobody"),
        (lambda s: population_variance(YES, s, inside=np.arange(20) == 0), "no spread"),
        (lambda s: linear(YES, np.ones((20, 2)), s), "depend on each other"),
        (lambda s: logistic(YES * 2, np.ones((20, 1)), s), "0 and 1"),
        (lambda s: logistic(YES, np.stack([np.ones(20), YES], axis=1), s), "without error"),
        (lambda s: kappa(YES * 0, YES * 0, 2, s), "not defined"),
        (lambda _: share_interval(0.5, -1.0, n=3, df=2), "Not a share"),
    ],
)
def test_what_would_be_a_wrong_number_is_refused(work, complaint):
    with pytest.raises(ValueError, match=complaint):
        work(city())


def test_a_part_is_counted():
    part = part_of(city(), YES == 1)
    assert (part.n, part.base, part.df) == (12, pytest.approx(600), 11)
