"""What every test relies on: a stopped clock where it matters, no network, outside numbers."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
settings.register_profile("searching", max_examples=1000)
settings.load_profile("repeatable")
# The same examples in every run; `pytest --hypothesis-profile=searching` looks for new ones.

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""The instant of most stories: 23 November 2026, 10:00 in Japan."""


@pytest.fixture
def at() -> datetime:
    return AT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Numbers of other programs (R, printed reports) that lie beside the project, if they do."""
    folder = os.environ.get("ENGAGE_SHARED", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("The folder with other programs' numbers is not here (ENGAGE_SHARED).")
    return Path(folder)
