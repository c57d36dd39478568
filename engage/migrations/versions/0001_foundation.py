"""Foundation: the first shape of its tables."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime
from engage.migrations.guards import drop_functions, install

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        "CREATE TRIGGER audit_event_refuses_update BEFORE UPDATE ON audit_event\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of audit_event are never changed'); END",
        "CREATE TRIGGER audit_event_refuses_delete BEFORE DELETE ON audit_event\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of audit_event are never changed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION engage_refuse_change() RETURNS trigger\n"
        "LANGUAGE plpgsql AS $$\n"
        "BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER audit_event_refuses_update BEFORE UPDATE ON audit_event\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER audit_event_refuses_delete BEFORE DELETE ON audit_event\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("actor_id", sa.String(length=36), nullable=True),
        sa.Column("actor_name", sa.String(length=200), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("object_kind", sa.String(length=60), nullable=False),
        sa.Column("object_id", sa.String(length=200), nullable=False),
        sa.Column("details", JsonDocument(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_audit_event_counts_from_one")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("previous", name=op.f("uq_audit_event_previous")),
        sa.UniqueConstraint("seal", name=op.f("uq_audit_event_seal")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.String(length=4), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 'head'", name=op.f("ck_audit_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "installation_fact",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", JsonDocument(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation_fact")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("payload", JsonDocument(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("run_at", UtcTime(), nullable=False),
        sa.Column("lease_until", UtcTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'running') = (lease_until IS NOT NULL)",
            name=op.f("ck_job_lease_when_running"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_job_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("key", name=op.f("uq_job_key")),
    )
    op.create_index("ix_job_due", "job", ["state", "run_at"], unique=False)
    op.create_table(
        "mail_delivery",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("claimed_until", UtcTime(), nullable=True),
        sa.CheckConstraint("state IN ('sending', 'sent')", name=op.f("ck_mail_delivery_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_delivery")),
        sa.UniqueConstraint(
            "purpose", "recipient", name=op.f("uq_mail_delivery_once_per_person_and_purpose")
        ),
    )
    op.create_table(
        "rate_limit",
        sa.Column("bucket", sa.String(length=80), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", name=op.f("pk_rate_limit")),
    )
    op.create_table(
        "job_effect",
        sa.Column("job_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_job_effect_job_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", "name", name=op.f("pk_job_effect")),
    )
    install(op, GUARDS)


def downgrade() -> None:
    op.drop_table("job_effect")
    op.drop_table("rate_limit")
    op.drop_table("mail_delivery")
    op.drop_index("ix_job_due", table_name="job")
    op.drop_table("job")
    op.drop_table("installation_fact")
    op.drop_table("audit_head")
    op.drop_table("audit_event")
    drop_functions(op, ["engage_refuse_change"])
