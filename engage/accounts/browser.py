"""What a browser holds: one signed cookie with the token of its sign-in, nothing about the person.

Reading writes nothing to the database. How long a sign-in was unused is therefore counted from
the later of two moments: the last write that the database noted, and the last page that the
signed cookie noted. Both are noted at most every five minutes.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, g, request, session
from flask_login import login_user, logout_user

from engage.accounts import operations, queries, rules
from engage.accounts.queries import SignedIn
from engage.core.clock import now
from engage.core.config import Settings
from engage.core.extensions import sign_ins
from engage.core.permissions import Actor
from engage.core.web import SAFE_METHODS, database, db, settings

HELD = "_user_id"
"""Where Flask-Login keeps the token."""
FIRST_STEP = "first-step"
NEXT = "next"
SEEN = "seen"


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in, as Flask-Login wants them."""

    token: str
    sign_in: SignedIn
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    @property
    def actor(self) -> Actor:
        """The person as the rest of the program knows them."""
        return Actor(id=self.sign_in.account_id, name=self.sign_in.name, roles=self.sign_in.roles)

    def get_id(self) -> str:
        """Return what the cookie carries."""
        return self.token


def init_app(app: Flask) -> None:
    """Let Flask-Login ask here who is signed in; note that they are still there."""
    sign_ins.user_loader(load)
    app.before_request(_note_write)
    app.after_request(_note_page)


def load(token: str) -> Visitor | None:
    """Return who holds this token, if the sign-in still counts and is complete."""
    found = _found(token)
    if found is None or not _is_complete(found, settings()):
        return None
    return Visitor(token, found)


def first_step() -> SignedIn | None:
    """Return who gave a password or a link in this browser, but not yet the second factor."""
    token = session.get(FIRST_STEP)
    found = _found(token) if token else None
    if found is None or now() >= found.created_at + rules.FIRST_STEP_LASTS:
        return None
    return found


def _found(token: str) -> SignedIn | None:
    house, at = settings(), now()
    found = queries.signed_in(db(), operations.session_id_of(token, key=house.key))
    if found is None or rules.is_too_old(
        created_at=found.created_at,
        seen_at=max(found.last_seen_at, _seen_in_cookie(at)),
        at=at,
        idle=timedelta(minutes=house.session_idle_minutes),
        longest=timedelta(hours=house.session_hours),
    ):
        return None
    return found


def _is_complete(found: SignedIn, house: Settings) -> bool:
    return found.second_factor_at is not None or not rules.needs_second_factor(
        roles=found.roles,
        has_second_factor=found.has_second_factor,
        staff_must=house.staff_second_factor,
    )


def enter(token: str) -> bool:
    """Give this browser a new token; False when the second factor must come first."""
    after = session.get(NEXT)
    session.clear()
    g.pop("_login_user", None)
    if after:
        session[NEXT] = after
    visitor = load(token)
    if visitor is None:
        session[FIRST_STEP] = token
        return False
    session.pop(NEXT, None)
    login_user(visitor)
    session.pop("_id", None)  # Flask-Login's fingerprint of address and browser; nobody reads it
    session[SEEN] = int(now().timestamp())
    return True


def leave() -> None:
    """Take everything from this browser."""
    logout_user()
    session.clear()


def held_token() -> str | None:
    """Return the token that this browser holds, complete or not."""
    return session.get(HELD) or session.get(FIRST_STEP)


def remember_next(address: str | None) -> str:
    """Keep the page to which the visitor wanted to go; return it."""
    wanted = rules.safe_next(address)
    if wanted != rules.HOME:
        session[NEXT] = wanted
    return wanted


def wanted_page() -> str:
    """Return the page to which the visitor wanted to go."""
    return rules.safe_next(session.get(NEXT))


def network() -> str:
    """Return the neighbourhood of the visitor's address, for counting wrong tries."""
    return rules.network_of(request.remote_addr)


def _seen_in_cookie(at: datetime) -> datetime:
    seen = session.get(SEEN)
    if not isinstance(seen, int):
        return datetime.min.replace(tzinfo=UTC)
    return min(datetime.fromtimestamp(seen, UTC), at)


def _visitor() -> Visitor | None:
    """Return the visitor if this request already asked who it is."""
    found = g.get("_login_user")
    return found if isinstance(found, Visitor) else None


def _note_write() -> None:
    visitor, at = _visitor(), now()
    if request.method in SAFE_METHODS or visitor is None:
        return
    if visitor.sign_in.last_seen_at > at - rules.SEEN_EVERY:
        return
    session_id = visitor.sign_in.session_id
    database().run_tx(lambda writing: operations.note_seen(writing, session_id=session_id, at=at))


def _note_page(response: Response) -> Response:
    at = now()
    if _visitor() is not None and _seen_in_cookie(at) <= at - rules.SEEN_EVERY:
        session[SEEN] = int(at.timestamp())
    return response
