"""Organisations confirm minutes, ask for changes, or object."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import UtcTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "minutes_confirmation",
        sa.Column("minutes_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("representation_id", sa.String(length=36), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        *_keys("minutes_confirmation"),
        sa.PrimaryKeyConstraint(
            "minutes_id", "organisation_id", name=op.f("pk_minutes_confirmation")
        ),
    )
    op.create_table(
        "minutes_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("minutes_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("representation_id", sa.String(length=36), nullable=False),
        sa.Column("minutes_block_id", sa.String(length=36), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("settled_at", UtcTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'declined')", name=op.f("ck_minutes_request_state")
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_minutes_request_has_text")),
        sa.CheckConstraint(
            "state = 'open' OR reply <> ''", name=op.f("ck_minutes_request_settled_has_reply")
        ),
        sa.CheckConstraint(
            "(state = 'open') = (settled_at IS NULL)",
            name=op.f("ck_minutes_request_settled_has_time"),
        ),
        *_keys("minutes_request"),
        sa.ForeignKeyConstraint(
            ["minutes_block_id"], ["minutes_block.id"],
            name=op.f("fk_minutes_request_minutes_block_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_request")),
        sa.UniqueConstraint("nonce", name=op.f("uq_minutes_request_nonce")),
    )  # fmt: skip
    op.create_index(op.f("ix_minutes_request_minutes_id"), "minutes_request", ["minutes_id"])


def _keys(table: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))
        for column, target in (
            ("minutes_id", "minutes.id"),
            ("organisation_id", "organisation.id"),
            ("representation_id", "representation.id"),
        )
    ]


def downgrade() -> None:
    op.drop_table("minutes_request")
    op.drop_table("minutes_confirmation")
