"""What a text is in the end, and how far the people who sorted the texts agree."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from engage.stats.agreement import Agreement, kappa

Codings = Mapping[str, Mapping[str, Sequence[str]]]
"""By digest and coder."""


@dataclass(frozen=True)
class CodeAgreement:
    """How far two people agree on one code."""

    code: str
    both: int
    one: int
    """Texts to which only one of them gave it."""
    neither: int
    agreement: Agreement | None
    """None when both gave it to all or to none: chance alone would agree."""

    @property
    def share(self) -> float:
        """The share of texts on which they agree."""
        return (self.both + self.neither) / (self.both + self.one + self.neither)


def final_codes(
    given: Mapping[str, Sequence[str]], settled: Sequence[str] | None
) -> list[str] | None:
    """Return the codes of a text; None while nobody sorted it or coders differ unsettled."""
    if settled is not None:
        return list(settled)
    kinds = {frozenset(codes) for codes in given.values()}
    if len(kinds) != 1:
        return None
    return list(next(iter(given.values())))


def differing(codings: Codings, settled: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the texts on which coders differ and nothing is settled."""
    return sorted(
        digest
        for digest, given in codings.items()
        if digest not in settled and len({frozenset(codes) for codes in given.values()}) > 1
    )


def two_coders(codings: Codings) -> tuple[str, str] | None:
    """Return the two who sorted the most texts in common; None when no two did."""
    shared = Counter(pair for given in codings.values() for pair in combinations(sorted(given), 2))
    return min(shared, key=lambda pair: (-shared[pair], pair)) if shared else None


def agreements(
    codings: Codings, codes: Sequence[str], pair: tuple[str, str]
) -> list[CodeAgreement]:
    """Return for each code how far two people agree on the texts that both sorted."""
    first, second = pair
    common = [given for given in codings.values() if first in given and second in given]
    return [_agreement(code, common, first, second) for code in codes]


def _agreement(
    code: str, common: Sequence[Mapping[str, Sequence[str]]], first: str, second: str
) -> CodeAgreement:
    table = [[0, 0], [0, 0]]
    for given in common:
        table[code not in given[first]][code not in given[second]] += 1
    return CodeAgreement(
        code,
        both=table[0][0],
        one=table[0][1] + table[1][0],
        neither=table[1][1],
        agreement=kappa(table),
    )
