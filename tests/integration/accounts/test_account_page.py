"""Somebody looks after their own account."""

import pytest
from sqlalchemy import select

from engage.accounts.models import ErasureRequest
from engage.core.permissions import Role
from tests.integration.accounts.browsing import (
    browser_with,
    held_cookie,
    is_signed_in,
    type_password,
)
from tests.integration.accounts.conftest import EMAIL
from tests.integration.page import Page
from tests.integration.people import PASSWORD, make_account

pytestmark = pytest.mark.sqlite_only

NEWER = "atarashii-kotoba-7"


def change(client, current=PASSWORD, password=NEWER):
    return client.post("/account/password", data={"current": current, "password": password})


def test_the_page_shows_who_one_is(client, planner):
    type_password(client, EMAIL)
    response = client.get("/account")
    assert Page.of(response).faults() == []
    for words in ("会津 はな（架空）", EMAIL, "計画担当", "この画面"):
        assert words in response.text


def test_a_new_password_ends_all_other_sign_ins_and_the_old_token(app, client, planner):
    other = app.test_client()
    type_password(other, EMAIL)
    type_password(client, EMAIL)
    before = held_cookie(client)
    assert change(client).location == "/account"
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert not is_signed_in(browser_with(app, before))
    assert type_password(app.test_client(), EMAIL).status_code == 422
    assert type_password(app.test_client(), EMAIL, NEWER).status_code == 303


def test_the_old_password_must_be_known(client, planner):
    type_password(client, EMAIL)
    refused = change(client, current="not the old one")
    assert refused.status_code == 422
    assert "いまのパスワードが違います" in refused.text
    assert Page.of(refused).faults() == []
    assert refused.text.count("エラー：") == 1


def test_a_weak_new_password_is_refused(client, planner):
    type_password(client, EMAIL)
    assert change(client, password="short").status_code == 422
    assert "12文字以上" in change(client, password="short").text


def test_who_came_by_mail_can_choose_a_first_password(client, database, code_from):
    make_account(database, Role.MONITOR, email="m@example.jp", password_hash=None)
    assert type_password(client, "m@example.jp", "").status_code == 422
    client.post("/sign-in/mail", data={"email": "m@example.jp"})
    client.post("/sign-in/link", data={"code": code_from()})
    assert change(client, current="").status_code == 303
    assert is_signed_in(client)


def test_a_wish_to_be_erased_is_kept_once_and_can_be_taken_back(client, planner, database):
    type_password(client, EMAIL)
    refused = client.post("/account/erasure")
    assert refused.status_code == 422
    assert "印を付けてください" in refused.text
    for _ in range(2):
        assert client.post("/account/erasure", data={"sure": "y"}).status_code == 303
    with database.reading() as session:
        assert len(session.scalars(select(ErasureRequest)).all()) == 1
    assert "消去の求めを受け取っています" in client.get("/account").text
    client.post("/account/erasure/withdraw")
    assert "消去の求めを受け取っています" not in client.get("/account").text
