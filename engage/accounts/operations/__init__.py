"""What happens to accounts, each named after what a person does."""

from engage.accounts.operations.erasure import erase_account, request_erasure, withdraw_erasure
from engage.accounts.operations.links import (
    accept_invitation,
    invite,
    issue_link,
    request_sign_in_link,
    sign_in_with_link,
)
from engage.accounts.operations.people import create_account, lock, set_roles, unlock
from engage.accounts.operations.second_factor import (
    check_second_factor,
    confirm_second_factor,
    prepared_second_factor,
    renew_second_factor,
    reset_second_factor,
    start_second_factor,
)
from engage.accounts.operations.sign_in import (
    change_password,
    note_seen,
    session_id_of,
    sign_in_with_password,
    sign_out,
    sign_out_elsewhere,
    sign_out_everywhere,
    sign_out_of,
    start_session,
)

__all__ = [
    "accept_invitation",
    "change_password",
    "check_second_factor",
    "confirm_second_factor",
    "create_account",
    "erase_account",
    "invite",
    "issue_link",
    "lock",
    "note_seen",
    "prepared_second_factor",
    "renew_second_factor",
    "request_erasure",
    "request_sign_in_link",
    "reset_second_factor",
    "session_id_of",
    "set_roles",
    "sign_in_with_link",
    "sign_in_with_password",
    "sign_out",
    "sign_out_elsewhere",
    "sign_out_everywhere",
    "sign_out_of",
    "start_second_factor",
    "start_session",
    "unlock",
    "withdraw_erasure",
]
