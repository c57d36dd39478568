"""What people do with surveys: answer, invite, run."""

from surveys.operations.answering import (
    PageRead,
    Sending,
    keep_page,
    prepare_sending,
    read_page,
    read_while_writing,
    submit,
)
from surveys.operations.building import (
    ChangedMeanwhile,
    adopt_draft,
    edit_draft,
    keep_in_bank,
    redo,
    undo,
)
from surveys.operations.inviting import clear_drafts, invite_panel, renew_code
from surveys.operations.running import (
    add_version,
    change_dates,
    close_early,
    create_survey,
    publish,
    release_results,
)

__all__ = [
    "ChangedMeanwhile",
    "PageRead",
    "Sending",
    "add_version",
    "adopt_draft",
    "change_dates",
    "clear_drafts",
    "close_early",
    "create_survey",
    "edit_draft",
    "invite_panel",
    "keep_in_bank",
    "keep_page",
    "prepare_sending",
    "publish",
    "read_page",
    "read_while_writing",
    "redo",
    "release_results",
    "renew_code",
    "submit",
    "undo",
]
