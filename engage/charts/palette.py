"""The colours of figures, from the design tokens; the only file in the charts with colours."""

INK = "#1a1a1a"
INK_3 = "#595f69"
PAPER = "#ffffff"
GRID = "#dfe3e9"

FIRST = "#0017c1"
SECOND = "#b84a00"
THIRD = "#0f7b6c"
FOURTH = "#7a3e9d"
REST = "#8c929c"

SERIES = (FIRST, SECOND, THIRD, FOURTH)

HIGH = ("#dfe5fc", "#93a8f2", "#0017c1")
LOW = ("#f6e2d4", "#e2a77c", "#8f3a00")
"""More than expected and less: a little, notably, much."""

# From the bad end to the good end; fewer steps leave out what lies between.
_FIVE = ("#8f3a00", "#e2a77c", "#d5d9e0", "#93a8f2", "#0017c1")
SCALES = {
    2: (_FIVE[0], _FIVE[4]),
    3: (_FIVE[0], _FIVE[2], _FIVE[4]),
    4: (_FIVE[0], _FIVE[1], _FIVE[3], _FIVE[4]),
    5: _FIVE,
}
_SEVEN = ("#8f3a00", "#c9743a", "#efc9ad", "#d5d9e0", "#c3cef8", "#7389ea", "#0017c1")
LONG_SCALES = SCALES | {6: (*_SEVEN[:3], *_SEVEN[4:]), 7: _SEVEN}
"""Around a middle the sides tell more steps apart than a stacked bar can."""
_DARK = {INK, INK_3, FIRST, SECOND, THIRD, FOURTH, _FIVE[0]}


def text_on(colour: str) -> str:
    """Return the text colour that reads on a filled shape."""
    return PAPER if colour in _DARK else INK
