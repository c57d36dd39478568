"""Meetings are planned, changed, called and called off."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from council import operations
from council.forms import MeetingForm, NewMeetingForm, ReasonForm
from council.models import Meeting
from council.operations.meetings import plan_of
from council.queries import bodies, meetings, roster
from council.queries import minutes as minutes_queries
from council.queries import opinions as opinion_queries
from council.routes_secretariat.blueprint import blueprint, load_meeting
from council.rules import meetings as rules
from engage.core.clock import now, today
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.get("")
@requires(Permission.RUN_MEETINGS)
def index() -> str:
    """List every meeting with what is to be done next."""
    found = meetings.all_meetings(db())
    return render_template(
        "council/staff/index.html",
        meetings=found,
        counts=meetings.opinion_counts(db(), [meeting.id for meeting in found]),
        unanswered=opinion_queries.unanswered_count(db()),
        unchecked=minutes_queries.open_count(db()),
    )


@blueprint.get("/meetings/new")
@requires(Permission.RUN_MEETINGS)
def new_meeting() -> str:
    """Ask for a new meeting."""
    form = _new_form()
    return render_template("council/staff/meeting_form.html", form=form, meeting=None)


@blueprint.post("/meetings/new")
@requires(Permission.RUN_MEETINGS)
@commits
def draft_meeting() -> ResponseReturnValue:
    """Begin a meeting as a draft."""
    form = _new_form()
    if form.validate():
        try:
            meeting = operations.draft_meeting(
                db(),
                body=or_404(bodies.body(db(), form.body.data)),
                code=form.code.data or "",
                title=form.title.data or "",
                ordinal=form.ordinal.data,
                summary=form.summary.data or "",
                observer_seats=form.observer_seats.data,
                plan=_plan(form),
                actor=current_actor(),
                at=now(),
            )
            return go(
                "council_staff.meeting", code=meeting.code, notice=_("会議の下書きを作りました。")
            )
        except Invalid:
            _show_faults(form)
    return render_template("council/staff/meeting_form.html", form=form, meeting=None), 422


@blueprint.get("/meetings/<code>")
@requires(Permission.RUN_MEETINGS)
def meeting(code: str) -> str:
    """Show everything about one meeting and the steps that can be taken now."""
    return _page(load_meeting(code), ReasonForm(formdata=None))


@blueprint.get("/meetings/<code>/edit")
@requires(Permission.RUN_MEETINGS)
def edit_meeting(code: str) -> str:
    """Ask for changes of a meeting."""
    found = load_meeting(code)
    form = MeetingForm(obj=found, is_closed=not found.is_public)
    return render_template("council/staff/meeting_form.html", form=form, meeting=found)


@blueprint.post("/meetings/<code>/edit")
@requires(Permission.RUN_MEETINGS)
@commits
def change_meeting(code: str) -> ResponseReturnValue:
    """Change when, where and how a meeting will be."""
    found = load_meeting(code)
    form = MeetingForm()
    if form.validate():
        try:
            operations.change_meeting(
                db(),
                meeting=found,
                title=form.title.data or "",
                summary=form.summary.data or "",
                observer_seats=form.observer_seats.data,
                plan=_plan(form),
                actor=current_actor(),
                at=now(),
            )
            return go("council_staff.meeting", code=code, notice=_("会議を直しました。"))
        except Invalid:
            _show_faults(form)
    return render_template("council/staff/meeting_form.html", form=form, meeting=found), 422


@blueprint.post("/meetings/<code>/convene")
@requires(Permission.RUN_MEETINGS)
@commits
def convene(code: str) -> Response:
    """Call the members."""
    operations.convene_meeting(db(), meeting=load_meeting(code), actor=current_actor(), at=now())
    return go(
        "council_staff.meeting",
        code=code,
        notice=_("招集しました。構成団体の代表に、1人1通のメールを送ります。"),
    )


@blueprint.post("/meetings/<code>/cancel")
@requires(Permission.RUN_MEETINGS)
@commits
def cancel(code: str) -> ResponseReturnValue:
    """Call a meeting off, with a reason."""
    found = load_meeting(code)
    form = ReasonForm()
    if not form.validate():
        return _page(found, form), 422
    operations.cancel_meeting(
        db(), meeting=found, reason=form.reason.data or "", actor=current_actor(), at=now()
    )
    return go("council_staff.meeting", code=code, notice=_("会議を中止にしました。"))


def _page(found: Meeting, form: ReasonForm) -> str:
    agenda = meetings.agenda(db(), found, now())
    items = [view for view in agenda if view.item.state != "withdrawn"]
    obstacles = rules.convening_obstacles(
        plan_of(found), state=found.state, item_count=len(items), at=now()
    )
    return render_template(
        "council/staff/meeting.html",
        meeting=found,
        agenda=agenda,
        steps=rules.steps_from(found.state, found.mode),
        obstacles=obstacles,
        roster=roster.roster(db(), found),
        expected=roster.attendance_sheet(db(), found, now()),
        opinions=opinion_queries.of_meeting(db(), found),
        minutes=minutes_queries.of_meeting(db(), found),
        can_change=found.state in rules.CHANGEABLE,
        agenda_is_open=found.state in rules.AGENDA_OPEN,
        form=form,
    )


def _new_form() -> NewMeetingForm:
    form = NewMeetingForm()
    form.body.choices = [
        SelectChoice(body.code, name.name)
        for body in bodies.all_bodies(db())
        if (name := bodies.body_name(db(), body.id, today(now())))
    ]
    return form


def _plan(form: MeetingForm) -> rules.Plan:
    return rules.Plan(
        mode=form.mode.data,
        starts_at=form.starts_at.data,
        ends_at=form.ends_at.data,
        venue=form.venue.data or "",
        join_link=form.join_link.data or "",
        writing_opens_at=form.writing_opens_at.data,
        writing_closes_at=form.writing_closes_at.data,
        is_public=not form.is_closed.data,
        closed_reason=form.closed_reason.data or "",
    )


def _show_faults(form: MeetingForm) -> None:
    """Show every mistake of the plan at once; the domain stops at the first."""
    for field, code in rules.plan_faults(_plan(form)):
        form.refuse(Invalid(code, field=field))
