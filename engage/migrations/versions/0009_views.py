"""Named views of a survey's numbers."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "survey_view",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("choices", JsonDocument(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_survey_view_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_view_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_view")),
        sa.UniqueConstraint("survey_id", "name", name=op.f("uq_survey_view_one_of_each_name")),
    )


def downgrade() -> None:
    op.drop_table("survey_view")
