"""The house with a database of its own for each test; both kinds of database unless told.

`database` runs a test on SQLite and on PostgreSQL. Mark a module or test with
`@pytest.mark.sqlite_only` when the database cannot matter (pages, words).
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Database
from tests.conftest import AT
from tests.integration import databases

SECRET = "a-secret-for-tests-0123456789abcdef"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine_kind" in metafunc.fixturenames:
        kinds = ["sqlite"]
        if not metafunc.definition.get_closest_marker("sqlite_only"):
            kinds.append(pytest.param("postgresql", marks=pytest.mark.postgres))
        metafunc.parametrize("engine_kind", kinds, scope="session")


@pytest.fixture(scope="session")
def sqlite_templates(tmp_path_factory: pytest.TempPathFactory) -> databases.SqliteTemplates:
    return databases.SqliteTemplates(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_templates(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[databases.PostgresqlTemplates]:
    with databases.postgresql_server(tmp_path_factory.mktemp("pg")) as url:
        yield databases.PostgresqlTemplates(url)


@pytest.fixture(scope="session")
def templates(engine_kind: str, request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(f"{engine_kind}_templates")


@pytest.fixture(scope="session")
def empty_template(templates: Any) -> str:
    return templates.fill("empty", databases.migrated)


@pytest.fixture
def database(templates: Any, empty_template: str) -> Iterator[Database]:
    """A migrated, empty database of this test's own."""
    with templates.copy_of(empty_template) as database:
        yield database


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session; what it has not committed is gone after the test."""
    with database.writing() as session:
        yield session


@pytest.fixture
def settings(tmp_path: Path, database: Database) -> Settings:
    return Settings(data_dir=tmp_path, database_url=database.url, secret_key=SECRET)


@pytest.fixture
def app(settings: Settings, database: Database, at: datetime) -> Iterator[Flask]:
    """The whole program on this test's database, its clock stopped at `at`."""
    from engage.app import create_app

    app = create_app(settings, database)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    with clock.stopped_at(at):
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., FlaskClient]:
    """`sign_in(Role.PLANNER)` gives a browser in which such a person has signed in."""
    from tests.integration.people import signed_in_client

    def open_browser(*roles: Any, **values: Any) -> FlaskClient:
        return signed_in_client(app, *roles, **values)

    return open_browser


@pytest.fixture(scope="session")
def sample_template(templates: Any, engine_kind: str) -> str:
    """The sample city, loaded once for each kind of database."""
    from engage.samples.evidence import evidence_registry
    from engage.samples.koriyama.load import load

    def prepare(database: Database) -> None:
        databases.migrated(database)
        with clock.stopped_at(AT):
            database.run_tx(lambda s: load(s, at=AT, registry=evidence_registry()))

    return templates.fill("sample", prepare)


@pytest.fixture(scope="module")
def sample_database(templates: Any, sample_template: str) -> Iterator[Database]:
    """A copy of the sample city for one module of tests."""
    with templates.copy_of(sample_template) as database:
        yield database


@pytest.fixture(scope="module")
def sample_app(
    sample_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The whole program showing the sample city, its clock stopped on the day of loading."""
    from engage.app import create_app

    settings = Settings(
        data_dir=tmp_path_factory.mktemp("city"),
        database_url=sample_database.url,
        secret_key=SECRET,
    )
    app = create_app(settings, sample_database)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    with clock.stopped_at(AT):
        yield app
