"""The secretariat writes polls, opens and closes them, or takes them back."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from council import operations
from council.forms import ReasonForm
from council.forms_polls import PollForm
from council.models import Meeting, Poll
from council.queries import meetings, polls
from council.routes_secretariat.blueprint import blueprint, load_item, load_meeting
from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.get("/meetings/<code>/polls", endpoint="polls")
@requires(Permission.RUN_MEETINGS)
def poll_list(code: str) -> str:
    """List the polls of a meeting, and write one more."""
    meeting = load_meeting(code)
    return _page(meeting, _form(meeting))


@blueprint.post("/meetings/<code>/polls")
@requires(Permission.RUN_MEETINGS)
@commits
def draft_poll(code: str) -> ResponseReturnValue:
    """Write down what will be asked."""
    meeting = load_meeting(code)
    form = _form(meeting)
    if not form.validate():
        return _page(meeting, form), 422
    try:
        operations.draft_poll(
            db(),
            item=load_item(code, form.item.data),
            kind=form.kind.data,
            question=form.question.data or "",
            options=form.option_lines,
            most=form.most.data,
            seats=form.seats.data or 1,
            is_secret=bool(form.is_secret.data),
            actor=current_actor(),
            at=now(),
        )
    except Invalid as error:
        form.refuse(error)
        return _page(meeting, form), 422
    return go("council_staff.polls", code=code, notice=_("投票を下書きにしました。"))


@blueprint.post("/meetings/<code>/polls/<int:number>/open")
@requires(Permission.RUN_MEETINGS)
@commits
def open_poll(code: str, number: int) -> Response:
    """Let the seats vote."""
    found = _load(code, number)
    operations.open_poll(db(), poll=found, actor=current_actor(), at=now())
    return go("council_staff.polls", code=code, notice=_("投票を始めました。"))


@blueprint.post("/meetings/<code>/polls/<int:number>/close")
@requires(Permission.RUN_MEETINGS)
@commits
def close_poll(code: str, number: int) -> Response:
    """End the voting; the result is shown at once."""
    found = _load(code, number)
    operations.close_poll(db(), poll=found, actor=current_actor(), at=now())
    return go("council_staff.polls", code=code, notice=_("投票を締め切りました。"))


@blueprint.get("/meetings/<code>/polls/<int:number>/withdraw")
@requires(Permission.RUN_MEETINGS)
def ask_withdrawing_poll(code: str, number: int) -> str:
    """Ask for the reason to take a poll back."""
    return _withdraw_page(code, number, ReasonForm(formdata=None))


@blueprint.post("/meetings/<code>/polls/<int:number>/withdraw")
@requires(Permission.RUN_MEETINGS)
@commits
def withdraw_poll(code: str, number: int) -> ResponseReturnValue:
    """Take a poll back; its votes are not counted."""
    form = ReasonForm()
    if not form.validate():
        return _withdraw_page(code, number, form), 422
    operations.withdraw_poll(
        db(),
        poll=_load(code, number),
        reason=form.reason.data or "",
        actor=current_actor(),
        at=now(),
    )
    return go("council_staff.polls", code=code, notice=_("投票を取りやめました。"))


def _load(code: str, number: int) -> Poll:
    return or_404(polls.poll_of(db(), load_meeting(code), number))


def _form(meeting: Meeting) -> PollForm:
    form = PollForm()
    views = [v for v in meetings.agenda(db(), meeting, now()) if v.item.state != "withdrawn"]
    form.item.choices = [SelectChoice(v.item.id, v.item.title) for v in views]
    if not form.is_submitted():
        ongoing = next((v.item.id for v in views if v.item.state == "ongoing"), None)
        form.item.data = ongoing or (views[0].item.id if views else None)
    return form


def _page(meeting: Meeting, form: PollForm) -> str:
    views = polls.of_meeting(db(), meeting, with_drafts=True)
    begun = [view for view in views if view.poll.state in ("open", "closed")]
    return render_template(
        "council/staff/polls.html",
        meeting=meeting,
        polls=views,
        seats={view.poll.id: polls.seats_in(db(), view, now()) for view in begun},
        form=form,
        may_write=meeting.state not in {"closed", "cancelled"} and bool(form.item.choices),
    )


def _withdraw_page(code: str, number: int, form: ReasonForm) -> str:
    return render_template(
        "council/staff/poll_withdraw.html",
        meeting=load_meeting(code),
        view=polls.view(_load(code, number)),
        form=form,
    )
