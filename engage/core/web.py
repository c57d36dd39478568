"""How HTTP sees the domain: who is asking, may they, which transaction, commit at the edge."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    has_request_context,
    make_response,
    redirect,
    request,
    url_for,
)
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter

from engage.core import jobs
from engage.core.bell import Bell
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.errors import NotFound
from engage.core.incoming import NUL, Incoming
from engage.core.permissions import NOBODY, Actor, Permission

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
_UNGUARDED = {"static"}


class ShortNumber(IntegerConverter):
    """A number in an address; one that no database column could hold names no page."""

    regex = "[0-9]{1,9}"


def init_app(app: Flask, database: Database, settings: Settings) -> None:
    """Bind the database and the guards that every request passes."""
    app.request_class = Incoming
    app.url_map.converters["int"] = ShortNumber
    app.url_value_preprocessor(_refuse_nul)
    app.extensions["engage.database"] = database
    app.extensions["engage.settings"] = settings
    app.before_request(_refuse_foreign_host)
    app.before_request(_refuse_foreign_origin)
    app.before_request(_require_permission)
    app.teardown_appcontext(_close_session)


def _refuse_nul(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if any(NUL in value for value in (values or {}).values() if isinstance(value, str)):
        raise NotFound("not-found")


def settings() -> Settings:
    """Return the settings of this installation."""
    return cast("Settings", current_app.extensions["engage.settings"])


def database() -> Database:
    """Return the database; routes use it only where a write must outlive the request."""
    return cast("Database", current_app.extensions["engage.database"])


def registry() -> Any:
    """Return the registry of evidence sources that the features filled at start-up."""
    return current_app.extensions["engage.evidence"]


def mailbox_is_open() -> bool:
    """Whether the development mailbox page exists here."""
    return settings().has_mailbox_page


def db() -> Session:
    """Return this request's session: read-only until a view marked @commits runs."""
    if "session" not in g:
        g.session = database().reading()
    return cast("Session", g.session)


def current_actor() -> Actor:
    """Return who is asking, as a plain value."""
    if not has_request_context():
        return NOBODY
    return cast("Actor", getattr(current_user, "actor", NOBODY))


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare what a visitor must hold to reach the view; without it the view is closed."""

    def declare(view: View) -> View:
        view.engage_permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def commits(view: View) -> View:
    """Run the view in one writing transaction; commit when it redirects or succeeds.

    The view may run again from its start when the database reports a collision, so it must
    have no effect outside the session. An answer of 400 and above rolls everything back.
    """

    @wraps(view)
    def in_transaction(*args: Any, **kwargs: Any) -> Response:
        _close_session()

        def attempt(session: Session) -> tuple[Response, bool]:
            g.session = session
            response = make_response(current_app.ensure_sync(view)(*args, **kwargs))
            if response.status_code >= 400:
                session.rollback()
                session.info.pop(jobs.RING, None)
            return response, session.info.get(jobs.RING, False)

        try:
            response, ring = database().run_tx(attempt)
        finally:
            g.pop("session", None)
        if ring:
            ring_bell()
        return response

    in_transaction.engage_commits = True  # type: ignore[attr-defined]
    return cast("View", in_transaction)


def ring_bell() -> None:
    """Tell a worker that jobs are waiting; a silent bell only makes them a little later."""
    bell: Bell | None = current_app.extensions.get("engage.bell")
    if bell is None:
        return
    try:
        bell.ring()
    except Exception:  # noqa: BLE001 - the committed answer matters more; the sweep does the job
        current_app.logger.warning("The bell did not ring; the sweep will find the job.")


def or_404(found: T | None) -> T:
    """Return what was found, or answer that there is no such page for this viewer."""
    if found is None:
        raise NotFound("not-found")
    return found


def go(endpoint: str, *, notice: Any = None, **values: Any) -> Response:
    """Send the browser to the page that shows what was done, with a sentence on top."""
    if notice:
        flash(str(notice), "good")
    return cast("Response", redirect(url_for(endpoint, **values), 303))


def permission_of(view: Callable[..., Any] | None) -> Permission | None:
    """Return what a view declares, or None."""
    return getattr(view, "engage_permission", None)


def _require_permission() -> Response | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint in _UNGUARDED:
        return None
    permission = permission_of(current_app.view_functions[endpoint])
    if permission is None:
        current_app.logger.error("The route %s declares no permission.", endpoint)
        abort(500)
    actor = NOBODY if permission is Permission.VISIT else current_actor()
    if actor.may(permission):
        return None
    if actor.is_signed_in:
        abort(403)
    if request.method in SAFE_METHODS:
        return cast(
            "Response",
            redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303),
        )
    return abort(401)


def _refuse_foreign_host() -> Response | None:
    """Answer in production only under the configured name, or under this machine's own.

    The answer is plain text: a page would write the foreign name into its own links.
    """
    house = settings()
    if not house.is_production:
        return None
    asked = urlsplit(f"//{request.host}").hostname
    if asked in {urlsplit(house.base_url).hostname, "localhost", "127.0.0.1", "::1"}:
        return None
    return Response("400\n", status=400, mimetype="text/plain")


def _refuse_foreign_origin() -> None:
    """Stop a write that another site's page sent, before looking at any token."""
    if request.method in SAFE_METHODS:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    origin = request.headers.get("Origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.host:
        abort(403)


def _close_session(_error: BaseException | None = None) -> None:
    session = g.pop("session", None)
    if session is not None:
        session.close()
