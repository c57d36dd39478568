"""Which words one group writes more often than the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engage.stats.compare import association
from engage.stats.corrections import benjamini_hochberg
from engage.stats.text.corpus import Corpus


@dataclass(frozen=True)
class Characteristic:
    """A word in one group against all others; `p` is corrected for looking at all of them."""

    group: str
    word: str
    inside: int
    """Texts of the group with the word."""
    n: int
    """Texts of the group."""
    outside: int
    others: int
    p: float
    jaccard: float
    """Texts that are the group's and hold the word, among texts that are either."""
    method: str

    @property
    def is_notable(self) -> bool:
        """Whether at most one in twenty of the words named so is named by chance."""
        return self.p < NOTABLE


NOTABLE = 0.05


def characteristic(
    corpus: Corpus, groups: ArrayLike, names: Sequence[str], *, least: int = 3
) -> tuple[Characteristic, ...]:
    """Return the words that each group writes more often than the others, most typical first.

    `groups` (n,) the place of each text's group in `names`, negative for texts of no group. Tested
    are words in at least `least` texts, each group against the rest by Fisher's test or chi-square,
    corrected after Benjamini & Hochberg (1995), JRSS B 57, 289-300, over all words and groups.
    ValueError for another length or an unknown group.
    """
    codes = np.asarray(groups)
    if codes.shape != (corpus.n,) or (codes >= len(names)).any():
        raise ValueError("Each text needs a group, or a negative number for none")
    known = codes >= 0
    found = []
    for place, name in enumerate(names):
        mine, rest = codes == place, known & (codes != place)
        inside, outside = corpus.holds[mine].sum(0), corpus.holds[rest].sum(0)
        for word in np.flatnonzero(inside + outside >= least):
            one = _tested(
                name,
                corpus.words[word],
                (int(inside[word]), int(mine.sum())),
                (int(outside[word]), int(rest.sum())),
            )
            if one is not None:
                found.append(one)
    corrected = benjamini_hochberg([each.p for each in found]) if found else ()
    typical = [
        Characteristic(**{**each.__dict__, "p": p})
        for each, p in zip(found, corrected, strict=True)
        if each.inside * each.others > each.outside * each.n
    ]
    return tuple(sorted(typical, key=lambda each: (names.index(each.group), -each.jaccard, each.p)))


def _tested(
    group: str, word: str, inside: tuple[int, int], outside: tuple[int, int]
) -> Characteristic | None:
    (held, n), (held_too, others) = inside, outside
    test = association([[held, n - held], [held_too, others - held_too]])
    if test is None:
        return None
    jaccard = held / (n + held_too)
    return Characteristic(group, word, held, n, held_too, others, test.p, jaccard, test.method)
