"""What the database does for us: refuses writes in readings, retries collisions, keeps UTC."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from engage.core.db import Database, is_collision
from engage.core.jobs import Job


def test_a_reading_session_cannot_write(database, at):
    with database.reading() as session:
        session.add(Job(kind="x", payload={}, run_at=at))
        with pytest.raises(DBAPIError):
            session.flush()


def test_times_come_back_as_utc(database, at):
    japan = at.astimezone(timezone(timedelta(hours=9)))
    with database.transaction() as session:
        session.add(Job(id="j", kind="x", payload={"あ": [1, None]}, run_at=japan))
    with database.reading() as session:
        job = session.get(Job, "j")
        assert job.run_at == at
        assert job.run_at.tzinfo is UTC
        assert job.payload == {"あ": [1, None]}


def test_a_time_without_zone_is_refused(database):
    with database.writing() as session:
        session.add(Job(kind="x", payload={}, run_at=datetime(2026, 1, 1)))  # noqa: DTZ001
        with pytest.raises(Exception, match="without a zone"):
            session.flush()


class Collision(Exception):
    sqlstate = "40001"


def test_a_transaction_that_collides_is_run_again_from_its_start(database, at):
    tries = []

    def work(session):
        tries.append(1)
        session.add(Job(id=f"j{len(tries)}", kind="x", payload={}, run_at=at))
        session.flush()
        if len(tries) < 3:
            raise OperationalError("x", {}, Collision())
        return "done"

    assert database.run_tx(work) == "done"
    with database.reading() as session:
        assert session.scalars(select(Job.id)).all() == ["j3"]


def test_another_error_is_not_retried(database):
    tries = []

    def work(session):
        tries.append(1)
        session.execute(text("SELECT * FROM no_such_table"))

    with pytest.raises(DBAPIError) as raised:
        database.run_tx(work)
    assert len(tries) == 1
    assert not is_collision(raised.value)


@pytest.mark.sqlite_only
def test_sqlite_is_durable_and_new_enough(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/x.db", strict=True)
    with database.engine.connect() as connection:
        read = lambda name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: E731
        assert read("journal_mode") == "wal"
        assert read("synchronous") == 2
        assert read("foreign_keys") == 1
        assert read("secure_delete") == 1
    database.dispose()


@pytest.mark.sqlite_only
def test_an_old_sqlite_is_refused_with_a_write_ahead_log(tmp_path, monkeypatch):
    from engage.core import db

    class Old:
        sqlite_version = "3.40.1"
        sqlite_version_info = (3, 40, 1)

    monkeypatch.setattr(db, "sqlite_module", lambda: Old)
    with pytest.raises(db.UnsafeDatabase, match=r"3\.40\.1"):
        Database(f"sqlite:///{tmp_path}/x.db", strict=True)
