"""The sample city in the browser of a newcomer: each demo account, no page that breaks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engage.app import create_app
from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Database
from engage.samples.koriyama.data import data
from tests.conftest import AT
from tests.integration.conftest import SECRET

pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]

LINK = re.compile(r'href="(/[^"#?]*)')
PEOPLE = {record["code"]: record["email"] for record in data("fictional/accounts")["accounts"]}
ENOUGH = 60
"""Pages that one newcomer opens; lists of projects go on alike."""


@pytest.fixture
def program(tmp_path: Path, koriyama: Database) -> Iterator[Flask]:
    settings = Settings(data_dir=tmp_path, database_url=koriyama.url, secret_key=SECRET)
    app = create_app(settings, koriyama)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    with clock.stopped_at(AT):
        yield app


def walk(client: FlaskClient, start: str) -> dict[str, int]:
    """Open pages as their links come, each once."""
    seen: dict[str, int] = {}
    waiting = [start]
    while waiting and len(seen) < ENOUGH:
        address = waiting.pop(0)
        if address in seen or address.startswith("/static"):
            continue
        response = client.get(address)
        seen[address] = response.status_code
        if response.mimetype == "text/html" and response.status_code == 200:
            waiting += LINK.findall(response.text)
    return seen


def test_a_visitor_meets_no_broken_link(program):
    statuses = walk(program.test_client(), "/")
    assert {a: s for a, s in statuses.items() if s >= 400} == {}


@pytest.mark.parametrize("person", PEOPLE)
def test_a_demo_account_can_sign_in_and_meets_no_broken_link(program, person):
    client = program.test_client()
    answer = client.post(
        "/sign-in",
        data={"email": PEOPLE[person], "password": data("fictional/accounts")["password"]},
    )
    assert answer.status_code == 303
    statuses = walk(client, answer.location)
    assert {a: s for a, s in statuses.items() if s >= 400} == {}


def test_the_page_of_project_1_shows_the_n_and_the_words(program):
    page = program.test_client().get("/plan/koriyama/elements/1").text
    assert "326人のうち220人" in page
    assert "市民ポータル的アプリがほしい" in page
    assert "反映しない" in page
    assert "要旨" in page
