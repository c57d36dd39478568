"""Points on a plane: numbered, moved apart where they would touch, named in a list below."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Pair = tuple[float, float]
_ROUNDS = 200


def fitted(points: Sequence[Pair], low: Pair, high: Pair, box: Box) -> Points:
    """Return points (n, 2) of a range as pixels in a box, y upwards."""
    left, top, right, bottom = box
    given = np.asarray(points, dtype=float).reshape(-1, 2)
    reach = np.maximum(np.subtract(high, low), 1e-12)
    parts = (given - np.asarray(low)) / reach
    return np.column_stack(
        [left + parts[:, 0] * (right - left), bottom - parts[:, 1] * (bottom - top)]
    )


def apart(points: Points, least: float, box: Box) -> Points:
    """Return points no nearer to each other than `least` pixels, moved as little as it takes.

    Deterministic; where the box is too small for all of them, as far apart as it allows.
    """
    found = points.astype(float).copy()
    left, top, right, bottom = box
    if len(found) < 2:
        return found
    # Points at one place need a direction: each its own, the same in every run.
    angles = np.arange(len(found)) * 2.399963  # the golden angle
    nudge = np.column_stack([np.cos(angles), np.sin(angles)]) * 0.01
    for _ in range(_ROUNDS):
        gap = (found + nudge)[:, None] - (found + nudge)[None, :]
        distance = np.sqrt(np.square(gap).sum(2))
        np.fill_diagonal(distance, np.inf)
        short = np.maximum(least - distance, 0)
        if short.max() < 0.05:
            break
        push = (gap / np.maximum(distance, 1e-9)[:, :, None] * short[:, :, None] / 2).sum(1)
        found = np.clip(found + push, (left, top), (right, bottom))
    return found
