"""What happens in a council, one file per subject; nothing here commits."""

from council.operations.agenda import (
    add_item,
    change_item,
    finish_item,
    move_item,
    record_outcome,
    start_item,
    withdraw_item,
)
from council.operations.attending import record_attendance, reply
from council.operations.bodies import (
    admit_organisation,
    appoint_delegate,
    end_membership,
    end_representation,
    found_body,
    name_body,
    register_organisation,
    rename_organisation,
)
from council.operations.confirming import (
    confirm_as_organisation,
    request_change,
    settle_request,
)
from council.operations.meetings import (
    cancel_meeting,
    change_meeting,
    convene_meeting,
    draft_meeting,
    end_meeting,
    open_meeting,
    record_past_meeting,
)
from council.operations.minutes import (
    ask_for_confirmation,
    check_block,
    compile_minutes,
    confirm_minutes,
    edit_block,
    leave_out_block,
    publish_minutes,
    reopen_minutes,
)
from council.operations.opinions import post_opinion, record_opinion
from council.operations.papers import add_paper
from council.operations.polls import close_poll, draft_poll, open_poll, vote, withdraw_poll
from council.operations.responses import respond, revise_response
from council.operations.rewording import hide_opinion, revise_opinion, withdraw_opinion
from council.operations.speaking import (
    call_hand,
    finish_hand,
    lower_hand,
    raise_hand,
    raise_hand_for,
    take_note,
)
from council.operations.transcripts import add_transcript, name_voices, take_as_opinion

__all__ = [
    "add_item",
    "add_paper",
    "add_transcript",
    "admit_organisation",
    "appoint_delegate",
    "ask_for_confirmation",
    "call_hand",
    "cancel_meeting",
    "change_item",
    "change_meeting",
    "check_block",
    "close_poll",
    "compile_minutes",
    "confirm_as_organisation",
    "confirm_minutes",
    "convene_meeting",
    "draft_meeting",
    "draft_poll",
    "edit_block",
    "end_meeting",
    "end_membership",
    "end_representation",
    "finish_hand",
    "finish_item",
    "found_body",
    "hide_opinion",
    "leave_out_block",
    "lower_hand",
    "move_item",
    "name_body",
    "name_voices",
    "open_meeting",
    "open_poll",
    "post_opinion",
    "publish_minutes",
    "raise_hand",
    "raise_hand_for",
    "record_attendance",
    "record_opinion",
    "record_outcome",
    "record_past_meeting",
    "register_organisation",
    "rename_organisation",
    "reopen_minutes",
    "reply",
    "request_change",
    "respond",
    "revise_opinion",
    "revise_response",
    "settle_request",
    "start_item",
    "take_as_opinion",
    "take_note",
    "vote",
    "withdraw_item",
    "withdraw_opinion",
    "withdraw_poll",
]
