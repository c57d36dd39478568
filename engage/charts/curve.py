"""Answers day by day: the share of those asked that has come in, and what was sent when."""

from dataclasses import dataclass
from itertools import pairwise

from engage.charts import axis, marks, measure, palette
from engage.charts.sheet import Dot, Line, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind
from engage.charts.value import JAPANESE, Words, WrongChart, percent, require_text


@dataclass(frozen=True, slots=True)
class Day:
    """One day: how many answers had come by its end, and what was sent on it."""

    label: str
    answered: int
    event: str = ""


@dataclass(frozen=True, slots=True)
class CurveChart:
    """The way of the response rate; days stand evenly, in their order."""

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


def lay_out(chart: CurveChart, sheet: Sheet) -> None:
    """Put the curve on a sheet; events are numbered and named below."""
    height = 240.0 if not sheet.is_wide else 300.0
    scale = axis.reaching(chart.days[-1].answered / chart.asked or 1)
    indent = measure.width(f"{scale.top}{chart.words.percent}", sheet.small) + 8
    top, room = 14.0, sheet.width - indent - 12
    step = room / max(1, len(chart.days) - 1)
    points = [
        (indent + place * step, top + height * (1 - scale.at(day.answered / chart.asked)))
        for place, day in enumerate(chart.days)
    ]
    for tick in scale.ticks:
        y = top + height * (1 - scale.at(tick / 100))
        sheet.under(Line(indent, y, sheet.width, y, palette.GRID if tick else palette.INK))
        text = f"{tick}{chart.words.percent}" if tick in {0, scale.top} else str(tick)
        sheet.add(
            Text(indent - 6, y + sheet.small * 0.36, text, sheet.small, palette.INK_3, "end",
                 role="tick")
        )  # fmt: skip
    for (x1, y1), (x2, y2) in pairwise(points):
        sheet.add(Line(x1, y1, x2, y2, palette.FIRST, 2))
    sheet.add(Dot(*points[-1], 4, palette.FIRST, palette.FIRST))
    y = _days(chart, sheet, points, top + height)
    events = [(point, day) for point, day in zip(points, chart.days, strict=True) if day.event]
    for number, ((x, height_at), _day) in enumerate(events, start=1):
        sheet.under(Line(x, top, x, top + height, palette.INK_3, is_dashed=True))
        marks.numbered(sheet, x, max(top + 10, height_at - 14), number, palette.SECOND)
    labels = [(f"{day.label}　{day.event}", palette.SECOND) for _point, day in events]
    sheet.height = marks.numbered_list(sheet, y, labels) if labels else y + 4


def _days(
    chart: CurveChart, sheet: Sheet, points: list[tuple[float, float]], bottom: float
) -> float:
    """Write the first day, the last, and as many between as fit."""
    baseline = bottom + 8 + sheet.small
    right = sheet.width
    last = chart.days[-1].label
    sheet.add(Text(right, baseline, last, sheet.small, palette.INK_3, "end", role="tick"))
    right -= measure.width(last, sheet.small) + 12
    left = points[0][0]
    for (x, _), day in zip(points[:-1], chart.days[:-1], strict=True):
        size = measure.width(day.label, sheet.small)
        if x >= left and x + size <= right:
            sheet.add(Text(x, baseline, day.label, sheet.small, palette.INK_3, role="tick"))
            left = x + size + 16
    return baseline + 6


def rows(chart: CurveChart) -> list[Row]:
    """Return the twin: answers so far, their share of those asked, what was sent."""
    return [
        Row(
            day.label,
            (
                Cell(f"{day.answered:,}"),
                Cell(percent(day.answered / chart.asked)),
                Cell(day.event),
            ),
            RowKind.BODY,
        )
        for day in chart.days
    ]
