"""Numbers as reports print them, and the signs that stand for what is no number."""

from fractions import Fraction

from engage.stats.rounding import percent_text

NOBODY = "-"
HIDDEN = "－"
NOT_ASKED = "※"
SMALL = "*"
"""Stands beside an n under 30."""
FEW = 30

LEGEND = (
    ("n", "割合の基数（人）。すべての割合に添えています。"),
    ("0.0", "答えた人はいるが、四捨五入すると0.1に届かないもの"),
    (NOBODY, "答えた人がいないもの"),
    (HIDDEN, "5人未満の値と、差し引きで分からないように合わせて伏せた値"),
    (NOT_ASKED, "その人たちにはたずねていないもの"),
    (SMALL, "nが30未満で、参考として見るもの"),
    ("▲ ▼", "全体の検定で差があり、調整済み残差が2を超えて高い（▲）、低い（▼）もの"),
)


def people(count: int | None) -> str:
    """Return a number of people, or the sign of what is withheld."""
    return HIDDEN if count is None else f"{count:,}"


def percent(count: int | None, share: Fraction | None) -> str:
    """Return 67.5, - when nobody is meant, － when it is withheld."""
    if count is None or share is None:
        return HIDDEN
    return NOBODY if count == 0 else percent_text(share)


def base(n: int | None) -> str:
    """Return an n, with the sign that it is small."""
    return HIDDEN if n is None else f"{n:,}{SMALL if 0 < n < FEW else ''}"


def points(value: float) -> str:
    """Return a difference of shares in points: +3.1."""
    text = percent_text(Fraction(value))
    return text if value < 0 or text in {"0.0", "-0.0"} else f"+{text}"
