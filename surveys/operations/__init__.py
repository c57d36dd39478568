"""What people do with surveys: answer, invite, run."""

from surveys.operations.answering import (
    PageRead,
    keep_page,
    read_page,
    read_while_writing,
)
from surveys.operations.building import (
    ChangedMeanwhile,
    Edit,
    adopt_draft,
    edit_draft,
    keep_in_bank,
    redo,
    undo,
)
from surveys.operations.changing import (
    begin_change,
    seat_of_own_answer,
    seat_of_receipt,
    withdraw,
)
from surveys.operations.exporting import record_export
from surveys.operations.freetext import (
    add_code,
    drop_code,
    give_codes,
    release_quote,
    reword_code,
    settle,
    withdraw_quote,
)
from surveys.operations.inviting import clear_drafts, invite_panel, renew_code
from surveys.operations.mixing import finish_counting
from surveys.operations.noticing import ask_to_be_told, stop_telling
from surveys.operations.reporting import ask_for_report
from surveys.operations.running import (
    add_version,
    change_dates,
    close_early,
    create_survey,
    publish,
    release_results,
)
from surveys.operations.sending import Sending, prepare_sending, submit
from surveys.operations.viewing import drop_view, keep_view
from surveys.operations.weighting import drop_margins, set_margins

__all__ = [
    "ChangedMeanwhile",
    "Edit",
    "PageRead",
    "Sending",
    "add_code",
    "add_version",
    "adopt_draft",
    "ask_for_report",
    "ask_to_be_told",
    "begin_change",
    "change_dates",
    "clear_drafts",
    "close_early",
    "create_survey",
    "drop_code",
    "drop_margins",
    "drop_view",
    "edit_draft",
    "finish_counting",
    "give_codes",
    "invite_panel",
    "keep_in_bank",
    "keep_page",
    "keep_view",
    "prepare_sending",
    "publish",
    "read_page",
    "read_while_writing",
    "record_export",
    "redo",
    "release_quote",
    "release_results",
    "renew_code",
    "reword_code",
    "seat_of_own_answer",
    "seat_of_receipt",
    "set_margins",
    "settle",
    "stop_telling",
    "submit",
    "undo",
    "withdraw",
    "withdraw_quote",
]
