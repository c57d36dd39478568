"""Polls of meetings and the votes of their seats."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("agenda_item_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("options", JsonDocument(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=True),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("vote_count", sa.Integer(), nullable=False),
        sa.Column("secret_votes", JsonDocument(), nullable=False),
        sa.Column("result", JsonDocument(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('sense', 'approval', 'score', 'dot', 'ranked')", name=op.f("ck_poll_kind")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'closed', 'withdrawn')", name=op.f("ck_poll_state")
        ),
        sa.CheckConstraint(
            "(state = 'closed') = (result IS NOT NULL)", name=op.f("ck_poll_closed_has_result")
        ),
        sa.CheckConstraint(
            "(result IS NULL) = (digest IS NULL)", name=op.f("ck_poll_result_is_sealed")
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR reason <> ''", name=op.f("ck_poll_withdrawn_has_reason")
        ),
        sa.CheckConstraint(
            "state NOT IN ('open', 'closed') OR opened_at IS NOT NULL",
            name=op.f("ck_poll_open_has_begun"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_poll_meeting_id")),
        sa.ForeignKeyConstraint(
            ["agenda_item_id", "meeting_id"],
            ["agenda_item.id", "agenda_item.meeting_id"],
            name=op.f("fk_poll_item_of_meeting"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_poll_number_within_meeting")),
        sa.UniqueConstraint("id", "is_secret", name=op.f("uq_poll_secrecy")),
    )
    op.create_index(op.f("ix_poll_agenda_item_id"), "poll", ["agenda_item_id"])
    op.create_index(
        "uq_poll_one_open",
        "poll",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "poll_vote",
        sa.Column("poll_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("marks", JsonDocument(), nullable=True),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=True),
        sa.CheckConstraint(
            "is_secret = (marks IS NULL)", name=op.f("ck_poll_vote_secret_says_nothing")
        ),
        sa.CheckConstraint(
            "is_secret = (at IS NULL)", name=op.f("ck_poll_vote_secret_has_no_time")
        ),
        sa.ForeignKeyConstraint(
            ["poll_id", "is_secret"],
            ["poll.id", "poll.is_secret"],
            name=op.f("fk_poll_vote_secrecy"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_poll_vote_organisation_id")
        ),
        sa.PrimaryKeyConstraint("poll_id", "organisation_id", name=op.f("pk_poll_vote")),
    )
    with op.batch_alter_table("minutes_block") as batch:
        batch.add_column(sa.Column("poll_id", sa.String(length=36), nullable=True))
        batch.create_foreign_key(op.f("fk_minutes_block_poll_id"), "poll", ["poll_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("minutes_block") as batch:
        batch.drop_constraint(op.f("fk_minutes_block_poll_id"), type_="foreignkey")
        batch.drop_column("poll_id")
    op.drop_table("poll_vote")
    op.drop_index("uq_poll_one_open", table_name="poll")
    op.drop_table("poll")
