"""Columns side by side, in as many blocks as the width needs; names are never cut."""

from collections.abc import Sequence
from dataclasses import dataclass

from engage.charts import measure
from engage.charts.sheet import Sheet, Text
from engage.charts.value import clean


@dataclass(frozen=True, slots=True)
class Block:
    """Some columns that fit beside each other, and how wide each is."""

    places: range
    width: float


def blocks(sheet: Sheet, count: int, least: float) -> list[Block]:
    """Return the columns in blocks of even size, no column narrower than `least`."""
    fitting = max(1, int(sheet.width // least))
    rounds = -(-count // fitting)
    size = -(-count // rounds)
    return [
        Block(range(start, min(start + size, count)), sheet.width / size)
        for start in range(0, count, size)
    ]


def heads(sheet: Sheet, y: float, block: Block, names: Sequence[str]) -> float:
    """Write the names of a block's columns, wrapped; return where they end."""
    lines = [
        measure.wrap(clean(names[place]), sheet.small, block.width - 6) for place in block.places
    ]
    deepest = max(len(each) for each in lines)
    pitch = sheet.small * 1.35
    for number, each in enumerate(lines):
        x = number * block.width + block.width / 2
        for row, line in enumerate(each):
            at = y + (deepest - len(each) + row + 1) * pitch
            sheet.add(Text(x, at, line, sheet.small, anchor="middle", bold=True))
    return y + deepest * pitch + 6
