"""A meeting is run: begun, led from item to item, attended, listened to, ended."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from council import operations
from council.forms import ATTENDANCE, OutcomeForm, ReasonForm, RecordForm
from council.models import Meeting
from council.queries import bodies, live, meetings, opinions, roster, speaking
from council.routes_secretariat.blueprint import (
    blueprint,
    load_item,
    load_meeting,
    load_opinion,
)
from engage.core.clock import now, today
from engage.core.errors import Conflict, Invalid
from engage.core.forms import Form
from engage.core.ids import random_id
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.get("/meetings/<code>/run")
@requires(Permission.RUN_MEETINGS)
def run(code: str) -> str:
    """Show the desk: the items with their buttons, and the form to write down what is said."""
    found = load_meeting(code)
    return _desk(found, _record_form(found))


@blueprint.post("/meetings/<code>/open")
@requires(Permission.RUN_MEETINGS)
@commits
def open_meeting(code: str) -> Response:
    """Begin the meeting."""
    operations.open_meeting(db(), meeting=load_meeting(code), actor=current_actor(), at=now())
    return go("council_staff.run", code=code, notice=_("会議を始めました。"))


@blueprint.post("/meetings/<code>/end")
@requires(Permission.RUN_MEETINGS)
@commits
def end_meeting(code: str) -> Response:
    """End the meeting."""
    operations.end_meeting(db(), meeting=load_meeting(code), actor=current_actor(), at=now())
    return go("council_staff.meeting", code=code, notice=_("会議を終えました。"))


@blueprint.post("/meetings/<code>/items/<item_id>/start")
@requires(Permission.RUN_MEETINGS)
@commits
def start_item(code: str, item_id: str) -> Response:
    """Go on to an item; the one before it ends."""
    operations.start_item(db(), item=load_item(code, item_id), actor=current_actor(), at=now())
    return go("council_staff.run", code=code)


@blueprint.post("/meetings/<code>/items/<item_id>/finish")
@requires(Permission.RUN_MEETINGS)
@commits
def finish_item(code: str, item_id: str) -> Response:
    """End an item."""
    operations.finish_item(db(), item=load_item(code, item_id), actor=current_actor(), at=now())
    return go("council_staff.run", code=code)


@blueprint.post("/meetings/<code>/items/<item_id>/outcome")
@requires(Permission.RUN_MEETINGS)
@commits
def record_outcome(code: str, item_id: str) -> Response:
    """Write down what the meeting came to on an item."""
    form = OutcomeForm()
    if not form.validate():
        raise Invalid("text-too-long", field="outcome")
    operations.record_outcome(
        db(),
        item=load_item(code, item_id),
        outcome=form.outcome.data or "",
        actor=current_actor(),
        at=now(),
    )
    return go("council_staff.run", code=code, notice=_("まとめを保存しました。"))


@blueprint.post("/meetings/<code>/opinions")
@requires(Permission.RUN_MEETINGS)
@commits
def record_opinion(code: str) -> ResponseReturnValue:
    """Write down what somebody said, phoned or handed in."""
    found = load_meeting(code)
    form = _record_form(found)
    if not form.validate():
        return _desk(found, form), 422
    try:
        operations.record_opinion(
            db(),
            item=load_item(code, form.item.data),
            organisation=bodies.organisation(db(), form.organisation.data),
            speaker_name=form.speaker_name.data or "",
            channel=form.channel.data,
            kind=form.kind.data,
            text=form.text.data or "",
            is_summary=bool(form.is_summary.data),
            nonce=form.nonce.data,
            actor=current_actor(),
            at=now(),
        )
    except (Conflict, Invalid) as error:
        form.refuse(Invalid(error.code, field="text", **error.values))
        return _desk(found, form), error.status
    return go("council_staff.run", code=code, notice=_("書きとった意見を登録しました。"))


@blueprint.get("/opinions/<opinion_id>/hide")
@requires(Permission.RUN_MEETINGS)
def ask_hiding(opinion_id: str) -> str:
    """Ask for the reason to hide an opinion."""
    return _hide_page(opinion_id, ReasonForm(formdata=None))


@blueprint.post("/opinions/<opinion_id>/hide")
@requires(Permission.RUN_MEETINGS)
@commits
def hide_opinion(opinion_id: str) -> ResponseReturnValue:
    """Hide an opinion; number, date and reason stay public."""
    found = load_opinion(opinion_id)
    form = ReasonForm()
    if not form.validate():
        return _hide_page(opinion_id, form), 422
    operations.hide_opinion(
        db(), opinion=found, reason=form.reason.data or "", actor=current_actor(), at=now()
    )
    return go(
        "council_staff.run", code=found.item.meeting.code, notice=_("意見を非表示にしました。")
    )


@blueprint.get("/meetings/<code>/attendance")
@requires(Permission.RUN_MEETINGS)
def attendance(code: str) -> str:
    """Show the attendance sheet in the order of the roster."""
    return _sheet(load_meeting(code))


@blueprint.post("/meetings/<code>/attendance")
@requires(Permission.RUN_MEETINGS)
@commits
def record_attendance(code: str) -> ResponseReturnValue:
    """Write down who took part and how."""
    found = load_meeting(code)
    allowed = {value for value, _words in ATTENDANCE if value}
    for line in roster.attendance_sheet(db(), found, now()):
        mode = request.form.get(f"mode-{line.organisation_id}", "")
        person = request.form.get(f"person-{line.organisation_id}", "").strip()[:200]
        if mode not in allowed or (mode == line.mode and person == line.person_name):
            continue
        operations.record_attendance(
            db(),
            meeting=found,
            organisation=or_404(bodies.organisation(db(), line.organisation_id)),
            mode=mode,
            person_name=person,
            actor=current_actor(),
            at=now(),
        )
    return go("council_staff.attendance", code=code, notice=_("出席を保存しました。"))


def _desk(found: Meeting, form: RecordForm) -> str:
    voices = opinions.of_meeting(db(), found)
    return render_template(
        "council/staff/run.html",
        meeting=found,
        view=live.live(db(), found, now()),
        opinions=list(reversed(voices)),
        sheet=roster.attendance_sheet(db(), found, now()),
        desk_notes=speaking.notes_of(db(), found),
        note_nonce=random_id(),
        form=form,
        may_record=found.state not in {"draft", "cancelled"},
        may_conclude=found.state in {"live", "ended", "minutes"},
    )


def _record_form(found: Meeting) -> RecordForm:
    form = RecordForm()
    views = [v for v in meetings.agenda(db(), found, now()) if v.item.state != "withdrawn"]
    ongoing = next((v.item.id for v in views if v.item.state == "ongoing"), None)
    form.item.choices = [SelectChoice(v.item.id, v.item.title) for v in views]
    if not form.is_submitted():
        form.item.data = ongoing or (views[0].item.id if views else None)
    members = bodies.members_on(db(), found.body_id, found.held_on or today(now()))
    form.organisation.choices = [
        SelectChoice("", _("団体の記載なし")),
        *(SelectChoice(member.organisation_id, member.name) for member in members),
    ]
    if not form.is_submitted():
        form.organisation.data = request.args.get("organisation", "")[:36]
    return form


def _sheet(found: Meeting) -> str:
    return render_template(
        "council/staff/attendance.html",
        meeting=found,
        sheet=roster.attendance_sheet(db(), found, now()),
        modes=[(value, str(words)) for value, words in ATTENDANCE],
        form=Form(formdata=None),
    )


def _hide_page(opinion_id: str, form: ReasonForm) -> str:
    return render_template(
        "council/staff/hide.html",
        opinion=or_404(opinions.any_opinion(db(), opinion_id)),
        meeting=load_opinion(opinion_id).item.meeting,
        form=form,
    )
