"""The population that a survey's answers are weighted to."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_margins",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("people", JsonDocument(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.CheckConstraint("source <> ''", name=op.f("ck_survey_margins_says_its_source")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_survey_margins_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_margins_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_margins")),
    )


def downgrade() -> None:
    op.drop_table("survey_margins")
