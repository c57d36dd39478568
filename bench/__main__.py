"""`make bench`: every figure in one go, as ratios measured in the same run."""

import argparse
import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import cells, exports, frames, landscape, load, meeting, reports, robot, server
from engage.core.config import Settings
from engage.core.db import Database

PARTS = ("journeys", "cells", "reports", "long", "exports", "frames", "landscape", "meeting")
CLIENTS = (1, 16, 64)
SECRET = "a-secret-for-the-benchmark-0123456789"
LIMESURVEY = "5 to 11 journeys/s, 160 to 390 ms CPU each on a machine of this kind"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--seconds", type=float, default=6, help="how long each load lasts")
    parser.add_argument("--only", choices=PARTS, default=None)
    chosen = parser.parse_args()
    if chosen.only == "exports":  # a quarter of an hour, so only when asked for
        exports.measure()
    if chosen.only == "frames":  # some minutes, so only when asked for
        frames.measure()
        frames.measure(name="postgresql")
    if chosen.only in {None, "cells"}:
        print("Cross table, 1,000,000 synthetic answers")
        for what, millis, comparison in cells.measure():
            print(f"  {what:<46}{millis:>10.2f} ms   {comparison}")
    if chosen.only in {None, "reports"}:
        reports.measure()
    if chosen.only in {None, "landscape"}:
        landscape.measure()
    if chosen.only in {None, "meeting"}:
        _meeting(chosen.seconds * 5)
    if chosen.only in {None, "journeys"}:
        _journeys(chosen.seconds)
    if chosen.only in {None, "long"}:
        _big(chosen.seconds * 3)


def _journeys(seconds: float) -> None:
    print("\nRespondent journeys over HTTP: personal code, every page, check, submit, receipt")
    print(f"  (client and server share this machine's cores; another system: {LIMESURVEY})")
    print(
        f"  {'database':<12}{'pages':>5}{'clients':>9}{'journeys/s':>12}{'p50 ms':>9}"
        f"{'p95 ms':>9}{'CPU ms':>8}{'requests':>10}{'failed':>8}   of a bare page"
    )
    for name, pages in (("sqlite", 1), ("sqlite", 3), ("postgresql", 1), ("postgresql", 3)):
        with server.scratch() as folder, _database(name, folder) as url:
            settings = Settings(data_dir=folder, database_url=url, secret_key=SECRET)
            people = int(seconds * 250 * len(CLIENTS)) + 300
            codes = server.prepare(settings, document=server.questionnaire(pages), people=people)
            with server.running(settings, 5190) as running:
                bare = _bare(running)
                for clients in CLIENTS:
                    mine = [codes.pop() for _ in range(min(len(codes), int(seconds * 250) + 50))]
                    _print(name, pages, clients, _load(running, mine, clients, seconds), bare)
            _verify(url)


def _load(
    running: server.Running, codes: list[str], clients: int, seconds: float
) -> dict[str, float]:
    cpu = running.cpu_seconds()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        journeys, failed = pool.apply_async(load.drive, (running, codes, clients, seconds)).get(
            timeout=seconds * 4 + 60
        )
    spent = running.cpu_seconds() - cpu
    done = len(journeys)
    whole = sorted(sum(durations) for durations in journeys)
    single = sorted(duration for durations in journeys for duration in durations)
    return {
        "rate": done / seconds if done else 0.0,
        "p50": statistics.median(whole) * 1e3 if done else 0.0,
        "p95": _p95(whole) * 1e3,
        "page p95": _p95(single) * 1e3,
        "first p95": _p95(sorted(durations[0] for durations in journeys)) * 1e3,
        "cpu": spent / max(done, 1) * 1e3,
        "page cpu": spent / max(len(single), 1) * 1e3,
        "requests": len(single) / max(done, 1),
        "failed": failed,
    }


def _p95(ordered: list[float]) -> float:
    return ordered[int(len(ordered) * 0.95) - 1] if len(ordered) > 1 else 0.0


