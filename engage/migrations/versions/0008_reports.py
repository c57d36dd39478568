"""Reports of surveys: what was asked for, how far each is, and which files came of it."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_report",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("choices", JsonDocument(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.Column("outline", JsonDocument(), nullable=True),
        sa.Column("files", JsonDocument(), nullable=True),
        sa.Column("responses", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("asked_at", UtcTime(), nullable=False),
        sa.Column("finished_at", UtcTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'working', 'done', 'failed')",
            name=op.f("ck_survey_report_state"),
        ),
        sa.CheckConstraint(
            "step >= 0 AND step <= steps", name=op.f("ck_survey_report_step_of_steps")
        ),
        sa.CheckConstraint(
            "(state = 'done') = (finished_at IS NOT NULL)",
            name=op.f("ck_survey_report_finished_when_done"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_survey_report_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_report_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_report")),
        sa.UniqueConstraint("nonce", name=op.f("uq_survey_report_asked_once")),
    )
    op.create_index("ix_survey_report_survey", "survey_report", ["survey_id", "asked_at"])


def downgrade() -> None:
    op.drop_index("ix_survey_report_survey", "survey_report")
    op.drop_table("survey_report")
