"""Who is answering: kept in the browser's signed cookie, apart from signing in.

So a sign-in that ends, or a server that restarts, interrupts nobody. The cookie also holds the
nonce and the receipt number: the server itself keeps neither.
"""

import ipaddress
from datetime import datetime
from typing import cast

from flask import Blueprint, Response, g, make_response, render_template, request, session

from engage.core import limits
from engage.core.clock import now, today
from engage.core.errors import Conflict, NotFound
from engage.core.messages import sentence
from engage.core.secrets import keyed_hash, normalise_code
from engage.core.web import database, db, settings
from surveys import numbers
from surveys.path import SEED, Answers, Path, visible_path
from surveys.queries import answering as queries
from surveys.queries.answering import Desk, Entrance, Seat

blueprint = Blueprint("surveys", __name__)

WRONG_TRIES = 10
WINDOW_SECONDS = 300
SEATS, NONCES, RECEIPTS, SEEDS = "seats", "nonces", "receipts", "seeds"


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
    """Remember in the browser who is answering this survey."""
    seat = entrance.seat
    _remember(SEATS, entrance.survey_code, [seat.survey_id, seat.monitor_id])
    if not seed_in(entrance.survey_code):
        _remember(SEEDS, entrance.survey_code, numbers.new_seed())


def seat_in(code: str) -> Seat | None:
    """Return who is answering a survey in this browser."""
    kept = session.get(SEATS, {}).get(code)
    return Seat(*kept) if kept else None


def nonce_for(code: str) -> str:
    """Return the nonce with which this browser sends its answers; the same each time."""
    nonce = session.get(NONCES, {}).get(code)
    if nonce is None:
        nonce = numbers.new_nonce()
        _remember(NONCES, code, nonce)
    return str(nonce)


def seed_in(code: str) -> str:
    """Return the number from which this browser's random orders follow."""
    return str(session.get(SEEDS, {}).get(code, ""))


def path_of(desk: Desk, answers: Answers) -> Path:
    """Return what this respondent is shown, given these answers."""
    if SEED not in answers and (seed := seed_in(desk.code)):
        answers = {**answers, SEED: {"state": "seed", "value": seed}}
    return visible_path(desk.questionnaire(db()), answers, today=today(arrived_at()))


def keep_receipt(code: str, receipt: str) -> None:
    """Let this browser show a receipt number again."""
    _remember(RECEIPTS, code, receipt)


def receipt_in(code: str) -> str | None:
    """Return the receipt number that this browser holds for a survey."""
    return session.get(RECEIPTS, {}).get(code)


def _remember(kind: str, code: str, value: object) -> None:
    session[kind] = session.get(kind, {}) | {code: value}


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
    if len(code) == numbers.RESUME_LENGTH:
        return queries.by_resume_number(db(), key=settings().key, number=code)
    return queries.by_code(db(), key=settings().key, code=code)


def _bucket() -> str:
    return "survey-code:" + keyed_hash(settings().key, "network", network(request.remote_addr))


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
    )
    return make_response(page, error.status)
