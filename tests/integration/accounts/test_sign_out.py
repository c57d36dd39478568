"""Somebody signs out, here or everywhere; a sign-in also ends by itself."""

from datetime import timedelta

import pytest

from engage.accounts.models import SignInSession
from engage.core import clock
from engage.core.permissions import Role
from tests.integration.accounts.browsing import (
    browser_with,
    held_cookie,
    is_signed_in,
    type_password,
)
from tests.integration.accounts.conftest import EMAIL

pytestmark = pytest.mark.sqlite_only


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app, client, planner):
    type_password(client, EMAIL)
    copied = held_cookie(client)
    assert is_signed_in(browser_with(app, copied))
    assert client.post("/sign-out").location == "/"
    assert not is_signed_in(client)
    assert not is_signed_in(browser_with(app, copied))


def test_signing_out_twice_is_fine(client, planner):
    type_password(client, EMAIL)
    assert client.post("/sign-out").status_code == 303
    assert client.post("/sign-out").status_code == 303


def test_everywhere_means_everywhere(app, client, planner):
    phone = app.test_client()
    type_password(client, EMAIL)
    type_password(phone, EMAIL)
    client.post("/account/sign-out-everywhere")
    assert not is_signed_in(client)
    assert not is_signed_in(phone)


def test_one_lost_phone_can_be_signed_out(app, client, planner, database):
    phone = app.test_client()
    type_password(client, EMAIL)
    type_password(phone, EMAIL)
    page = client.get("/account").text
    assert page.count("ログアウトさせる") == 1
    ending = page.split('action="/account/sign-ins/')[1].split('"')[0]
    client.post(f"/account/sign-ins/{ending}")
    assert is_signed_in(client)
    assert not is_signed_in(phone)


def test_nobody_ends_the_sign_in_of_another(app, client, planner, database, sign_in):
    other = sign_in(Role.MONITOR)
    with database.reading() as session:
        theirs = session.query(SignInSession.id).filter_by(account_id=other.account_id).scalar()
    type_password(client, EMAIL)
    assert client.post(f"/account/sign-ins/{theirs}/end").status_code == 404
    assert is_signed_in(other)


def test_an_unused_sign_in_ends(client, planner, at, settings):
    type_password(client, EMAIL)
    with clock.stopped_at(at + timedelta(minutes=settings.session_idle_minutes)):
        assert not is_signed_in(client)


def test_reading_keeps_a_sign_in_alive_without_writing_to_the_database(
    client, planner, at, settings, database
):
    type_password(client, EMAIL)
    for hours in (1, 2, 3):
        with clock.stopped_at(at + timedelta(hours=hours)):
            assert is_signed_in(client)
    with database.reading() as session:
        assert session.query(SignInSession.last_seen_at).scalar() == at


def test_writing_is_noted_at_most_every_five_minutes(client, planner, at, database):
    type_password(client, EMAIL)

    def seen():
        with database.reading() as session:
            return session.query(SignInSession.last_seen_at).scalar()

    with clock.stopped_at(at + timedelta(minutes=4)):
        client.post("/account/erasure/withdraw")
    assert seen() == at
    with clock.stopped_at(at + timedelta(minutes=5)):
        client.post("/account/erasure/withdraw")
    assert seen() == at + timedelta(minutes=5)


def test_no_sign_in_lasts_longer_than_half_a_day(client, planner, at, settings):
    type_password(client, EMAIL)
    for hours in range(1, settings.session_hours):
        with clock.stopped_at(at + timedelta(hours=hours)):
            assert is_signed_in(client)
    with clock.stopped_at(at + timedelta(hours=settings.session_hours)):
        assert not is_signed_in(client)


def test_an_old_copy_of_a_cookie_cannot_wake_an_unused_sign_in(app, client, planner, at):
    type_password(client, EMAIL)
    copied = held_cookie(client)
    with clock.stopped_at(at + timedelta(hours=3)):
        assert not is_signed_in(browser_with(app, copied))
