"""Two groups side by side: for each option one bar a group, the second one hatched."""

from dataclasses import dataclass

from engage.charts import axis, marks, measure, palette
from engage.charts.sheet import Hatch, Sheet, Text
from engage.charts.twin import Cell, Row, RowKind, body_kind, share_cell
from engage.charts.value import JAPANESE, Value, Words, WrongChart, require_text, value_text

_COLOURS = (palette.FIRST, palette.SECOND)
_HATCHES: tuple[Hatch, Hatch] = ("", "second")


@dataclass(frozen=True, slots=True)
class Group:
    """One of the two groups compared, and how many people are in it."""

    label: str
    n: int | None = None

    def __post_init__(self) -> None:
        """Refuse a group without a name."""
        require_text("label", self.label)


@dataclass(frozen=True, slots=True)
class Pair:
    """One option and its share in both groups."""

    label: str
    first: Value
    second: Value
    is_rest: bool = False

    def __post_init__(self) -> None:
        """Refuse an option without a name."""
        require_text("label", self.label)


@dataclass(frozen=True, slots=True)
class PairedChart:
    """A cross table by two groups, in the order given, rest options last."""

    title: str
    desc: str
    groups: tuple[Group, Group]
    pairs: tuple[Pair, ...]
    words: Words = JAPANESE

    def __post_init__(self) -> None:
        """Refuse a chart that compares nothing."""
        require_text("title", self.title)
        require_text("desc", self.desc)
        if len(self.groups) != 2:
            raise WrongChart("a paired chart compares two groups")
        if not self.pairs:
            raise WrongChart("a chart needs at least one pair")

    @property
    def in_order(self) -> tuple[Pair, ...]:
        """The pairs as drawn."""
        return tuple(sorted(self.pairs, key=lambda pair: pair.is_rest))

    @property
    def has_intervals(self) -> bool:
        """Whether any bar shows its doubt."""
        return any(pair.first.has_interval or pair.second.has_interval for pair in self.pairs)


def lay_out(chart: PairedChart, sheet: Sheet) -> None:
    """Put the chart on a sheet."""
    words = chart.words
    values = [value for pair in chart.pairs for value in (pair.first, pair.second)]
    ends = [end for value in values for end in (value.share, value.high) if end is not None]
    scale = axis.reaching(max(ends, default=1))
    texts = [value_text(value, words) for value in values]
    room = sheet.width - max(measure.width(text, sheet.size, bold=True) for text in texts) - 12
    start = y = marks.legend(sheet, 0, _keys(chart)) + 10
    pitch = max(28 if chart.has_intervals else 20, sheet.size * 1.3)
    for pair in chart.in_order:
        top = marks.label_lines(sheet, y, pair.label, sheet.width - marks.INDENT)
        top += 4 + sheet.size / 3
        for value, colour, hatch in zip((pair.first, pair.second), _COLOURS, _HATCHES, strict=True):
            marks.bar(sheet, top, value, scale, room, colour, hatch)
            marks.interval(sheet, top, value, scale, room)
            baseline = top + marks.BAR / 2 + sheet.size * 0.36
            text = value_text(value, words)
            sheet.add(
                Text(sheet.width, baseline, text, sheet.size, anchor="end", bold=True, role="val")
            )
            top += pitch
        y = top + 8
    sheet.height = marks.axis_below(sheet, start, y + 4, scale, words.percent, room)


def _keys(chart: PairedChart) -> list[marks.Key]:
    first, second = chart.groups
    return [
        marks.Key(_name(first, chart.words), palette.FIRST),
        marks.Key(_name(second, chart.words), palette.SECOND, "second"),
    ]


def _name(group: Group, words: Words) -> str:
    return group.label if group.n is None else f"{group.label} {words.base.format(f'{group.n:,}')}"


def rows(chart: PairedChart) -> list[Row]:
    """Return the twin: the share in the first and in the second group; first row is n."""
    table = []
    if all(group.n is not None for group in chart.groups):
        cells = tuple(Cell(f"{group.n:,}") for group in chart.groups)
        table.append(Row(chart.words.respondents, cells, RowKind.BASE))
    for pair in chart.in_order:
        shares = (share_cell(pair.first, chart.words), share_cell(pair.second, chart.words))
        table.append(Row(pair.label, shares, body_kind(is_rest=pair.is_rest)))
    return table
