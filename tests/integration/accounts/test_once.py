"""What is good once is good once, also when everyone clicks in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from engage.accounts import operations, queries
from engage.accounts.models import Account, OneTimeLink
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import SYSTEM, Actor, Role
from tests.integration.accounts.conftest import EMAIL
from tests.integration.people import make_account

KEY = b"a key"


def test_of_eight_clicks_at_once_one_wins(database, at):
    account_id = make_account(database, Role.MONITOR, email=EMAIL)
    with database.transaction() as session:
        code = operations.issue_link(
            session, account_id=account_id, purpose="sign-in", key=KEY, at=at
        )

    def click(_n):
        try:
            return database.run_tx(
                lambda session: operations.sign_in_with_link(session, token=code, key=KEY, at=at)
            )
        except Invalid as error:
            return error.code

    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(click, range(8)))
    assert answers.count("link-unusable") == 7
    with database.reading() as session:
        assert session.scalars(select(OneTimeLink.used_at)).all() == [at]


def test_an_invitation_is_no_way_to_sign_in(database, at):
    account_id = make_account(database, Role.MONITOR, email=EMAIL)
    with database.transaction() as session:
        code = operations.issue_link(
            session, account_id=account_id, purpose="invitation", key=KEY, at=at
        )
    with database.writing() as session, pytest.raises(Invalid, match="link-unusable"):
        operations.sign_in_with_link(session, token=code, key=KEY, at=at)


def at_once(database, work, people=8):
    """Let eight people do the same thing at the same time; return what each got."""

    def one(_n):
        try:
            return database.run_tx(work)
        except Invalid as error:
            return error.code

    with ThreadPoolExecutor(people) as crowd:
        return list(crowd.map(one, range(people)))


def prepared(database, at):
    account_id = make_account(database, Role.PLANNER, email=EMAIL)
    with database.transaction() as session:
        operations.start_second_factor(session, account_id=account_id, key=KEY, at=at)
        account = queries.account(session, account_id)
        waiting = operations.prepared_second_factor(account, key=KEY)
        code = pyotp.TOTP(waiting.secret).at(at)
        operations.confirm_second_factor(session, account_id=account_id, code=code, key=KEY, at=at)
    return account_id, waiting


@pytest.mark.parametrize("kind", ["phone", "paper"])
def test_a_second_factor_code_is_good_once(database, at, kind):
    account_id, waiting = prepared(database, at)
    later = at + timedelta(seconds=60)
    code = pyotp.TOTP(waiting.secret).at(later) if kind == "phone" else waiting.recovery_codes[3]
    answers = at_once(
        database,
        lambda session: operations.check_second_factor(
            session, account_id=account_id, code=code, key=KEY, at=later
        ),
    )
    assert answers.count("second-factor-wrong") == 7


def test_one_address_has_one_account(database, at):
    def create(session):
        return operations.create_account(
            session,
            email=EMAIL,
            name="会津 はな（架空）",
            roles=[Role.MONITOR],
            actor=SYSTEM,
            at=at,
        ).id

    answers = at_once(database, create)
    assert answers.count("email-taken") == 7
    with database.reading() as session:
        assert len(session.scalars(select(Account)).all()) == 1


def test_two_administrators_cannot_remove_each_other_at_once(database, at):
    ids = [
        make_account(database, Role.ADMINISTRATOR, email=f"{name}@example.jp")
        for name in ("ai", "ei")
    ]
    actors = [Actor(id=i, name="", roles=frozenset({Role.ADMINISTRATOR})) for i in ids]

    def remove(n):
        def work(session):
            other = queries.account(session, ids[1 - n])
            operations.lock(session, account=other, actor=actors[n], at=at)
            return "locked"

        try:
            return database.run_tx(work)
        except Conflict as error:
            return error.code

    with ThreadPoolExecutor(2) as crowd:
        answers = sorted(crowd.map(remove, range(2)))
    assert answers == ["last-administrator", "locked"]
