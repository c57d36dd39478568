"""The sample city, put into a database once and copied for each test."""

from collections.abc import Iterator
from typing import Any

import pytest

from engage.core.db import Database
from engage.samples.evidence import evidence_registry
from engage.samples.koriyama.load import Report, load
from tests.conftest import AT
from tests.integration.databases import migrated


def put_in(database: Database, at: Any = AT) -> Report:
    registry = evidence_registry()
    return database.run_tx(lambda session: load(session, at=at, registry=registry))


def _prepare(database: Database) -> None:
    migrated(database)
    put_in(database)


@pytest.fixture(scope="session")
def koriyama_template(templates: Any) -> str:
    return templates.fill("koriyama", _prepare)


@pytest.fixture
def koriyama(templates: Any, koriyama_template: str) -> Iterator[Database]:
    """A database of this test's own with the sample city in it."""
    with templates.copy_of(koriyama_template) as database:
        yield database
