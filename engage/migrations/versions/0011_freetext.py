"""Free answers: codes, codings, settlements, released quotes."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_code",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("definition", sa.String(length=500), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("label <> ''", name=op.f("ck_text_code_has_label")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_text_code_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_code")),
        sa.UniqueConstraint(
            "survey_id", "item", "code", name=op.f("uq_text_code_code_within_item")
        ),
        sa.UniqueConstraint(
            "survey_id", "item", "label", name=op.f("uq_text_code_label_within_item")
        ),
    )
    _sorted("text_coding", "account_id")
    _sorted("text_settlement")
    op.create_table(
        "text_quote",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("released_by", sa.String(length=36), nullable=False),
        sa.Column("released_at", UtcTime(), nullable=False),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_text_quote_has_text")),
        sa.ForeignKeyConstraint(
            ["released_by"], ["account.id"], name=op.f("fk_text_quote_released_by")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_text_quote_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_quote")),
        sa.UniqueConstraint(
            "survey_id", "item", "digest", name=op.f("uq_text_quote_released_once")
        ),
    )


def _sorted(name: str, *more_keys: str) -> None:
    op.create_table(
        name,
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=100), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("codes", JsonDocument(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{name}_account_id")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f(f"fk_{name}_survey_id")),
        sa.PrimaryKeyConstraint("survey_id", "item", "digest", *more_keys, name=op.f(f"pk_{name}")),
    )


def downgrade() -> None:
    for table in ("text_quote", "text_settlement", "text_coding", "text_code"):
        op.drop_table(table)
