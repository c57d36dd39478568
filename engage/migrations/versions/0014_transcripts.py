"""Transcripts of meetings: files of captions, their voices and passages."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import UtcTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transcript",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("begins_at", UtcTime(), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=True),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_transcript_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
        sa.UniqueConstraint("meeting_id", "sha256", name=op.f("uq_transcript_file_once")),
    )
    op.create_index(op.f("ix_transcript_meeting_id"), "transcript", ["meeting_id"])
    op.create_table(
        "transcript_voice",
        sa.Column("transcript_id", sa.String(length=36), nullable=False),
        sa.Column("voice", sa.String(length=80), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_transcript_voice_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_transcript_voice_transcript_id")
        ),
        sa.PrimaryKeyConstraint("transcript_id", "voice", name=op.f("pk_transcript_voice")),
    )
    op.create_table(
        "transcript_passage",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("transcript_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("begins_ms", sa.Integer(), nullable=False),
        sa.Column("ends_ms", sa.Integer(), nullable=False),
        sa.Column("voice", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("opinion_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "ends_ms > begins_ms AND begins_ms >= 0",
            name=op.f("ck_transcript_passage_ends_after_beginning"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_transcript_passage_has_text")),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_transcript_passage_opinion_id")
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_transcript_passage_transcript_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript_passage")),
        sa.UniqueConstraint(
            "transcript_id", "position", name=op.f("uq_transcript_passage_one_place")
        ),
        sa.UniqueConstraint("opinion_id", name=op.f("uq_transcript_passage_opinion_id")),
    )


def downgrade() -> None:
    for table in ("transcript_passage", "transcript_voice", "transcript"):
        op.drop_table(table)
