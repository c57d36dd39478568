"""What can be stored: accounts and roles, sign-ins, one-time links, wishes to be erased."""

from engage.accounts.models.account import Account, AccountRole, RecoveryCode
from engage.accounts.models.erasure import ErasureRequest
from engage.accounts.models.sign_in import OneTimeLink, SignInSession

__all__ = [
    "Account",
    "AccountRole",
    "ErasureRequest",
    "OneTimeLink",
    "RecoveryCode",
    "SignInSession",
]
