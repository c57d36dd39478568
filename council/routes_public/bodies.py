"""The council as a whole: what it is, its meetings, its organisations, its calendar."""

import unicodedata
from datetime import date

from flask import Response, render_template, request

from council import calendars
from council.files import calendar_response, office
from council.queries import bodies, meetings, organisations
from council.queries import minutes as minutes_queries
from council.routes_public.blueprint import blueprint
from engage.core.clock import now, today
from engage.core.permissions import Permission
from engage.core.web import db, or_404, requires


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
        all_bodies=bodies.named(db(), today(now())),
    )


@blueprint.get("/bodies/<code>")
@requires(Permission.VISIT)
def body(code: str) -> str:
    """Show one body: what it does, its names over time, who belongs to it, its meetings by year."""
    found = or_404(bodies.body(db(), code))
    asked = _day_of(request.args.get("on", ""))
    day = asked or today(now())
    past = meetings.past(db(), found.id, now())
    return render_template(
        "council/body.html",
        body=found,
        name=bodies.body_name(db(), found.id, today(now())),
        names=bodies.body_names(db(), found.id),
        upcoming=meetings.upcoming(db(), found.id, now()),
        years=meetings.by_fiscal_year(past),
        counts=meetings.opinion_counts(db(), [m.id for m in past if m.is_public]),
        members=bodies.members_on(db(), found.id, day),
        day=day,
        is_today=asked is None,
        not_a_day=bool(request.args.get("on")) and asked is None,
        without=meetings.years_without_meeting(db(), found.id, now()),
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


def _day_of(given: str) -> date | None:
    """Return the day that a visitor asks for, or None when the words are no day."""
    try:
        return date.fromisoformat(unicodedata.normalize("NFKC", given.strip()))
    except ValueError:
        return None
