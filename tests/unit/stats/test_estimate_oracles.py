"""Estimates and intervals under a design, beside those of R 4.2.2 with survey 4.1-1.

Where a figure of R is worked out from a table of interpolated points, the test repeats R's
interpolation with our function, and holds our exact ends to be close to it.
"""

import numpy as np
import pytest

from engage.stats.estimate.contrasts import difference
from engage.stats.estimate.domains import domain_means, domain_shares, domain_totals
from engage.stats.estimate.means import means, population_variance, ratios, totals
from engage.stats.estimate.quantiles import quantiles
from engage.stats.estimate.result import reach
from engage.stats.estimate.shares import deviance, share_interval, shares
from tests.unit.stats.api_samples import FILES, ORACLE, Schools, present, read

CLOSE = 1e-9
DESIGNS = present()


@pytest.fixture(scope="module", params=DESIGNS)
def case(request, shared):
    folder = shared / "oracles"
    return Schools(folder, request.param), read(folder)[request.param]


def close(ours, theirs, tolerance=CLOSE, at_least=0.0):
    theirs = np.array(theirs, dtype=float)
    assert np.asarray(ours).reshape(theirs.shape) == pytest.approx(
        theirs, rel=tolerance, nan_ok=True
    )


def close_variance(ours, theirs):
    theirs = np.array(theirs, dtype=float)
    assert ours == pytest.approx(theirs, rel=CLOSE, abs=max(1e-12 * np.abs(theirs).max(), 1e-20))


def ends(found):
    return [(each.low, each.high) for each in found.interval]


def check(estimate, oracle, find):
    close(estimate.value, oracle["est"])
    close(estimate.se, oracle["se"], at_least=1e-12 * np.abs(oracle["est"]).max())
    if "vcov" in oracle:
        close_variance(estimate.variance, oracle["vcov"])
    if "ci_t_degf" in oracle:
        close(ends(estimate), oracle["ci_t_degf"])
    if "ci_z" in oracle:
        close(ends(find(df=np.inf)), oracle["ci_z"])
    if "deff" in oracle:
        close(estimate.deff, oracle["deff"])


def design(schools, oracle, key):
    ours = {
        "degf": schools.sample.df,
        "n": schools.sample.n,
        "sum_w": float(schools.sample.weights.sum()),
    }
    close(ours[key], oracle[key])


def mean(schools, oracle, key):
    if key == "mean_api00_deff_replace":
        found = means(schools.number("api00"), schools.sample, replace=True)
        close(found.deff[0], oracle[key])
        return
    name = key.removeprefix("mean_")

    def find(df=None):
        if name == "api00":
            return means(schools.number(name), schools.sample, df=df)
        count = len(schools.names(name))
        return shares(schools.code(name), count, schools.sample, df=df, method="mean")

    check(find(), oracle[key], find)


def total(schools, oracle, key):
    name = key.removeprefix("total_")
    if name == "enroll":
        values = schools.number(name)
        known = np.isfinite(values)
    else:
        values = np.eye(len(schools.names(name)))[schools.code(name)]
        known = None

    def find(df=None):
        return totals(values, schools.sample, df=df, inside=known)

    check(find(), oracle[key], find)


def ratio(schools, oracle, key):
    above, below = schools.number("api.stu"), schools.number("enroll")
    known = np.isfinite(above) & np.isfinite(below)

    def find(df=None):
        return ratios(above, below, schools.sample, df=df, inside=known)

    check(find(), oracle[key], find)


def spread(schools, oracle, key):
    found = population_variance(schools.number("api00"), schools.sample)
    check(found, oracle[key], None)


def quantile(schools, oracle, key):
    rule = key.removeprefix("quantile_api00_").replace("shahvaish", "shahvaish-r41")
    theirs = oracle[key]
    found = quantiles(schools.number("api00"), theirs["q"], schools.sample, rule=rule)
    close(found.value, theirs["est"])
    close(found.se, theirs["se"])
    for ours, (low, high) in zip(found.interval, theirs["ci"], strict=True):
        if low is None or high is None:
            assert ours.reason == "interval-open"
        else:
            close((ours.low, ours.high), (low, high))


def proportion(schools, oracle, key):
    _, name, method = key.split("_")
    yes = schools.columns["awards"] == "Yes"
    if name == "HandNo":
        yes = (schools.columns["stype"] == "H") & (schools.columns["awards"] == "No")
    theirs = oracle[key]
    found = shares(yes.astype(int), 2, schools.sample, method=method)
    close(found.value[1], theirs["est"])
    close(found.se[1], theirs["se"])
    ours = (found.interval[1].low, found.interval[1].high)
    if method == "likelihood":
        p, se = found.value[1], found.se[1]
        naive = last_information(yes.astype(float), schools.sample.weights)
        close(profiled(p, se, naive, schools.sample.n, schools.sample.df), theirs["ci"])
        assert ours == pytest.approx(theirs["ci"], abs=1e-4)
    else:
        close(ours, theirs["ci"])


