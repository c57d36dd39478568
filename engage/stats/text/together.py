"""Which words stand in the same texts."""

from dataclasses import dataclass

import numpy as np

from engage.stats.text.corpus import Corpus


@dataclass(frozen=True)
class Pair:
    """Two words, the texts with both, and how alike the texts of one are to those of the other."""

    first: str
    second: str
    texts: int
    jaccard: float
    """Texts with both among texts with either: 0 never together, 1 never apart."""


def pairs(corpus: Corpus, *, least: int = 2, most: int = 60) -> tuple[Pair, ...]:
    """Return the pairs of words that stand together in at least `least` texts, closest first.

    Jaccard (1912), New Phytologist 11, 37-50. ValueError for `least` below 1.
    """
    if least < 1:
        raise ValueError("A pair stands in at least one text")
    holds = corpus.holds.astype(np.float64)  # whole numbers up to 2^53 are exact
    both = holds.T @ holds
    each = np.diag(both)
    either = each[:, None] + each[None, :] - both
    first, second = np.nonzero(np.triu(both >= least, 1))
    found = [
        Pair(corpus.words[a], corpus.words[b], int(both[a, b]), float(both[a, b] / either[a, b]))
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
    ]
    found.sort(key=lambda pair: (-pair.jaccard, -pair.texts, pair.first, pair.second))
    return tuple(found[:most])
