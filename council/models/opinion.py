"""What was said: an identity that stays, and words that are never changed, only followed."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from council.models.agenda import AgendaItem
from council.models.body import Organisation, Representation
from engage.core.db import Base, Id, UtcTime
from engage.core.frozen import append_only

CHANNELS = ("room", "online", "writing", "mail", "counter", "phone", "fax", "email", "meeting")
"""`meeting` is for records that say only that it was said in the meeting."""
KINDS = ("opinion", "question", "answer", "explanation")
ATTRIBUTIONS = ("named", "organisation", "unattributed")
STATES = ("public", "withdrawn", "hidden")
PHASES = ("before", "during", "after")


class Opinion(Base):
    """One voice in a meeting: who, through which channel, about which item; the words are apart."""

    __tablename__ = "opinion"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agenda_item_id", "meeting_id"],
            ["agenda_item.id", "agenda_item.meeting_id"],
            name="fk_opinion_item_of_meeting",
        ),
        CheckConstraint(f"channel IN {CHANNELS}", name="channel"),
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint(f"attribution IN {ATTRIBUTIONS}", name="attribution"),
        CheckConstraint(f"state IN {STATES}", name="state"),
        CheckConstraint(f"phase IN {PHASES}", name="phase"),
        CheckConstraint(
            "(attribution = 'unattributed') = (organisation_id IS NULL)",
            name="attributed_has_organisation",
        ),
        CheckConstraint(
            "representation_id IS NULL OR organisation_id IS NOT NULL",
            name="delegate_has_organisation",
        ),
        CheckConstraint("attribution <> 'named' OR speaker_name <> ''", name="named_has_name"),
        CheckConstraint("state <> 'hidden' OR closing_reason <> ''", name="hidden_has_reason"),
        CheckConstraint("(state = 'public') = (closed_at IS NULL)", name="closed_when_not_public"),
        UniqueConstraint("meeting_id", "number", name="number_within_meeting"),
        Index("ix_opinion_of_item", "agenda_item_id", "number"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[str] = mapped_column(ForeignKey("meeting.id"))
    agenda_item_id: Mapped[str] = mapped_column(String(36))
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(12), default="opinion")
    channel: Mapped[str] = mapped_column(String(10))
    phase: Mapped[str] = mapped_column(String(8))
    attribution: Mapped[str] = mapped_column(String(14))
    organisation_id: Mapped[str | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    organisation_name: Mapped[str] = mapped_column(String(200), default="")
    """The organisation's name on the day of the opinion."""
    representation_id: Mapped[str | None] = mapped_column(ForeignKey("representation.id"))
    speaker_name: Mapped[str] = mapped_column(String(200), default="")
    """Printed only when the attribution is `named`."""
    entered_by: Mapped[str | None] = mapped_column(String(36))
    """The account of the staff member who wrote it down; NULL when its author typed it."""
    received_at: Mapped[datetime | None] = mapped_column(UtcTime)
    received_on: Mapped[date] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default="public")
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closing_reason: Mapped[str] = mapped_column(String(300), default="")
    nonce: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Made with the form: a repeated submission finds the opinion that the first one made."""
    current_seq: Mapped[int] = mapped_column(Integer, default=1)
    source: Mapped[str] = mapped_column(String(200), default="")
    is_fictional: Mapped[bool] = mapped_column(Boolean, default=False)

    item: Mapped[AgendaItem] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    representation: Mapped[Representation | None] = relationship()


class OpinionRevision(Base):
    """The words of an opinion as they stood from one moment on; never changed, never deleted."""

    __tablename__ = "opinion_revision"
    __table_args__ = (
        UniqueConstraint("opinion_id", "seq", name="number_within_opinion"),
        CheckConstraint("seq > 0", name="counts_from_one"),
    )

    id: Mapped[Id]
    opinion_id: Mapped[str] = mapped_column(ForeignKey("opinion.id"))
    seq: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    is_summary: Mapped[bool] = mapped_column(Boolean, default=False)
    """Whether these are the gist (要旨) and not the words as spoken or written."""
    note: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[str | None] = mapped_column(String(36))
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)

    opinion: Mapped[Opinion] = relationship()


append_only(OpinionRevision.__table__)  # type: ignore[arg-type]
