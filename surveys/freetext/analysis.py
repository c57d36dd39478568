"""Texts by their words: the list, pairs, what groups write, a word in its context, a map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engage.japanese.words import Word, content_words, cutter
from engage.stats.correspondence import correspondence
from engage.stats.disclose import K
from engage.stats.text import (
    Characteristic,
    Corpus,
    Pair,
    WordCount,
    characteristic,
    corpus_of,
    pairs,
    word_list,
)
from surveys.freetext.answers import Written

AROUND = 24
"""Characters shown on either side of a word."""
MOST_LINES = 200
MOST_WORDS = 40
MOST_ON_MAP = 30


@dataclass(frozen=True)
class Line:
    """A word with what stands around it."""

    before: str
    word: str
    after: str


@dataclass(frozen=True)
class TextAnalysis:
    """The words of an item's texts."""

    n: int
    way: str
    """`sudachi`, or `pairs` of characters without a dictionary."""
    words: tuple[WordCount, ...]
    pairs: tuple[Pair, ...]
    characteristic: tuple[Characteristic, ...]
    map: "WordMap | None"


@dataclass(frozen=True)
class WordMap:
    """Words and groups on one map: near is alike."""

    words: tuple["Place", ...]
    groups: tuple["Place", ...]
    explained: tuple[float, ...]
    """The share of what differs that each axis shows."""


@dataclass(frozen=True)
class Place:
    """Where a word or a group stands: one or two coordinates."""

    name: str
    at: tuple[float, ...]


def analysis_of(people: Sequence[Written], groups: Sequence[tuple[str, str]]) -> TextAnalysis:
    """Return what the texts say by their words; groups are codes with labels.

    Groups of fewer than K writers are not compared, and what fewer than K of a group wrote is not
    named.
    """
    corpus = corpus_of(_bases(person.text) for person in people)
    labels = _compared(people, groups)
    names = list(labels.values())
    places = {code: place for place, code in enumerate(labels)}
    codes = [places.get(person.beside or "", -1) for person in people]
    typical = characteristic(corpus, codes, names) if len(names) > 1 else ()
    return TextAnalysis(
        n=corpus.n,
        way=cutter(),
        words=tuple(word for word in word_list(corpus)[:MOST_WORDS] if word.texts > 1),
        pairs=pairs(corpus, least=2, most=MOST_WORDS),
        characteristic=tuple(each for each in typical if each.inside >= K),
        map=_map(corpus, codes, names),
    )


def lines(people: Sequence[Written], word: str) -> list[Line]:
    """Return where a word stands, in the order of what follows it."""
    found = [
        _line(person.text, each)
        for person in people
        for each in content_words(person.text)
        if each.base == word
    ]
    return sorted(found, key=lambda line: (line.after, line.before))[:MOST_LINES]


def _bases(text: str) -> list[str]:
    return [word.base for word in content_words(text) if not word.is_name]


def _compared(people: Sequence[Written], groups: Sequence[tuple[str, str]]) -> dict[str, str]:
    sizes = {code: sum(person.beside == code for person in people) for code, _label in groups}
    return {code: label for code, label in groups if sizes[code] >= K}


def _line(text: str, word: Word) -> Line:
    before, after = text[: word.begin], text[word.end :]
    return Line(_flat(before)[-AROUND:], text[word.begin : word.end], _flat(after)[:AROUND])


def _flat(text: str) -> str:
    return " ".join(text.split())


def _map(corpus: Corpus, codes: Sequence[int], names: Sequence[str]) -> WordMap | None:
    """Place the most frequent words and the groups; None with fewer than three of either."""
    groups = np.asarray(codes)
    table = np.array(
        [corpus.holds[groups == place].sum(0) for place in range(len(names))], dtype=float
    )
    if len(names) < 3 or not table.size:
        return None
    kept = [place for place in range(table.shape[1]) if table[:, place].sum() >= K][:MOST_ON_MAP]
    table = table[:, kept]
    if len(kept) < 3 or (table.sum(1) == 0).any():
        return None
    found = correspondence(table.T)
    if found is None:
        return None
    words = (corpus.words[place] for place in kept)
    return WordMap(_places(words, found.rows), _places(names, found.columns), found.explained)


def _places(names: Iterable[str], found: NDArray[np.float64]) -> tuple[Place, ...]:
    return tuple(
        Place(name, tuple(float(value) for value in at))
        for name, at in zip(names, found, strict=True)
    )
