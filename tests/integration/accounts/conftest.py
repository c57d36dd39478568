"""A house with people in it, and the mail that they got."""

import re

import pytest

from engage.accounts.mailbox import kept_mail
from engage.core.permissions import Role
from tests.integration.people import make_account

EMAIL = "hana@example.jp"


@pytest.fixture
def planner(app, database) -> str:
    return make_account(database, Role.PLANNER, email=EMAIL, name="会津 はな（架空）")


@pytest.fixture
def mail(app, settings):
    """Do the waiting work, and return the mails, the newest first."""

    def deliver():
        app.extensions["engage.house"].bell.work()
        return kept_mail(settings.data_dir / "mailbox", settings.base_url)

    return deliver


@pytest.fixture
def code_from(mail):
    """The code in the newest mail."""
    return lambda: re.search(r"#([0-9A-Z]+)$", mail()[0].link).group(1)
