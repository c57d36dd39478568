"""Many respondents at once, in a process of their own: imported there by name."""

import asyncio
import sys
import time

from bench import robot, server


def drive(
    running: server.Running, codes: list[str], clients: int, seconds: float
) -> tuple[list[list[float]], int]:
    return asyncio.run(_clients(running, codes, clients, seconds))


async def _clients(
    running: server.Running, codes: list[str], clients: int, seconds: float
) -> tuple[list[list[float]], int]:
    until = time.perf_counter() + seconds
    journeys: list[list[float]] = []
    failed = 0

    async def one() -> None:
        nonlocal failed
        while codes and time.perf_counter() < until:
            try:
                durations = await robot.journey(
                    running.host, running.port, "/surveys/bench", codes.pop(), "/receipt"
                )
            except (RuntimeError, OSError, asyncio.IncompleteReadError) as error:
                failed += 1
                print(f"    {error}", file=sys.stderr)
                continue
            journeys.append(durations)

    await asyncio.gather(*(one() for _ in range(clients)))
    return journeys, failed
