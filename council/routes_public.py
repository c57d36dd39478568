"""What citizens read: meetings, rosters, opinions and what the city answered, minutes."""

from flask import Blueprint, Response, render_template

from council import calendars, trace
from council.files import calendar_response, download, office
from council.models import Meeting
from council.queries import bodies, meetings, opinions, organisations, polls, roster
from council.queries import minutes as minutes_queries
from council.queries.meetings import ItemView
from council.queries.opinions import OpinionView
from engage.core.clock import now, today
from engage.core.permissions import Permission
from engage.core.web import db, or_404, registry, requires
from engage.plan.links import linked
from engage.plan.thread import VoiceTrace

blueprint = Blueprint("council", __name__, url_prefix="/council")


@blueprint.get("")
@requires(Permission.VISIT)
def index() -> str:
    """Show what the council is, the next meeting, and all past ones."""
    body = bodies.council_body(db())
    if body is None:
        return render_template("council/index.html", body=None)
    past = meetings.past(db(), body.id, now())
    return render_template(
        "council/index.html",
        body=body,
        name=bodies.body_name(db(), body.id, today(now())),
        upcoming=meetings.upcoming(db(), body.id, now()),
        past=past,
        counts=meetings.opinion_counts(db(), [meeting.id for meeting in past]),
        published={m.id for m in past if minutes_queries.published(db(), m)},
        without=meetings.years_without_meeting(db(), body.id, now()),
    )


@blueprint.get("/calendar.ics")
@requires(Permission.VISIT)
def calendar() -> Response:
    """Hand out the council's meetings for a calendar program to follow."""
    body = or_404(bodies.council_body(db()))
    name = bodies.body_name(db(), body.id, today(now()))
    listed = [*meetings.upcoming(db(), body.id, now()), *meetings.past(db(), body.id, now())]
    content = calendars.feed_file(listed, office(), name=name.name if name else body.code, at=now())
    return calendar_response(content)


@blueprint.get("/meetings/<code>/event.ics")
@requires(Permission.VISIT)
def event(code: str) -> Response:
    """Hand out one meeting for a calendar, without the way in online."""
    found = or_404(meetings.public_meeting(db(), code))
    return calendar_response(calendars.event_file(found, office(), method="PUBLISH", at=now()))


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


@blueprint.get("/opinions/<opinion_id>")
@requires(Permission.VISIT)
def opinion(opinion_id: str) -> str:
    """Show where one opinion went: the words, the answer, what it changed."""
    found = or_404(opinions.public_opinion(db(), opinion_id))
    response = found.response
    of_meeting = or_404(meetings.public_meeting(db(), found.meeting_code))
    agenda = meetings.agenda(db(), of_meeting, now())
    return render_template(
        "council/opinion.html",
        opinion=found,
        meeting=of_meeting,
        item=next(view for view in agenda if view.item.id == found.item_id),
        way=ways_of([found], agenda).get(found.id),
        wordings=opinions.wordings(db(), found.id) if found.is_public else [],
        earlier_responses=opinions.earlier_responses(db(), response.id) if response else [],
    )


@blueprint.get("/organisations")
@requires(Permission.VISIT)
def organisation_list() -> str:
    """Show the organisations that are or were part of the council, in 50-on order."""
    body = or_404(bodies.council_body(db()))
    return render_template(
        "council/organisations.html",
        body=body,
        name=bodies.body_name(db(), body.id, today(now())),
        organisations=organisations.organisations(db(), body, today(now())),
    )


@blueprint.get("/papers/<paper_id>")
@requires(Permission.VISIT)
def paper(paper_id: str) -> str:
    """Show the text of a paper."""
    found = or_404(meetings.public_paper(db(), paper_id))
    return render_template("council/paper.html", paper=found, meeting=found.item.meeting)


@blueprint.get("/papers/<paper_id>/file")
@requires(Permission.VISIT)
def paper_file(paper_id: str) -> Response:
    """Hand out the file of a paper."""
    return download(or_404(meetings.public_paper(db(), paper_id)))


def ways_of(voices: list[OpinionView], agenda: list[ItemView]) -> dict[str, VoiceTrace]:
    """Return the thread of each opinion with addresses that can be followed."""
    subjects = {view.item.id: view.subject for view in agenda if view.subject}
    found = trace.traces_of(db(), registry(), voices, subjects)
    return {opinion_id: linked(way) for opinion_id, way in found.items()}


def _open_to_all(meeting: Meeting | None) -> Meeting | None:
    return meeting if meeting is not None and meeting.is_public else None
