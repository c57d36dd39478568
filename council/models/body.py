"""Bodies that meet, the organisations that are their members, and who acts for them when.

Days are half-open: `from_on` is the first day, `until_on` the first day on which it is over.
"""

from datetime import date

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engage.core.db import Base, Id

BODY_KINDS = ("council", "committee", "headquarters", "meeting", "advisers", "auditors")
SEATS = ("voting", "observer", "secretariat")
REPRESENTATION_KINDS = ("delegate", "substitute")
PRECISIONS = ("day", "month")

_IN_ORDER = "until_on IS NULL OR from_on IS NULL OR until_on > from_on"


class Body(Base):
    """A council, committee or headquarters that holds meetings; its names are dated."""

    __tablename__ = "body"
    __table_args__ = (CheckConstraint(f"kind IN {BODY_KINDS}", name="kind"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    task: Mapped[str] = mapped_column(Text, default="")
    """What the body does, in one sentence for citizens."""
    members_text: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(200), default="")
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)

    names: Mapped[list["BodyName"]] = relationship(back_populates="body")


class BodyName(Base):
    """What a body was called from one day until another; NULL means nobody recorded the day."""

    __tablename__ = "body_name"
    __table_args__ = (
        CheckConstraint(_IN_ORDER, name="ends_after_beginning"),
        CheckConstraint(f"precision IN {PRECISIONS}", name="precision"),
        UniqueConstraint("body_id", "from_on", name="one_name_from_a_day"),
    )

    id: Mapped[Id]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    name: Mapped[str] = mapped_column(String(200))
    reading: Mapped[str] = mapped_column(String(300))
    from_on: Mapped[date | None] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    precision: Mapped[str] = mapped_column(String(5), default="day")
    """How exactly the days are known: a month stays a month when it is shown."""
    note: Mapped[str] = mapped_column(String(300), default="")
    source: Mapped[str] = mapped_column(String(200), default="")

    body: Mapped[Body] = relationship(back_populates="names")


class Organisation(Base):
    """A member of a body: always an organisation, whoever speaks for it; its names are dated."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint(
            "corporate_number IS NULL OR length(corporate_number) = 13",
            name="corporate_number_has_13_digits",
        ),
    )

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    corporate_number: Mapped[str | None] = mapped_column(String(13), unique=True)
    source: Mapped[str] = mapped_column(String(200), default="")
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)

    names: Mapped[list["OrganisationName"]] = relationship(back_populates="organisation")


class OrganisationName(Base):
    """What an organisation was called, and how that is read, from one day until another."""

    __tablename__ = "organisation_name"
    __table_args__ = (
        CheckConstraint(_IN_ORDER, name="ends_after_beginning"),
        UniqueConstraint("organisation_id", "from_on", name="one_name_from_a_day"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    reading: Mapped[str] = mapped_column(String(300))
    from_on: Mapped[date | None] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)

    organisation: Mapped[Organisation] = relationship(back_populates="names")


class Membership(Base):
    """An organisation's seat in a body for a term."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(_IN_ORDER, name="ends_after_beginning"),
        CheckConstraint(f"seat IN {SEATS}", name="seat"),
        UniqueConstraint("body_id", "organisation_id", "from_on", name="one_term_from_a_day"),
    )

    id: Mapped[Id]
    body_id: Mapped[str] = mapped_column(ForeignKey("body.id"))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisation.id"), index=True)
    seat: Mapped[str] = mapped_column(String(12), default="voting")
    role: Mapped[str] = mapped_column(String(100), default="")
    from_on: Mapped[date | None] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)

    body: Mapped[Body] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Representation(Base):
    """A person with their own sign-in who acts for a member organisation for a term."""

    __tablename__ = "representation"
    __table_args__ = (
        CheckConstraint(_IN_ORDER, name="ends_after_beginning"),
        CheckConstraint(f"kind IN {REPRESENTATION_KINDS}", name="kind"),
        UniqueConstraint("membership_id", "account_id", "from_on", name="one_term_from_a_day"),
    )

    id: Mapped[Id]
    membership_id: Mapped[str] = mapped_column(ForeignKey("membership.id"))
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12), default="delegate")
    from_on: Mapped[date | None] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)

    membership: Mapped[Membership] = relationship()
