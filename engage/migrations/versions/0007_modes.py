"""Three modes of answering that differ: who can be joined to what, drafts nobody else can open.

The three tables of answering are made anew, because SQLite cannot add what they now promise.
Plain drafts of anonymous surveys are dropped: they must not lie beside a person's id.
"""

# ruff: noqa: S608 - names of our own tables and columns
import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime
from engage.migrations.guards import install

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        "CREATE TRIGGER receipt_ledger_refuses_update BEFORE UPDATE ON receipt_ledger\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of receipt_ledger are never changed'); END",
        "CREATE TRIGGER receipt_ledger_refuses_delete BEFORE DELETE ON receipt_ledger\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of receipt_ledger are never changed'); END",
    ],
    "postgresql": [
        "CREATE TRIGGER receipt_ledger_refuses_update BEFORE UPDATE ON receipt_ledger\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER receipt_ledger_refuses_delete BEFORE DELETE ON receipt_ledger\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
    ],
}

ASKED = "survey_id, monitor_id, sex, age_band, district, code_hmac, used"
DRAFT = "survey_id, monitor_id, document, page, revision, resume_hmac"
ANSWER = "id, survey_id, definition_version_id, channel, document, receipt_hash"
REBUILT = ("draft", "response", "participation")


def upgrade() -> None:
    op.create_index("ix_survey_mode", "survey", ["id", "mode"], unique=True)
    _set_aside()
    _new_tables()
    op.execute(f"INSERT INTO participation ({ASKED}) SELECT {ASKED} FROM kept_participation")
    op.execute(
        f"INSERT INTO draft ({DRAFT}, mode) SELECT {_of('d', DRAFT)}, s.mode FROM kept_draft d "
        "JOIN survey s ON s.id = d.survey_id WHERE s.mode <> 'anonymous'"
    )
    op.execute(
        f"INSERT INTO response ({ANSWER}, mode) SELECT {_of('r', ANSWER)}, s.mode "
        "FROM kept_response r JOIN survey s ON s.id = r.survey_id"
    )
    _drop_what_was_set_aside()
    install(op, GUARDS)


def downgrade() -> None:
    for name in ("notice_wish", "receipt_ledger", "survey_quota", "answer_change", "sealed_draft"):
        op.drop_table(name)
    _set_aside()
    op.execute(f"INSERT INTO kept_response ({ANSWER}) SELECT {ANSWER} FROM incoming_response")
    op.drop_table("incoming_response")
    op.drop_index("ix_survey_mode", "survey")
    _old_tables()
    for name, columns in (("participation", ASKED), ("draft", DRAFT), ("response", ANSWER)):
        op.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM kept_{name}")
    _drop_what_was_set_aside()


def _set_aside() -> None:
    for name in REBUILT:
        op.execute(f"CREATE TABLE kept_{name} AS SELECT * FROM {name}")
        op.drop_table(name)


def _drop_what_was_set_aside() -> None:
    for name in REBUILT:
        op.drop_table(f"kept_{name}")


def _of(alias: str, columns: str) -> str:
    return ", ".join(f"{alias}.{name}" for name in columns.split(", "))


def _new_tables() -> None:
    op.create_table(
        "participation",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("monitor_id", sa.String(length=36), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("age_band", sa.String(length=20), nullable=False),
        sa.Column("district", sa.String(length=40), nullable=False),
        sa.Column("code_hmac", sa.String(length=64), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
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
        "draft",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("monitor_id", sa.String(length=36), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("document", JsonDocument(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("resume_hmac", sa.String(length=64), nullable=False),
        sa.CheckConstraint("mode <> 'anonymous'", name=op.f("ck_draft_never_anonymous")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_draft_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["survey_id", "mode"], ["survey.id", "survey.mode"], name="fk_draft_mode"
        ),
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
        "sealed_draft",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("lookup", sa.String(length=64), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_sealed_draft_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_sealed_draft_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "lookup", name=op.f("pk_sealed_draft")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "response",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("monitor_id", sa.String(length=36), nullable=True),
        sa.Column("definition_version_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("document", JsonDocument(), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=True),
        sa.Column("receipt_leaf", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "channel IN ('web', 'paper', 'counter', 'phone')", name=op.f("ck_response_channel")
        ),
        sa.CheckConstraint(
            "monitor_id IS NULL OR mode = 'named'", name=op.f("ck_response_only_named_has_person")
        ),
        sa.ForeignKeyConstraint(
            ["definition_version_id"],
            ["definition_version.id"],
            name=op.f("fk_response_definition_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "mode"], ["survey.id", "survey.mode"], name="fk_response_mode"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "monitor_id"],
            ["participation.survey_id", "participation.monitor_id"],
            name="fk_response_participation",
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_response_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_response_receipt_hash")),
        sa.UniqueConstraint("survey_id", "monitor_id", name=op.f("uq_response_once_per_person")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_response_survey_id", "response", ["survey_id"], unique=False)
    op.create_table(
        "incoming_response",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("definition_version_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("document", JsonDocument(), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=True),
        sa.Column("receipt_leaf", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "channel IN ('web', 'paper', 'counter', 'phone')",
            name=op.f("ck_incoming_response_channel"),
        ),
        sa.CheckConstraint("mode = 'anonymous'", name=op.f("ck_incoming_response_only_anonymous")),
        sa.ForeignKeyConstraint(
            ["definition_version_id"],
            ["definition_version.id"],
            name=op.f("fk_incoming_response_definition_version_id"),
        ),
        sa.ForeignKeyConstraint(
            ["survey_id", "mode"], ["survey.id", "survey.mode"], name="fk_incoming_response_mode"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_incoming_response_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_response")),
        sa.UniqueConstraint("receipt_hash", name=op.f("uq_incoming_response_receipt_hash")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_incoming_response_survey_id", "incoming_response", ["survey_id"], unique=False
    )
    op.create_table(
        "answer_change",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "edits >= 0 AND withdrawn >= 0", name=op.f("ck_answer_change_counts_from_zero")
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_answer_change_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_answer_change")),
    )
    op.create_table(
        "survey_quota",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint("taken <= most", name=op.f("ck_survey_quota_never_more_than_wanted")),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_survey_quota_counts_from_zero")),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_survey_quota_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", "code", name=op.f("pk_survey_quota")),
    )
    op.create_table(
        "receipt_ledger",
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_receipt_ledger_survey_id")
        ),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_receipt_ledger")),
    )
    op.create_table(
        "notice_wish",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("survey_id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["survey.id"], name=op.f("fk_notice_wish_survey_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_wish")),
        sa.UniqueConstraint("survey_id", "email", name=op.f("uq_notice_wish_once_per_address")),
        sqlite_with_rowid=False,
    )


def _old_tables() -> None:
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
