"""`make bench`: every figure in one go, as ratios measured in the same run."""

import argparse
import asyncio
import multiprocessing
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import cells, load, robot, server
from engage.core.config import Settings
from engage.core.db import Database

CLIENTS = (1, 16, 64)
SECRET = "a-secret-for-the-benchmark-0123456789"
LIMESURVEY = "5 to 11 journeys/s, 160 to 390 ms CPU each on a machine of this kind"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--seconds", type=float, default=6, help="how long each load lasts")
    parser.add_argument("--only", choices=["journeys", "cells"], default=None)
    chosen = parser.parse_args()
    if chosen.only != "journeys":
        print("Cross table, 1,000,000 synthetic answers")
        for what, millis, comparison in cells.measure():
            print(f"  {what:<46}{millis:>10.2f} ms   {comparison}")
    if chosen.only != "cells":
        _journeys(chosen.seconds)


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
            codes = server.prepare(settings, pages=pages, people=people)
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
        results, requests, failed = pool.apply_async(
            load.drive, (running, codes, clients, seconds)
        ).get(timeout=seconds * 4 + 60)
    done = len(results)
    return {
        "rate": done / seconds if done else 0.0,
        "p50": statistics.median(results) * 1e3 if done else 0.0,
        "p95": sorted(results)[int(done * 0.95) - 1] * 1e3 if done > 1 else 0.0,
        "cpu": (running.cpu_seconds() - cpu) / max(done, 1) * 1e3,
        "requests": requests / max(done, 1),
        "failed": failed,
    }


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
