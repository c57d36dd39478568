"""Who wins when people put options in order: transferred votes round by round, and Schulze."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Order = tuple[str, ...]


@dataclass(frozen=True)
class Round:
    """One count: what each option held, and who was elected or put out with it."""

    votes: dict[str, Fraction]
    exhausted: Fraction
    """Votes that name no option that is still in the race."""
    elected: tuple[str, ...] = ()
    put_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transferred:
    """A count of transferable votes with all its rounds."""

    rounds: tuple[Round, ...]
    elected: tuple[str, ...]
    quota: int
    tied: tuple[str, ...] = ()
    """Options between which the rules cannot choose: the count stops there and says so."""


@dataclass(frozen=True)
class PairwiseOrder:
    """Options in tiers, best first, with how many people prefer each to each other one."""

    tiers: tuple[tuple[str, ...], ...]
    preferred: dict[tuple[str, str], int]


class _Tie(Exception):
    def __init__(self, options: Iterable[str]) -> None:
        self.options = tuple(options)


def transferable_vote(
    options: Sequence[str], orders: Sequence[Order], seats: int = 1
) -> Transferred | None:
    """Return a count by single transferable vote; with one seat this is the instant runoff.

    `orders` are one tuple of option codes for each person, first choice first; a person may leave
    options out. Droop quota ⌊n/(seats+1)⌋+1, surplus by Gregory's fractions, exact. The option with
    the fewest votes goes out; of several, the one with fewest first choices at the beginning; when
    that does not tell, the count stops and names them in `tied` instead of leaving it to chance.
    None without any vote; ValueError for an unknown or repeated option.
    Counted by votelib (Simberský 2021), after Tideman (1995), J. Econ. Perspectives 9(1), 27-38.
    """
    votes = Counter(order for order in _checked(options, orders) if order)
    if not votes:
        return None
    firsts = Counter(order[0] for order in votes.elements())
    return _counted(_FewestGo(firsts), options, votes, seats)


def _counted(
    fewest: "_FewestGo", options: Sequence[str], votes: Counter[Order], seats: int
) -> Transferred:
    from votelib.evaluate.sequential import TransferableVoteDistributor, initial_allocation

    n = votes.total()
    counter = TransferableVoteDistributor(retainer=fewest)
    held: dict[Any, dict[Order, Any]] = initial_allocation(dict(votes))
    held.update({option: {} for option in options if option not in held})
    rounds: list[Round] = []
    elected: list[str] = []
    while len(elected) < seats and any(option is not None for option in held):
        fewest.seats_left = seats - len(elected)
        totals = {option: sum(map(Fraction, given.values())) for option, given in held.items()}
        in_race = {o: Fraction(totals[o]) for o in options if o in totals}
        exhausted = Fraction(totals.get(None, 0))
        try:
            after, new = counter.next_count(
                held, seats, n, prev_gains=dict.fromkeys(elected, 1),
                max_seats=dict.fromkeys(options, 1),
            )  # fmt: skip
        except _Tie as tie:
            rounds.append(Round(in_race, exhausted))
            tied = tuple(option for option in options if option in tie.options)
            return Transferred(tuple(rounds), tuple(elected), n // (seats + 1) + 1, tied)
        won = tuple(o for o in in_race if o in new)
        elected += won
        out = () if new else tuple(o for o in in_race if o not in after)
        rounds.append(Round(in_race, exhausted, won, out))
        held = after
    return Transferred(tuple(rounds), tuple(elected), n // (seats + 1) + 1)


class _FewestGo:
    """Says which options stay when one must go; raises _Tie when the rules cannot tell."""

    def __init__(self, firsts: Counter[str]) -> None:
        self.firsts, self.seats_left = firsts, 1

    def evaluate(self, totals: dict[str, Any]) -> list[str]:
        least = min(totals.values())
        last = [option for option, held in totals.items() if held == least]
        above = [held for held in totals.values() if held > least]
        # Together they hold less than the next one: their order cannot change who wins.
        if above and least * len(last) < min(above) and len(above) >= self.seats_left:
            return [option for option in totals if option not in last]
        if len(last) > 1:
            fewest = min(self.firsts[option] for option in last)
            last = [option for option in last if self.firsts[option] == fewest]
        if len(last) > 1:
            raise _Tie(last)
        return [option for option in totals if option not in last]


def schulze(options: Sequence[str], orders: Sequence[Order]) -> PairwiseOrder | None:
    """Return the order by strongest paths of pairwise preferences (Schulze's method).

    An option that a person left out counts as behind all that they named. None without any vote;
    ValueError for an unknown or repeated option. Paths by votelib; Schulze (2011), Social Choice
    and Welfare 36, 267-303.
    """
    from votelib.evaluate.condorcet import Schulze

    given = [order for order in _checked(options, orders) if order]
    if not given:
        return None
    preferred = {(a, b): 0 for a in options for b in options if a != b}
    for order in given:
        place = {option: number for number, option in enumerate(order)}
        for a, b in preferred:
            preferred[a, b] += place.get(a, len(options)) < place.get(b, len(options))
    paths = Schulze.widest_paths(preferred)
    wins = {
        a: sum(paths.get((a, b), 0) > paths.get((b, a), 0) for b in options if b != a)
        for a in options
    }
    tiers = [
        tuple(option for option in options if wins[option] == count)
        for count in sorted(set(wins.values()), reverse=True)
    ]
    return PairwiseOrder(tuple(tiers), preferred)


def _checked(options: Sequence[str], orders: Sequence[Order]) -> Sequence[Order]:
    if len(set(options)) != len(options):
        raise ValueError("An option stands twice")
    for order in orders:
        if len(set(order)) != len(order) or not set(order) <= set(options):
            raise ValueError(f"Not an order of the options: {order}")
    return orders
