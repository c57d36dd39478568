"""Jobs: nothing is lost when a worker dies, nothing is done twice when it comes back."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage.core import clock, jobs
from engage.core.errors import TooMany
from engage.core.jobs import Handlers, Job, JobEffect
from engage.core.limits import RateLimit, check, count


def add(database, at, number, **values):
    with database.transaction() as session:
        for i in range(number):
            jobs.enqueue(session, kind="note", payload={"i": i}, at=at, **values)


def counted(handled):
    handlers = Handlers()
    handlers.add("note", lambda _context, payload: handled.append(payload["i"]))
    return handlers


def run(database, settings, handlers):
    return jobs.run_due(database=database, handlers=handlers, settings=settings, mailer=None)


def states(database):
    with database.reading() as session:
        return dict(session.execute(select(Job.state, func.count()).group_by(Job.state)).all())


def test_due_jobs_are_done_once(database, settings, at):
    add(database, at, 5)
    handled = []
    with clock.stopped_at(at):
        assert run(database, settings, counted(handled)) == 5
        assert run(database, settings, counted(handled)) == 0
    assert sorted(handled) == [0, 1, 2, 3, 4]
    assert states(database) == {"done": 5}


def test_a_job_waits_for_its_time(database, settings, at):
    add(database, at + timedelta(seconds=1), 1)
    handled = []
    with clock.stopped_at(at):
        assert run(database, settings, counted(handled)) == 0
    with clock.stopped_at(at + timedelta(seconds=1)):
        assert run(database, settings, counted(handled)) == 1


def test_a_key_makes_one_job_ever(database, at):
    add(database, at, 3, key="welcome/a1")
    assert states(database) == {"waiting": 1}


def test_a_failing_job_is_tried_again_later_and_given_up_at_last(database, settings, at):
    add(database, at, 1)
    handlers = Handlers()

    def fail(context, payload):
        raise OSError("the mail server is away")

    handlers.add("note", fail)
    moment = at
    for _ in range(jobs.MAX_ATTEMPTS):
        with clock.stopped_at(moment):
            assert run(database, settings, handlers) == 0
        moment += timedelta(hours=2)
    assert states(database) == {"failed": 1}
    with database.reading() as session:
        assert "the mail server is away" in session.scalar(select(Job.last_error))


def test_two_workers_never_hold_the_same_job(database, settings, at):
    from concurrent.futures import ThreadPoolExecutor

    add(database, at, 30)
    handled = []
    with clock.stopped_at(at), ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: run(database, settings, counted(handled)), range(6)))
    assert sorted(handled) == list(range(30))


def test_an_effect_is_single_though_the_job_runs_twice(database, settings, at):
    add(database, at, 1)
    with clock.stopped_at(at):
        job = jobs.claim(database, at=at)
    context = jobs.JobContext(job.id, database, settings, None)

    def effect(session):
        session.add(Job(kind="trace", payload={}, run_at=at))

    assert context.once(effect) is True
    assert context.once(effect) is False
    with database.reading() as session:
        assert session.scalar(select(func.count()).where(Job.kind == "trace")) == 1
        assert session.scalar(select(func.count()).select_from(JobEffect)) == 1


WORKER = """
import sys, time
from pathlib import Path
from engage.core import jobs
from engage.core.config import Settings
from engage.core.db import Database
database = Database(sys.argv[1])
settings = Settings(data_dir=Path(sys.argv[2]), database_url=sys.argv[1], secret_key="x" * 32)
handlers = jobs.Handlers()
seen = []
def slow(context, payload):
    job = jobs.Job(kind="trace", payload=payload, run_at=jobs.clock.now())
    context.once(lambda session: session.add(job))
    print("in the middle", flush=True)
    seen.append(1)
    time.sleep(60 if len(seen) == 4 else 0)
handlers.add("note", slow)
jobs.run_due(database=database, handlers=handlers, settings=settings, mailer=None)
"""


def test_a_killed_worker_loses_nothing(database, settings, tmp_path):
    at = clock.now()
    add(database, at - timedelta(seconds=1), 6)
    worker = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER), database.url, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(4):
        assert worker.stdout.readline() == "in the middle\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert states(database)["running"] == 1

    handlers = Handlers()

    def effect(context, payload):
        context.once(lambda s: s.add(Job(kind="trace", payload=payload, run_at=at + timedelta(9))))

    handlers.add("note", effect)
    with clock.stopped_at(at + jobs.LEASE + timedelta(minutes=1)):
        assert run(database, settings, handlers) >= 3
    with database.reading() as session:
        done = session.scalars(select(Job.payload).where(Job.kind == "trace")).all()
        assert sorted(p["i"] for p in done) == [0, 1, 2, 3, 4, 5]
        left = session.scalar(select(func.count()).where(Job.kind == "note", Job.state != "done"))
        assert left == 0


@pytest.mark.sqlite_only
def test_the_bell_wakes_a_worker_and_silence_is_harmless(settings, monkeypatch):
    from engage.core.bell import Bell

    done = []
    bell = Bell(settings, lambda: done.append(1) or 1)
    bell.ring()
    task = bell.huey.dequeue()
    bell.huey.execute(task)
    assert done == [1]
    time.sleep(0)


def test_the_eleventh_wrong_try_is_refused_and_time_forgives(database, at):
    for _ in range(10):
        with database.reading() as session:
            check(session, bucket="b", allowed=10, seconds=300, at=at)
        count(database, bucket="b", seconds=300, at=at)
    with database.reading() as session:
        with pytest.raises(TooMany):
            check(session, bucket="b", allowed=10, seconds=300, at=at)
        check(session, bucket="other", allowed=10, seconds=300, at=at)
        check(session, bucket="b", allowed=10, seconds=300, at=at + timedelta(seconds=301))
        assert session.scalar(select(RateLimit.hits)) == 10
