"""Texts as sets of words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST_TEXTS = 1_000_000


@dataclass(frozen=True, eq=False)
class Corpus:
    """Which words each text holds.

    `words` (k,) by falling number of texts, then in order of characters; `holds` (n, k) whether a
    text holds a word; `times` (k,) how often each is written in all texts together.
    """

    words: tuple[str, ...]
    holds: NDArray[np.bool_]
    times: NDArray[np.int64]

    @property
    def n(self) -> int:
        """How many texts."""
        return len(self.holds)

    @property
    def texts(self) -> NDArray[np.int64]:
        """In how many texts each word stands, (k,)."""
        return self.holds.sum(0, dtype=np.int64)

    def place(self, word: str) -> int | None:
        """Return where a word stands in `words`, None when it is not there."""
        return self.words.index(word) if word in self.words else None


@dataclass(frozen=True)
class WordCount:
    """In how many texts a word stands, and how often."""

    word: str
    texts: int
    times: int
    n: int


def corpus_of(texts: Iterable[Sequence[str]], *, least: int = 1, most: int = 1_000) -> Corpus:
    """Return texts, each a sequence of words, with the words that stand in at least `least`.

    Keeps the `most` frequent. ValueError for `least` or `most` below 1.
    """
    if least < 1 or most < 1:
        raise ValueError("At least one text and one word are needed")
    given = [list(words) for words in texts]
    if len(given) > MOST_TEXTS:
        raise ValueError(f"More than {MOST_TEXTS:,} texts")
    times = Counter(word for words in given for word in words)
    held = Counter(word for words in given for word in set(words))
    kept = sorted((word for word in held if held[word] >= least), key=lambda w: (-held[w], w))
    kept = kept[:most]
    place = {word: number for number, word in enumerate(kept)}
    holds = np.zeros((len(given), len(kept)), dtype=bool)
    for row, words in enumerate(given):
        holds[row, [place[word] for word in set(words) if word in place]] = True
    return Corpus(tuple(kept), holds, np.array([times[word] for word in kept], dtype=np.int64))


def word_list(corpus: Corpus) -> tuple[WordCount, ...]:
    """Return the words, those of most texts first."""
    return tuple(
        WordCount(word, int(texts), int(times), corpus.n)
        for word, texts, times in zip(corpus.words, corpus.texts, corpus.times, strict=True)
    )