def by(schools, oracle, key):
    groups, theirs = schools.code("stype"), oracle[key]
    if key.endswith("mean_awards"):
        found = domain_shares(schools.code("awards"), 2, groups, schools.sample)
    elif key.endswith("total_apistu"):
        found = domain_totals(schools.number("api.stu"), groups, schools.sample)
    else:
        found = domain_means(schools.number("api00"), groups, schools.sample)
    check(found, theirs, None)
    gap = difference(found, 0, 1)
    spread = found.variance
    assert gap.se[0] ** 2 == pytest.approx(spread[0, 0] + spread[1, 1] - 2 * spread[0, 1])


HOW = {
    "degf": design,
    "n": design,
    "sum_w": design,
    "mean_api00": mean,
    "mean_api00_deff_replace": mean,
    "mean_stype": mean,
    "mean_awards": mean,
    "total_enroll": total,
    "total_stype": total,
    "ratio_apistu_enroll": ratio,
    "var_api00": spread,
    "by_stype_mean_api00": by,
    "by_stype_mean_awards": by,
    "by_stype_total_apistu": by,
}
HOW |= {f"quantile_api00_{rule}": quantile for rule in ("math", "school", "shahvaish", "hf7")}
HOW |= {
    f"svyciprop_{name}_{method}": proportion
    for name in ("awardsYes", "HandNo")
    for method in ("logit", "likelihood", "asin", "beta", "mean", "xlogit")
}
COVERED = frozenset(f"{ORACLE}:{name}.{key}" for name in FILES for key in HOW) | {f"{ORACLE}:meta"}


@pytest.mark.parametrize("key", sorted(HOW))
def test_as_in_r(case, key):
    schools, oracle = case
    HOW[key](schools, oracle, key)


def test_oracle_was_made_by_the_version_in_the_header(shared):
    assert read(shared / "oracles")["meta"] == {
        "R": "R version 4.2.2 Patched (2022-11-10 r83330)",
        "survey": "4.1.1",
        "lonely": "fail",
    }


def last_information(yes, weights):
    """Return the information of the log odds before the last step of R's fitting."""
    weights = weights / weights.mean()
    mu = (weights * yes + 0.5) / (weights + 1)
    odds, before = np.log(mu / (1 - mu)), np.inf
    while True:
        rates = mu * (1 - mu)
        information = weights * rates
        odds = np.full_like(mu, information @ (odds + (yes - mu) / rates) / information.sum())
        mu = 1 / (1 + np.exp(-odds))
        now = -2 * (weights @ np.log(np.where(yes == 1, mu, 1 - mu)))
        if abs(now - before) / (abs(now) + 0.1) < 1e-8:
            return information.sum()
        before = now


def profiled(p, se, information, n, df, level=0.95):
    """Return the interval as R finds it: a spline through steps of the profile, read linearly."""
    from scipy.stats import f, norm

    effect = (se / (p * (1 - p))) ** 2 * information
    cut = reach(df, level) * np.sqrt(effect)
    alpha = 2 * norm.sf(cut) / 2
    most = np.sqrt(f.isf(alpha / 2, 1, n - 1))
    middle, step = np.log(p / (1 - p)), most / 5 * se / (p * (1 - p))
    points = [(middle, 0.0)]
    for sign in (-1, 1):
        z = 0.0
        for place in range(1, 10):
            if abs(z) >= most:
                break
            odds = middle + sign * place * step
            z = sign * np.sqrt(max(deviance(p, odds, n) * (n - 1) / n, 0))
            points.append((odds, z))
    x, y = np.array(sorted(points)).T
    fine = np.linspace(x[0], x[-1], 3 * len(x))
    heights = forsythe_malcolm_moler(x, y)(fine)
    return [1 / (1 + np.exp(-np.interp(c, heights, fine))) for c in (-cut, cut)]


def forsythe_malcolm_moler(x, y):
    """Return the cubic spline whose ends bend as the cubics through the four outermost points."""
    from scipy.interpolate import PPoly

    n, h = len(x), np.diff(x)
    slopes = np.diff(y) / h
    third = [
        np.polyfit(x[part] - x[part][0], y[part], 3)[0] for part in (slice(4), slice(-4, None))
    ]
    a, b = np.zeros((n, n)), np.zeros(n)
    # unknown: second derivatives; the third derivative of the end pieces is given
    a[0, 0], a[0, 1], b[0] = -1 / h[0], 1 / h[0], 6 * third[0]
    a[-1, -2], a[-1, -1], b[-1] = -1 / h[-1], 1 / h[-1], 6 * third[1]
    for i in range(1, n - 1):
        a[i, i - 1 : i + 2] = h[i - 1], 2 * (h[i - 1] + h[i]), h[i]
        b[i] = 6 * (slopes[i] - slopes[i - 1])
    m = np.linalg.solve(a, b)
    return PPoly(
        np.array([np.diff(m) / (6 * h), m[:-1] / 2, slopes - h * (2 * m[:-1] + m[1:]) / 6, y[:-1]]),
        x,
    )


def test_a_share_interval_refuses_what_is_none():
    with pytest.raises(ValueError, match="Not a share"):
        share_interval(1.2, 0.1, n=10, df=9)
