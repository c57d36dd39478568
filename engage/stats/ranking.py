"""What people put first: mean ranks, Borda's points, and the strength that explains the orders."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LIMIT, STEPS = 1e-12, 10_000


@dataclass(frozen=True)
class RankedItem:
    """One thing that was put in order."""

    code: str
    n: int
    """People who gave it a place."""
    firsts: int
    mean_rank: float | None
    borda: float
    """Points: k−1 for the first of k, down to 0; those not placed share what is left."""
    worth: float | None = None
    """Plackett-Luce: the chance to be put first of all, adding up to 1; None where not defined."""
    log_worth_se: float | None = None


@dataclass(frozen=True)
class Ranking:
    """All things in the order of the questionnaire, and who gave any order."""

    items: tuple[RankedItem, ...]
    n: int
    iterations: int
    flags: tuple[str, ...] = ()
    """`worth-undefined` where something is always, or never, put above all others."""


def ranking(codes: Sequence[str], orders: Sequence[Sequence[str]]) -> Ranking | None:
    """Return how things were ranked; an order may name only the first few.

    `codes` are all things, each order the codes from first to last; None when nobody gave an order;
    ValueError for an unknown or repeated code. Borda (1781); Plackett (1975), Applied
    Statistics 24, 193-202; maximised by Hunter's MM steps (2004), Annals of Statistics 32, 384-406.
    """
    places = {code: place for place, code in enumerate(codes)}
    if len(places) != len(codes):
        raise ValueError("A code stands twice")
    given = [[places[code] for code in order] for order in _checked(orders, places) if order]
    if not given:
        return None
    k = len(codes)
    worth, iterations = _plackett_luce(given, k)
    errors = _errors(given, worth) if worth is not None else None
    points = _borda(given, k)
    items = []
    for code, place in places.items():
        ranks = [order.index(place) + 1 for order in given if place in order]
        items.append(
            RankedItem(
                code=code,
                n=len(ranks),
                firsts=sum(rank == 1 for rank in ranks),
                mean_rank=sum(ranks) / len(ranks) if ranks else None,
                borda=float(points[place]),
                worth=None if worth is None else float(worth[place]),
                log_worth_se=None if errors is None else float(errors[place]),
            )
        )
    flags = () if worth is not None else ("worth-undefined",)
    return Ranking(tuple(items), len(given), iterations, flags)


def _checked(orders: Sequence[Sequence[str]], places: dict[str, int]) -> Sequence[Sequence[str]]:
    for order in orders:
        if len(set(order)) != len(order) or not set(order) <= places.keys():
            raise ValueError(f"Not an order of the things: {list(order)}")
    return orders


def _borda(given: list[list[int]], k: int) -> NDArray[np.float64]:
    points = np.zeros(k)
    for order in given:
        left = k - len(order)
        rest = np.full(k, (left - 1) / 2 if left else 0.0)
        rest[order] = np.arange(k - 1, k - 1 - len(order), -1)
        points += rest
    return points


def _connected(given: list[list[int]], k: int) -> bool:
    """Whether everything was put above everything else at least by a chain (Ford 1957)."""
    above = np.zeros((k, k), dtype=bool)
    for order in given:
        rest = set(range(k))
        for place in order:
            rest.discard(place)
            above[place, list(rest)] = True
    reach = above | np.eye(k, dtype=bool)
    for _ in range(k):
        reach = (reach.astype(np.int64) @ reach) > 0
    return bool(reach.all())


def _plackett_luce(given: list[list[int]], k: int) -> tuple[NDArray[np.float64] | None, int]:
    """Return the worth of each thing, or None where no finite strengths explain the orders."""
    if k < 2 or not _connected(given, k):
        return None, 0
    wins = np.zeros(k)
    for order in given:
        wins[order[: k - 1]] += 1
    worth = np.full(k, 1 / k)
    for step in range(1, STEPS + 1):
        load = np.zeros(k)
        for order in given:
            here = np.ones(k, dtype=bool)
            for place in order[: k - 1]:
                load[here] += 1 / worth[here].sum()
                here[place] = False
        renewed = wins / load
        renewed /= renewed.sum()
        if np.abs(renewed - worth).max() < LIMIT:
            return renewed, step
        worth = renewed
    return None, STEPS


def _errors(given: list[list[int]], worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return standard errors of the logarithms of worth, centred on their mean."""
    k = len(worth)
    information = np.zeros((k, k))
    for order in given:
        here = np.ones(k, dtype=bool)
        for place in order[: k - 1]:
            share = np.where(here, worth, 0.0) / worth[here].sum()
            information += np.diag(share) - np.outer(share, share)
            here[place] = False
    spread = np.linalg.pinv(information)
    found: NDArray[np.float64] = np.sqrt(np.maximum(0.0, np.diag(spread)))
    return found
