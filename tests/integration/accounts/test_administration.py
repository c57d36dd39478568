"""An administrator looks after accounts."""

import pytest
from sqlalchemy import select

from engage.accounts.models import Account, AccountRole, SignInSession
from engage.core import audit
from engage.core.permissions import Role
from tests.integration.accounts.browsing import everything_in, is_signed_in, type_password
from tests.integration.accounts.conftest import EMAIL
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def administrator(sign_in):
    return sign_in(Role.ADMINISTRATOR, email="admin@example.jp")


def test_the_list_finds_people_and_shows_wishes_first(administrator, planner, client):
    type_password(client, EMAIL)
    client.post("/account/erasure", data={"sure": "y"})
    page = administrator.get("/staff/accounts")
    assert Page.of(page).faults() == []
    assert page.text.index("会津 はな") < page.text.index("admin@example.jp")
    assert "消去の求め" in page.text
    assert "会津 はな" in administrator.get("/staff/accounts?words=ＨＡＮＡ").text
    assert "会津 はな" not in administrator.get("/staff/accounts?words=100%25").text
    assert administrator.get("/staff/accounts?page=999").status_code == 200


def test_a_page_per_person(administrator, planner):
    page = administrator.get(f"/staff/accounts/{planner}")
    assert Page.of(page).faults() == []
    assert administrator.get("/staff/accounts/none").status_code == 404


def test_new_roles_end_the_old_rights_at_once(administrator, planner, client):
    type_password(client, EMAIL)
    assert client.get("/staff").status_code == 200
    page = f"/staff/accounts/{planner}/roles"
    assert administrator.post(page, data={"roles": ["monitor"]}).status_code == 303
    assert not is_signed_in(client)
    type_password(client, EMAIL)
    assert client.get("/staff").status_code == 403
    assert administrator.post(page, data={}).status_code == 422


def test_a_locked_person_is_out_until_unlocked(administrator, planner, client):
    type_password(client, EMAIL)
    administrator.post(f"/staff/accounts/{planner}/lock")
    assert not is_signed_in(client)
    administrator.post(f"/staff/accounts/{planner}/unlock")
    type_password(client, EMAIL)
    assert is_signed_in(client)


def test_the_last_administrator_cannot_go(administrator):
    own = f"/staff/accounts/{administrator.account_id}"
    assert administrator.post(f"{own}/roles", data={"roles": ["planner"]}).status_code == 409
    assert administrator.post(f"{own}/lock").status_code == 409
    assert administrator.post(f"{own}/erase", data={"sure": "y"}).status_code == 409
    assert is_signed_in(administrator)


def test_erasing_forgets_the_person_and_keeps_the_log(administrator, planner, client, database):
    type_password(client, EMAIL)
    client.post("/account/erasure", data={"sure": "y"})
    page = f"/staff/accounts/{planner}/erase"
    assert administrator.post(page).status_code == 422
    assert administrator.post(page, data={"sure": "y"}).location == "/staff/accounts"
    assert not is_signed_in(client)
    assert type_password(client, EMAIL).status_code == 422
    assert administrator.get(f"/staff/accounts/{planner}").status_code == 404
    assert EMAIL not in everything_in(database)
    with database.reading() as session:
        account = session.get(Account, planner)
        assert (account.name, account.email, account.password_hash) == ("（消去ずみ）", None, None)
        for table in (SignInSession, AccountRole):
            assert session.scalars(select(table).where(table.account_id == planner)).all() == []
        assert audit.verify(session).is_intact


def test_an_erased_address_can_begin_anew(administrator, planner):
    administrator.post(f"/staff/accounts/{planner}/erase", data={"sure": "y"})
    data = {"email": EMAIL, "name": "別の人（架空）", "roles": ["monitor"]}
    assert administrator.post("/staff/accounts/new", data=data).status_code == 303


def test_the_database_refuses_an_erased_account_with_a_password(database, planner):
    from sqlalchemy.exc import IntegrityError

    with database.writing() as session, pytest.raises(IntegrityError, match="no_proof"):
        session.execute(
            Account.__table__.update().values(
                erased_at=session.get(Account, planner).created_at, email=None, email_key=None
            )
        )


def test_only_administrators_come_here(sign_in, planner):
    for role in Role:
        expected = 200 if role is Role.ADMINISTRATOR else 403
        assert sign_in(role).get("/staff/accounts").status_code == expected
