"""Who is answering: kept in the browser's signed cookie, apart from signing in.

So a sign-in that ends, or a server that restarts, interrupts nobody. The cookie also holds the
nonce, the receipt number and what opens a sealed draft: the server itself keeps none of them.
"""

import ipaddress
from datetime import datetime
from typing import cast

from flask import Blueprint, Response, g, make_response, render_template, request, session

from engage.core import limits
from engage.core.clock import now, today
from engage.core.errors import Conflict, NotFound
from engage.core.i18n import reading_language
from engage.core.messages import sentence
from engage.core.secrets import grouped, keyed_hash, normalise_code
from engage.core.web import database, db, settings
from surveys import numbers
from surveys.definition import Questionnaire, title_in
from surveys.path import SEED, Answers, Path, visible_path
from surveys.queries import answering as queries
from surveys.queries.answering import Desk, Entrance, Seat
from surveys.rules import Phase

blueprint = Blueprint("surveys", __name__)

WRONG_TRIES = 10
WINDOW_SECONDS = 300
SEATS, NONCES, RECEIPTS, CHANGES = "seats", "nonces", "receipts", "changes"
NOTICES, SEEDS = "notices", "seeds"


def arrived_at() -> datetime:
    """Return when this request arrived; read once, so that waiting for a lock costs nobody time."""
    if "arrived_at" not in g:
        g.arrived_at = now()
    return cast("datetime", g.arrived_at)


@blueprint.before_request
def note_arrival() -> None:
    """Read the clock before anything else."""
    arrived_at()


def take_seat(entrance: Entrance) -> None:
    """Remember in the browser who is answering this survey; what somebody else left here goes."""
    seat, code = entrance.seat, entrance.survey_code
    before = session.get(SEATS, {}).get(code, [])
    if before[:2] != [seat.survey_id, seat.monitor_id]:
        for kind in (NONCES, RECEIPTS, NOTICES, SEEDS):
            _forget(kind, code)
    _forget(CHANGES, code)
    _remember(SEATS, code, [seat.survey_id, seat.monitor_id, entrance.secret])
    if not seed_in(code):
        _remember(SEEDS, code, numbers.new_seed())


def seat_in(code: str) -> Seat | None:
    """Return who is answering a survey in this browser, or which sent answer is being changed."""
    if change := session.get(CHANGES, {}).get(code):
        survey_id, monitor_id, secret, receipt_hash = change
        sealed = numbers.sealed_by(settings().key, survey_id, secret)
        return Seat(survey_id, monitor_id, sealed, receipt_hash)
    return own_seat_in(code)


def own_seat_in(code: str) -> Seat | None:
    """Return who is answering a survey in this browser, whatever is being changed."""
    kept = session.get(SEATS, {}).get(code)
    if not kept:
        return None
    survey_id, monitor_id, secret = [*kept, ""][:3]
    sealed = numbers.sealed_by(settings().key, survey_id, secret) if secret else None
    return Seat(survey_id, monitor_id, sealed)


def secret_in(code: str) -> str:
    """Return what opens this browser's anonymous draft; empty in other modes."""
    kept = session.get(SEATS, {}).get(code) or []
    return str(kept[2]) if len(kept) > 2 else ""


def resume_text(desk: Desk) -> str:
    """Return the number with which one can go on elsewhere; empty while changing a sent answer."""
    if desk.is_change:
        return ""
    seat = desk.seat
    return grouped(
        secret_in(desk.code)
        or numbers.resume_number(settings().key, seat.survey_id, seat.monitor_id)
    )


def keep_change(code: str, seat: Seat, secret: str) -> None:
    """Remember in the browser which sent answer is being changed."""
    _remember(CHANGES, code, [seat.survey_id, seat.monitor_id, secret, seat.changes])


def end_change(code: str) -> None:
    """Stop changing a sent answer."""
    _forget(CHANGES, code)


def nonce_for(code: str) -> str:
    """Return the nonce with which this browser sends its answers; the same each time."""
    nonce = session.get(NONCES, {}).get(code)
    if nonce is None:
        nonce = numbers.new_nonce()
        _remember(NONCES, code, nonce)
    return str(nonce)


def renew_nonce(code: str) -> None:
    """Let the next sending of a named answer have a receipt of its own."""
    _remember(NONCES, code, numbers.new_nonce())


def seed_in(code: str) -> str:
    """Return the number from which this browser's random orders follow."""
    return str(session.get(SEEDS, {}).get(code, ""))


def answers_of(desk: Desk) -> Answers:
    """Return the answers so far, with the number from which the random orders follow."""
    seed = seed_in(desk.code)
    if not seed or SEED in desk.answers:
        return desk.answers
    return {**desk.answers, SEED: {"state": "seed", "value": seed}}


