"""An administrator invites somebody, who chooses a password."""

from datetime import timedelta

import pytest

from engage.core import clock
from engage.core.permissions import Role
from tests.integration.accounts.browsing import everything_in, is_signed_in, type_password

pytestmark = pytest.mark.sqlite_only

NEW = {"email": "new@example.jp", "name": "湖南 あらた（架空）", "roles": ["department"]}
CHOSEN = "watashi-no-kotoba"


@pytest.fixture
def administrator(sign_in):
    return sign_in(Role.ADMINISTRATOR)


def accept(client, code, password=CHOSEN):
    return client.post("/invitation", data={"code": code, "password": password})


def test_from_the_invitation_to_the_workspace(administrator, client, mail, code_from):
    made = administrator.post("/staff/accounts/new", data=NEW)
    assert made.location.startswith("/staff/accounts/")
    code = code_from()
    assert mail()[0].to == "new@example.jp"
    assert accept(client, code).location == "/sign-in"
    assert not is_signed_in(client)
    assert type_password(client, "new@example.jp", CHOSEN).location == "/staff"


def test_an_invitation_is_good_once_and_the_newest_counts(administrator, client, code_from):
    page = administrator.post("/staff/accounts/new", data=NEW).location
    older = code_from()
    administrator.post(f"{page}/invite")
    newer = code_from()
    assert accept(client, older).status_code == 422
    assert accept(client, newer).status_code == 303
    assert accept(client, newer, "another-password-9").status_code == 422


def test_a_weak_password_uses_nothing_up(administrator, client, code_from):
    administrator.post("/staff/accounts/new", data=NEW)
    code = code_from()
    for weak in ("short", "password1234", "new@example.jp"):
        refused = accept(client, code, weak)
        assert refused.status_code == 422
        assert f'value="{code}"' in refused.text
        assert f'value="{weak}"' not in refused.text
    assert accept(client, code).status_code == 303


def test_after_two_weeks_it_is_too_late(administrator, client, code_from, at):
    administrator.post("/staff/accounts/new", data=NEW)
    code = code_from()
    with clock.stopped_at(at + timedelta(days=14)):
        assert accept(client, code).status_code == 422


def test_a_code_for_signing_in_sets_no_password(client, planner, code_from):
    client.post("/sign-in/mail", data={"email": "hana@example.jp"})
    assert accept(client, code_from()).status_code == 422


def test_mistakes_are_explained_and_what_was_typed_stays(administrator, planner):
    for data, words in (
        ({**NEW, "email": "hana@example.jp"}, "もういます"),
        ({**NEW, "email": "no address"}, "の形で書いてください"),
        ({**NEW, "name": "　"}, "名前を書いてください"),
        ({**NEW, "roles": []}, "役割を1つ以上"),
        ({**NEW, "roles": ["king"]}, "error-summary"),
    ):
        refused = administrator.post("/staff/accounts/new", data=data)
        assert refused.status_code == 422
        assert words in refused.text
        assert f'value="{data["email"]}"' in refused.text


def test_the_code_is_nowhere_in_the_database(administrator, code_from, database):
    administrator.post("/staff/accounts/new", data=NEW)
    assert code_from() not in everything_in(database)
