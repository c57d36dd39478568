"""Which pages a browser opens, and how people sign in there."""

import json
from pathlib import Path
from typing import Any

from engage.core import paths
from engage.core.permissions import Role

ACCOUNTS = paths.PACKAGE / "samples" / "koriyama" / "fictional" / "accounts.json"


def demo_accounts() -> dict[Role, dict[str, str]]:
    """Return the sample city's first account of each role."""
    data = json.loads(ACCOUNTS.read_text())
    found: dict[Role, dict[str, str]] = {}
    for account in data["accounts"]:
        for role in account["roles"]:
            found.setdefault(Role(role), account | {"password": data["password"]})
    return found


def sign_in(page: Any, role: Role, *, start: str = "/sign-in") -> None:
    """Sign in on the page the way a person does."""
    account = demo_accounts()[role]
    page.goto(start)
    form = page.locator("main form").filter(has=page.locator("input[type=password]")).first
    form.locator("input[type=email], input[name=email]").first.fill(account["email"])
    form.locator("input[type=password]").first.fill(account["password"])
    form.locator("button[type=submit], button").first.click()
    page.wait_for_load_state()
    assert "/sign-in" not in page.url, page.locator("main").inner_text()[:400]


def role_name(role: Role | None) -> str:
    """Return a short name for reports."""
    return str(role) if role else "visitor"


DATA = Path(__file__).parent
