"""In which order expressions can be worked out, and which conditions nobody can ever meet."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, combinations, product
from math import prod

from surveys.logic.ast import Call, Expression, Op, Ref, questions_in, references, walk
from surveys.logic.evaluate import evaluate
from surveys.logic.values import Value, truth

MOST_COMBINATIONS = 5_000
_ANY_DAY = date(2000, 1, 1)
Possible = Mapping[str, Sequence[Value]]
"""Reference as it is written → every value that it can have, missing among them."""


@dataclass(frozen=True)
class Order:
    """The names in an order in which each comes after all that it looks at; or the way round."""

    names: tuple[str, ...]
    cycle: tuple[str, ...] = ()
    """q1, q2, q1 when q1 looks at q2 and q2 at q1; empty when everything can be worked out."""


def order(expressions: Mapping[str, Iterable[Expression]]) -> Order:
    """Return an order for names and the expressions that each rests on, as given where possible."""
    looks_at = {
        name: sorted(frozenset[str]().union(*(questions_in(part) for part in parts)))
        for name, parts in expressions.items()
    }
    done: dict[str, None] = {}
    for start in looks_at:
        cycle = _settle(start, looks_at, done)
        if cycle:
            return Order(tuple(done), cycle)
    return Order(tuple(done))


def _settle(
    start: str, looks_at: Mapping[str, Sequence[str]], done: dict[str, None]
) -> tuple[str, ...]:
    """Settle a name after everything below it, without recursion; return a cycle when met."""
    way: dict[str, Iterator[str]] = {} if start in done else {start: iter(looks_at[start])}
    while way:
        here = next(reversed(way))
        below = next((name for name in way[here] if name in looks_at and name not in done), None)
        if below is None:
            done[here] = None
            del way[here]
        elif below in way:
            names = list(way)
            return (*names[names.index(below) :], below)
        else:
            way[below] = iter(looks_at[below])
    return ()


def one_of(codes: Iterable[str]) -> list[Value]:
    """Return every value of a single choice: each code, and missing."""
    return [None, *codes]


def any_of(codes: Sequence[str], most: int | None = None) -> list[Value] | None:
    """Return every value of a multiple choice; None when there are too many to try."""
    sizes = range(1, (len(codes) if most is None else min(most, len(codes))) + 1)
    if len(codes) > 12:
        return None
    chosen = chain.from_iterable(combinations(codes, size) for size in sizes)
    return [None, *(list(part) for part in chosen)]


def can_hold(conditions: Iterable[Expression], possible: Possible) -> bool | None:
    """Whether all conditions can hold at once; None when that cannot be tried out.

    Give the conditions of the page and of the question together. What looks at a number or a text
    is left out: when the rest can never hold, nor can the whole.
    """
    parts = list(_all_of(conditions))
    tried = [part for part in parts if _is_decidable(part, possible)]
    found = _some(tried, possible, wanted=True)
    if found is False:
        return False
    return found if len(tried) == len(parts) else None


def always_holds(conditions: Iterable[Expression], possible: Possible) -> bool | None:
    """Whether the conditions hold whatever is answered; None when that cannot be tried out."""
    parts = list(_all_of(conditions))
    if not all(_is_decidable(part, possible) for part in parts):
        return None
    fails = _some(parts, possible, wanted=False)
    return None if fails is None else not fails


def _all_of(conditions: Iterable[Expression]) -> Iterator[Expression]:
    """Yield what must hold, one by one: the operands of an "and" on its own."""
    for condition in conditions:
        if isinstance(condition, Op) and condition.name == "and":
            yield from _all_of(condition.operands)
        else:
            yield condition


def _is_decidable(condition: Expression, possible: Possible) -> bool:
    for part in walk(condition):
        if isinstance(part, Ref) and part.path not in possible:
            return False
        if isinstance(part, Call) and part.name == "today":
            return False
    return True


def _some(conditions: Sequence[Expression], possible: Possible, *, wanted: bool) -> bool | None:
    """Whether some combination of answers makes all conditions hold (or not all of them)."""
    names = sorted(frozenset[str]().union(*(references(part) for part in conditions)))
    if prod(len(possible[name]) for name in names) > MOST_COMBINATIONS:
        return None
    for combination in product(*(possible[name] for name in names)):
        values = dict(zip(names, combination, strict=True))
        if all(truth(evaluate(part, values, _ANY_DAY)) for part in conditions) == wanted:
            return True
    return False
