"""The command line makes the first administrator, lists people and locks them."""

import json

import pytest
from click.testing import CliRunner

from engage.accounts import passwords, queries
from engage.accounts.feature import cli_group
from engage.core.jobs import Job

CREATE = ["create", "--email", "a@example.jp", "--name", "会津 あき", "--role", "administrator"]


@pytest.fixture
def run(settings):
    return lambda *words, typed="": CliRunner().invoke(
        cli_group, list(words), obj=settings, input=typed
    )


@pytest.fixture
def settings(settings, database):
    from dataclasses import replace

    url = database.engine.url.render_as_string(hide_password=False)
    return replace(settings, database_url=url)


def test_an_account_with_a_password(run, database):
    done = run(*CREATE, "--role", "planner", "--password-stdin", typed="nagai-kotoba-4tsu\n")
    assert (done.exit_code, done.output) == (0, "a@example.jp を登録しました。\n")
    with database.reading() as session:
        account = queries.account_of_email(session, "a@example.jp")
        assert passwords.matches(account.password_hash, "nagai-kotoba-4tsu")
        assert {str(role) for role in account.role_set} == {"administrator", "planner"}


def test_an_invited_account_has_a_mail_waiting(run, database):
    assert run(*CREATE, "--invite").exit_code == 0
    with database.reading() as session:
        job = session.query(Job).one()
        assert job.kind == "accounts.mail-invitation"
        assert set(job.payload) == {"account_id"}


def test_mistakes_are_said(run):
    assert run(*CREATE).exit_code == 2
    short = run(*CREATE, "--password-stdin", typed="short\n")
    assert short.exit_code == 1
    assert "12文字以上" in short.output
    run(*CREATE, "--invite")
    again = run(*CREATE, "--invite")
    assert again.exit_code == 1
    assert "もういます" in again.output


def test_list_and_lock(run):
    run(*CREATE, "--invite")
    run(*[*CREATE[:2], "b@example.jp", *CREATE[3:]], "--invite")
    assert run("lock", "--email", "a@example.jp").exit_code == 0
    rows = json.loads(run("list", "--json").output)
    assert [(row["email"], row["locked"]) for row in rows] == [
        ("a@example.jp", True),
        ("b@example.jp", False),
    ]
    assert "使用停止" in run("list").output
    last = run("lock", "--email", "b@example.jp")
    assert last.exit_code == 1
    assert "管理者がいなくなる" in last.output
    assert run("lock", "--email", "a@example.jp", "--undo").exit_code == 0
    assert "利用者はいません" in run("lock", "--email", "c@example.jp").output
