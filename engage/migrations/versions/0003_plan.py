"""Plan: the first shape of its tables."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime
from engage.migrations.guards import drop_functions, install

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        "CREATE TRIGGER evidence_refuses_update BEFORE UPDATE ON evidence\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of evidence are never changed'); END",
        "CREATE TRIGGER evidence_refuses_delete BEFORE DELETE ON evidence\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of evidence are never changed'); END",
        "CREATE TRIGGER plan_version_published_refuses_UPDATE BEFORE UPDATE ON "
        "plan_version WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'a published "
        "version is never changed'); END",
        "CREATE TRIGGER plan_version_published_refuses_DELETE BEFORE DELETE ON "
        "plan_version WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'a published "
        "version is never changed'); END",
        "CREATE TRIGGER revision_item_published_refuses_INSERT BEFORE INSERT ON "
        "revision_item WHEN (SELECT state FROM plan_version WHERE id = NEW.version_id) = "
        "'published' BEGIN SELECT RAISE(ABORT, 'a published version is never changed'); "
        "END",
        "CREATE TRIGGER revision_item_published_refuses_UPDATE BEFORE UPDATE ON "
        "revision_item WHEN (SELECT state FROM plan_version WHERE id = OLD.version_id) = "
        "'published' OR (SELECT state FROM plan_version WHERE id = NEW.version_id) = "
        "'published' BEGIN SELECT RAISE(ABORT, 'a published version is never changed'); "
        "END",
        "CREATE TRIGGER revision_item_published_refuses_DELETE BEFORE DELETE ON "
        "revision_item WHEN (SELECT state FROM plan_version WHERE id = OLD.version_id) = "
        "'published' BEGIN SELECT RAISE(ABORT, 'a published version is never changed'); "
        "END",
        "CREATE TRIGGER citation_published_refuses_INSERT BEFORE INSERT ON citation WHEN "
        "(SELECT v.state FROM plan_version v JOIN revision_item i ON i.version_id = v.id "
        "WHERE i.id = NEW.item_id) = 'published' BEGIN SELECT RAISE(ABORT, 'a published "
        "version is never changed'); END",
        "CREATE TRIGGER citation_published_refuses_UPDATE BEFORE UPDATE ON citation WHEN "
        "(SELECT v.state FROM plan_version v JOIN revision_item i ON i.version_id = v.id "
        "WHERE i.id = OLD.item_id) = 'published' OR (SELECT v.state FROM plan_version v "
        "JOIN revision_item i ON i.version_id = v.id WHERE i.id = NEW.item_id) = "
        "'published' BEGIN SELECT RAISE(ABORT, 'a published version is never changed'); "
        "END",
        "CREATE TRIGGER citation_published_refuses_DELETE BEFORE DELETE ON citation WHEN "
        "(SELECT v.state FROM plan_version v JOIN revision_item i ON i.version_id = v.id "
        "WHERE i.id = OLD.item_id) = 'published' BEGIN SELECT RAISE(ABORT, 'a published "
        "version is never changed'); END",
        "CREATE TRIGGER element_revision_refuses_update BEFORE UPDATE ON element_revision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of element_revision are never changed'); END",
        "CREATE TRIGGER element_revision_refuses_delete BEFORE DELETE ON element_revision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of element_revision are never changed'); END",
        "CREATE TRIGGER revision_decision_refuses_update BEFORE UPDATE ON "
        "revision_decision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of revision_decision are never changed'); END",
        "CREATE TRIGGER revision_decision_refuses_delete BEFORE DELETE ON "
        "revision_decision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of revision_decision are never changed'); END",
        "CREATE TRIGGER revision_decision_published_refuses_INSERT BEFORE INSERT ON "
        "revision_decision WHEN (SELECT v.state FROM plan_version v JOIN revision_item i "
        "ON i.version_id = v.id WHERE i.id = NEW.item_id) = 'published' BEGIN SELECT "
        "RAISE(ABORT, 'a published version is never changed'); END",
        "CREATE TRIGGER revision_decision_published_refuses_UPDATE BEFORE UPDATE ON "
        "revision_decision WHEN (SELECT v.state FROM plan_version v JOIN revision_item i "
        "ON i.version_id = v.id WHERE i.id = OLD.item_id) = 'published' OR (SELECT v.state "
        "FROM plan_version v JOIN revision_item i ON i.version_id = v.id WHERE i.id = "
        "NEW.item_id) = 'published' BEGIN SELECT RAISE(ABORT, 'a published version is "
        "never changed'); END",
        "CREATE TRIGGER revision_decision_published_refuses_DELETE BEFORE DELETE ON "
        "revision_decision WHEN (SELECT v.state FROM plan_version v JOIN revision_item i "
        "ON i.version_id = v.id WHERE i.id = OLD.item_id) = 'published' BEGIN SELECT "
        "RAISE(ABORT, 'a published version is never changed'); END",
        "CREATE TRIGGER placement_published_refuses_INSERT BEFORE INSERT ON placement WHEN "
        "(SELECT state FROM plan_version WHERE id = NEW.version_id) = 'published' BEGIN "
        "SELECT RAISE(ABORT, 'a published version is never changed'); END",
        "CREATE TRIGGER placement_published_refuses_UPDATE BEFORE UPDATE ON placement WHEN "
        "(SELECT state FROM plan_version WHERE id = OLD.version_id) = 'published' OR "
        "(SELECT state FROM plan_version WHERE id = NEW.version_id) = 'published' BEGIN "
        "SELECT RAISE(ABORT, 'a published version is never changed'); END",
        "CREATE TRIGGER placement_published_refuses_DELETE BEFORE DELETE ON placement WHEN "
        "(SELECT state FROM plan_version WHERE id = OLD.version_id) = 'published' BEGIN "
        "SELECT RAISE(ABORT, 'a published version is never changed'); END",
        "CREATE TRIGGER revision_change_published_refuses_INSERT BEFORE INSERT ON "
        "revision_change WHEN (SELECT v.state FROM plan_version v JOIN revision_item i ON "
        "i.version_id = v.id WHERE i.id = NEW.item_id) = 'published' BEGIN SELECT "
        "RAISE(ABORT, 'a published version is never changed'); END",
        "CREATE TRIGGER revision_change_published_refuses_UPDATE BEFORE UPDATE ON "
        "revision_change WHEN (SELECT v.state FROM plan_version v JOIN revision_item i ON "
        "i.version_id = v.id WHERE i.id = OLD.item_id) = 'published' OR (SELECT v.state "
        "FROM plan_version v JOIN revision_item i ON i.version_id = v.id WHERE i.id = "
        "NEW.item_id) = 'published' BEGIN SELECT RAISE(ABORT, 'a published version is "
        "never changed'); END",
        "CREATE TRIGGER revision_change_published_refuses_DELETE BEFORE DELETE ON "
        "revision_change WHEN (SELECT v.state FROM plan_version v JOIN revision_item i ON "
        "i.version_id = v.id WHERE i.id = OLD.item_id) = 'published' BEGIN SELECT "
        "RAISE(ABORT, 'a published version is never changed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION engage_refuse_change() RETURNS trigger\n"
        "LANGUAGE plpgsql AS $$\n"
        "BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER evidence_refuses_update BEFORE UPDATE ON evidence\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER evidence_refuses_delete BEFORE DELETE ON evidence\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE OR REPLACE FUNCTION engage_version_is_final() RETURNS trigger\n"
        "LANGUAGE plpgsql AS $$\n"
        "BEGIN\n"
        "  IF OLD.state = 'published' THEN RAISE EXCEPTION 'a published version is "
        "never changed'; END IF;\n"
        "  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;\n"
        "END $$",
        "CREATE TRIGGER plan_version_published_is_final BEFORE UPDATE OR DELETE ON "
        "plan_version FOR EACH ROW EXECUTE FUNCTION engage_version_is_final()",
        "CREATE OR REPLACE FUNCTION engage_published_is_final() RETURNS trigger\n"
        "LANGUAGE plpgsql AS $$\n"
        "BEGIN\n"
        "  IF TG_OP <> 'INSERT' THEN\n"
        "    IF (SELECT state FROM plan_version WHERE id = OLD.version_id) = "
        "'published' THEN RAISE EXCEPTION 'a published version is never changed'; END "
        "IF;\n"
        "  END IF;\n"
        "  IF TG_OP <> 'DELETE' THEN\n"
        "    IF (SELECT state FROM plan_version WHERE id = NEW.version_id) = "
        "'published' THEN RAISE EXCEPTION 'a published version is never changed'; END "
        "IF;\n"
        "    RETURN NEW;\n"
        "  END IF;\n"
        "  RETURN OLD;\n"
        "END $$",
        "CREATE TRIGGER revision_item_published_is_final BEFORE INSERT OR UPDATE OR "
        "DELETE ON revision_item FOR EACH ROW EXECUTE FUNCTION "
        "engage_published_is_final()",
        "CREATE OR REPLACE FUNCTION engage_published_item_is_final() RETURNS trigger\n"
        "LANGUAGE plpgsql AS $$\n"
        "BEGIN\n"
        "  IF TG_OP <> 'INSERT' THEN\n"
        "    IF (SELECT v.state FROM plan_version v JOIN revision_item i ON "
        "i.version_id = v.id WHERE i.id = OLD.item_id) = 'published' THEN RAISE "
        "EXCEPTION 'a published version is never changed'; END IF;\n"
        "  END IF;\n"
        "  IF TG_OP <> 'DELETE' THEN\n"
        "    IF (SELECT v.state FROM plan_version v JOIN revision_item i ON "
        "i.version_id = v.id WHERE i.id = NEW.item_id) = 'published' THEN RAISE "
        "EXCEPTION 'a published version is never changed'; END IF;\n"
        "    RETURN NEW;\n"
        "  END IF;\n"
        "  RETURN OLD;\n"
        "END $$",
        "CREATE TRIGGER citation_published_is_final BEFORE INSERT OR UPDATE OR DELETE "
        "ON citation FOR EACH ROW EXECUTE FUNCTION engage_published_item_is_final()",
        "CREATE TRIGGER element_revision_refuses_update BEFORE UPDATE ON "
        "element_revision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER element_revision_refuses_delete BEFORE DELETE ON "
        "element_revision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER revision_decision_refuses_update BEFORE UPDATE ON "
        "revision_decision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER revision_decision_refuses_delete BEFORE DELETE ON "
        "revision_decision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER revision_decision_published_is_final BEFORE INSERT OR UPDATE "
        "OR DELETE ON revision_decision FOR EACH ROW EXECUTE FUNCTION "
        "engage_published_item_is_final()",
        "CREATE TRIGGER placement_published_is_final BEFORE INSERT OR UPDATE OR DELETE "
        "ON placement FOR EACH ROW EXECUTE FUNCTION engage_published_is_final()",
        "CREATE TRIGGER revision_change_published_is_final BEFORE INSERT OR UPDATE OR "
        "DELETE ON revision_change FOR EACH ROW EXECUTE FUNCTION "
        "engage_published_item_is_final()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("snapshot", JsonDocument(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("captured_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("kind", "key", "sha256", name=op.f("uq_evidence_same_copy_once")),
    )
    op.create_table(
        "plan",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("short_title", sa.String(length=100), nullable=False),
        sa.Column("first_fiscal_year", sa.Integer(), nullable=False),
        sa.Column("last_fiscal_year", sa.Integer(), nullable=False),
        sa.Column("facts", JsonDocument(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "last_fiscal_year >= first_fiscal_year", name=op.f("ck_plan_ends_after_beginning")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("code", name=op.f("uq_plan_code")),
    )
    op.create_table(
        "public_body",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("members", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_body")),
        sa.UniqueConstraint("code", name=op.f("uq_public_body_code")),
    )
    op.create_table(
        "advice_record",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("matter", sa.String(length=200), nullable=False),
        sa.Column("fiscal_years", JsonDocument(), nullable=False),
        sa.Column("affiliation", sa.String(length=200), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_advice_record_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_record")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_advice_record_code_within_plan")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("audit", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("printed_code", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("checks", JsonDocument(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_finding_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("plan_id", "audit", "code", name=op.f("uq_finding_code_within_audit")),
    )
    op.create_table(
        "plan_tag",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("family", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("group", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("aliases", JsonDocument(), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "family IN ('five-less', 'five-elements', 'national')", name=op.f("ck_plan_tag_family")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_tag_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_tag")),
        sa.UniqueConstraint(
            "plan_id", "family", "code", name=op.f("uq_plan_tag_code_within_family")
        ),
    )
    op.create_table(
        "plan_version",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=True),
        sa.Column("trigger", sa.String(length=400), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("changes", JsonDocument(), nullable=False),
        sa.Column("is_proposal", sa.Boolean(), nullable=False),
        sa.Column("published_at", UtcTime(), nullable=True),
        sa.Column("manifest", sa.String(length=64), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state = 'published') = (manifest IS NOT NULL)",
            name=op.f("ck_plan_version_published_has_manifest"),
        ),
        sa.CheckConstraint(
            "month IS NULL OR month LIKE '____-__'", name=op.f("ck_plan_version_month")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'withdrawn')", name=op.f("ck_plan_version_state")
        ),
        sa.CheckConstraint(
            "number = 1 OR base_id IS NOT NULL", name=op.f("ck_plan_version_branches_off_a_base")
        ),
        sa.ForeignKeyConstraint(
            ["base_id"], ["plan_version.id"], name=op.f("fk_plan_version_base_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_version_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_version")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_version_number_within_plan")),
    )
    op.create_index(
        "uq_plan_version_one_draft",
        "plan_version",
        ["plan_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_table(
        "public_body_name",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("yomi", sa.String(length=300), nullable=False),
        sa.Column("from_month", sa.String(length=7), nullable=True),
        sa.Column("until_month", sa.String(length=7), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "from_month IS NULL OR until_month IS NULL OR until_month > from_month",
            name=op.f("ck_public_body_name_ends_after_beginning"),
        ),
        sa.ForeignKeyConstraint(
            ["body_id"], ["public_body.id"], name=op.f("fk_public_body_name_body_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_body_name")),
        sa.UniqueConstraint("body_id", "name", name=op.f("uq_public_body_name_once_per_body")),
    )
    op.create_table(
        "plan_element",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("created_in_id", sa.String(length=36), nullable=True),
        sa.Column("retired_in_id", sa.String(length=36), nullable=True),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.CheckConstraint(
            "kind IN ('principle', 'policy', 'goal', 'support', 'project')",
            name=op.f("ck_plan_element_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["created_in_id"], ["plan_version.id"], name=op.f("fk_plan_element_created_in_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_element_plan_id")),
        sa.ForeignKeyConstraint(
            ["retired_in_id"], ["plan_version.id"], name=op.f("fk_plan_element_retired_in_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_element")),
        sa.UniqueConstraint("plan_id", "code", name=op.f("uq_plan_element_code_within_plan")),
    )
    op.create_table(
        "revision_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("rationale", sa.Text(), nullable=False),
        sa.Column("no_evidence_reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("opened_at", UtcTime(), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('new', 'expand', 'continue', 'merge', 'retire')",
            name=op.f("ck_revision_item_kind"),
        ),
        sa.CheckConstraint("state IN ('open', 'withdrawn')", name=op.f("ck_revision_item_state")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_revision_item_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_item")),
        sa.UniqueConstraint(
            "version_id", "code", name=op.f("uq_revision_item_code_within_version")
        ),
    )
    op.create_table(
        "citation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("evidence_id", sa.String(length=36), nullable=False),
        sa.Column("relation", sa.String(length=10), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cited_at", UtcTime(), nullable=False),
        sa.Column("cited_by", sa.String(length=36), nullable=True),
        sa.Column("retracted_at", UtcTime(), nullable=True),
        sa.Column("retracted_by", sa.String(length=36), nullable=True),
        sa.Column("retract_reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(retracted_at IS NULL) = (retract_reason = '')",
            name=op.f("ck_citation_retracted_with_reason"),
        ),
        sa.CheckConstraint(
            "relation IN ('basis', 'against', 'reference', 'trigger')",
            name=op.f("ck_citation_relation"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_citation_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["revision_item.id"], name=op.f("fk_citation_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint("item_id", "evidence_id", name=op.f("uq_citation_once_per_item")),
    )
    op.create_index(op.f("ix_citation_evidence_id"), "citation", ["evidence_id"], unique=False)
    op.create_index(op.f("ix_citation_item_id"), "citation", ["item_id"], unique=False)
    op.create_table(
        "element_revision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("element_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("fields", JsonDocument(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint("seq > 0", name=op.f("ck_element_revision_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["element_id"], ["plan_element.id"], name=op.f("fk_element_revision_element_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_element_revision")),
        sa.UniqueConstraint(
            "element_id", "seq", name=op.f("uq_element_revision_seq_within_element")
        ),
        sa.UniqueConstraint(
            "id", "element_id", name=op.f("uq_element_revision_revision_with_its_element")
        ),
    )
    op.create_table(
        "element_tag",
        sa.Column("tag_id", sa.String(length=36), nullable=False),
        sa.Column("element_id", sa.String(length=36), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["element_id"], ["plan_element.id"], name=op.f("fk_element_tag_element_id")
        ),
        sa.ForeignKeyConstraint(["tag_id"], ["plan_tag.id"], name=op.f("fk_element_tag_tag_id")),
        sa.PrimaryKeyConstraint("tag_id", "element_id", name=op.f("pk_element_tag")),
    )
    op.create_table(
        "revision_decision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body_name", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.Column("recorded_at", UtcTime(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "outcome <> 'considering' OR until IS NOT NULL",
            name=op.f("ck_revision_decision_considering_until"),
        ),
        sa.CheckConstraint(
            "outcome IN ('adopted', 'partly', 'considering', 'noted', 'done', 'declined')",
            name=op.f("ck_revision_decision_outcome"),
        ),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_revision_decision_has_reason")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["revision_item.id"], name=op.f("fk_revision_decision_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_decision")),
        sa.UniqueConstraint("item_id", "seq", name=op.f("uq_revision_decision_seq_within_item")),
    )
    op.create_table(
        "placement",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("version_id", sa.String(length=36), nullable=False),
        sa.Column("element_id", sa.String(length=36), nullable=False),
        sa.Column("element_revision_id", sa.String(length=36), nullable=False),
        sa.Column("parent_id", sa.String(length=36), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number_label", sa.String(length=20), nullable=False),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("primary_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "is_primary = (primary_id IS NULL)", name=op.f("ck_placement_relisted_has_primary")
        ),
        sa.ForeignKeyConstraint(
            ["element_id"], ["plan_element.id"], name=op.f("fk_placement_element_id")
        ),
        sa.ForeignKeyConstraint(
            ["element_revision_id", "element_id"],
            ["element_revision.id", "element_revision.element_id"],
            name="fk_placement_revision_of_element",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["placement.id"], name=op.f("fk_placement_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["primary_id"], ["placement.id"], name=op.f("fk_placement_primary_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["plan_version.id"], name=op.f("fk_placement_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint(
            "version_id", "position", name=op.f("uq_placement_position_within_version")
        ),
    )
    op.create_index(op.f("ix_placement_element_id"), "placement", ["element_id"], unique=False)
    op.create_index(
        "uq_placement_one_primary",
        "placement",
        ["version_id", "element_id"],
        unique=True,
        sqlite_where=sa.text("is_primary"),
        postgresql_where=sa.text("is_primary"),
    )
    op.create_table(
        "revision_change",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("element_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("operation", sa.String(length=10), nullable=False),
        sa.Column("before_id", sa.String(length=36), nullable=True),
        sa.Column("after_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "operation <> 'add' OR after_id IS NOT NULL",
            name=op.f("ck_revision_change_add_has_text"),
        ),
        sa.CheckConstraint(
            "operation <> 'modify' OR (before_id IS NOT NULL AND after_id IS NOT NULL)",
            name=op.f("ck_revision_change_modify_has_both_texts"),
        ),
        sa.CheckConstraint(
            "operation <> 'remove' OR before_id IS NOT NULL",
            name=op.f("ck_revision_change_remove_had_text"),
        ),
        sa.CheckConstraint(
            "operation IN ('none', 'add', 'modify', 'remove', 'move')",
            name=op.f("ck_revision_change_operation"),
        ),
        sa.ForeignKeyConstraint(
            ["after_id"], ["element_revision.id"], name=op.f("fk_revision_change_after_id")
        ),
        sa.ForeignKeyConstraint(
            ["before_id"], ["element_revision.id"], name=op.f("fk_revision_change_before_id")
        ),
        sa.ForeignKeyConstraint(
            ["element_id"], ["plan_element.id"], name=op.f("fk_revision_change_element_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["revision_item.id"], name=op.f("fk_revision_change_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_change")),
        sa.UniqueConstraint(
            "item_id", "element_id", name=op.f("uq_revision_change_once_per_element")
        ),
    )
    op.create_index(
        op.f("ix_revision_change_element_id"), "revision_change", ["element_id"], unique=False
    )
    install(op, GUARDS)


def downgrade() -> None:
    op.drop_index(op.f("ix_revision_change_element_id"), table_name="revision_change")
    op.drop_table("revision_change")
    op.drop_index(
        "uq_placement_one_primary",
        table_name="placement",
        sqlite_where=sa.text("is_primary"),
        postgresql_where=sa.text("is_primary"),
    )
    op.drop_index(op.f("ix_placement_element_id"), table_name="placement")
    op.drop_table("placement")
    op.drop_table("revision_decision")
    op.drop_table("element_tag")
    op.drop_table("element_revision")
    op.drop_index(op.f("ix_citation_item_id"), table_name="citation")
    op.drop_index(op.f("ix_citation_evidence_id"), table_name="citation")
    op.drop_table("citation")
    op.drop_table("revision_item")
    op.drop_table("plan_element")
    op.drop_table("public_body_name")
    op.drop_index(
        "uq_plan_version_one_draft",
        table_name="plan_version",
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.drop_table("plan_version")
    op.drop_table("plan_tag")
    op.drop_table("finding")
    op.drop_table("advice_record")
    op.drop_table("public_body")
    op.drop_table("plan")
    op.drop_table("evidence")
    drop_functions(
        op,
        ["engage_version_is_final", "engage_published_is_final", "engage_published_item_is_final"],
    )
