"""A survey answered by 60 invented people in an order of their own, and the attack on it."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url, select, text

from engage.core.db import Database
from surveys import numbers, operations
from surveys.models import IncomingResponse, Participation, Response, Survey
from surveys.operations import mixing
from tests.attack import postgresql, sqlite_file
from tests.attack.linking import Evidence, Guess, bound, guesses
from tests.attack.sqlite_file import Target
from tests.factories.surveys import Person, ask, fill_in, make_survey, send

KEY = b"a key of the installation"
PEOPLE = 60
RUNS = 20
"""The tests attack about so many databases; chance is allowed for in all of them together."""
EVERYWHERE = ("audit_event", "job", "job_effect", "mail_delivery", "receipt_ledger", "rate_limit")


@dataclass(frozen=True)
class Story:
    """What really happened; the attacker is not told `person_of`."""

    survey_id: str
    people: list[Person]
    person_of: dict[str, str]
    """What somebody wrote → who wrote it."""


def answer_all(database: Database, at: datetime, mode: str, seed: int = 1) -> Story:
    """Let everybody write, pause, and send, each in their own time.

    A reader keeps SQLite's log from being reused, as if the attacker copied it now and then.
    """
    chance = random.Random(seed)
    with database.transaction() as session:
        survey = make_survey(session, at=at, mode=mode)
        people = [ask(session, survey, key=KEY) for _ in range(PEOPLE)]
    story = Story(survey.id, people, {})
    with database.reading() as reader:
        reader.execute(text("SELECT 1 FROM survey"))
        _answer_in_turn(database, story, at, chance)
    return story


def _answer_in_turn(database: Database, story: Story, at: datetime, chance: random.Random) -> None:
    people = story.people
    for person in chance.sample(people, PEOPLE):
        note = f"意見{chance.randrange(10**9):09d}"
        story.person_of[note] = person.seat.monitor_id
        write(database, person, at, note)
        if chance.random() < 0.5:  # half send at once, half later
            give(database, person, at)
    for person in chance.sample(people, PEOPLE):
        if not has_sent(database, person):
            give(database, person, at)


def write(database: Database, person: Person, at: datetime, note: str) -> None:
    """Fill in every page."""
    database.run_tx(lambda session: fill_in(session, person, key=KEY, at=at, note=note))


def give(database: Database, person: Person, at: datetime) -> str:
    """Send, and return the receipt."""
    return send(database, person, numbers.new_nonce(), key=KEY, at=at)


def has_sent(database: Database, person: Person) -> bool:
    """Whether an answer of this person came."""
    with database.reading() as session:
        row = session.get(Participation, (person.seat.survey_id, person.seat.monitor_id))
        return bool(row and row.used)


def finish(database: Database, at: datetime) -> None:
    """Do what the job does after the close."""
    database.run_tx(
        lambda session: operations.finish_counting(
            session, survey=session.scalars(select(Survey)).one(), at=at + timedelta(days=11)
        )
    )
    mixing.rewrite_files(database)


def attack(database: Database) -> list[Guess]:
    """Try everything; the best guess is not marked as such, because the attacker cannot know."""
    with database.reading() as session:
        asked = session.execute(
            select(Participation.monitor_id, Participation.code_hmac, Participation.used)
        ).all()
        sent = [
            row
            for table in (Response, IncomingResponse)
            for row in session.execute(
                select(table.id, table.receipt_hash, table.receipt_leaf, table.document)
            ).all()
        ]
        rest = [
            str(tuple(row)).encode()
            for table in EVERYWHERE
            for row in session.execute(text(f"SELECT * FROM {table}"))
        ]
    people = [Target(row.monitor_id, (row.monitor_id.encode(),)) for row in asked if row.used]
    notes = {row.id: row.document["q6"]["text"] for row in sent}
    answers = [
        Target(notes[row.id], (notes[row.id].encode(), row.receipt_hash.encode())) for row in sent
    ]
    evidence = _of_storage(database, people, answers)
    evidence.people["order of joining"] = {row.monitor_id: row.monitor_id for row in asked}
    evidence.people["order of codes"] = {row.monitor_id: row.code_hmac for row in asked}
    for column in ("id", "receipt_hash", "receipt_leaf"):
        evidence.answers[f"order of {column}"] = {notes[r.id]: getattr(r, column) for r in sent}
    evidence.answers["order of texts"] = {notes[r.id]: notes[r.id] for r in sent}
    evidence.meetings["logs and jobs"] = []
    for row in rest:
        evidence.met(
            "logs and jobs",
            {p.name for p in people if p.marks[0] in row},
            {a.name for a in answers if any(mark in row for mark in a.marks)},
        )
    return guesses(evidence)


def _of_storage(database: Database, people: list[Target], answers: list[Target]) -> Evidence:
    if database.is_sqlite:
        path = Path(make_url(database.url).database or "")
        return sqlite_file.evidence_from(path, people, answers)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        return postgresql.evidence_from(connection, people, answers)


def best(database: Database, story: Story) -> tuple[int, str, int]:
    """Return the most right links of all attempts, how, and what chance alone stays within."""
    tried = attack(database)
    winner = max(tried, key=lambda guess: guess.right(story.person_of))
    return winner.right(story.person_of), winner.how, bound(PEOPLE, len(tried) * RUNS)
