"""One meeting for citizens: its page, its minutes, its place in a calendar."""

from flask import Response, render_template

from council import calendars
from council.files import calendar_response, office
from council.models import Meeting
from council.queries import meetings, opinions, polls, roster
from council.queries import minutes as minutes_queries
from council.routes_public.blueprint import blueprint
from council.routes_public.ways import ways_of
from engage.core.clock import now
from engage.core.permissions import Permission
from engage.core.web import db, or_404, requires


@blueprint.get("/meetings/<code>")
@requires(Permission.VISIT)
def meeting(code: str) -> str:
    """Show one meeting: agenda and papers, organisations, opinions with the city's answers."""
    found = or_404(meetings.public_meeting(db(), code))
    voices = opinions.of_meeting(db(), found) if found.is_public else []
    lines = roster.roster(db(), found)
    agenda = meetings.agenda(db(), found, now())
    return render_template(
        "council/meeting.html",
        meeting=found,
        agenda=agenda,
        roster=lines or roster.invited(db(), found, now()),
        is_recorded=bool(lines),
        attendance=roster.attendance_counts(lines),
        opinions=voices,
        polls=polls.of_meeting(db(), found) if found.is_public else [],
        dispositions=opinions.disposition_counts(voices),
        traces=ways_of(voices, agenda),
        minutes=minutes_queries.published(db(), found),
        without=meetings.years_without_meeting(db(), found.body_id, now()),
    )


@blueprint.get("/meetings/<code>/event.ics")
@requires(Permission.VISIT)
def event(code: str) -> Response:
    """Hand out one meeting for a calendar, without the way in online."""
    found = or_404(meetings.public_meeting(db(), code))
    return calendar_response(calendars.event_file(found, office(), method="PUBLISH", at=now()))


@blueprint.get("/meetings/<code>/minutes")
@requires(Permission.VISIT)
def minutes(code: str) -> str:
    """Show the sealed minutes of a meeting."""
    found = or_404(_open_to_all(meetings.public_meeting(db(), code)))
    publication = or_404(minutes_queries.published(db(), found))
    return render_template(
        "council/minutes.html",
        meeting=found,
        publication=publication,
        sections=minutes_queries.sections(publication.document),
    )


def _open_to_all(meeting: Meeting | None) -> Meeting | None:
    return meeting if meeting is not None and meeting.is_public else None