def title_for_reader(document: Questionnaire, called: str) -> str:
    """Return the survey's title: what the city calls it, or its translation for this reader."""
    language = reading_language(document.languages)
    return title_in(document.title, language, main=document.language, called=called)


def path_of(desk: Desk) -> Path:
    """Return what this respondent is shown, given the answers so far."""
    return visible_path(desk.questionnaire(db()), answers_of(desk), today=today(arrived_at()))


def keep_receipt(code: str, receipt: str) -> None:
    """Let this browser show a receipt number again."""
    _remember(RECEIPTS, code, receipt)


def forget_receipt(code: str) -> None:
    """Stop showing the receipt number of an answer that was withdrawn."""
    _forget(RECEIPTS, code)


def keep_notice(code: str, number: str) -> None:
    """Let this browser take a wish to be told back."""
    _remember(NOTICES, code, number)


def notice_in(code: str) -> str | None:
    """Return the number with which this browser can take a wish to be told back."""
    return session.get(NOTICES, {}).get(code)


def receipt_in(code: str) -> str | None:
    """Return the receipt number that this browser holds for a survey."""
    return session.get(RECEIPTS, {}).get(code)


def _remember(kind: str, code: str, value: object) -> None:
    session[kind] = session.get(kind, {}) | {code: value}


def _forget(kind: str, code: str) -> None:
    session[kind] = {c: value for c, value in session.get(kind, {}).items() if c != code}


def enter(typed: str) -> Entrance | str:
    """Return where a typed number leads, or the reason code why it leads nowhere.

    Wrong numbers are counted for the visitor's network; too many end in a pause.
    """
    at, bucket = arrived_at(), _bucket()
    limits.check(db(), bucket=bucket, allowed=WRONG_TRIES, seconds=WINDOW_SECONDS, at=at)
    code = normalise_code(typed)
    entrance = _lookup(code) if code else None
    if entrance is not None:
        return entrance
    limits.count(database(), bucket=bucket, seconds=WINDOW_SECONDS, at=at)
    return "code-unknown" if code else "code-mistyped"


def count_wrong_receipt() -> None:
    """Count a receipt number that is none."""
    limits.count(database(), bucket=_bucket(), seconds=WINDOW_SECONDS, at=arrived_at())


def check_tries() -> None:
    """Pause a network with too many wrong numbers."""
    limits.check(
        db(), bucket=_bucket(), allowed=WRONG_TRIES, seconds=WINDOW_SECONDS, at=arrived_at()
    )


def _lookup(code: str) -> Entrance | None:
    key = settings().key
    if len(code) == numbers.RESUME_LENGTH:
        return queries.by_resume_number(db(), key=key, number=code)
    found = queries.by_code(db(), key=key, code=code)
    if found is None:
        return queries.by_secret(db(), key=key, secret=code)
    return opened_by(found, code)


def opened_by(entrance: Entrance, secret: str) -> Entrance:
    """Return the entrance with what opens its draft, where drafts are sealed."""
    if entrance.mode != "anonymous":
        return entrance
    return queries.with_secret(db(), entrance, key=settings().key, secret=secret)


def network_bucket(purpose: str) -> str:
    """Return under which name tries from the visitor's network are counted."""
    return f"{purpose}:" + keyed_hash(settings().key, "network", network(request.remote_addr))


def _bucket() -> str:
    return network_bucket("survey-code")


def network(address: str | None) -> str:
    """Return the network of an address: 256 neighbours of IPv4, one site of IPv6."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    prefix = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network(f"{parsed}/{prefix}", strict=False))


def at_desk(code: str) -> queries.Desk:
    """Return this browser's desk in an open survey, or end on a page that says why not."""
    seat = seat_in(code)
    desk = queries.desk(db(), seat) if seat else None
    if desk is None:
        raise NotFound("not-found")
    for reason in desk.obstacles(arrived_at()):
        g.may_change_own = desk.mode == "named" and desk.phase(arrived_at()) is Phase.OPEN
        raise Conflict(reason, survey=desk.code)
    return desk


@blueprint.errorhandler(Conflict)
def stopped(error: Conflict) -> Response:
    """End on a page that says why one cannot go on, and what one can do."""
    code = (request.view_args or {}).get("code", "")
    page = render_template(
        "surveys/answer/stopped.html",
        reason=error.code,
        text=sentence(error.code),
        code=code,
        receipt=receipt_in(code),
        may_change_own=g.get("may_change_own", False),
    )
    return make_response(page, error.status)
