"""The home page, put together from what the features say about themselves."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from engage.home.page import HomePage


def home_page(session: Session, at: datetime) -> HomePage:  # noqa: ARG001
    """Return everything that the home page shows at a moment."""
    return HomePage()


def touch(session: Session) -> None:
    """Read one value, to know that the database answers."""
    session.execute(text("SELECT 1"))
