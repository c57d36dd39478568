"""Answers out of the database into each kind of file: seconds, and memory at 100,000 and 1,000,000.

`python -m bench.exports` measures both; every file is written by a process of its own, so that
its largest memory is its own.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench import server
from engage.core import clock
from engage.core.db import Database
from engage.core.ids import random_id
from engage.core.permissions import SYSTEM
from engage.migrations.run import upgrade
from surveys import operations
from surveys.definition import Questionnaire, parse
from surveys.exports.responses import KINDS, Wanted, write_responses
from surveys.models import Response
from surveys.queries import staff

SIZES = (100_000, 1_000_000)
AT_ONCE = 5_000
WORDS = "駅前にベンチがほしい。ネットで申請したい。窓口が分かりにくい。"


def documents(questionnaire: Questionnaire, rows: int) -> Iterator[dict[str, Any]]:
    """Yield invented answers to the benchmark's twelve questions, the same for the same number."""
    chance = random.Random(rows)
    for _ in range(rows):
        found: dict[str, Any] = {}
        for code, question in questionnaire.questions.items():
            codes = [option.code for option in question.options]
            if chance.random() < 0.05:
                found[code] = {"state": "no-answer"}
            elif question.type == "single":
                found[code] = {"state": "answered", "codes": [chance.choice(codes)]}
            elif question.type == "multiple":
                found[code] = {"state": "answered", "codes": sorted(chance.sample(codes, 2))}
            elif question.type == "matrix":
                chosen = {row.code: chance.choice(codes) for row in question.rows}
                found[code] = {"state": "answered", "rows": chosen}
            elif question.type == "number":
                found[code] = {"state": "answered", "number": chance.randrange(100)}
            else:
                found[code] = {
                    "state": "answered",
                    "text": WORDS[: chance.randrange(1, len(WORDS))],
                }
        yield found


def fill(url: str, rows: int) -> str:
    """Make a survey that is over with so many answers; return its code."""
    code = f"bench-{rows}"
    whole = server.questionnaire(1) | {"code": code}
    questionnaire, database, at = parse(whole), Database(url), clock.now()
    with database.transaction() as session:
        survey = operations.create_survey(
            session, code=code, title=code, kind="census", mode="confidential",
            opens_at=at, closes_at=at + timedelta(days=1), actor=SYSTEM, at=at,
        )  # fmt: skip
        version = operations.add_version(
            session, survey=survey, document=whole, actor=SYSTEM, at=at
        )
        facts = {"survey_id": survey.id, "mode": survey.mode, "channel": "web"}
        facts["definition_version_id"] = version.id
        session.flush()
        batch: list[dict[str, Any]] = []
        for document in documents(questionnaire, rows):
            batch.append({"id": random_id(), "document": document, **facts})
            if len(batch) == AT_ONCE:
                session.execute(insert(Response), batch)
                batch = []
        if batch:
            session.execute(insert(Response), batch)
    database.dispose()
    return code


def write_one(url: str, code: str, kind: str, out: Path) -> dict[str, float]:
    """Write one file; return what it took. For a process of its own."""
    wanted = Wanted(kind, with_texts=True)  # type: ignore[arg-type]
    began = time.perf_counter()
    with Database(url).reading() as session, out.open("w+b") as file:
        survey = staff.survey_by_code(session, code)
        assert survey is not None
        rows = write_responses(session, survey, wanted, file).written.rows
    return {
        "rows": rows,
        "seconds": time.perf_counter() - began,
        "peak_mb": _peak(),
        "file_mb": out.stat().st_size / 1e6,
    }


def _peak() -> float:
    """Return this process's largest memory in MB; getrusage would count its parent's too."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def measured(url: str, code: str, kind: str, out: Path) -> dict[str, float]:
    """Return what a fresh process took for one file."""
    command = [sys.executable, "-m", "bench.exports", "--one", url, code, kind, str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    out.unlink()
    return found


def measure(sizes: tuple[int, ...] = SIZES, name: str = "sqlite") -> None:
    """Fill a database and print a line for each kind and size."""
    print(f"\nAnswers as files, {name}: one question in twenty left open, texts included")
    print(f"  {'kind':<6}{'answers':>10}{'seconds':>9}{'answers/s':>11}{'MB':>8}{'peak MB':>9}")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(_database(name, folder))
        upgrade(Database(url))
        codes = {rows: fill(url, rows) for rows in sizes}
        for kind in KINDS:
            first = 0.0
            for rows, code in codes.items():
                found = measured(url, code, kind, folder / f"out.{kind}")
                assert found["rows"] == rows
                first = first or found["peak_mb"]
                print(
                    f"  {kind:<6}{rows:>10,}{found['seconds']:>9.1f}"
                    f"{rows / found['seconds']:>11,.0f}{found['file_mb']:>8.1f}"
                    f"{found['peak_mb']:>9.1f}   memory {found['peak_mb'] / first:.2f} times",
                    flush=True,
                )


def _database(name: str, folder: Path) -> Any:
    from bench.__main__ import _database as database

    return database(name, folder)


def main() -> None:
    """Measure, or write the one file that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench.exports")
    parser.add_argument("--one", nargs=4, metavar=("URL", "CODE", "KIND", "OUT"))
    parser.add_argument("--rows", type=int, action="append", help="how many answers")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    chosen = parser.parse_args()
    if chosen.one:
        url, code, kind, out = chosen.one
        print(json.dumps(write_one(url, code, kind, Path(out))))
    else:
        measure(tuple(chosen.rows or SIZES), chosen.database)


if __name__ == "__main__":
    main()
