"""The meeting in progress, on the wall and in the hand: one page and its fragment."""

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
    with force_locale(language):
        # The bare template, without the visitor's name and text size, which would read cookies.
        text = current_app.jinja_env.get_template(FRAGMENT).render(
            view=live.live(db(), meeting, now()), language=language
        )
    return _for_a_second(make_response(text), mark)


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
