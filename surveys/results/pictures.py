"""Pictures of what planners ask for: waves, groups side by side, residuals, words."""

from fractions import Fraction
from typing import Any

from engage.charts import (
    ENGLISH,
    JAPANESE,
    Flag,
    HeatChart,
    HeatRow,
    Link,
    MapChart,
    MapPoint,
    MultipleRow,
    NetworkChart,
    Node,
    Panel,
    SmallMultiples,
    Value,
    WaveChart,
    draw,
)
from engage.charts import Wave as DrawnWave
from engage.charts import WaveRow as DrawnRow
from engage.stats.text import Pair, WordCount
from surveys.results.charts import TEXT_SCALE
from surveys.results.crosses import CrossResult, ShownCell, ShownGroup
from surveys.results.waves import Wave, WaveRow

HIDDEN = Value(None, flag=Flag.HIDDEN)
MOST_GROUPS = 12
MOST_NODES = 30


def wave_picture(wave: Wave, names: tuple[str, str], *, english: bool, size: str) -> Any:
    """Draw a question at two times; joined only where the two can be compared."""
    if not wave.n_now or not any(row.before is not None for row in wave.rows):
        return None
    chart = WaveChart(
        title=wave.text,
        desc=_said(english, "前と今回の割合", "Shares before and now"),
        waves=(DrawnWave(names[0], wave.n_before or None), DrawnWave(names[1], wave.n_now)),
        rows=tuple(
            DrawnRow(
                row.label,
                (
                    _value(row.before, _doubt(row, 0)) if row.was_there else None,
                    _value(row.now, _doubt(row, 1)),
                ),
            )
            for row in wave.rows
        ),
        is_comparable=not wave.differences,
        words=ENGLISH if english else JAPANESE,
    )
    return draw(chart, key=f"w-{_key(wave.question)}", text_scale=TEXT_SCALE[size])


def cross_pictures(cross: CrossResult, place: int, *, english: bool, size: str) -> dict[str, Any]:
    """Draw a cross table as bars for every group, and its residuals where they are shown."""
    rows = [row for row in cross.rows if not row.is_net]
    if not cross.groups or len(cross.groups) > MOST_GROUPS or not rows:
        return {}
    words = ENGLISH if english else JAPANESE
    bars = SmallMultiples(
        title=cross.text,
        desc=_said(english, "組ごとの割合。縦の線は全体", "Shares by group; the line is all"),
        panels=tuple(Panel(group.label, group.n) for group in cross.groups),
        rows=tuple(
            MultipleRow(
                row.label,
                _cell(row.total, None),
                tuple(
                    _cell(cell, group) for cell, group in zip(row.cells, cross.groups, strict=True)
                ),
                row.is_rest,
            )
            for row in rows
        ),
        words=words,
    )
    scale = TEXT_SCALE[size]
    found = {"bars": draw(bars, key=f"b{place}", text_scale=scale)}
    heat = [row for row in rows if any(cell.residual is not None for cell in row.cells)]
    if heat:
        chart = HeatChart(
            title=cross.text,
            desc=_said(english, "調整済み残差", "Adjusted residuals"),
            columns=tuple(group.label for group in cross.groups),
            rows=tuple(
                HeatRow(row.label, tuple(cell.residual for cell in row.cells)) for row in heat
            ),
            words=words,
        )
        found["heat"] = draw(chart, key=f"h{place}", text_scale=scale)
    return found


def map_picture(
    words: list[tuple[str, tuple[float, ...]]],
    groups: list[tuple[str, tuple[float, ...]]],
    explained: tuple[float, ...],
    *,
    size: str,
) -> Any:
    """Draw words and groups where a correspondence analysis puts them."""
    points = [
        MapPoint(name, at[0], at[1] if len(at) > 1 else 0.0, is_group)
        for named, is_group in ((groups, True), (words, False))
        for name, at in named
    ]
    if len(points) < 2 or not explained:
        return None
    shown = (explained[0], explained[1] if len(explained) > 1 else 0.0)
    chart = MapChart(
        "対応分析", "ことばと組の位置。すべての値は下の表にあります", tuple(points), shown
    )
    return draw(chart, key="map", text_scale=TEXT_SCALE[size])


def net_picture(words: tuple[WordCount, ...], pairs: tuple[Pair, ...], *, size: str) -> Any:
    """Draw the words that stand together most closely."""
    people = {word.word: word.texts for word in words}
    named = list(
        dict.fromkeys(
            word for pair in pairs for word in (pair.first, pair.second) if word in people
        )
    )[:MOST_NODES]
    places = {word: place for place, word in enumerate(named)}
    links = tuple(
        Link(places[pair.first], places[pair.second], pair.jaccard)
        for pair in pairs
        if pair.first in places and pair.second in places
    )
    if len(named) < 2 or not links:
        return None
    nodes = tuple(Node(word, people[word]) for word in named)
    chart = NetworkChart(
        "いっしょに出ることば", "線でつながることばは、同じ文に出ます", nodes, links
    )
    return draw(chart, key="net", text_scale=TEXT_SCALE[size])


def _doubt(row: WaveRow, place: int) -> tuple[float, float] | None:
    return row.intervals[place] if row.intervals else None


def _value(share: Fraction | None, doubt: tuple[float, float] | None) -> Value:
    if share is None:
        return HIDDEN
    low, high = doubt or (None, None)
    return Value(share, low=low, high=high)


def _cell(cell: ShownCell, group: ShownGroup | None) -> Value:
    if cell.share is None or cell.count is None:
        return HIDDEN
    flag = Flag.SMALL if group is not None and group.is_small else Flag.PLAIN
    return Value(min(cell.share, Fraction(1)), flag=flag)


def _key(code: str) -> str:
    return "".join(
        character if character.isascii() and character.isalnum() else "-" for character in code
    )


def _said(english: bool, japanese: str, other: str) -> str:
    return other if english else japanese
