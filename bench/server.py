"""A server with one survey and many people who were asked, for the respondent journeys."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.ids import new_id
from engage.core.permissions import SYSTEM
from engage.migrations.run import upgrade
from surveys import operations
from surveys.models import Monitor, Participation

CODE = "bench"


def questionnaire(pages: int) -> dict[str, Any]:
    """Return twelve questions (sex, age, district, 3 of 13, matrix, …) on one or more pages."""

    def options(count: int) -> list[dict[str, Any]]:
        return [{"code": str(i), "text": {"ja": f"選択肢{i}"}} for i in range(1, count + 1)]

    def single(code: str, count: int) -> dict[str, Any]:
        return {
            "code": code,
            "type": "single",
            "text": {"ja": f"問 {code}"},
            "options": options(count),
        }

    questions: list[dict[str, Any]] = [
        single("sex", 3),
        single("age", 8),
        single("district", 15),
        {
            "code": "wants", "type": "multiple", "text": {"ja": "3つまで"}, "max_choices": 3,
            "options": options(13),
        },
        {
            "code": "scale", "type": "matrix", "text": {"ja": "5段階"}, "options": options(5),
            "rows": [{"code": f"r{i}", "text": {"ja": f"項目{i}"}} for i in range(1, 6)],
        },
        single("how", 5), single("where", 5), single("often", 5),
        {"code": "visits", "type": "number", "text": {"ja": "回数"}, "min": 0, "max": 99},
        {"code": "short", "type": "short_text", "text": {"ja": "ひとこと"}},
        {"code": "long", "type": "long_text", "text": {"ja": "ご意見"}},
        single("overall", 5),
    ]  # fmt: skip
    size = -(-len(questions) // pages)
    parts = [questions[i : i + size] for i in range(0, len(questions), size)]
    return {
        "schema": "engage-questionnaire/2",
        "code": CODE,
        "language": "ja",
        "title": {"ja": "ベンチマーク"},
        "pages": [{"code": f"p{i}", "questions": part} for i, part in enumerate(parts, start=1)],
    }


def long_questionnaire() -> dict[str, Any]:
    """Return 300 questions on 30 pages; 200 of them are asked on a condition."""
    options = [{"code": str(i), "text": {"ja": f"選択肢{i}"}} for i in range(1, 6)]
    questions: list[dict[str, Any]] = []
    for number in range(300):
        question: dict[str, Any] = {
            "code": f"q{number}", "type": "single", "text": {"ja": f"問 {number}"},
            "options": options,
        }  # fmt: skip
        if number % 3:
            first, second = f"q{number // 3 * 3}", f"q{max(0, number - 30) // 3 * 3}"
            question["show_if"] = f"{first} in ('1', '2', '3') and not ({second} = '5')"
        questions.append(question)
    parts = [questions[i : i + 10] for i in range(0, 300, 10)]
    return {
        "schema": "engage-questionnaire/2",
        "code": CODE,
        "language": "ja",
        "title": {"ja": "長い調査"},
        "pages": [{"code": f"p{i}", "questions": part} for i, part in enumerate(parts, start=1)],
    }


def prepare(settings: Settings, *, document: dict[str, Any], people: int) -> list[str]:
    """Fill an empty database with an open survey and its people; return their codes."""
    database = Database(settings.database_url)
    upgrade(database)
    at = clock.now()
    with database.transaction() as session:
        survey = operations.create_survey(
            session, code=CODE, title="ベンチマーク", kind="panel", mode="confidential",
            opens_at=at - timedelta(hours=1), closes_at=at + timedelta(days=1), actor=SYSTEM, at=at,
        )  # fmt: skip
        operations.add_version(session, survey=survey, document=document, actor=SYSTEM, at=at)
        operations.publish(session, survey=survey, actor=SYSTEM, at=at)
        facts = {"sex": "female", "age_band": "30代", "district": "富田"}
        monitors = [Monitor(id=new_id(), member_from=2026, **facts) for _ in range(people)]
        session.add_all(monitors)
        session.flush()
        session.add_all(
            [Participation(survey_id=survey.id, monitor_id=m.id, **facts) for m in monitors]
        )
        session.flush()
        codes = [
            operations.renew_code(session, survey_id=survey.id, monitor_id=m.id, key=settings.key)
            for m in monitors
        ]
    database.dispose()
    return [code for code in codes if code]


@dataclass(frozen=True)
class Running:
    """A server, where it listens, and its processes."""

    host: str
    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return the processor time of the server's processes so far."""
        ticks = os.sysconf("SC_CLK_TCK")
        total = 0
        for pid in _family(self.pid):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            total += int(fields[11]) + int(fields[12])
        return total / ticks


def _family(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        found.append(parent)
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        except OSError:
            children = []
        waiting += [int(child) for child in children]
    return found


@contextmanager
def running(settings: Settings, port: int) -> Iterator[Running]:
    """Serve as `engage serve` does, without the worker for jobs."""
    environment = os.environ | {
        "ENGAGE_DATA_DIR": str(settings.data_dir),
        "ENGAGE_DATABASE_URL": settings.database_url,
        "ENGAGE_SECRET_KEY": settings.secret_key,
        "ENGAGE_BASE_URL": f"http://127.0.0.1:{port}",
        "ENGAGE_WORKERS": str(settings.workers),
        "ENGAGE_THREADS": str(settings.threads),
    }
    server = subprocess.Popen(
        [Path(sys.executable).with_name("engage"), "serve", "--port", str(port), "--no-worker"],
        env=environment, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Running("127.0.0.1", port, server.pid)
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="engage-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
