"""What all figures share: a label with its value, the axis, the interval, the legend."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.charts import measure, palette
from engage.charts.axis import Axis
from engage.charts.sheet import Anchor, Dot, Hatch, Line, Rect, Sheet, Text
from engage.charts.value import Flag, Value, clean

BAR = 14
INDENT = 4
_GAP = 6
_CLEARANCE = 12
_SHORTEST_LABEL = 5  # in em; with less room the label stands alone above its value
_FROM_TEXT_TO_BAR = 9
_TOP_OF_ROW = 7
_INTERVAL_BELOW = 6
_INTERVAL_CAP = 4
_MOST_COLUMNS = 4


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the values and the counts end at the right, and what that leaves for labels."""

    value_end: float
    count_end: float
    label_room: float
    is_stacked: bool


def columns(sheet: Sheet, values: Sequence[str], counts: Sequence[str]) -> Columns:
    """Measure the widest value and count, so that all of them end at the same place."""
    size = sheet.size
    value_width = max(measure.width(text, size, bold=True) for text in values)
    count_width = max(measure.width(text, size) for text in counts)
    value_end = sheet.width - (count_width + _GAP if count_width else 0)
    room = value_end - value_width - INDENT - _CLEARANCE
    if room < _SHORTEST_LABEL * size:
        return Columns(value_end, sheet.width, sheet.width - INDENT, is_stacked=True)
    return Columns(value_end, sheet.width, room, is_stacked=False)


def heading(sheet: Sheet, y: float, label: str, value: str, count: str, at: Columns) -> float:
    """Write a label with its value and count; return where the bar begins."""
    baseline = label_lines(sheet, y, label, at.label_room)
    value_line = baseline if at.is_stacked else y + _TOP_OF_ROW + sheet.size
    if at.is_stacked:
        baseline = value_line = baseline + sheet.line_height
    sheet.add(
        Text(at.value_end, value_line, value, sheet.size, anchor="end", bold=True, role="val")
    )
    if count:
        sheet.add(
            Text(at.count_end, value_line, count, sheet.size, palette.INK_3, "end", role="cnt")
        )
    return baseline + _FROM_TEXT_TO_BAR


def label_lines(
    sheet: Sheet, y: float, label: str, room: float, *, indent: float = INDENT
) -> float:
    """Write a label, on several lines if it is long; return its last baseline."""
    baseline = y + _TOP_OF_ROW + sheet.size
    for index, line in enumerate(measure.wrap(clean(label), sheet.size, room)):
        if index:
            baseline += sheet.line_height
        sheet.add(Text(indent, baseline, line, sheet.size))
    return baseline


def bar(
    sheet: Sheet, y: float, value: Value, axis: Axis, room: float, colour: str, hatch: Hatch = ""
) -> None:
    """Draw a bar from zero; a value on few people is drawn open."""
    if value.share:
        look: Hatch = "small" if value.flag is Flag.SMALL else hatch
        sheet.add(Rect(0, y, axis.at(value.share) * room, BAR, colour, look))


def interval(sheet: Sheet, bar_top: float, value: Value, axis: Axis, room: float) -> None:
    """Draw the interval under its bar, where it reads on white and in grey print."""
    if value.low is None or value.high is None:
        return
    left, right = axis.at(value.low) * room, axis.at(value.high) * room
    y = bar_top + BAR + _INTERVAL_BELOW
    sheet.add(Line(left, y, right, y, palette.INK, 1.5))
    for x in (left, right):
        sheet.add(Line(x, y - _INTERVAL_CAP, x, y + _INTERVAL_CAP, palette.INK, 1.5))


def axis_below(
    sheet: Sheet, top: float, bottom: float, axis: Axis, percent: str, room: float
) -> float:
    """Draw the grid, the zero line and the ticks; return the height used so far."""
    baseline = bottom + 7 + sheet.small
    for tick in axis.ticks:
        x = axis.at(tick / 100) * room
        is_end = tick in {0, axis.top}
        sheet.under(Line(x, top, x, bottom, palette.GRID if tick else palette.INK))
        anchor: Anchor = "start" if tick == 0 else "end" if tick == axis.top else "middle"
        text = f"{tick}{percent}" if is_end else str(tick)
        sheet.add(Text(x, baseline, text, sheet.small, palette.INK_3, anchor, role="tick"))
    return baseline + 10


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: a filled square and what it stands for."""

    label: str
    colour: str
    hatch: Hatch = ""


def legend(sheet: Sheet, y: float, keys: Sequence[Key], note: str = "") -> float:
    """Write a legend, wrapped like text; return where it ends."""
    swatch, gap = 12 * sheet.scale, 18
    x, baseline = 0.0, y + sheet.size
    for key in keys:
        lines = measure.wrap(clean(key.label), sheet.size, sheet.width - swatch - 6)
        needed = swatch + 6 + max(measure.width(line, sheet.size) for line in lines)
        if x and x + needed > sheet.width:
            x, baseline = 0.0, baseline + sheet.line_height + 2
        sheet.add(Rect(x, baseline - swatch + 1, swatch, swatch, key.colour, key.hatch))
        for index, line in enumerate(lines):
            if index:
                baseline += sheet.line_height
            sheet.add(Text(x + swatch + 6, baseline, line, sheet.size))
        x += needed + gap
    if note:
        if x and x + measure.width(note, sheet.small) > sheet.width:
            x, baseline = 0.0, baseline + sheet.line_height + 2
        sheet.add(Text(x, baseline, note, sheet.small, palette.INK_3, role="tick"))
    return baseline + 6


def numbered(
    sheet: Sheet, x: float, y: float, number: int, colour: str, *, is_square: bool = False
) -> None:
    """Draw a point with its number inside; the list below says what it stands for."""
    radius = 9 * sheet.scale
    if is_square:
        sheet.add(Rect(x - radius, y - radius, 2 * radius, 2 * radius, colour))
    else:
        sheet.add(Dot(x, y, radius, colour, palette.PAPER))
    size = sheet.small if number < 10 else sheet.small * 0.82
    ink = palette.text_on(colour)
    sheet.add(Text(x, y + size * 0.36, str(number), size, ink, "middle"))


@dataclass(frozen=True, slots=True)
class Numbered:
    """What a numbered point stands for, and how the point looks."""

    label: str
    colour: str
    is_square: bool = False


def numbered_list(sheet: Sheet, y: float, points: Sequence[Numbered]) -> float:
    """Write what the numbers stand for, each with its colour, in as many columns as fit.

    Return where the list ends.
    """
    indent, gap = 28 * sheet.scale, 18
    labels = [clean(point.label) for point in points]
    widest = max(measure.width(label, sheet.size) for label in labels)
    count = max(1, min(_MOST_COLUMNS, int((sheet.width + gap) // (indent + widest + gap))))
    room = (sheet.width + gap) / count - gap
    size = -(-len(labels) // count)
    ends = [y]
    for column in range(count):
        x, at = column * (room + gap), y
        for number in range(column * size, min((column + 1) * size, len(labels))):
            point = points[number]
            line = at + _TOP_OF_ROW + sheet.size
            numbered(
                sheet, x + 9 * sheet.scale, line - sheet.size * 0.36, number + 1, point.colour,
                is_square=point.is_square,
            )  # fmt: skip
            at = label_lines(sheet, at, labels[number], room - indent, indent=x + indent) + 4
        ends.append(at)
    return max(ends) + 4
