"""A share in two surveys: how far it moved, when other people were asked and when the same were."""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt

from engage.stats.intervals import LEVEL, Interval, newcombe, normal_quantile


@dataclass(frozen=True)
class Movement:
    """A difference of shares, now minus before, with its interval and what it rests on."""

    value: Fraction
    interval: Interval
    n_before: int
    n_now: int
    n_both: int
    method: str
    flags: tuple[str, ...] = ()


def independent(
    before: int, n_before: int, now: int, n_now: int, level: float = LEVEL
) -> Movement | None:
    """Return the movement between two surveys of different people; None without answers.

    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10.
    """
    if not n_before or not n_now:
        return None
    value = Fraction(now, n_now) - Fraction(before, n_before)
    return Movement(
        value, newcombe(now, n_now, before, n_before, level), n_before, n_now, 0, "newcombe"
    )


def overlapping(
    before: int,
    n_before: int,
    now: int,
    n_now: int,
    *,
    both: int,
    yes_in_both: int,
    yes_before: int,
    yes_now: int,
    level: float = LEVEL,
) -> Movement | None:
    """Return the movement when `both` people answered both times, as in a panel.

    Of those, `yes_before` and `yes_now` said yes before and now, `yes_in_both` both times. The
    variance takes off twice the covariance through these people: Kish (1965), Survey Sampling,
    12.4. None without answers; ValueError for counts that cannot be.
    """
    if not n_before or not n_now:
        return None
    if not 0 <= yes_in_both <= min(yes_before, yes_now) or max(yes_before, yes_now) > both:
        raise ValueError("Those who said yes both times are among those who answered both times")
    if both > min(n_before, n_now) or yes_before > before or yes_now > now:
        raise ValueError("Those who answered both times are among all who answered")
    p, q = before / n_before, now / n_now
    variance = p * (1 - p) / n_before + q * (1 - q) / n_now
    if both:
        covariance = yes_in_both / both - (yes_before / both) * (yes_now / both)
        variance -= 2 * both * covariance / (n_before * n_now)
    value = Fraction(now, n_now) - Fraction(before, n_before)
    reach = normal_quantile(level) * sqrt(max(0.0, variance))
    low, high = max(-1.0, float(value) - reach), min(1.0, float(value) + reach)
    flags = ("few-in-both",) if 0 < both < 30 else ()
    interval = Interval(low, high, level, "overlapping-panel")
    return Movement(value, interval, n_before, n_now, both, "overlapping-panel", flags)
