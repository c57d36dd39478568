"""What people do with surveys: answer, invite, run."""

from surveys.operations.answering import Saved, autosave, save_page, submit
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
    "Saved",
    "add_version",
    "autosave",
    "change_dates",
    "clear_drafts",
    "close_early",
    "create_survey",
    "invite_panel",
    "publish",
    "release_results",
    "renew_code",
    "save_page",
    "submit",
]
