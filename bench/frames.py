"""A million answers as columns: coding them, adding a thousand, counting them in several processes.

`python -m bench --only frames`; each step runs in a process of its own, so its memory is its own.
"""

import argparse
import json
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, update

from bench import server
from bench.cells import best
from bench.exports import AT_ONCE, _peak, documents, fill
from engage.core.db import Database
from engage.core.ids import random_id
from engage.migrations.run import upgrade
from engage.stats.cells import ArrayCells
from engage.stats.design import Design
from surveys.definition import parse
from surveys.frame import Frames
from surveys.models import Response
from surveys.operations.counting import note_change
from surveys.queries import staff

ROWS = 1_000_000
MORE = 1_000
TABLE = ("how", "age")
WORKERS = 2


def measure(rows: int = ROWS, name: str = "sqlite") -> None:
    """Fill a database and print a line for each step."""
    from bench.__main__ import _database

    print(f"\nAnswers as columns, {name}: {rows:,} answers to twelve questions")
    print(f"  {'step':<46}{'seconds':>10}{'of coding':>11}{'peak MB':>9}")
    with ExitStack() as stack:
        folder = stack.enter_context(server.scratch())
        url = stack.enter_context(_database(name, folder))
        upgrade(Database(url))
        code, first = fill(url, rows), 0.0
        for step, words in STEPS.items():
            found = _measured(url, code, step, folder)
            first = first or found["seconds"]
            print(
                f"  {words:<46}{found['seconds']:>10.4f}{found['seconds'] / first:>11.4f}"
                f"{found['peak_mb']:>9.0f}   {found['note']}",
                flush=True,
            )


STEPS = {
    "code": "coding all of them from nothing",
    "same": "the same process asking again, nothing new",
    "more": f"{MORE:,} more",
    "edit": "one answer changed",
    "open": "another process, nothing new",
    "count": "one table, one process",
    "processes": f"one table, {WORKERS} processes",
}


def _more(url: str, code: str) -> None:
    """Let a thousand more answers come."""
    whole = parse(server.questionnaire(1) | {"code": code})
    with Database(url).transaction() as session:
        survey = staff.survey_by_code(session, code)
        assert survey is not None
        version = session.scalars(
            select(Response.definition_version_id).where(Response.survey_id == survey.id).limit(1)
        ).one()
        facts = {"survey_id": survey.id, "mode": survey.mode, "channel": "web"}
        facts["definition_version_id"] = version
        new = [{"id": random_id(), "document": d, **facts} for d in documents(whole, MORE)]
        for at in range(0, len(new), AT_ONCE):
            session.execute(insert(Response), new[at : at + AT_ONCE])


def _edit(url: str, code: str) -> None:
    """Let one respondent change an answer."""
    with Database(url).transaction() as session:
        survey = staff.survey_by_code(session, code)
        assert survey is not None
        one = session.scalars(
            select(Response.id).where(Response.survey_id == survey.id).limit(1)
        ).one()
        session.execute(update(Response).where(Response.id == one).values(receipt_leaf="0" * 64))
        note_change(session, survey_id=survey.id, edits=1)


def run_one(url: str, code: str, step: str, folder: Path) -> dict[str, Any]:
    """Do one step; return what it took."""
    workers = WORKERS if step == "processes" else 1
    frames, note = Frames(folder / "frames", workers=workers), ""
    with Database(url).reading() as session:
        survey = staff.survey_by_code(session, code)
        assert survey is not None
        if step in {"more", "edit", "same"}:
            frames.of(session, survey)
            session.rollback()
            if change := {"more": _more, "edit": _edit}.get(step):
                change(url, code)
            survey = staff.survey_by_code(session, code)
            assert survey is not None
        began = time.perf_counter()
        with _private_memory() as held:
            frame = frames.of(session, survey)
        seconds = time.perf_counter() - began
        size = sum(a.nbytes for s in frame.cells._shards for k, a in s.arrays.items() if ":" in k)  # type: ignore[union-attr,misc]
        if step in {"count", "processes"}:
            seconds, note = _counted(frame.cells, size)
    rows = frame.responses
    return {
        "seconds": seconds,
        "peak_mb": _peak(),
        "note": note
        or f"{rows:,} answers; code arrays {size / 1e6:.0f} MB; "
        f"{max(held):.0f} MB beside mapped files ({max(held) * 1e6 / size:.1f} times)",
    }


@contextmanager
def _private_memory() -> Iterator[list[float]]:
    """Gather how many MB of memory there are more than at the start; mapped files aside."""

    def now() -> float:
        status = Path("/proc/self/status").read_text()
        return int(status.split("RssAnon:")[1].split()[0]) / 1024

    start, found, done = now(), [0.0], threading.Event()

    def look() -> None:
        while not done.wait(0.02):
            found.append(now() - start)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield found
    finally:
        done.set()
        thread.join()


def _counted(cells: Any, size: int) -> tuple[float, str]:
    """Time one table, and compare it with one array of all rows."""
    first = time.perf_counter()
    found = cells.cells(TABLE, Design())
    first = time.perf_counter() - first
    seconds = best(lambda: cells.cells(TABLE, Design()))
    whole = ArrayCells({key: cells.columns[key] for key in TABLE})
    one = best(lambda: whole.cells(TABLE, Design()))
    same = bool((found.n == whole.cells(TABLE, Design()).n).all())
    tracemalloc.start()
    cells.cells(TABLE, Design())
    held = tracemalloc.get_traced_memory()[1]
    return seconds, (
        f"{seconds / one:.2f} of one array in memory; counts {'equal' if same else 'DIFFERENT'}; "
        f"first time {first:.2f} s; memory {held / size:.3f} of the code arrays"
    )


def _measured(url: str, code: str, step: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.frames", url, code, step, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Do the one step that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.frames")
    parser.add_argument("url")
    parser.add_argument("code")
    parser.add_argument("step", choices=list(STEPS))
    parser.add_argument("folder", type=Path)
    chosen = parser.parse_args()
    print(json.dumps(run_one(chosen.url, chosen.code, chosen.step, chosen.folder)))


if __name__ == "__main__":
    main()
