"""Percentages as Japanese reports print them: half up, from the exact fraction."""

from decimal import Decimal
from fractions import Fraction


def half_up(value: Fraction, decimals: int = 1) -> Decimal:
    """Round an exact number half away from zero: 67.25 becomes 67.3, -0.25 becomes -0.3."""
    scaled = abs(value) * 10**decimals
    digits = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(digits if value >= 0 else -digits).scaleb(-decimals)


def percent(share: Fraction | int, n: int | None = None, *, decimals: int = 1) -> Decimal:
    """Return a share (0 to 1), or a count of n, in percent; ValueError for an empty base."""
    if n is not None and n <= 0:
        raise ValueError("A percentage needs somebody in its base")
    exact = Fraction(share) if n is None else Fraction(share) / n
    return half_up(exact * 100, decimals)


def percent_text(share: Fraction | int, n: int | None = None, *, decimals: int = 1) -> str:
    """Return 67.8 for 221 of 326, or for the share 221/326."""
    value = percent(share, n, decimals=decimals)
    return f"{abs(value) if value == 0 else value:.{decimals}f}"
