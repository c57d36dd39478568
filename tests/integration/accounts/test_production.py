"""What holds where citizens use the site: cookie, host, no mailbox page."""

import pytest

from engage.core import clock
from engage.core.config import Settings
from engage.core.permissions import Role
from tests.integration.accounts.conftest import EMAIL
from tests.integration.people import PASSWORD, make_account

pytestmark = pytest.mark.sqlite_only

SITE = "https://engage.example.jp"


@pytest.fixture
def client(tmp_path, database, at):
    from engage.app import create_app

    settings = Settings(
        data_dir=tmp_path,
        database_url=database.url,
        secret_key="0123456789abcdef-a-long-enough-secret",
        environment="production",
        base_url=SITE,
        smtp_url="smtp://localhost",
    )
    app = create_app(settings, database)
    app.testing, app.config["WTF_CSRF_ENABLED"] = True, False
    with clock.stopped_at(at):
        make_account(database, Role.PLANNER, email=EMAIL)
        yield app.test_client()


def test_the_cookie_is_bound_to_this_host_and_to_tls(client):
    response = client.post(f"{SITE}/sign-in", data={"email": EMAIL, "password": PASSWORD})
    name, *flags = [part.strip() for part in response.headers["Set-Cookie"].split(";")]
    assert name.startswith("__Host-engage=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
    assert not any(flag.startswith("Domain") for flag in flags)


def test_there_is_no_mailbox(client):
    assert client.get(f"{SITE}/mailbox").status_code == 404
    assert "mailbox" not in client.get(f"{SITE}/sign-in").text


@pytest.mark.parametrize("host", ["evil.example", "engage.example.jp.evil.example", "10.0.0.1"])
def test_another_name_gets_no_page(client, host):
    answer = client.get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_this_machine_may_ask_under_its_own_name(client):
    for host in ("engage.example.jp", "engage.example.jp:443", "127.0.0.1:8000", "[::1]:8000"):
        assert client.get("/healthz", headers={"Host": host}).status_code == 200
