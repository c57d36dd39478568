"""Council: the first shape of its tables."""

import sqlalchemy as sa
from alembic import op

from engage.core.db import JsonDocument, UtcTime
from engage.migrations.guards import install

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GUARDS = {
    "sqlite": [
        "CREATE TRIGGER city_response_revision_refuses_update BEFORE UPDATE ON "
        "city_response_revision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of city_response_revision are never changed'); "
        "END",
        "CREATE TRIGGER city_response_revision_refuses_delete BEFORE DELETE ON "
        "city_response_revision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of city_response_revision are never changed'); "
        "END",
        "CREATE TRIGGER minutes_publication_refuses_update BEFORE UPDATE ON "
        "minutes_publication\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of minutes_publication are never changed'); END",
        "CREATE TRIGGER minutes_publication_refuses_delete BEFORE DELETE ON "
        "minutes_publication\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of minutes_publication are never changed'); END",
        "CREATE TRIGGER minutes_block_revision_refuses_update BEFORE UPDATE ON "
        "minutes_block_revision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of minutes_block_revision are never changed'); "
        "END",
        "CREATE TRIGGER minutes_block_revision_refuses_delete BEFORE DELETE ON "
        "minutes_block_revision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of minutes_block_revision are never changed'); "
        "END",
        "CREATE TRIGGER opinion_revision_refuses_update BEFORE UPDATE ON opinion_revision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of opinion_revision are never changed'); END",
        "CREATE TRIGGER opinion_revision_refuses_delete BEFORE DELETE ON opinion_revision\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of opinion_revision are never changed'); END",
        "CREATE TRIGGER minutes_block_source_refuses_update BEFORE UPDATE ON "
        "minutes_block_source\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of minutes_block_source are never changed'); END",
        "CREATE TRIGGER minutes_block_source_refuses_delete BEFORE DELETE ON "
        "minutes_block_source\n"
        "BEGIN SELECT RAISE(ABORT, 'rows of minutes_block_source are never changed'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION engage_refuse_change() RETURNS trigger\n"
        "LANGUAGE plpgsql AS $$\n"
        "BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER city_response_revision_refuses_update BEFORE UPDATE ON "
        "city_response_revision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER city_response_revision_refuses_delete BEFORE DELETE ON "
        "city_response_revision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER minutes_publication_refuses_update BEFORE UPDATE ON "
        "minutes_publication\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER minutes_publication_refuses_delete BEFORE DELETE ON "
        "minutes_publication\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER minutes_block_revision_refuses_update BEFORE UPDATE ON "
        "minutes_block_revision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER minutes_block_revision_refuses_delete BEFORE DELETE ON "
        "minutes_block_revision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER opinion_revision_refuses_update BEFORE UPDATE ON "
        "opinion_revision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER opinion_revision_refuses_delete BEFORE DELETE ON "
        "opinion_revision\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER minutes_block_source_refuses_update BEFORE UPDATE ON "
        "minutes_block_source\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
        "CREATE TRIGGER minutes_block_source_refuses_delete BEFORE DELETE ON "
        "minutes_block_source\n"
        "FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "body",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("members_text", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('council', 'committee', 'headquarters', 'meeting', 'advisers', 'auditors')",
            name=op.f("ck_body_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("code", name=op.f("uq_body_code")),
    )
    op.create_table(
        "city_response",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("current_seq", sa.Integer(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_response")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("corporate_number", sa.String(length=13), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "corporate_number IS NULL OR length(corporate_number) = 13",
            name=op.f("ck_organisation_corporate_number_has_13_digits"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
        sa.UniqueConstraint("corporate_number", name=op.f("uq_organisation_corporate_number")),
    )
    op.create_table(
        "body_name",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reading", sa.String(length=300), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("precision", sa.String(length=5), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint("precision IN ('day', 'month')", name=op.f("ck_body_name_precision")),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on IS NULL OR until_on > from_on",
            name=op.f("ck_body_name_ends_after_beginning"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_body_name_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body_name")),
        sa.UniqueConstraint("body_id", "from_on", name=op.f("uq_body_name_one_name_from_a_day")),
    )
    op.create_table(
        "city_response_revision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_response_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("disposition", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("department", sa.String(length=100), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "disposition <> 'considering' OR due_on IS NOT NULL",
            name=op.f("ck_city_response_revision_considering_has_day"),
        ),
        sa.CheckConstraint(
            "disposition IN ('adopted', 'partly', 'considering', 'noted', 'done', 'declined')",
            name=op.f("ck_city_response_revision_disposition"),
        ),
        sa.CheckConstraint("text <> ''", name=op.f("ck_city_response_revision_has_reason")),
        sa.ForeignKeyConstraint(
            ["city_response_id"],
            ["city_response.id"],
            name=op.f("fk_city_response_revision_city_response_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_city_response_revision")),
        sa.UniqueConstraint(
            "city_response_id", "seq", name=op.f("uq_city_response_revision_number_within_response")
        ),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("starts_at", UtcTime(), nullable=True),
        sa.Column("ends_at", UtcTime(), nullable=True),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("join_link", sa.String(length=500), nullable=False),
        sa.Column("writing_opens_at", UtcTime(), nullable=True),
        sa.Column("writing_closes_at", UtcTime(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("closed_reason", sa.String(length=300), nullable=False),
        sa.Column("observer_seats", sa.Integer(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=300), nullable=False),
        sa.Column("convened_at", UtcTime(), nullable=True),
        sa.Column("opened_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("opinion_count", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "is_public OR closed_reason <> ''", name=op.f("ck_meeting_closed_has_reason")
        ),
        sa.CheckConstraint(
            "mode IS NULL OR mode IN ('in_person', 'online', 'hybrid', 'in_writing')",
            name=op.f("ck_meeting_mode"),
        ),
        sa.CheckConstraint(
            "state <> 'cancelled' OR cancel_reason <> ''",
            name=op.f("ck_meeting_cancelled_has_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'cancelled') OR held_on IS NOT NULL",
            name=op.f("ck_meeting_convened_has_day"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'convened', 'live', 'ended', 'minutes', 'closed', 'cancelled')",
            name=op.f("ck_meeting_state"),
        ),
        sa.CheckConstraint(
            "(writing_opens_at IS NULL) = (writing_closes_at IS NULL) AND (writing_closes_at IS NULL OR writing_closes_at > writing_opens_at)",
            name=op.f("ck_meeting_writing_closes_after_opening"),
        ),
        sa.CheckConstraint(
            "ends_at IS NULL OR (starts_at IS NOT NULL AND ends_at > starts_at)",
            name=op.f("ck_meeting_ends_after_beginning"),
        ),
        sa.CheckConstraint("opinion_count >= 0", name=op.f("ck_meeting_opinion_count")),
        sa.CheckConstraint(
            "ordinal IS NULL OR ordinal > 0", name=op.f("ck_meeting_counts_from_one")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_meeting_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("body_id", "ordinal", name=op.f("uq_meeting_number_within_body")),
        sa.UniqueConstraint("code", name=op.f("uq_meeting_code")),
    )
    op.create_index("ix_meeting_when", "meeting", ["state", "held_on"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("body_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("seat", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=100), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "seat IN ('voting', 'observer', 'secretariat')", name=op.f("ck_membership_seat")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on IS NULL OR until_on > from_on",
            name=op.f("ck_membership_ends_after_beginning"),
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_membership_body_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "body_id", "organisation_id", "from_on", name=op.f("uq_membership_one_term_from_a_day")
        ),
    )
    op.create_index(
        op.f("ix_membership_organisation_id"), "membership", ["organisation_id"], unique=False
    )
    op.create_table(
        "organisation_name",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("reading", sa.String(length=300), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on IS NULL OR until_on > from_on",
            name=op.f("ck_organisation_name_ends_after_beginning"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_name_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_name")),
        sa.UniqueConstraint(
            "organisation_id", "from_on", name=op.f("uq_organisation_name_one_name_from_a_day")
        ),
    )
    op.create_table(
        "attendance",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("organisation_reading", sa.String(length=300), nullable=False),
        sa.Column("person_name", sa.String(length=200), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.Column("at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "mode IN ('room', 'online', 'writing', 'absent', 'unrecorded')",
            name=op.f("ck_attendance_mode"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendance_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_attendance_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint(
            "meeting_id", "organisation_id", name=op.f("uq_attendance_once_per_organisation")
        ),
    )
    op.create_index(
        op.f("ix_attendance_organisation_id"), "attendance", ["organisation_id"], unique=False
    )
    op.create_table(
        "minutes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("confirm_by", sa.Date(), nullable=True),
        sa.Column("compiled_at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'confirming', 'confirmed', 'published')",
            name=op.f("ck_minutes_state"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_minutes_meeting_id")),
    )
    op.create_table(
        "representation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("membership_id", sa.String(length=36), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('delegate', 'substitute')", name=op.f("ck_representation_kind")
        ),
        sa.CheckConstraint(
            "until_on IS NULL OR from_on IS NULL OR until_on > from_on",
            name=op.f("ck_representation_ends_after_beginning"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_representation_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_representation_membership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representation")),
        sa.UniqueConstraint(
            "membership_id",
            "account_id",
            "from_on",
            name=op.f("uq_representation_one_term_from_a_day"),
        ),
    )
    op.create_index(
        op.f("ix_representation_account_id"), "representation", ["account_id"], unique=False
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number_label", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("short_title", sa.String(length=100), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("planned_minutes", sa.Integer(), nullable=True),
        sa.Column("plan_element_id", sa.String(length=36), nullable=True),
        sa.Column("revision_item_id", sa.String(length=36), nullable=True),
        sa.Column("opinions_open_at", UtcTime(), nullable=True),
        sa.Column("opinions_close_at", UtcTime(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("started_at", UtcTime(), nullable=True),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(state = 'ongoing') = (started_at IS NOT NULL AND ended_at IS NULL) OR state = 'withdrawn'",
            name=op.f("ck_agenda_item_ongoing_has_begun"),
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'ongoing', 'done', 'withdrawn')",
            name=op.f("ck_agenda_item_state"),
        ),
        sa.CheckConstraint(
            "(opinions_open_at IS NULL) = (opinions_close_at IS NULL) AND (opinions_close_at IS NULL OR opinions_close_at > opinions_open_at)",
            name=op.f("ck_agenda_item_closes_after_opening"),
        ),
        sa.CheckConstraint(
            "planned_minutes IS NULL OR planned_minutes > 0",
            name=op.f("ck_agenda_item_planned_minutes"),
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_agenda_item_meeting_id")
        ),
        sa.ForeignKeyConstraint(
            ["plan_element_id"], ["plan_element.id"], name=op.f("fk_agenda_item_plan_element_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_item_id"], ["revision_item.id"], name=op.f("fk_agenda_item_revision_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("id", "meeting_id", name=op.f("uq_agenda_item_of_meeting")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_agenda_item_one_place")),
    )
    op.create_index(
        op.f("ix_agenda_item_plan_element_id"), "agenda_item", ["plan_element_id"], unique=False
    )
    op.create_index(
        op.f("ix_agenda_item_revision_item_id"), "agenda_item", ["revision_item_id"], unique=False
    )
    op.create_index(
        "uq_agenda_item_one_ongoing",
        "agenda_item",
        ["meeting_id"],
        unique=True,
        sqlite_where=sa.text("state = 'ongoing'"),
        postgresql_where=sa.text("state = 'ongoing'"),
    )
    op.create_table(
        "minutes_publication",
        sa.Column("minutes_id", sa.String(length=36), nullable=False),
        sa.Column("document", JsonDocument(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_publication_minutes_id")
        ),
        sa.PrimaryKeyConstraint("minutes_id", name=op.f("pk_minutes_publication")),
    )
    op.create_table(
        "rsvp",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("representation_id", sa.String(length=36), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('room', 'online', 'writing', 'substitute', 'absent')",
            name=op.f("ck_rsvp_answer"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_rsvp_meeting_id")),
        sa.ForeignKeyConstraint(
            ["representation_id"], ["representation.id"], name=op.f("fk_rsvp_representation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rsvp")),
        sa.UniqueConstraint(
            "meeting_id", "representation_id", name=op.f("uq_rsvp_one_per_delegate")
        ),
    )
    op.create_table(
        "minutes_block",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("minutes_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("agenda_item_id", sa.String(length=36), nullable=True),
        sa.Column("speaker_label", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("current_seq", sa.Integer(), nullable=False),
        sa.Column("checked_seq", sa.Integer(), nullable=True),
        sa.Column("checked_at", UtcTime(), nullable=True),
        sa.Column("checked_by", sa.String(length=200), nullable=True),
        sa.Column("is_left_out", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('attendance', 'opinion', 'outcome', 'note')",
            name=op.f("ck_minutes_block_kind"),
        ),
        sa.CheckConstraint(
            "(checked_at IS NULL) = (checked_seq IS NULL)",
            name=op.f("ck_minutes_block_checked_whole"),
        ),
        sa.CheckConstraint("current_seq > 0", name=op.f("ck_minutes_block_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_minutes_block_agenda_item_id")
        ),
        sa.ForeignKeyConstraint(
            ["minutes_id"], ["minutes.id"], name=op.f("fk_minutes_block_minutes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_block")),
        sa.UniqueConstraint("minutes_id", "position", name=op.f("uq_minutes_block_one_place")),
    )
    op.create_table(
        "opinion",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("meeting_id", sa.String(length=36), nullable=False),
        sa.Column("agenda_item_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("phase", sa.String(length=8), nullable=False),
        sa.Column("attribution", sa.String(length=14), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=True),
        sa.Column("organisation_name", sa.String(length=200), nullable=False),
        sa.Column("representation_id", sa.String(length=36), nullable=True),
        sa.Column("speaker_name", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.String(length=36), nullable=True),
        sa.Column("received_at", UtcTime(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("closing_reason", sa.String(length=300), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=True),
        sa.Column("current_seq", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(attribution = 'unattributed') = (organisation_id IS NULL)",
            name=op.f("ck_opinion_attributed_has_organisation"),
        ),
        sa.CheckConstraint(
            "(state = 'public') = (closed_at IS NULL)",
            name=op.f("ck_opinion_closed_when_not_public"),
        ),
        sa.CheckConstraint(
            "attribution <> 'named' OR speaker_name <> ''", name=op.f("ck_opinion_named_has_name")
        ),
        sa.CheckConstraint(
            "attribution IN ('named', 'organisation', 'unattributed')",
            name=op.f("ck_opinion_attribution"),
        ),
        sa.CheckConstraint(
            "channel IN ('room', 'online', 'writing', 'mail', 'counter', 'phone', 'fax', 'email', 'meeting')",
            name=op.f("ck_opinion_channel"),
        ),
        sa.CheckConstraint(
            "kind IN ('opinion', 'question', 'answer', 'explanation')", name=op.f("ck_opinion_kind")
        ),
        sa.CheckConstraint("phase IN ('before', 'during', 'after')", name=op.f("ck_opinion_phase")),
        sa.CheckConstraint(
            "state <> 'hidden' OR closing_reason <> ''", name=op.f("ck_opinion_hidden_has_reason")
        ),
        sa.CheckConstraint(
            "state IN ('public', 'withdrawn', 'hidden')", name=op.f("ck_opinion_state")
        ),
        sa.CheckConstraint(
            "representation_id IS NULL OR organisation_id IS NOT NULL",
            name=op.f("ck_opinion_delegate_has_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["agenda_item_id", "meeting_id"],
            ["agenda_item.id", "agenda_item.meeting_id"],
            name="fk_opinion_item_of_meeting",
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_opinion_meeting_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_opinion_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["representation_id"], ["representation.id"], name=op.f("fk_opinion_representation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_opinion_number_within_meeting")),
        sa.UniqueConstraint("nonce", name=op.f("uq_opinion_nonce")),
    )
    op.create_index("ix_opinion_of_item", "opinion", ["agenda_item_id", "number"], unique=False)
    op.create_index(
        op.f("ix_opinion_organisation_id"), "opinion", ["organisation_id"], unique=False
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("agenda_item_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_digest", sa.String(length=64), nullable=True),
        sa.Column("file_size", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=120), nullable=True),
        sa.Column("extension", sa.String(length=8), nullable=True),
        sa.Column("added_at", UtcTime(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "text <> '' OR file_digest IS NOT NULL", name=op.f("ck_paper_has_content")
        ),
        sa.CheckConstraint(
            "(file_digest IS NULL) = (file_size IS NULL) AND (file_digest IS NULL) = (media_type IS NULL) AND (file_digest IS NULL) = (extension IS NULL)",
            name=op.f("ck_paper_whole_file"),
        ),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=op.f("fk_paper_agenda_item_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint(
            "agenda_item_id", "number", "version", name=op.f("uq_paper_version_of_paper")
        ),
    )
    op.create_table(
        "city_response_target",
        sa.Column("opinion_id", sa.String(length=36), nullable=False),
        sa.Column("city_response_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["city_response_id"],
            ["city_response.id"],
            name=op.f("fk_city_response_target_city_response_id"),
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_city_response_target_opinion_id")
        ),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_city_response_target")),
    )
    op.create_index(
        op.f("ix_city_response_target_city_response_id"),
        "city_response_target",
        ["city_response_id"],
        unique=False,
    )
    op.create_table(
        "minutes_block_revision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("minutes_block_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_block_id"],
            ["minutes_block.id"],
            name=op.f("fk_minutes_block_revision_minutes_block_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_block_revision")),
        sa.UniqueConstraint(
            "minutes_block_id", "seq", name=op.f("uq_minutes_block_revision_number_within_block")
        ),
    )
    op.create_table(
        "opinion_revision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("opinion_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_summary", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.String(length=36), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_opinion_revision_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["opinion_id"], ["opinion.id"], name=op.f("fk_opinion_revision_opinion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_revision")),
        sa.UniqueConstraint(
            "opinion_id", "seq", name=op.f("uq_opinion_revision_number_within_opinion")
        ),
    )
    op.create_table(
        "minutes_block_source",
        sa.Column("minutes_block_id", sa.String(length=36), nullable=False),
        sa.Column("opinion_revision_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["minutes_block_id"],
            ["minutes_block.id"],
            name=op.f("fk_minutes_block_source_minutes_block_id"),
        ),
        sa.ForeignKeyConstraint(
            ["opinion_revision_id"],
            ["opinion_revision.id"],
            name=op.f("fk_minutes_block_source_opinion_revision_id"),
        ),
        sa.PrimaryKeyConstraint(
            "minutes_block_id", "opinion_revision_id", name=op.f("pk_minutes_block_source")
        ),
    )
    install(op, GUARDS)


def downgrade() -> None:
    op.drop_table("minutes_block_source")
    op.drop_table("opinion_revision")
    op.drop_table("minutes_block_revision")
    op.drop_index(
        op.f("ix_city_response_target_city_response_id"), table_name="city_response_target"
    )
    op.drop_table("city_response_target")
    op.drop_table("paper")
    op.drop_index(op.f("ix_opinion_organisation_id"), table_name="opinion")
    op.drop_index("ix_opinion_of_item", table_name="opinion")
    op.drop_table("opinion")
    op.drop_table("minutes_block")
    op.drop_table("rsvp")
    op.drop_table("minutes_publication")
    op.drop_index(
        "uq_agenda_item_one_ongoing",
        table_name="agenda_item",
        sqlite_where=sa.text("state = 'ongoing'"),
        postgresql_where=sa.text("state = 'ongoing'"),
    )
    op.drop_index(op.f("ix_agenda_item_revision_item_id"), table_name="agenda_item")
    op.drop_index(op.f("ix_agenda_item_plan_element_id"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_index(op.f("ix_representation_account_id"), table_name="representation")
    op.drop_table("representation")
    op.drop_table("minutes")
    op.drop_index(op.f("ix_attendance_organisation_id"), table_name="attendance")
    op.drop_table("attendance")
    op.drop_table("organisation_name")
    op.drop_index(op.f("ix_membership_organisation_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index("ix_meeting_when", table_name="meeting")
    op.drop_table("meeting")
    op.drop_table("city_response_revision")
    op.drop_table("body_name")
    op.drop_table("organisation")
    op.drop_table("city_response")
    op.drop_table("body")
