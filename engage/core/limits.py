"""How many wrong tries are allowed: counted in the database, so every worker knows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, case, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core.db import Base, Database
from engage.core.errors import TooMany


class RateLimit(Base):
    """The wrong tries of one bucket in the current window of time."""

    __tablename__ = "rate_limit"

    bucket: Mapped[str] = mapped_column(String(80), primary_key=True)
    window: Mapped[int] = mapped_column(Integer)
    hits: Mapped[int] = mapped_column(Integer)


def check(session: Session, *, bucket: str, allowed: int, seconds: int, at: datetime) -> None:
    """Raise TooMany when the bucket has had its allowed tries in this window."""
    window = int(at.timestamp()) // seconds
    row = session.execute(
        select(RateLimit.window, RateLimit.hits).where(RateLimit.bucket == bucket)
    ).one_or_none()
    if row is not None and row.window == window and row.hits >= allowed:
        raise TooMany("too-many-tries", minutes=max(1, seconds // 60))


def count(database: Database, *, bucket: str, seconds: int, at: datetime) -> None:
    """Count one wrong try, in a transaction of its own: it stays though the request fails."""
    window = int(at.timestamp()) // seconds
    dialect: Any = sqlite if database.is_sqlite else postgresql
    statement = dialect.insert(RateLimit).values(bucket=bucket, window=window, hits=1)
    statement = statement.on_conflict_do_update(
        index_elements=[RateLimit.bucket],
        set_={
            "hits": case((RateLimit.window == window, RateLimit.hits + 1), else_=1),
            "window": window,
        },
    )
    database.run_tx(lambda session: session.execute(statement))
