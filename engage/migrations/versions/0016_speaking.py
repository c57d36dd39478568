"""Raised hands and quick notes of running meetings."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import UtcTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

UP = "state IN ('waiting', 'speaking')"


def upgrade() -> None:
    op.create_table(
        "raised_hand",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("representation_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("raised_at", UtcTime(), nullable=False),
        sa.Column("called_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'speaking', 'done', 'lowered')", name=op.f("ck_raised_hand_state")
        ),
        sa.CheckConstraint(
            "(state IN ('waiting', 'speaking')) = (ended_at IS NULL)",
            name=op.f("ck_raised_hand_ended"),
        ),
        sa.CheckConstraint(
            "state <> 'speaking' OR called_at IS NOT NULL", name=op.f("ck_raised_hand_called")
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_raised_hand_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_raised_hand_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["representation_id"],
            ["representation.id"],
            name=op.f("fk_raised_hand_representation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raised_hand")),
    )
    op.create_index(op.f("ix_raised_hand_meeting_id"), "raised_hand", ["meeting_id"])
    for name, columns, where in (
        ("uq_raised_hand_one_up", ["meeting_id", "organisation_id"], UP),
        ("uq_raised_hand_one_speaks", ["meeting_id"], "state = 'speaking'"),
    ):
        op.create_index(
            name,
            "raised_hand",
            columns,
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_table(
        "meeting_note",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("agenda_item_id", sa.String(length=36), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_meeting_note_has_text")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_meeting_note_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_meeting_note_agenda_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_note")),
        sa.UniqueConstraint("nonce", name=op.f("uq_meeting_note_once")),
    )
    op.create_index(op.f("ix_meeting_note_meeting_id"), "meeting_note", ["meeting_id"])


def downgrade() -> None:
    op.drop_table("meeting_note")
    op.drop_table("raised_hand")
