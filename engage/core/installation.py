"""What is true of this installation as a whole, kept in its database."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from engage.core.db import Base, JsonDocument

SAMPLE_CITY = "sample-city"


class InstallationFact(Base):
    """One fact about the installation, such as that it shows the sample city."""

    __tablename__ = "installation_fact"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JsonDocument)


def mark_as_sample(session: Session, name: str) -> None:
    """Remember that a sample city is in this database; every page then says so."""
    session.merge(InstallationFact(name=SAMPLE_CITY, value=name))


def sample_city(session: Session) -> str | None:
    """Return the sample city's name, or None in a real installation."""
    fact = session.get(InstallationFact, SAMPLE_CITY)
    return fact.value if fact else None
