"""The audit log: appended only, and every change is found."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engage.core import audit
from engage.core.permissions import Actor, Role

AYA = Actor(id="a1", name="安積 はるか（架空）", roles=frozenset({Role.PLANNER}))


def write(database, at, entries=12):
    with database.transaction() as session:
        for number in range(entries):
            audit.record(
                session, actor=AYA, verb="plan.read", about=("plan", f"p{number}"), at=at, n=number
            )


def tamper(database, statement):
    """Do what a person with the database file can do: the triggers come off first."""
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER audit_event_refuses_update"))
            connection.execute(text("DROP TRIGGER audit_event_refuses_delete"))
        else:
            connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        connection.exec_driver_sql(statement)


def verdict(database):
    with database.reading() as session:
        return audit.verify(session)


def test_an_untouched_log_is_intact(database, at):
    write(database, at)
    found = verdict(database)
    assert found.is_intact
    assert found.entries == 12


def test_an_empty_log_is_intact(database):
    assert verdict(database).is_intact


@pytest.mark.parametrize(
    ("statement", "first_bad", "reason"),
    [
        ("UPDATE audit_event SET actor_name = 'b' WHERE seq = 5", 5, "entry-changed"),
        ("UPDATE audit_event SET object_id = 'p9' WHERE seq = 7", 7, "entry-changed"),
        ("UPDATE audit_event SET details = '{\"n\":11}' WHERE seq = 3", 3, "entry-changed"),
        ("DELETE FROM audit_event WHERE seq = 4", 5, "entry-missing"),
        ("DELETE FROM audit_event WHERE seq = 12", 12, "head-differs"),
    ],
)
def test_the_first_bad_entry_is_named(database, at, statement, first_bad, reason):
    write(database, at)
    tamper(database, statement)
    found = verdict(database)
    assert (found.first_bad, found.reason) == (first_bad, reason)


def test_one_flipped_bit_in_any_seal_is_found(database, at):
    write(database, at, entries=3)
    with database.reading() as session:
        seal = session.scalar(text("SELECT seal FROM audit_event WHERE seq = 2"))
    flipped = f"{int(seal[0], 16) ^ 1:x}{seal[1:]}"
    tamper(database, f"UPDATE audit_event SET seal = '{flipped}' WHERE seq = 2")
    assert verdict(database).first_bad == 2


@pytest.mark.parametrize("verb", ["UPDATE audit_event SET verb = 'x'", "DELETE FROM audit_event"])
def test_the_database_itself_refuses_to_change_entries(database, at, verb):
    write(database, at, entries=1)
    with pytest.raises(DBAPIError, match="never changed"), database.engine.begin() as connection:
        connection.execute(text(verb))


def test_two_writers_at_once_make_one_chain(database, at):
    from concurrent.futures import ThreadPoolExecutor

    def add(number):
        database.run_tx(
            lambda session: audit.record(
                session, actor=AYA, verb="plan.read", about=("plan", str(number)), at=at
            )
        )

    write(database, at, entries=1)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    found = verdict(database)
    assert found.is_intact
    assert found.entries == 41
