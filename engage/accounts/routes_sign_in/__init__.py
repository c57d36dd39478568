"""Coming in and going out: password, mail, second factor, invitation."""

from engage.accounts.routes_sign_in import (
    invitation,
    link,
    mailbox,
    password,
    second_factor,
)

__all__ = ["invitation", "link", "mailbox", "password", "second_factor"]
