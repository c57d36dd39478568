"""Wrong tries: ten in five minutes from one neighbourhood, or at one account, then a pause."""

from flask import Flask, Response, g

from engage.accounts.browser import network
from engage.core import limits
from engage.core.clock import now
from engage.core.secrets import keyed_hash
from engage.core.web import database, db, settings

ALLOWED = 10
SECONDS = 300


def init_app(app: Flask) -> None:
    """Write wrong tries down after each answer, when its own transaction is over."""
    app.after_request(_write_down)


def refuse_more(purpose: str, *, who: str = "") -> None:
    """Stop a visitor who tried wrongly too often; `who` is the account or address that is meant."""
    for bucket in _buckets(purpose, who):
        limits.check(db(), bucket=bucket, allowed=ALLOWED, seconds=SECONDS, at=now())


def wrong(purpose: str, *, who: str = "") -> None:
    """Note one wrong try; it is written down even though the request itself ends in a refusal."""
    g.setdefault("wrong_tries", set()).update(_buckets(purpose, who))


def _buckets(purpose: str, who: str) -> list[str]:
    key = settings().key
    places = [f"from {network()}", *([f"at {who}"] if who else [])]
    return [f"{purpose}:{keyed_hash(key, 'wrong-tries', place)}" for place in places]


def _write_down(response: Response) -> Response:
    for bucket in sorted(g.pop("wrong_tries", ())):
        limits.count(database(), bucket=bucket, seconds=SECONDS, at=now())
    return response
