"""How a planner cuts the numbers: which rows, divided by what, among whom, with which nets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engage.stats.cells import NOT_ASKED, ArrayCells, Column, option_key
from surveys.results.topics import Topic

MOST_BANNERS = 3
MOST_NETS = 2
MOST_GROUPS = 60
"""Columns of one table that anybody can still read."""
LONGEST_NAME = 60
CROSS = "×"


@dataclass(frozen=True)
class Net:
    """Options counted together under one name, such as 満足している計."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Cut:
    """One way of cutting; everything in it exists in the questionnaire."""

    topic: Topic
    by: tuple[Topic, ...]
    inside: Topic | None = None
    """Divides the groups of every banner once more."""
    only: tuple[tuple[Topic, tuple[str, ...]], ...] = ()
    """Only people who gave one of these answers to each of these questions."""
    nets: tuple[Net, ...] = ()
    is_weighted: bool = False

    @property
    def arguments(self) -> dict[str, list[str]]:
        """Return the address's arguments that lead to this cut again."""
        found = {
            "rows": [self.topic.key],
            "by": [topic.key for topic in self.by],
            "inside": [self.inside.key] if self.inside else [],
            "only": [f"{topic.key}:{code}" for topic, codes in self.only for code in codes],
            "weighted": ["1"] if self.is_weighted else [],
        }
        for place, net in enumerate(self.nets, start=1):
            found |= {f"net{place}": list(net.codes), f"net{place}_name": [net.name]}
        return {name: values for name, values in found.items() if values}


def cut_of(
    arguments: Mapping[str, Sequence[str]],
    rows: Sequence[Topic],
    banners: Sequence[Topic],
    filters: Sequence[Topic],
) -> Cut | None:
    """Return the cut that an address asks for; what does not exist is left out.

    None while nothing can be counted: a questionnaire without options.
    """
    if not rows or not banners:
        return None
    topic = _named(rows, arguments.get("rows", ())) or rows[0]
    divides = {each.key: each for each in banners if each.key != topic.key}
    asked = dict.fromkeys(key for key in arguments.get("by", ()) if key in divides)
    by = tuple(divides[key] for key in list(asked)[:MOST_BANNERS])
    by = by or tuple(divides.values())[:1]
    inside = _named(tuple(divides.values()), arguments.get("inside", ()))
    return Cut(
        topic,
        by,
        None if inside in by else inside,
        _only(arguments.get("only", ()), filters),
        tuple(_nets(arguments, topic)),
        bool(arguments.get("weighted")),
    )


def _named(topics: Sequence[Topic], keys: Sequence[str]) -> Topic | None:
    return next((topic for topic in topics if topic.key in keys[:1]), None)


def _only(
    wanted: Sequence[str], filters: Sequence[Topic]
) -> tuple[tuple[Topic, tuple[str, ...]], ...]:
    chosen = set(wanted)
    found = (
        (topic, tuple(code for code in topic.codes if f"{topic.key}:{code}" in chosen))
        for topic in filters
    )
    return tuple((topic, codes) for topic, codes in found if codes)


def _nets(arguments: Mapping[str, Sequence[str]], topic: Topic) -> list[Net]:
    found = []
    for place in range(1, MOST_NETS + 1):
        chosen = arguments.get(f"net{place}", ())
        codes = tuple(code for code in topic.codes if code in chosen)
        name = " ".join("".join(arguments.get(f"net{place}_name", ())[:1]).split())[:LONGEST_NAME]
        if len(codes) > 1:
            labels = dict(topic.options)
            found.append(Net(name or "＋".join(labels[code] for code in codes), codes))
    return found


def chosen_people(columns: Mapping[str, Column], cut: Cut) -> NDArray[np.bool_] | None:
    """Return who is inside the filter, (n,); None without a filter."""
    if not cut.only:
        return None
    inside: NDArray[np.bool_] | None = None
    for topic, codes in cut.only:
        column = columns[topic.key]
        places = [column.levels.index(code) for code in codes]
        here = np.isin(column.codes, places)
        inside = here if inside is None else inside & here
    return inside


def recut(
    columns: Mapping[str, Column], cut: Cut, by: Topic, people: NDArray[np.bool_] | None
) -> tuple[ArrayCells, Topic]:
    """Return the cells of one banner among some people, and the banner as it is counted.

    People outside count as not asked, so that weights keep their places.
    """
    keys = [cut.topic.key]
    if cut.topic.many:
        keys = [option_key(cut.topic.key, code) for code in cut.topic.codes]
    found = {key: columns[key] for key in keys}
    if people is not None:
        found = {key: _among(column, people) for key, column in found.items()}
    if cut.inside is None:
        return ArrayCells(found | {by.key: columns[by.key]}), by
    nested = nested_topic(by, cut.inside)
    column = nested_column(columns[by.key], columns[cut.inside.key])
    return ArrayCells(found | {nested.key: column}), nested


def nested_topic(outer: Topic, inner: Topic) -> Topic:
    """Return every group of one banner divided by another."""
    return Topic(
        f"{outer.key}{CROSS}{inner.key}",
        f"{outer.text}{CROSS}{inner.text}",
        tuple(
            (f"{first}{CROSS}{second}", f"{label} {CROSS} {name}")
            for first, label in outer.options
            for second, name in inner.options
        ),
    )


def nested_column(outer: Column, inner: Column) -> Column:
    """Return the column of two answers together; 無回答 to one of them is 無回答."""
    a, b = outer.codes.astype(np.uint16), inner.codes.astype(np.uint16)
    size = len(outer.options) * len(inner.options)
    both = (a < len(outer.options)) & (b < len(inner.options))
    asked = (outer.codes != outer.levels.index(NOT_ASKED)) & (
        inner.codes != inner.levels.index(NOT_ASKED)
    )
    codes = np.where(both, a * len(inner.options) + b, np.where(asked, size, size + 1))
    options = tuple(
        f"{first}{CROSS}{second}" for first in outer.options for second in inner.options
    )
    return Column(codes.astype(np.uint16), options)


def _among(column: Column, people: NDArray[np.bool_]) -> Column:
    codes = column.codes.copy()
    codes[~people] = column.levels.index(NOT_ASKED)
    return Column(codes, column.options)
