"""Somebody sets up a phone, signs in with it, loses it, and gets a new one."""

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from engage.core import clock
from engage.core.permissions import Role
from tests.integration.accounts.browsing import everything_in, is_signed_in, type_password
from tests.integration.accounts.conftest import EMAIL
from tests.integration.people import make_account

pytestmark = pytest.mark.sqlite_only

PAGE = "/sign-in/second-factor"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def settings(settings):
    """A city that asks its staff for a second factor."""
    return replace(settings, staff_second_factor=True)


def shown_secret(client) -> str:
    return re.search(r'class="secret">([A-Z2-7]{32})<', client.get(PAGE).text).group(1)


def shown_paper(client) -> list[str]:
    return re.findall(r"<li>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</li>", client.get(PAGE).text)


def give(client, code, **more):
    return client.post(PAGE, data={"code": code, **more})


def set_up(client, at) -> tuple[str, list[str]]:
    client.post(f"{PAGE}/start")
    secret, paper = shown_secret(client), shown_paper(client)
    assert give(client, pyotp.TOTP(secret).at(at)).status_code == 303
    return secret, paper


def test_staff_must_set_up_a_phone_before_anything_else(client, planner, at):
    assert type_password(client, EMAIL, next="/account").location == PAGE
    assert not is_signed_in(client)
    assert client.get("/staff").status_code == 303
    client.post(f"{PAGE}/start")
    secret = shown_secret(client)
    assert give(client, pyotp.TOTP(secret).at(at)).location == "/account"
    assert is_signed_in(client)


def test_a_monitor_need_not(client, database):
    make_account(database, Role.MONITOR, email="monitor@example.jp")
    type_password(client, "monitor@example.jp")
    assert is_signed_in(client)


def test_the_drawing_for_the_phone_has_a_name_and_the_secret_can_be_typed(client, planner):
    type_password(client, EMAIL)
    client.post(f"{PAGE}/start")
    assert "認証アプリで読み取る図</title>" in client.get(PAGE).text
    assert len(shown_paper(client)) == 8
    assert shown_secret(client) == shown_secret(client)
    assert shown_paper(client) == shown_paper(client)


def test_a_wrong_first_code_sets_nothing_up(client, planner, at):
    type_password(client, EMAIL)
    client.post(f"{PAGE}/start")
    secret = shown_secret(client)
    for wrong in ("000000", "12345", "", pyotp.TOTP(secret).at(at + 5 * MINUTE)):
        assert give(client, wrong).status_code == 422
    assert not is_signed_in(client)


def test_the_next_sign_in_asks_for_the_code(app, client, planner, at):
    type_password(client, EMAIL)
    secret, _paper = set_up(client, at)
    other = app.test_client()
    with clock.stopped_at(at + MINUTE):
        assert type_password(other, EMAIL).location == PAGE
        assert not is_signed_in(other)
        full_width = "".join(chr(ord(c) + 0xFEE0) for c in pyotp.TOTP(secret).at(at + MINUTE))
        assert give(other, full_width).location == "/staff"
        assert is_signed_in(other)


def test_a_code_that_was_used_is_refused(app, client, planner, at):
    type_password(client, EMAIL)
    secret, _paper = set_up(client, at)
    used, watcher = pyotp.TOTP(secret).at(at), app.test_client()
    type_password(watcher, EMAIL)
    assert give(watcher, used).status_code == 422
    assert not is_signed_in(watcher)


def test_a_slow_or_fast_phone_is_forgiven_one_step(app, client, planner, at):
    type_password(client, EMAIL)
    secret, _paper = set_up(client, at)
    for minutes, drift, status in ((5, -30, 303), (10, 30, 303), (15, -60, 422), (20, 60, 422)):
        moment = at + minutes * MINUTE
        with clock.stopped_at(moment):
            other = app.test_client()
            type_password(other, EMAIL)
            code = pyotp.TOTP(secret).at(moment + timedelta(seconds=drift))
            assert give(other, code).status_code == status


def test_a_code_on_paper_opens_once(app, client, planner, at):
    type_password(client, EMAIL)
    _secret, paper = set_up(client, at)
    for status in (303, 422):
        other = app.test_client()
        type_password(other, EMAIL)
        assert give(other, paper[0].lower()).status_code == status


def test_setting_up_signs_out_everywhere_else(app, planner, at, client, database):
    make_account(database, Role.MONITOR, email="monitor@example.jp")
    phone = app.test_client()
    type_password(client, "monitor@example.jp")
    type_password(phone, "monitor@example.jp")
    set_up(client, at)
    assert is_signed_in(client)
    assert not is_signed_in(phone)


def test_a_first_step_waits_a_quarter_of_an_hour(client, planner, at):
    type_password(client, EMAIL)
    with clock.stopped_at(at + 15 * MINUTE):
        assert client.get(PAGE).location == "/sign-in"


def test_the_eleventh_wrong_code_is_stopped(app, client, planner, at):
    type_password(client, EMAIL)
    secret, _paper = set_up(client, at)
    other = app.test_client()
    with clock.stopped_at(at + 10 * MINUTE):
        type_password(other, EMAIL)
        for _ in range(10):
            assert give(other, "000000").status_code == 422
        assert give(other, pyotp.TOTP(secret).at(at + 10 * MINUTE)).status_code == 429


def test_a_new_phone_needs_a_code_of_the_old(app, client, planner, at):
    type_password(client, EMAIL)
    secret, paper = set_up(client, at)
    with clock.stopped_at(at + MINUTE):
        assert client.post(f"{PAGE}/renew", data={"code": "000000"}).status_code == 422
        assert is_signed_in(client)
        client.post(f"{PAGE}/renew", data={"code": pyotp.TOTP(secret).at(at + MINUTE)})
        assert not is_signed_in(client)
        newer = shown_secret(client)
        assert newer != secret
        assert give(client, pyotp.TOTP(newer).at(at + MINUTE)).status_code == 303
        assert is_signed_in(client)
        other = app.test_client()
        type_password(other, EMAIL)
        assert give(other, paper[1]).status_code == 422


def test_neither_secret_nor_paper_is_readable_in_the_database(client, planner, at, database):
    type_password(client, EMAIL)
    client.post(f"{PAGE}/start")
    secret, paper = shown_secret(client), shown_paper(client)
    before = everything_in(database)
    give(client, pyotp.TOTP(secret).at(at))
    for dump in (before, everything_in(database)):
        assert secret not in dump
        assert not any(code in dump or code.replace("-", "") in dump for code in paper)


def test_without_a_first_step_there_is_nothing_to_see(client):
    assert client.get(PAGE).location == "/sign-in"
    assert client.post(PAGE, data={"code": "000000"}).location == "/sign-in"
    assert client.post(f"{PAGE}/start").status_code == 303
