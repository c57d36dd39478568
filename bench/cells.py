"""A cross table over a million answers: our cells beside the same in SQL, in one run."""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engage.stats.cells import ArrayCells, Column
from engage.stats.crosstabs import cross_table
from engage.stats.design import About, Design, SurveyKind
from engage.stats.tables import Question

ROWS = 1_000_000
OPTIONS = tuple(str(i) for i in range(1, 14))
BANDS = tuple(str(i) for i in range(1, 9))


def synthetic(rows: int = ROWS) -> dict[str, np.ndarray]:
    """Return invented codes: a single-choice question, an age band and thirteen boxes to tick."""
    random = np.random.default_rng(20211)
    data = {
        "band": random.integers(0, len(BANDS), rows, dtype=np.uint8),
        "single": random.integers(0, 5, rows, dtype=np.uint8),
    }
    for option in OPTIONS:
        data[f"multi/{option}"] = (random.random(rows) < 0.2).astype(np.uint8)
    return data


def best(work: Callable[[], object], times: int = 5) -> float:
    """Return the shortest of several runs in seconds."""
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return min(found)


def measure(rows: int = ROWS) -> list[tuple[str, float, str]]:
    """Return (what, milliseconds, comparison) of the same table done three ways."""
    data = synthetic(rows)
    columns = {
        "band": Column(data["band"], BANDS),
        "single": Column(data["single"], ("1", "2", "3", "4", "5")),
    }
    columns |= {
        key: Column(codes, ("0", "1")) for key, codes in data.items() if key.startswith("multi/")
    }
    source = ArrayCells(columns)
    design = Design(kind=SurveyKind.PANEL, population=rows + 1, about=About.MEMBERS)
    single = Question("single", ("1", "2", "3", "4", "5"))
    multi = Question("multi", OPTIONS, multiple=True)
    ours = best(lambda: source.cells(["single", "band"], design))
    floor = best(lambda: int(data["single"].sum(dtype=np.int64) + data["band"].sum(dtype=np.int64)))
    full = best(lambda: cross_table(source, single, "band", design))
    many = best(lambda: cross_table(source, multi, "band", design))
    narrow, document = _sql(data)
    return [
        (
            "cells of 5 × 8 (counts, weights)",
            ours * 1e3,
            f"{narrow / ours:.0f}× faster than SQL on a narrow table",
        ),
        ("the same in SQL, narrow table", narrow * 1e3, "1"),
        (
            "the same in SQL over JSON documents",
            document * 1e3,
            f"{document / narrow:.1f}× the narrow table",
        ),
        (
            "reading both columns once (floor)",
            floor * 1e3,
            f"cells take {ours / floor:.1f}× the floor",
        ),
        (
            "cross table with test, residuals, intervals",
            full * 1e3,
            f"{full / ours:.2f}× the cells alone",
        ),
        (
            "13 options by 8 groups, one answer many",
            many * 1e3,
            f"{many / full:.1f}× the single question",
        ),
    ]


def _sql(data: dict[str, np.ndarray]) -> tuple[float, float]:
    """Time GROUP BY over integers, and over JSON documents as a response table holds them."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "rows.db")
        database.execute("CREATE TABLE narrow (single INTEGER, band INTEGER)")
        database.execute("CREATE TABLE document (body TEXT)")
        pairs = list(zip(data["single"].tolist(), data["band"].tolist(), strict=True))
        database.executemany("INSERT INTO narrow VALUES (?, ?)", pairs)
        database.executemany(
            "INSERT INTO document VALUES (?)",
            (
                (
                    f'{{"band":{{"codes":["{b}"],"state":"answered"}},"single":{{"codes":["{s}"],"state":"answered"}}}}',
                )
                for s, b in pairs
            ),
        )
        database.commit()
        narrow = best(
            lambda: database.execute(
                "SELECT single, band, count(*) FROM narrow GROUP BY single, band"
            ).fetchall(),
            3,
        )
        document = best(
            lambda: database.execute(
                "SELECT body->>'$.single.codes[0]', body->>'$.band.codes[0]', count(*) "
                "FROM document GROUP BY 1, 2"
            ).fetchall(),
            1,
        )
        database.close()
    return narrow, document
