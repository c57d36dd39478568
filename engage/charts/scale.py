"""Answers on a scale: one stacked bar a row, steps in survey order, rest apart at the right."""

from collections.abc import Iterator
from dataclasses import dataclass

from engage.charts import marks, measure, palette
from engage.charts.sheet import Hatch, Rect, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind, share_cell
from engage.charts.value import (
    JAPANESE,
    Flag,
    Value,
    Words,
    WrongChart,
    clean,
    percent,
    require_text,
)

_HEIGHT = 24
_APART = 10
_ROUNDING = 0.02  # printed figures rarely add up to exactly 100 %


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """How one item was rated: a value for every step, then わからない and 無回答."""

    label: str
    n: int | None
    steps: tuple[Value, ...]
    rest: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a row that does not add up; it may be hidden, but only as a whole."""
        require_text("label", self.label)
        shares = [value.share for value in (*self.steps, *self.rest)]
        known = [float(share) for share in shares if share is not None]
        if known and len(known) < len(shares):
            raise WrongChart(f"「{self.label}」 can only be hidden as a whole")
        if known and abs(sum(known) - 1) > _ROUNDING:
            raise WrongChart(f"the shares of 「{self.label}」 add up to {sum(known):.3f}")

    @property
    def is_hidden(self) -> bool:
        """Whether too few people answered to show anything."""
        return self.steps[0].share is None

    @property
    def is_small(self) -> bool:
        """Whether one person moves these values a lot."""
        return any(value.flag is Flag.SMALL for value in (*self.steps, *self.rest))


@dataclass(frozen=True, slots=True)
class ScaleChart:
    """Ratings of one or more items on the same scale of two to five steps."""

    title: str
    desc: str
    steps: tuple[str, ...]
    rows: tuple[ScaleRow, ...]
    rest: tuple[str, ...] = ()
    starts_good: bool = True
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the scale."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        for step in (*self.steps, *self.rest):
            require_text("step", step)
        if len(self.steps) not in self.palettes:
            raise WrongChart(f"a scale has {min(self.palettes)} to {max(self.palettes)} steps")
        if not self.rows:
            raise WrongChart("a chart needs at least one row")
        for row in self.rows:
            if (len(row.steps), len(row.rest)) != (len(self.steps), len(self.rest)):
                raise WrongChart(f"「{row.label}」 does not have a value for every step")

    @property
    def palettes(self) -> dict[int, tuple[str, ...]]:
        """The colours for each number of steps that can be drawn, the bad end first."""
        return palette.SCALES

    @property
    def colours(self) -> tuple[str, ...]:
        """The colours of the steps as drawn; the good end is always blue."""
        colours = self.palettes[len(self.steps)]
        return colours[::-1] if self.starts_good else colours


def lay_out(chart: ScaleChart, sheet: Sheet) -> None:
    """Put the chart on a sheet."""
    keys = [
        marks.Key(clean(step), colour)
        for step, colour in zip(chart.steps, chart.colours, strict=True)
    ]
    keys += [
        marks.Key(clean(step), palette.REST, _rest_hatch(i)) for i, step in enumerate(chart.rest)
    ]
    y = marks.legend(sheet, 0, keys, chart.words.in_percent) + 10
    for row in chart.rows:
        base = base_text(row, chart.words)
        room = sheet.width - measure.width(base, sheet.small) - 16
        baseline = marks.label_lines(sheet, y, row.label, room, indent=0)
        sheet.add(
            Text(
                sheet.width,
                y + 7 + sheet.size,
                base,
                sheet.small,
                palette.INK_3,
                "end",
                role="tick",
            )
        )
        y = _stack(chart, row, sheet, baseline + 9) + 10
    sheet.height = y


def _rest_hatch(index: int) -> Hatch:
    return "second" if index % 2 else ""


def base_text(row: ScaleRow, words: Words) -> str:
    """Return the n of a row, marked when one person moves its values a lot."""
    mark = words.small if row.is_small else ""
    return words.hidden if row.n is None else words.base.format(f"{row.n:,}") + mark


@dataclass(frozen=True, slots=True)
class _Piece:
    value: Value
    x: float
    width: float
    colour: str
    hatch: Hatch


def _stack(chart: ScaleChart, row: ScaleRow, sheet: Sheet, top: float) -> float:
    """Draw one stacked bar with its figures; return where it ends."""
    if row.is_hidden:
        sheet.add(Rect(0, top, sheet.width, _HEIGHT, palette.GRID))
        return top + _HEIGHT
    pieces = list(_pieces(chart, row, sheet.width))
    narrow = [piece for piece in pieces if not _fits(piece, sheet)]
    height = max(_HEIGHT, sheet.small * 1.6)
    for piece in pieces:
        sheet.add(Rect(piece.x, top, piece.width, height, piece.colour, piece.hatch))
        if piece not in narrow and not piece.hatch:
            middle, baseline = piece.x + piece.width / 2, top + height / 2 + sheet.small * 0.36
            colour = palette.text_on(piece.colour)
            role = "seg on-dark" if colour == palette.PAPER else "seg"
            sheet.add(
                Text(middle, baseline, _figure(piece), sheet.small, colour, "middle", role=role)
            )
    outside = [piece for piece in pieces if piece in narrow or piece.hatch]
    if not outside:
        return top + height
    _write_below(outside, sheet, top + height + 4 + sheet.small)
    return top + height + 4 + sheet.small + 2


def _pieces(chart: ScaleChart, row: ScaleRow, width: float) -> Iterator[_Piece]:
    total = float(sum(value.share or 0 for value in (*row.steps, *row.rest)))
    room = (width - (_APART if chart.rest else 0)) / total
    x = 0.0
    looks: list[tuple[str, Hatch]] = [(colour, "") for colour in chart.colours]
    looks += [(palette.REST, _rest_hatch(index)) for index in range(len(chart.rest))]
    for index, (value, (colour, hatch)) in enumerate(
        zip((*row.steps, *row.rest), looks, strict=True)
    ):
        if index == len(row.steps):
            x += _APART
        share = float(value.share or 0)
        if share:
            yield _Piece(value, x, share * room, colour, hatch)
        x += share * room


def _figure(piece: _Piece) -> str:
    return percent(piece.value.share or 0)


def _fits(piece: _Piece, sheet: Sheet) -> bool:
    return piece.width >= measure.width(_figure(piece), sheet.small) + 4


def _write_below(pieces: list[_Piece], sheet: Sheet, baseline: float) -> None:
    """Write figures wider than their piece under it, moved apart where they would touch."""
    gap = 5
    widths = [measure.width(_figure(piece), sheet.small) for piece in pieces]
    lefts: list[float] = []
    for piece, width in zip(pieces, widths, strict=True):
        left = max(0.0, piece.x + piece.width / 2 - width / 2)
        lefts.append(max(left, lefts[-1] + widths[len(lefts) - 1] + gap) if lefts else left)
    limit = sheet.width
    for index in reversed(range(len(lefts))):
        lefts[index] = min(lefts[index], limit - widths[index])
        limit = lefts[index] - gap
    for piece, left, width in zip(pieces, lefts, widths, strict=True):
        sheet.add(
            Text(
                left + width / 2,
                baseline,
                _figure(piece),
                sheet.small,
                palette.INK,
                "middle",
                role="seg",
            )
        )


def rows(chart: ScaleChart) -> list[Row]:
    """Return the twin: n, then the share of every step and of every rest answer."""
    table = []
    for row in chart.rows:
        n = Cell(chart.words.hidden, is_hidden=True) if row.n is None else Cell(f"{row.n:,}")
        shares = (share_cell(value, chart.words) for value in (*row.steps, *row.rest))
        table.append(Row(row.label, (n, *shares), RowKind.BODY))
    return table
