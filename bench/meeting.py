"""A running meeting: 300 people ask every three seconds whether something is new."""

import asyncio
import multiprocessing
import statistics
import time

from bench import robot, server
from council import operations
from council.models import Meeting
from council.queries.meetings import agenda
from engage.accounts import operations as accounts
from engage.accounts import queries
from engage.app import create_app
from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.permissions import SYSTEM
from engage.migrations.run import upgrade
from engage.samples.evidence import evidence_registry
from engage.samples.koriyama.load import load

CODE = "shimin-kaigi-3"
PEOPLE, EVERY, OPINIONS, WRITES_EVERY = 300, 3.0, 40, 5.0
PAGES = (
    ("the wall's page", f"/live/{CODE}/fragment?lang=ja", False),
    ("a delegate's page", f"/delegate/meetings/{CODE}/live/fragment", True),
)


def prepare(settings: Settings) -> tuple[str, str]:
    """Load the sample city, begin its third meeting; return the cookie of a delegate."""
    database = Database(settings.database_url)
    upgrade(database)
    at = clock.now()
    database.run_tx(lambda session: load(session, at=at, registry=evidence_registry()))
    with database.transaction() as session:
        meeting = session.query(Meeting).filter_by(code=CODE).one()
        operations.open_meeting(session, meeting=meeting, actor=SYSTEM, at=at)
        item = agenda(session, meeting, at)[0].item
        operations.start_item(session, item=item, actor=SYSTEM, at=at)
    for number in range(OPINIONS):
        speak(database, number)
    with database.transaction() as session:
        account = queries.account_of_email(session, "delegate1@example.jp")
        token = accounts.start_session(
            session, account=account, key=settings.key, at=at, second_factor=True
        )
    app = create_app(settings, database)
    with app.test_client() as client:
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = token, True
        cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"]).value
    database.dispose()
    return app.config["SESSION_COOKIE_NAME"], cookie


def speak(database: Database, number: int) -> None:
    """Write one more opinion down, so that every page has something new."""

    def attempt(session):
        meeting = session.query(Meeting).filter_by(code=CODE).one()
        now = clock.now()
        operations.record_opinion(
            session, item=agenda(session, meeting, now)[0].item, channel="room",
            text=f"{number}番めの意見です。窓口の案内を、短い言葉にしてほしい。" * 3,
            actor=SYSTEM, at=now,
        )  # fmt: skip

    database.run_tx(attempt)


def measure(settings: Settings, seconds: float) -> list[tuple[str, dict[str, float]]]:
    """Return for each page what the people waited, while an opinion comes every five seconds."""
    cookie = prepare(settings)
    found = []
    with server.running(settings, 5191) as running:
        for what, path, signed_in in PAGES:
            cpu, began = running.cpu_seconds(), time.perf_counter()
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                waits = pool.apply_async(
                    drive, (running, path, cookie if signed_in else None, seconds, settings)
                ).get(timeout=seconds * 4 + 60)
            spent = time.perf_counter() - began
            waits, fresh, failed = waits
            waits.sort()
            found.append(
                (
                    what,
                    {
                        "p50": statistics.median(waits) * 1e3,
                        "p95": waits[int(len(waits) * 0.95) - 1] * 1e3,
                        "requests": len(waits) / seconds,
                        "fresh": 100 * fresh / len(waits),
                        "cores": (running.cpu_seconds() - cpu) / spent,
                        "failed": failed,
                    },
                )
            )
    return found


def drive(running, path, cookie, seconds, settings):
    """Be 300 people in a process of their own; return waits, fresh answers and failures."""
    return asyncio.run(_people(running, path, cookie, seconds, Database(settings.database_url)))


async def _people(running, path, cookie, seconds, database):
    waits, counts = [], {"fresh": 0, "failed": 0}
    until = time.perf_counter() + seconds

    async def one(number: int) -> None:
        await asyncio.sleep(EVERY * number / PEOPLE)
        browser = robot.Browser(running.host, running.port)
        if cookie:
            name, value = cookie
            browser.cookies[name] = value
        mark = ""
        while (began := time.perf_counter()) < until:
            try:
                reply = await browser.send("GET", path, etag=mark)
            except (OSError, asyncio.IncompleteReadError):
                counts["failed"] += 1
                await browser.close()
            else:
                waits.append(browser.durations[-1])
                counts["fresh"] += reply.status == 200
                counts["failed"] += reply.status not in (200, 304)
                mark = reply.headers.get("etag", mark)
            await asyncio.sleep(max(0, EVERY - (time.perf_counter() - began)))
        await browser.close()

    async def talk() -> None:
        number = 1000
        while time.perf_counter() < until:
            await asyncio.to_thread(speak, database, number)
            number += 1
            await asyncio.sleep(WRITES_EVERY)

    await asyncio.gather(talk(), *(one(number) for number in range(PEOPLE)))
    return waits, counts["fresh"], counts["failed"]
