"""What everyone can open: home, plain Japanese, accessibility, privacy, preferences, health."""

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from engage.core import i18n, templating
from engage.core.clock import now
from engage.core.permissions import Permission
from engage.core.web import db, registry, requires, settings
from engage.home import queries, rules
from engage.plan.links import linked

blueprint = Blueprint("home", __name__)

A_YEAR = 365 * 24 * 60 * 60


@blueprint.get("/")
@requires(Permission.VISIT)
def index() -> str:
    """Show what one can take part in, what became of voices, and how the plan stands."""
    page = queries.home_page(db(), registry(), now())
    thread = linked(page.thread) if page.thread else None
    return render_template("home/index.html", page=page, thread_drawn=thread)


@blueprint.get("/easy")
@requires(Permission.VISIT)
def easy() -> str:
    """Explain the whole site in plain Japanese with readings."""
    return render_template("home/easy.html")


@blueprint.get("/accessibility")
@requires(Permission.VISIT)
def accessibility() -> str:
    """Say how usable the site is, what is not tested yet, and whom to tell."""
    return render_template("home/accessibility.html")


@blueprint.get("/privacy")
@requires(Permission.VISIT)
def privacy() -> str:
    """Say what is kept of an answer, who can see it, and what nobody promises."""
    return render_template("home/privacy.html")


@blueprint.get("/preferences")
@requires(Permission.VISIT)
def preferences() -> BaseResponse:
    """Remember the text size or the language in a cookie and go back to the page."""
    response = redirect(rules.safe_next(request.args.get("next", rules.HOME)), 303)
    size, language = request.args.get("size"), request.args.get("lang")
    if size in rules.SIZES:
        _remember(response, templating.SIZE_COOKIE, rules.SIZES[size])
    if language in i18n.LANGUAGES:
        _remember(response, i18n.COOKIE, language)
    reading = request.args.get("reading", "")
    if rules.is_language_tag(reading):
        _remember(response, i18n.READING_COOKIE, reading)
        _remember(response, i18n.COOKIE, reading if reading in i18n.LANGUAGES else "ja")
    return response


@blueprint.get("/healthz")
@requires(Permission.VISIT)
def healthz() -> Response:
    """Answer that the server can read its database; for load balancers, no page."""
    queries.touch(db())
    return Response("ok\n", mimetype="text/plain")


def _remember(response: BaseResponse, name: str, value: str) -> None:
    if not value:
        response.delete_cookie(name)
        return
    response.set_cookie(
        name,
        value,
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings().is_production,
    )
