"""The database: columns, engines for SQLite and PostgreSQL, transactions that retry. No web."""

import json
import random
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    MetaData,
    String,
    Text,
    TypeDecorator,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column, sessionmaker

from engage.core.digest import canonical_json
from engage.core.ids import new_id

T = TypeVar("T")

RETRIES = 8
RETRYABLE = {"40001", "40P01"}
SAFE_SQLITE = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""Releases with the repair of the WAL reset bug, which can lose committed transactions."""


def _given_name_or_columns(constraint: Any, _table: Any) -> str:
    return str(constraint.name or "_".join(c.name for c in constraint.columns))


class Base(DeclarativeBase):
    """The parent of every table; constraint names follow one pattern."""

    metadata = MetaData(
        naming_convention={
            "constraint_name_or_columns": _given_name_or_columns,
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(constraint_name_or_columns)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


Id = Annotated[str, mapped_column(String(36), primary_key=True, default=new_id)]


class UtcTime(TypeDecorator[datetime]):
    """An instant: aware UTC in Python, `timestamptz` in PostgreSQL, ISO text in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: nobody could say which instant it is."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give back aware UTC whatever the database keeps."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class JsonDocument(TypeDecorator[Any]):
    """A plain value: canonical JSON text in SQLite, JSONB in PostgreSQL."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Choose the column type of the database at hand."""
        kind = JSONB(none_as_null=True) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Write canonical JSON, so that equal documents are equal texts."""
        if value is None or dialect.name == "postgresql":
            return value
        return canonical_json(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Read the document back."""
        if value is None or dialect.name == "postgresql":
            return value
        return json.loads(value)


class UnsafeDatabase(RuntimeError):
    """The database at hand could lose or garble data; the text says what to do."""


class Database:
    """One database: `reading()` and `writing()` sessions, and `run_tx` for whole writes."""

    def __init__(self, url: str, *, journal: str = "wal", strict: bool = False, pool: int = 20):
        """Connect lazily; `strict` refuses what development only warns about."""
        self.url = url
        if make_url(url).get_backend_name() == "sqlite":
            self.engine = _sqlite_engine(url, journal=journal, strict=strict, pool=pool)
        else:
            self.engine = _postgresql_engine(url, pool=pool)
        self._readers = sessionmaker(
            self.engine.execution_options(read_only=True, **_read_only(self.engine)),
            expire_on_commit=False,
            autoflush=False,
        )
        self._writers = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether the data lives in one file."""
        return self.engine.dialect.name == "sqlite"

    def reading(self) -> Session:
        """Open a session that cannot write; the database itself refuses."""
        return self._readers()

    def writing(self) -> Session:
        """Open a session whose transaction takes the write lock at its start."""
        return self._writers()

    def run_tx(self, work: Callable[[Session], T]) -> T:
        """Run `work` in one transaction and commit; again from the start when databases collide.

        `work` must have no effect outside the session, because it may run several times.
        """
        for attempt in range(RETRIES):
            with self.writing() as session:
                try:
                    result = work(session)
                    session.commit()
                except DBAPIError as error:
                    session.rollback()
                    if attempt == RETRIES - 1 or not is_collision(error):
                        raise
                else:
                    return result
            time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Open a writing session for a block and commit at its end (command line, tests)."""
        with self.writing() as session:
            yield session
            session.commit()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def is_collision(error: DBAPIError) -> bool:
    """Whether a transaction failed only because another was faster."""
    if getattr(error.orig, "sqlstate", None) in RETRYABLE:
        return True
    return isinstance(error, OperationalError) and "database is locked" in str(error.orig)


def _read_only(engine: Engine) -> dict[str, Any]:
    return {"postgresql_readonly": True} if engine.dialect.name == "postgresql" else {}


def sqlite_module() -> Any:
    """Return the SQLite binding to use: the newer wheel, or Python's own when that is safe."""
    import sqlite3

    if is_safe_sqlite(sqlite3.sqlite_version_info):
        return sqlite3
    try:
        import pysqlite3.dbapi2 as newer
    except ImportError:
        return sqlite3
    return newer


def is_safe_sqlite(version: tuple[int, ...]) -> bool:
    """Whether a SQLite release carries the repair of the WAL reset bug."""
    newest, *backports = SAFE_SQLITE
    return version >= newest or any(
        version[:2] == repaired[:2] and version >= repaired for repaired in backports
    )


def _sqlite_engine(url: str, *, journal: str, strict: bool, pool: int) -> Engine:
    module = sqlite_module()
    if journal == "wal" and not is_safe_sqlite(module.sqlite_version_info):
        problem = (
            f"SQLite {module.sqlite_version} can lose committed data in WAL mode. "
            "Install pysqlite3 0.6.1 or newer, or set ENGAGE_SQLITE_JOURNAL=delete."
        )
        if strict:
            raise UnsafeDatabase(problem)
        warnings.warn(problem, RuntimeWarning, stacklevel=3)
        journal = "delete"
    synchronous = "FULL" if journal == "wal" else "EXTRA"
    path = make_url(url).database
    in_memory = path in {None, "", ":memory:"}
    options = {} if in_memory else {"pool_size": pool, "max_overflow": 20}
    engine = create_engine(url, module=module, connect_args={"timeout": 30}, **options)
    pragmas = (
        f"journal_mode={journal}",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "trusted_schema=OFF",
        "secure_delete=ON",
        "cache_size=-16000",
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        if connection.get_execution_options().get("read_only"):
            connection.exec_driver_sql("PRAGMA query_only=ON")
            connection.exec_driver_sql("BEGIN")
        else:
            connection.exec_driver_sql("PRAGMA query_only=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgresql_engine(url: str, *, pool: int) -> Engine:
    parsed = make_url(url)
    if parsed.drivername in {"postgresql", "postgres"}:
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(
        parsed,
        pool_size=pool,
        max_overflow=20,
        pool_pre_ping=True,
        connect_args={
            "options": "-c lock_timeout=10s -c statement_timeout=30s "
            "-c idle_in_transaction_session_timeout=60s",
            "client_encoding": "utf8",
        },
    )

    @event.listens_for(engine, "connect")
    def _require_utf8(connection: Any, _record: Any) -> None:
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise UnsafeDatabase(
                f"The PostgreSQL database is {encoding}. Create it with ENCODING 'UTF8'."
            )

    return engine
