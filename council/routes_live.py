"""The meeting in progress, on the wall and in the hand: one page and its fragment."""

from collections import OrderedDict
from threading import Lock

from flask import Blueprint, Response, current_app, make_response, render_template, request
from flask_babel import force_locale, get_locale

from council.models import Meeting
from council.queries import live, meetings
from engage.core.clock import now
from engage.core.i18n import LANGUAGES
from engage.core.permissions import Permission
from engage.core.web import db, or_404, requires

blueprint = Blueprint("council_live", __name__, url_prefix="/live")
FRAGMENT = "council/live/_fragment.html"
DRAWN, MOST_DRAWN, DRAWING = "council.live-fragments", 16, Lock()
"""A mark names one state of one meeting at one minute, so what was drawn for it stays right."""


@blueprint.get("/<code>")
@requires(Permission.VISIT)
def wall(code: str) -> str:
    """Show the running meeting in large type."""
    meeting = or_404(_shown(code))
    return render_template(
        "council/live/wall.html", meeting=meeting, view=live.live(db(), meeting, now())
    )


@blueprint.get("/<code>/fragment")
@requires(Permission.VISIT)
def fragment(code: str) -> Response:
    """Answer "nothing new" most of the time; no cookie is read, so a proxy may keep this."""
    meeting = or_404(_shown(code))
    language = request.args.get("lang", "ja")
    language = language if language in LANGUAGES else "ja"
    mark = live.mark(db(), meeting, now(), language)
    if mark in request.if_none_match:
        return _for_a_second(make_response("", 304), mark)
    return _for_a_second(make_response(_drawn(meeting, mark, language)), mark)


def _drawn(meeting: Meeting, mark: str, language: str) -> str:
    """Return the fragment; 300 people who ask for the same one have it drawn once."""
    drawn: OrderedDict[str, str] = current_app.extensions.setdefault(DRAWN, OrderedDict())
    with DRAWING:
        if mark not in drawn:
            with force_locale(language):
                # The bare template, without the visitor's name and text size, which read cookies.
                drawn[mark] = current_app.jinja_env.get_template(FRAGMENT).render(
                    view=live.live(db(), meeting, now()), language=language
                )
            while len(drawn) > MOST_DRAWN:
                drawn.popitem(last=False)
        return drawn[mark]


def _shown(code: str) -> Meeting | None:
    meeting = meetings.public_meeting(db(), code)
    return meeting if meeting is not None and meeting.is_public else None


def _for_a_second(response: Response, mark: str) -> Response:
    response.set_etag(mark)
    response.headers["Cache-Control"] = "public, max-age=1"
    return response


@blueprint.app_template_global()
def live_language() -> str:
    """Return the language that the wall hands to its fragment."""
    return str(get_locale() or "ja")
