"""Somebody signs in with a code that came by mail."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.core import clock
from engage.core.jobs import Job
from tests.integration.accounts.browsing import everything_in, is_signed_in
from tests.integration.accounts.conftest import EMAIL

pytestmark = pytest.mark.sqlite_only


def ask(client, email=EMAIL, **more):
    return client.post("/sign-in/mail", data={"email": email, **more})


def use(client, code):
    return client.post("/sign-in/link", data={"code": code})


def test_the_code_lets_in_once(app, client, planner, code_from):
    assert ask(client).location == "/sign-in/link"
    code = code_from()
    assert use(client, code).location == "/staff"
    assert is_signed_in(client)
    again = app.test_client()
    refused = use(again, code)
    assert refused.status_code == 422
    assert "この番号は使えません" in refused.text
    assert not is_signed_in(again)


def test_opening_the_link_uses_nothing_up(client, planner, code_from):
    ask(client)
    code = code_from()
    for _ in range(3):
        assert client.get("/sign-in/link").status_code == 200
        assert client.head("/sign-in/link").status_code == 200
    assert use(client, code).status_code == 303


def test_a_newer_mail_ends_the_older(app, client, planner, code_from):
    ask(client)
    older = code_from()
    ask(client)
    newer = code_from()
    assert older != newer
    assert use(client, older).status_code == 422
    assert use(client, newer).status_code == 303


def test_after_fifteen_minutes_it_is_too_late(client, planner, code_from, at):
    ask(client)
    code = code_from()
    with clock.stopped_at(at + timedelta(minutes=15)):
        assert use(client, code).status_code == 422
    with clock.stopped_at(at + timedelta(minutes=14, seconds=59)):
        assert use(client, code).status_code == 303


def test_a_code_copied_by_hand_is_understood(client, planner, code_from):
    ask(client)
    code = code_from()
    typed = " ".join(code[i : i + 4] for i in range(0, len(code), 4)).lower()
    assert use(client, typed).status_code == 303


def test_nobody_learns_whether_an_address_is_known(client, planner, mail, database):
    known = ask(client)
    unknown = ask(client, "nobody@example.jp")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert client.get("/sign-in/link").text.count("登録のあるアドレスなら") == 2
    with database.reading() as session:
        kinds = session.scalars(select(Job.kind)).all()
    assert len(kinds) == 2
    assert len(set(kinds)) == 1
    assert [letter.to for letter in mail()] == [EMAIL]


def test_links_start_at_the_configured_address_whatever_host_was_asked(client, planner, mail):
    client.post("/sign-in/mail", data={"email": EMAIL}, headers={"Host": "evil.example"})
    letter = mail()[0]
    assert "evil" not in letter.before + letter.link + letter.after
    assert letter.link.startswith("/sign-in/link#")


def test_the_code_is_nowhere_in_database_or_log(client, planner, code_from, database, caplog):
    caplog.set_level("DEBUG")
    ask(client)
    code = code_from()
    use(client, code)
    dump = everything_in(database)
    assert len(code) == 53
    assert code not in dump
    assert code not in caplog.text


def test_the_page_that_was_wanted_comes_next(client, planner, code_from):
    ask(client, next="/account")
    assert use(client, code_from()).location == "/account"


def test_the_eleventh_wrong_code_is_stopped(client, planner, code_from):
    ask(client)
    code = code_from()
    for _ in range(10):
        assert use(client, "WRONG-CODE").status_code == 422
    assert use(client, code).status_code == 429


def test_nobody_is_flooded_with_mail(client, planner, mail):
    codes = [ask(client).status_code for _ in range(11)]
    assert codes == [303] * 10 + [429]
    assert len(mail()) == 10


def test_an_empty_or_broken_address_is_explained(client):
    for email in ("", "hana", "hana@"):
        refused = ask(client, email)
        assert refused.status_code == 422
        assert "error-summary" in refused.text


def test_a_job_that_sends_twice_leaves_one_good_code(app, client, planner, mail):
    """A worker killed after sending sends again; the newer mail's code counts."""
    ask(client)
    house = app.extensions["engage.house"]
    first = mail()[0].link
    with house.database.transaction() as session:
        session.execute(Job.__table__.update().values(state="waiting", lease_until=None))
    assert mail()[0].link == first
