"""Building: working drafts of questionnaires, every edit of them, the bank, mappings."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime
from engage.migrations.guards import install

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        "CREATE TRIGGER questionnaire_edit_refuses_update BEFORE UPDATE ON questionnaire_edit\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of questionnaire_edit are never changed'); END",
        "CREATE TRIGGER questionnaire_edit_refuses_delete BEFORE DELETE ON questionnaire_edit\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of questionnaire_edit are never changed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION engage_refuse_change() RETURNS trigger\n"
        "LANGUAGE plpgsql AS $$\n"
        "BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER questionnaire_edit_refuses_update BEFORE UPDATE ON questionnaire_edit\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER questionnaire_edit_refuses_delete BEFORE DELETE ON questionnaire_edit\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
    ],
}


def upgrade() -> None:
    op.add_column("definition_version", sa.Column("mapping", JsonDocument(), nullable=True))
    op.create_table(
        "questionnaire_draft",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("document", JsonDocument(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("revision > 0", name=op.f("ck_questionnaire_draft_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_questionnaire_draft_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_questionnaire_draft")),
    )
    op.create_table(
        "questionnaire_edit",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("changes", JsonDocument(), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("account_name", sa.String(length=200), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("redoes", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_questionnaire_edit_counts_from_one")),
        sa.CheckConstraint(
            "undoes IS NULL OR redoes IS NULL",
            name=op.f("ck_questionnaire_edit_undoes_or_redoes"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_questionnaire_edit_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["questionnaire_draft.survey_id"],
            name=op.f("fk_questionnaire_edit_survey_id"),
        ),
        sa.PrimaryKeyConstraint("survey_id", "revision", name=op.f("pk_questionnaire_edit")),
        sa.UniqueConstraint("survey_id", "token", name=op.f("uq_questionnaire_edit_once")),
    )
    op.create_table(
        "bank_question",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("question", JsonDocument(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_bank_question_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_question")),
        sa.UniqueConstraint("digest", name=op.f("uq_bank_question_kept_once")),
    )
    install(op, GUARDS)


def downgrade() -> None:
    op.drop_table("bank_question")
    op.drop_table("questionnaire_edit")
    op.drop_table("questionnaire_draft")
    op.drop_column("definition_version", "mapping")