def _big(seconds: float) -> None:
    """Measure a long questionnaire: 300 questions on 30 pages with 200 conditions."""
    print("\nA long questionnaire: 300 questions on 30 pages, 200 conditions, 64 clients")
    print(
        f"  {'database':<12}{'journeys':>9}{'requests':>9}{'first p95':>11}{'page p95':>10}"
        f"{'CPU a page':>12}{'failed':>8}   (ms)"
    )
    for name in ("sqlite", "postgresql"):
        with server.scratch() as folder, _database(name, folder) as url:
            settings = Settings(data_dir=folder, database_url=url, secret_key=SECRET)
            document = server.long_questionnaire()
            codes = server.prepare(settings, document=document, people=400)
            with server.running(settings, 5190) as running:
                found = _load(running, codes, 64, seconds)
            print(
                f"  {name:<12}{found['rate'] * seconds:>9.0f}{found['requests']:>9.0f}"
                f"{found['first p95']:>11.0f}{found['page p95']:>10.0f}{found['page cpu']:>12.1f}"
                f"{found['failed']:>8.0f}"
            )
            _verify(url)


def _meeting(seconds: float) -> None:
    """Measure a running meeting: everybody asks every three seconds."""
    people, every = meeting.PEOPLE, meeting.EVERY
    print(f"\nA running meeting for {seconds:.0f} s: {people} people ask every {every:.0f} s")
    print(
        f"  {'database':<12}{'':<20}{'asked/s':>9}{'p50 ms':>9}{'p95 ms':>9}{'of 200 ms':>11}"
        f"{'new':>7}{'cores':>8}{'failed':>8}"
    )
    for name in ("sqlite", "postgresql"):
        with server.scratch() as folder, _database(name, folder) as url:
            settings = Settings(data_dir=folder, database_url=url, secret_key=SECRET)
            for what, found in meeting.measure(settings, seconds):
                print(
                    f"  {name:<12}{what:<20}{found['requests']:>9.0f}{found['p50']:>9.1f}"
                    f"{found['p95']:>9.1f}{found['p95'] / 200:>10.0%} {found['fresh']:>6.0f}%"
                    f"{found['cores']:>8.2f}{found['failed']:>8.0f}"
                )


def _bare(running: server.Running) -> float:
    """Return requests per second of the lightest page, the ceiling of this server here."""

    async def hammer() -> int:
        until, count = time.perf_counter() + 2, 0

        async def one() -> None:
            nonlocal count
            browser = robot.Browser(running.host, running.port)
            while time.perf_counter() < until:
                await browser.send("GET", "/healthz")
                count += 1
            await browser.close()

        await asyncio.gather(*(one() for _ in range(16)))
        return count

    return asyncio.run(hammer()) / 2


def _print(name: str, pages: int, clients: int, found: dict[str, float], bare: float) -> None:
    share = found["rate"] * found["requests"] / bare
    print(
        f"  {name:<12}{pages:>5}{clients:>9}{found['rate']:>12.1f}{found['p50']:>9.0f}"
        f"{found['p95']:>9.0f}{found['cpu']:>8.1f}{found['requests']:>10.1f}{found['failed']:>8.0f}"
        f"   {share:.0%} of {bare:.0f} requests/s"
    )


def _verify(url: str) -> None:
    """Every journey that ended with a receipt left exactly one answer."""
    from sqlalchemy import func, select

    from surveys.models import Participation, Response

    database = Database(url)
    with database.reading() as session:
        answers = session.scalar(select(func.count()).select_from(Response))
        used = session.scalar(select(func.sum(Participation.used)))
    database.dispose()
    verdict = "equal" if answers == used else "DIFFERENT"
    print(f"  {'':<12}{answers} answers, {used} people marked as answered: {verdict}")


@contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    if name == "sqlite":
        yield f"sqlite:///{folder / 'bench.db'}"
        return
    from tests.integration.databases import postgresql_server

    with postgresql_server(folder) as url:
        yield url


if __name__ == "__main__":
    main()
