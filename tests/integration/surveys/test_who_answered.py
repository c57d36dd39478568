"""An attacker with the whole database: what the tables themselves tell about who wrote what."""

import json
import random

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from engage.core.db import UtcTime
from surveys import numbers
from surveys.models import Draft, IncomingResponse, Participation, Response, SealedDraft
from tests.factories.surveys import ask, fill_in, make_survey, send

KEY = b"a key of the installation"
ANSWER_TABLES = ("response", "incoming_response", "participation", "draft", "sealed_draft")


@pytest.fixture
def answered(database, at):
    """Forty people, sending in an order of their own."""
    with database.transaction() as session:
        survey = make_survey(session, at=at)
        people = [ask(session, survey, key=KEY) for _ in range(40)]
    random.Random(1).shuffle(people)
    for person in people:
        database.run_tx(lambda s, p=person: fill_in(s, p, key=KEY, at=at))
        send(database, person, numbers.new_nonce(), key=KEY, at=at)
    return people


@pytest.mark.parametrize("table", ANSWER_TABLES)
def test_no_table_of_answering_has_a_time_an_address_or_a_device(database, table):
    names = {column["name"] for column in inspect(database.engine).get_columns(table)}
    forbidden = ("_at", "time", "date", "ip", "agent", "session", "account", "user", "seq", "order")
    assert [n for n in names if any(n.endswith(f) or n.startswith(f) for f in forbidden)] == []


def test_the_answer_has_exactly_these_columns():
    assert set(Response.__table__.columns.keys()) == {
        "id",
        "survey_id",
        "mode",
        "monitor_id",  # only where the survey is named; see test_modes
        "definition_version_id",
        "channel",
        "document",
        "receipt_hash",
        "receipt_leaf",
    }
    assert set(IncomingResponse.__table__.columns.keys()) == set(
        Response.__table__.columns.keys()
    ) - {"monitor_id"}
    for model in (Response, IncomingResponse, Participation, Draft, SealedDraft):
        assert not any(isinstance(c.type, UtcTime) for c in model.__table__.columns)


def test_no_value_is_shared_between_who_and_what(database, answered):
    with database.reading() as session:
        who = session.execute(select(Participation.monitor_id, Participation.code_hmac)).all()
        what = session.execute(select(Response)).scalars().all()
    known = {value for row in who for value in row if value}
    assert len(who) == len(what) == 40
    for response in what:
        assert response.monitor_id is None
        content = json.dumps(
            [response.id, response.receipt_hash, response.receipt_leaf, response.document]
        )
        assert not any(value in content for value in known)


def test_the_order_of_the_rows_tells_nothing(database, answered):
    """Ids are random: sorting answers by id gives no more than chance (±4 standard deviations)."""
    with database.reading() as session:
        ids = session.scalars(select(Response.id)).all()
    assert all(len(i) == 32 for i in ids)
    assert len({i[:4] for i in ids}) > 30  # no common beginning, as ids with a time would have


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", ANSWER_TABLES)
def test_sqlite_keeps_no_hidden_row_number(database, table):
    with database.engine.connect() as connection, pytest.raises(DBAPIError, match="rowid"):
        connection.execute(text(f"SELECT rowid FROM {table}"))


def test_answering_leaves_nothing_in_the_audit_log_or_among_the_jobs(database, answered):
    with database.reading() as session:
        verbs = set(session.scalars(text("SELECT verb FROM audit_event")))
        kinds = set(session.scalars(text("SELECT kind FROM job")))
    assert verbs <= {"survey.created", "survey.questionnaire-changed", "survey.published"}
    assert kinds <= {"surveys.clear-drafts", "surveys.mix"}


def test_the_mode_cannot_change_after_publication(database, at):
    with database.transaction() as session:
        survey_id = make_survey(session, at=at).id
    for change in ("mode = 'named'", "kind = 'open'"):
        with database.engine.begin() as connection, pytest.raises(DBAPIError):
            connection.execute(text(f"UPDATE survey SET {change} WHERE id = '{survey_id}'"))
