"""The whole cross report of a city survey at a million answers, beside SQL, Polars and the memory.

Sixty questions by five attributes, 14 strata, weights: shares with standard errors and a
Rao-Scott test in each of 300 tables. The peers only count and add weights; they have no errors.
"""

import resource
import sqlite3
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.cells import best
from engage.stats.cells import Column
from engage.stats.designed.banner import Banner
from engage.stats.sampling import sample_of
from engage.stats.weighting import rake

ROWS, QUESTIONS, STRATA = 1_000_000, 60, 14
ATTRIBUTES = {"sex": 2, "age": 7, "district": 5, "years": 4, "home": 3}
CONSTANT = np.array([1.0, 2, 3, 1.5, 2.5, 4, 2, 1, 1, 3, 2, 2, 5, 1])


def invented(rows: int = ROWS) -> tuple[dict[str, np.ndarray], dict[str, int], np.ndarray]:
    """Return codes by name, how many levels each has, and the stratum of each row."""
    random = np.random.default_rng(2017)
    levels = dict(ATTRIBUTES) | {
        f"q{n}": int(random.integers(3, 8)) for n in range(1, QUESTIONS + 1)
    }
    codes = {name: random.integers(0, size, rows, dtype=np.uint8) for name, size in levels.items()}
    for name, size in levels.items():
        codes[name][random.random(rows) < 0.02] = size  # 無回答
    return codes, levels, random.integers(0, STRATA, rows)


def measure() -> None:
    """Print every figure."""
    codes, levels, strata = invented()
    columns = {
        name: Column(codes[name], tuple(map(str, range(size)))) for name, size in levels.items()
    }
    attributes = {name: columns[name] for name in ATTRIBUTES}
    population = np.bincount(strata) * 4.0
    by_stratum = CONSTANT[strata]
    by_row = np.random.default_rng(7).uniform(1, 3, ROWS)

    def report(weights: np.ndarray, questions: int = QUESTIONS) -> None:
        sample = sample_of(ROWS, weights=weights, strata=strata, fpc=[population[strata]])
        banner = Banner(attributes, sample)
        for n in range(1, questions + 1):
            banner.tables(columns[f"q{n}"])

    held = sum(each.nbytes for each in codes.values())
    print(f"Cross report, {ROWS:,} invented answers, {held / 1e6:.0f} MB of codes")
    floor = best(lambda: [int(each.sum(dtype=np.int64)) for each in codes.values()], 3)
    whole = best(lambda: report(by_stratum), 3)
    _line("300 tables, weights by stratum", whole, f"{whole / floor:.0f} times reading every code")
    loose = best(lambda: report(by_row), 2)
    _line("300 tables, every weight different", loose, f"{loose / floor:.0f} times")
    one = best(lambda: report(by_stratum, 1), 3) - best(lambda: report(by_stratum, 0), 3)
    _line("five tables of one question", one, f"{one / 5 * 1000:.1f} ms a table")
    polars = _polars(codes, by_stratum)
    _line("Polars: 300 group-bys, sums only", polars, f"{polars / whole:.1f} times ours")
    sql = _sql(codes, by_stratum)
    _line("SQLite: one GROUP BY, times 300", sql * 300, f"{sql * 300 / whole:.0f} times ours")
    _raking()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak resident memory of all this {peak:.0f} MB (peers and their copies included)")


def _raking() -> None:
    random = np.random.default_rng(1)
    places = {"a": 2, "b": 7, "c": 15}
    made = {name: random.integers(0, size, ROWS) for name, size in places.items()}
    margins = {}
    for name, size in places.items():
        people = np.bincount(made[name], minlength=size) * random.uniform(0.8, 1.2, size)
        margins[name] = (made[name], people * (330_000 / people.sum()))
    taken = best(lambda: rake(margins), 5)
    floor = best(lambda: [int(each.sum()) for each in made.values()], 5)
    _line("raking 2 x 7 x 15 to 1e-12", taken, f"{taken / floor:.0f} times reading the margins")


def _polars(codes: dict[str, np.ndarray], weights: np.ndarray) -> float:
    import polars as pl

    frame = pl.DataFrame(codes | {"w": weights})
    sums = [pl.len(), pl.col("w").sum()]
    began = time.perf_counter()
    for attribute in ATTRIBUTES:
        for n in range(1, QUESTIONS + 1):
            frame.group_by(attribute, f"q{n}").agg(sums)
    return time.perf_counter() - began


def _sql(codes: dict[str, np.ndarray], weights: np.ndarray) -> float:
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "a.db")
        database.execute("CREATE TABLE a (x INTEGER, y INTEGER, w REAL)")
        rows = zip(codes["age"].tolist(), codes["q1"].tolist(), weights.tolist(), strict=True)
        database.executemany("INSERT INTO a VALUES (?, ?, ?)", rows)
        database.commit()
        question = "SELECT x, y, COUNT(*), SUM(w), SUM(w * w) FROM a GROUP BY x, y"
        return best(lambda: database.execute(question).fetchall(), 2)


def _line(what: str, seconds: float, comparison: str) -> None:
    print(f"  {what:<40}{seconds * 1000:>12.1f} ms   {comparison}")
