"""The demo accounts: one for each role, all invented, all with the same password."""

from dataclasses import dataclass

from engage.accounts import queries
from engage.accounts.operations import create_account
from engage.accounts.passwords import hashed
from engage.core.permissions import SYSTEM, Actor, Role
from engage.samples.koriyama.data import data
from engage.samples.koriyama.load.city import City

ROLE_TITLES = {
    "administrator": "管理者",
    "planner": "計画担当",
    "secretariat": "会議の事務局",
    "department": "担当所属",
    "headquarters": "推進本部",
    "auditor": "監査",
    "monitor": "ネットモニター",
    "delegate": "団体の代表",
}


@dataclass(frozen=True)
class DemoAccount:
    """One line of the list that the loader prints."""

    email: str
    name: str
    role_title: str


def load_accounts(city: City) -> None:
    """Make the demo accounts."""
    spec = data("fictional/accounts")
    for record in spec["accounts"]:
        roles = [Role(role) for role in record["roles"]]
        account = create_account(
            city.session,
            email=record["email"],
            name=record["name"],
            roles=roles,
            actor=SYSTEM,
            at=city.at,
            password_hash=hashed(spec["password"]),
            is_fictional=True,
        )
        city.people[record["code"]] = Actor(account.id, account.name, frozenset(roles))


def are_loaded(city: City) -> bool:
    """Whether somebody of the sample city has an account already."""
    [first, *_] = data("fictional/accounts")["accounts"]
    return queries.account_of_email(city.session, first["email"]) is not None


def demo_accounts() -> list[DemoAccount]:
    """Return who can sign in to the sample city."""
    return [
        DemoAccount(
            email=record["email"],
            name=record["name"],
            role_title="・".join(ROLE_TITLES[role] for role in record["roles"]),
        )
        for record in data("fictional/accounts")["accounts"]
    ]


def demo_password() -> str:
    """Return the password of all demo accounts."""
    return data("fictional/accounts")["password"]
