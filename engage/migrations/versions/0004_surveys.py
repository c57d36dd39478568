"""Surveys: the first shape of its tables."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime
from engage.migrations.guards import install

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        "CREATE TRIGGER definition_version_refuses_update BEFORE UPDATE ON "
        "definition_version\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of definition_version are never changed'); END",
        "CREATE TRIGGER definition_version_refuses_delete BEFORE DELETE ON "
        "definition_version\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of definition_version are never changed'); END",
        "CREATE TRIGGER survey_publication_refuses_update BEFORE UPDATE ON "
        "survey_publication\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of survey_publication are never changed'); END",
        "CREATE TRIGGER survey_publication_refuses_delete BEFORE DELETE ON "
        "survey_publication\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of survey_publication are never changed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION engage_refuse_change() RETURNS trigger\n"
        "LANGUAGE plpgsql AS $$\n"
        "BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER definition_version_refuses_update BEFORE UPDATE ON "
        "definition_version\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER definition_version_refuses_delete BEFORE DELETE ON "
        "definition_version\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER survey_publication_refuses_update BEFORE UPDATE ON "
        "survey_publication\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER survey_publication_refuses_delete BEFORE DELETE ON "
        "survey_publication\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "published_result",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=True),
        sa.Column("period_to", sa.Date(), nullable=True),
        sa.Column("method", sa.String(length=400), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("channels", JsonDocument(), nullable=False),
        sa.Column("printed_rate", sa.String(length=20), nullable=True),
        sa.Column("printed_formula", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('panel', 'sample', 'census', 'open')", name=op.f("ck_published_result_kind")
        ),
        sa.CheckConstraint(
            "period_to >= period_from", name=op.f("ck_published_result_ends_after_beginning")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_result")),
        sa.UniqueConstraint("code", name=op.f("uq_published_result_code")),
    )
    op.create_table(
        "monitor",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=True),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("age_band", sa.String(length=20), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("member_from", sa.Integer(), nullable=False),
        sa.Column("member_to", sa.Integer(), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "sex IN ('male', 'female', 'other', 'unknown')", name=op.f("ck_monitor_sex")
        ),
        sa.CheckConstraint(
            "member_to IS NULL OR member_to >= member_from",
            name=op.f("ck_monitor_leaves_after_join"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_monitor_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitor")),
        sa.UniqueConstraint("account_id", name=op.f("uq_monitor_account_id")),
    )
    op.create_table(
        "published_figure",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("result_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=300), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("printed_percent", sa.String(length=20), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "count IS NULL OR n IS NULL OR count <= n",
            name=op.f("ck_published_figure_part_of_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["published_result.id"], name=op.f("fk_published_figure_result_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_figure")),
        sa.UniqueConstraint(
            "result_id", "position", name=op.f("uq_published_figure_position_within_result")
        ),
    )
    op.create_index(
        op.f("ix_published_figure_result_id"), "published_figure", ["result_id"], unique=False
    )
    op.create_table(
        "survey",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opens_at", UtcTime(), nullable=False),
        sa.Column("closes_at", UtcTime(), nullable=False),
        sa.Column("current_version", sa.Integer(), nullable=True),
        sa.Column("plan_element_id", sa.String(length=36), nullable=True),
        sa.Column("results_released_at", UtcTime(), nullable=True),
        sa.Column("next_steps", JsonDocument(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('panel', 'sample', 'census', 'open')", name=op.f("ck_survey_kind")
        ),
        sa.CheckConstraint(
            "mode IN ('named', 'confidential', 'anonymous')", name=op.f("ck_survey_mode")
        ),
        sa.CheckConstraint(
            "state = 'draft' OR current_version IS NOT NULL",
            name=op.f("ck_survey_published_has_questionnaire"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'closed')", name=op.f("ck_survey_state")
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_survey_closes_after_opening")),
        sa.ForeignKeyConstraint(
            ["plan_element_id"], ["plan_element.id"], name=op.f("fk_survey_plan_element_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("code", name=op.f("uq_survey_code")),
        sa.UniqueConstraint("id", "mode", "kind", name=op.f("uq_survey_promise")),
    )
    op.create_table(
        "definition_version",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", JsonDocument(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_definition_version_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_definition_version_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_version")),
        sa.UniqueConstraint(
            "survey_id", "number", name=op.f("uq_definition_version_number_within_survey")
        ),
    )
    op.create_table(
        "participation",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("monitor_id", sa.String(length=36), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("age_band", sa.String(length=20), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("code_hmac", sa.String(length=64), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("nonce_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "used = 1 OR nonce_hash IS NULL", name=op.f("ck_participation_nonce_only_when_used")
        ),
        sa.CheckConstraint("used IN (0, 1)", name=op.f("ck_participation_used_is_yes_or_no")),
        sa.ForeignKeyConstraint(
            ["monitor_id"], ["monitor.id"], name=op.f("fk_participation_monitor_id")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_participation_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "monitor_id", name=op.f("pk_participation")),
        sa.UniqueConstraint("code_hmac", name=op.f("uq_participation_code_hmac")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "survey_publication",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id", "mode", "kind"],
            ["survey.id", "survey.mode", "survey.kind"],
            name="fk_survey_publication_promise",
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_publication")),
    )
    op.create_table(
        "draft",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("monitor_id", sa.String(length=36), nullable=False),
        sa.Column("document", JsonDocument(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("resume_hmac", sa.String(length=64), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_draft_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["survey_id", "monitor_id"],
            ["participation.survey_id", "participation.monitor_id"],
            name="fk_draft_participation",
        ),
        sa.PrimaryKeyConstraint("survey_id", "monitor_id", name=op.f("pk_draft")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_draft_resume_hmac", "draft", ["resume_hmac"], unique=False)
    op.create_table(
        "response",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("definition_version_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("document", JsonDocument(), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "channel IN ('web', 'paper', 'counter', 'phone')", name=op.f("ck_response_channel")
        ),
        sa.ForeignKeyConstraint(
            ["definition_version_id"],
            ["definition_version.id"],
            name=op.f("fk_response_definition_version_id"),
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_response_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_response_receipt_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_response_survey_id", "response", ["survey_id"], unique=False)
    install(op, GUARDS)


def downgrade() -> None:
    op.drop_index("ix_response_survey_id", table_name="response")
    op.drop_table("response")
    op.drop_index("ix_draft_resume_hmac", table_name="draft")
    op.drop_table("draft")
    op.drop_table("survey_publication")
    op.drop_table("participation")
    op.drop_table("definition_version")
    op.drop_table("survey")
    op.drop_index(op.f("ix_published_figure_result_id"), table_name="published_figure")
    op.drop_table("published_figure")
    op.drop_table("monitor")
    op.drop_table("published_result")
