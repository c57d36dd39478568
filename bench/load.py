"""Many respondents at once, in a process of their own: imported there by name."""

import asyncio
import sys
import time

from bench import robot, server


def drive(
    running: server.Running, codes: list[str], clients: int, seconds: float
) -> tuple[list[float], int, int]:
    return asyncio.run(_clients(running, codes, clients, seconds))


async def _clients(
    running: server.Running, codes: list[str], clients: int, seconds: float
) -> tuple[list[float], int, int]:
    until = time.perf_counter() + seconds
    times: list[float] = []
    requests = failed = 0

    async def one() -> None:
        nonlocal requests, failed
        while codes and time.perf_counter() < until:
            try:
                took, sent = await robot.journey(
                    running.host, running.port, "/surveys/bench", codes.pop(), "/receipt"
                )
            except (RuntimeError, OSError, asyncio.IncompleteReadError) as error:
                failed += 1
                print(f"    {error}", file=sys.stderr)
                continue
            times.append(took)
            requests += sent

    await asyncio.gather(*(one() for _ in range(clients)))
    return times, requests, failed
