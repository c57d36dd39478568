"""Somebody signs in with address and password."""

import re
import statistics
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from engage.accounts.models import SignInSession
from engage.core import clock
from engage.core.limits import RateLimit
from engage.core.permissions import Role
from tests.integration.accounts.browsing import (
    browser_with,
    everything_in,
    held_cookie,
    is_signed_in,
    type_password,
)
from tests.integration.accounts.conftest import EMAIL
from tests.integration.people import PASSWORD, make_account

pytestmark = pytest.mark.sqlite_only


def test_the_right_password_opens_the_workspace(client, planner):
    response = type_password(client, " ＨＡＮＡ@Example.jp ")
    assert (response.status_code, response.location) == (303, "/staff")
    assert is_signed_in(client)


def test_a_monitor_comes_to_their_own_page(client, database):
    make_account(database, Role.MONITOR, email="monitor@example.jp")
    assert type_password(client, "monitor@example.jp").location == "/account"


def test_the_page_that_was_wanted_comes_next(client, planner):
    assert client.get("/account").location == "/sign-in?next=/account"
    assert 'name="next" value="/account"' in client.get("/sign-in?next=/account").text
    assert type_password(client, EMAIL, next="/account").location == "/account"


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https:evil.example"])
def test_another_place_never_comes_next(client, planner, address):
    page = client.get("/sign-in", query_string={"next": address}).text
    assert 'name="next" value="/"' in page
    assert type_password(client, EMAIL, next=address).location == "/staff"


def words_of(response, email: str) -> str:
    """The page without the address that was typed and without the form's token."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", response.text).replace(email, "")


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, planner):
    wrong = type_password(client, EMAIL, "wrong-wrong-wrong")
    unknown = type_password(client, "nobody@example.jp", "wrong-wrong-wrong")
    assert wrong.status_code == unknown.status_code == 422
    assert words_of(wrong, EMAIL) == words_of(unknown, "nobody@example.jp")
    assert "wrong-wrong-wrong" not in wrong.text
    assert not is_signed_in(client)


def test_the_answer_takes_the_same_time_for_an_unknown_address(app, planner, at):
    times: dict[str, list[float]] = {EMAIL: [], "nobody@example.jp": []}
    type_password(app.test_client(), EMAIL, "warm")
    for n in range(12):
        with clock.stopped_at(at + timedelta(hours=n)):  # beyond the limit of tries
            for email, taken in times.items():
                client = app.test_client()
                start = time.perf_counter()
                type_password(client, email, "wrong-wrong-wrong")
                taken.append(time.perf_counter() - start)
    known, unknown = (statistics.median(taken) for taken in times.values())
    assert abs(known - unknown) < 0.5 * max(known, unknown)


def test_the_eleventh_wrong_try_is_stopped_even_with_the_right_password(app, client, planner):
    for _ in range(10):
        assert type_password(client, EMAIL, "wrong-wrong-wrong").status_code == 422
    stopped = type_password(client, EMAIL)
    assert stopped.status_code == 429
    assert "5分" in stopped.text
    assert not is_signed_in(client)


def test_the_pause_follows_the_account_to_other_networks_and_ends(app, planner, at):
    for n in range(10):
        client = app.test_client()
        client.environ_base["REMOTE_ADDR"] = f"203.0.{n}.1"
        type_password(client, EMAIL, "wrong-wrong-wrong")
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "198.51.100.1"
    assert type_password(client, EMAIL).status_code == 429
    with clock.stopped_at(at + timedelta(minutes=5)):
        assert type_password(client, EMAIL).status_code == 303


def test_a_forged_forwarding_header_gives_no_new_tries(client, planner):
    codes = [
        client.post(
            "/sign-in",
            data={"email": f"x{n}@example.jp", "password": "wrong-wrong-wrong"},
            headers={"X-Forwarded-For": f"198.51.{n}.1"},
        ).status_code
        for n in range(11)
    ]
    assert codes == [422] * 10 + [429]


def test_the_counts_name_neither_address_nor_network(client, database, planner):
    type_password(client, EMAIL, "wrong-wrong-wrong")
    with database.reading() as session:
        buckets = session.scalars(select(RateLimit.bucket)).all()
    assert len(buckets) == 2
    assert not any("hana" in bucket or "127.0" in bucket for bucket in buckets)


def test_a_locked_account_does_not_open(client, database, planner, at):
    from engage.accounts import operations, queries
    from engage.core.permissions import SYSTEM

    with database.transaction() as session:
        account = queries.account(session, planner)
        operations.lock(session, account=account, actor=SYSTEM, at=at)
    refused = type_password(client, EMAIL)
    assert refused.status_code == 403
    assert not is_signed_in(client)


def test_each_sign_in_gives_a_new_token_and_ends_the_one_before(app, client, planner):
    type_password(client, EMAIL)
    first = held_cookie(client)
    type_password(client, EMAIL)
    assert is_signed_in(client)
    assert not is_signed_in(browser_with(app, first))


def test_a_token_from_before_the_sign_in_is_never_taken_over(app, client, planner):
    client.get("/sign-in?next=/account")
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "a token that somebody planted"
        cookie["csrf_token"] = "a value that somebody planted"
    type_password(client, EMAIL)
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != "a token that somebody planted"
        assert "csrf_token" not in cookie


def test_token_and_password_are_nowhere_in_database_or_log(client, database, planner, caplog):
    caplog.set_level("DEBUG")
    type_password(client, EMAIL)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    dump = everything_in(database)
    assert len(token) >= 43
    for secret in (token, PASSWORD):
        assert secret not in dump
        assert secret not in caplog.text


def test_only_sign_ins_of_staff_are_audited(app, client, database, planner):
    from engage.core.audit import AuditEvent

    make_account(database, Role.MONITOR, email="monitor@example.jp")
    type_password(client, EMAIL)
    type_password(app.test_client(), "monitor@example.jp")
    with database.reading() as session:
        who = session.scalars(
            select(AuditEvent.object_id).where(AuditEvent.verb == "account.signed-in")
        ).all()
        assert who == [planner]
        assert len(session.scalars(select(SignInSession)).all()) == 2
