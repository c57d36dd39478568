"""Answers day by day: the share of those asked that has come in, what was sent, the deadline."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from engage.charts import axis, marks, measure, palette
from engage.charts.sheet import Dot, Line, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind
from engage.charts.value import (
    JAPANESE,
    Value,
    Words,
    WrongChart,
    clean,
    percent,
    require_text,
    value_text,
)

_STRIDES = (1, 2, 7, 14, 28, 56, 112, 364)
"""Every how many days one is named: weeks, where not every day or every other fits."""
_GAP = 12
_NUMBER = 20
_LEAST_BETWEEN_DOTS = 14


@dataclass(frozen=True, slots=True)
class Day:
    """One day: how many answers had come by its end, and what was sent on it, or was due."""

    label: str
    answered: int
    event: str = ""
    is_deadline: bool = False

    def __post_init__(self) -> None:
        """Refuse a day without a name, and a deadline that nothing says is one."""
        require_text("label", self.label)
        if self.is_deadline:
            require_text("event", self.event)


@dataclass(frozen=True, slots=True)
class CurveChart:
    """The way of the response rate; days stand evenly, so each one from first to last is given."""

    title: str
    desc: str
    asked: int
    days: tuple[Day, ...]
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse a curve that falls, or rises above those asked."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if self.asked < 1 or not self.days:
            raise WrongChart("a response curve needs people asked and at least one day")
        counts = [0, *(day.answered for day in self.days)]
        if any(after < before for before, after in pairwise(counts)) or counts[-1] > self.asked:
            raise WrongChart("answers only come in, and never more than were asked for")
        if sum(day.is_deadline for day in self.days) > 1:
            raise WrongChart("there is one deadline")

    def rate(self, day: Day) -> Fraction:
        """Return the exact share of those asked that had answered by the end of a day."""
        return Fraction(day.answered, self.asked)


def lay_out(chart: CurveChart, sheet: Sheet) -> None:
    """Put on a sheet: the last rate, the events by number, the curve, and what the numbers mean."""
    scale = axis.reaching(chart.rate(chart.days[-1]) or 1)
    indent = measure.width(f"{scale.top}{chart.words.percent}", sheet.small) + 8
    room = sheet.width - indent - 12 * sheet.scale
    step = room / max(1, len(chart.days) - 1)
    across = [indent + place * step for place in range(len(chart.days))]
    events = [(x, day) for x, day in zip(across, chart.days, strict=True) if day.event]
    top, lanes = _lanes(sheet, _last(chart, sheet), [x for x, _day in events])
    bottom = top + (300.0 if sheet.is_wide else 240.0)
    _grid(chart, sheet, scale, (indent, top, bottom))
    for number, ((x, day), y) in enumerate(zip(events, lanes, strict=True), start=1):
        _event(sheet, (x, y, bottom), day, number)
    points = [
        (x, bottom - (bottom - top) * scale.at(chart.rate(day)))
        for x, day in zip(across, chart.days, strict=True)
    ]
    _curve(sheet, points, step)
    y = _days(chart, sheet, across, bottom)
    labels = [marks.Numbered(f"{day.label}　{day.event}", _colour(day)) for _x, day in events]
    sheet.height = marks.numbered_list(sheet, y, labels) if labels else y + 4


def _last(chart: CurveChart, sheet: Sheet) -> float:
    """Write how far it had come by the last day; return where that ends."""
    day = chart.days[-1]
    value = value_text(Value(chart.rate(day), day.answered), chart.words)
    of = chart.words.of.format(part=f"{day.answered:,}", whole=f"{chart.asked:,}")
    return marks.heading(sheet, 0, day.label, value, of, marks.columns(sheet, [value], [of]))


def _lanes(sheet: Sheet, y: float, across: Sequence[float]) -> tuple[float, list[float]]:
    """Give each event's number a lane in which it touches no other, above its own day.

    Return where the plot begins and the middle of each number.
    """
    pitch = _NUMBER * sheet.scale
    ends: list[float] = []
    chosen = []
    for x in across:
        free = (lane for lane, end in enumerate(ends) if x - end >= pitch)
        lane = next(free, len(ends))
        ends[lane : lane + 1] = [x]
        chosen.append(lane)
    top = y + len(ends) * pitch + 10
    return top, [top - 4 - pitch * (lane + 0.5) for lane in chosen]


def _event(sheet: Sheet, at: tuple[float, float, float], day: Day, number: int) -> None:
    """Draw one event: a dashed line for what was sent, a full one for the deadline."""
    x, y, bottom = at
    look = (palette.INK, 2.0, False) if day.is_deadline else (palette.INK_3, 1.0, True)
    sheet.under(Line(x, y, x, bottom, *look))
    marks.numbered(sheet, x, y, number, _colour(day))


def _colour(day: Day) -> str:
    return palette.INK if day.is_deadline else palette.SECOND


def _grid(
    chart: CurveChart, sheet: Sheet, scale: axis.Axis, box: tuple[float, float, float]
) -> None:
    left, top, bottom = box
    for tick in scale.ticks:
        y = bottom - (bottom - top) * scale.at(tick / 100)
        sheet.under(Line(left, y, sheet.width, y, palette.GRID if tick else palette.INK))
        text = f"{tick}{chart.words.percent}" if tick in {0, scale.top} else str(tick)
        baseline = y + sheet.small * 0.36
        sheet.add(Text(left - 6, baseline, text, sheet.small, palette.INK_3, "end", role="tick"))


def _curve(sheet: Sheet, points: Sequence[tuple[float, float]], step: float) -> None:
    """Draw the line, each day a dot where there is room, and the last one larger."""
    for (x1, y1), (x2, y2) in pairwise(points):
        sheet.add(Line(x1, y1, x2, y2, palette.FIRST, 2))
    # The smallest dot only closes the joint of two pieces of the line.
    radius = 2.0 if step >= _LEAST_BETWEEN_DOTS else 0.25
    for x, y in points[:-1]:
        sheet.add(Dot(x, y, radius, palette.FIRST, palette.FIRST))
    sheet.add(Dot(*points[-1], 4, palette.FIRST, palette.FIRST))


def _days(chart: CurveChart, sheet: Sheet, across: Sequence[float], bottom: float) -> float:
    """Name the first day, the last, and as many between at even steps as fit, each under itself."""
    last = len(across) - 1
    most = sheet.width if last == 0 else (sheet.width - _GAP) / 2
    named = [measure.wrap(clean(day.label), sheet.small, most) for day in chart.days]
    widths = [max(measure.width(line, sheet.small) for line in lines) for lines in named]
    middles = [
        min(max(x, width / 2), sheet.width - width / 2)
        for x, width in zip(across, widths, strict=True)
    ]
    end = bottom
    for place in _named(middles, widths):
        sheet.under(Line(across[place], bottom, across[place], bottom + 5, palette.INK))
        baseline = bottom + 9 + sheet.small
        for line in named[place]:
            x = middles[place]
            sheet.add(Text(x, baseline, line, sheet.small, palette.INK_3, "middle", role="tick"))
            baseline += sheet.small * 1.4
        end = max(end, baseline - sheet.small * 1.4)
    return end + 8


def _named(middles: Sequence[float], widths: Sequence[float]) -> list[int]:
    """Return the days to name: the shortest stride at which no two names touch, and the last."""
    last = len(middles) - 1

    def touch(one: int, other: int) -> bool:
        return middles[other] - middles[one] < (widths[one] + widths[other]) / 2 + _GAP

    for stride in (*_STRIDES, max(last, 1)):
        places = list(range(0, last + 1, stride))
        if any(touch(one, other) for one, other in pairwise(places)):
            continue
        while len(places) > 1 and places[-1] != last and touch(places[-1], last):
            places.pop()
        return places if places[-1] == last else [*places, last]
    return [last]


def rows(chart: CurveChart) -> list[Row]:
    """Return the twin: answers so far, their share of those asked, what was sent or due."""
    return [
        Row(
            day.label,
            (Cell(f"{day.answered:,}"), Cell(percent(chart.rate(day))), Cell(day.event)),
            RowKind.BODY,
        )
        for day in chart.days
    ]
