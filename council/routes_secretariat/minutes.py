"""The minutes are compiled, edited beside their sources, confirmed, published."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from council import operations
from council.forms import BlockForm, ConfirmByForm, SettleForm
from council.models import Meeting, Minutes, MinutesBlock, MinutesRequest
from council.queries import confirming
from council.queries import minutes as queries
from council.routes_secretariat.blueprint import blueprint, load_meeting
from council.rules import minutes as rules
from council.rules.confirming import approving_obstacles
from engage.core.clock import now, today
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.post("/meetings/<code>/minutes/compile")
@requires(Permission.RUN_MEETINGS)
@commits
def compile_minutes(code: str) -> Response:
    """Write a first draft, or add what came since."""
    operations.compile_minutes(db(), meeting=load_meeting(code), actor=current_actor(), at=now())
    return go("council_staff.minutes", code=code, notice=_("記録から議事要旨を組み立てました。"))


@blueprint.get("/meetings/<code>/minutes")
@requires(Permission.RUN_MEETINGS)
def minutes(code: str) -> str:
    """Show what is left to check, source beside summary."""
    meeting, found = _load(code)
    return _page(meeting, found)


@blueprint.post("/meetings/<code>/minutes/blocks/<block_id>")
@requires(Permission.RUN_MEETINGS)
@commits
def edit_block(code: str, block_id: str) -> ResponseReturnValue:
    """Save a passage, and mark it as checked when that button was pressed."""
    meeting, found = _load(code)
    block = _block(found, block_id)
    form = BlockForm()
    if not form.validate():
        return _page(meeting, found, form=form, at_block=block_id), 422
    try:
        operations.edit_block(
            db(),
            block=block,
            text=form.text.data or "",
            expected_seq=int(form.seq.data or "0"),
            actor=current_actor(),
            at=now(),
        )
    except (Conflict, Invalid) as error:
        form.refuse(Invalid(error.code, field="text", **error.values))
        return _page(meeting, found, form=form, at_block=block_id), error.status
    if "check" in request.form:
        operations.check_block(db(), block=block, is_checked=True, actor=current_actor(), at=now())
    return go("council_staff.minutes", code=code, _anchor=f"b-{block_id}")


@blueprint.post("/meetings/<code>/minutes/blocks/<block_id>/uncheck")
@requires(Permission.RUN_MEETINGS)
@commits
def uncheck_block(code: str, block_id: str) -> Response:
    """Take the mark of a passage back."""
    _meeting, found = _load(code)
    operations.check_block(
        db(), block=_block(found, block_id), is_checked=False, actor=current_actor(), at=now()
    )
    return go("council_staff.minutes", code=code, _anchor=f"b-{block_id}")


@blueprint.post("/meetings/<code>/minutes/blocks/<block_id>/leave-out")
@requires(Permission.RUN_MEETINGS)
@commits
def leave_out_block(code: str, block_id: str) -> Response:
    """Keep a passage out of the published text, or take it back in."""
    _meeting, found = _load(code)
    operations.leave_out_block(
        db(),
        block=_block(found, block_id),
        is_left_out=request.form.get("leave_out") == "1",
        actor=current_actor(),
        at=now(),
    )
    return go("council_staff.minutes", code=code, _anchor=f"b-{block_id}")


@blueprint.post("/meetings/<code>/minutes/ask")
@requires(Permission.RUN_MEETINGS)
@commits
def ask_for_confirmation(code: str) -> ResponseReturnValue:
    """Begin the check of the whole, with a last day."""
    meeting, found = _load(code)
    form = ConfirmByForm()
    if not form.validate() or form.confirm_by.data is None:
        return _page(meeting, found, confirm_form=form), 422
    operations.ask_for_confirmation(
        db(), minutes=found, confirm_by=form.confirm_by.data, actor=current_actor(), at=now()
    )
    return go("council_staff.minutes", code=code, notice=_("確認のしめきりを決めました。"))


@blueprint.post("/meetings/<code>/minutes/requests/<request_id>")
@requires(Permission.RUN_MEETINGS)
@commits
def settle_request(code: str, request_id: str) -> ResponseReturnValue:
    """Tell an organisation what became of its request."""
    meeting, found = _load(code)
    asked = or_404(confirming.request(db(), found, request_id))
    form = SettleForm(prefix=f"r{request_id}-")
    if not form.validate():
        return _page(meeting, found, settle_form=form, at_request=request_id), 422
    operations.settle_request(
        db(),
        request=asked,
        settlement=form.settlement.data or "",
        reply=form.reply.data or "",
        actor=current_actor(),
        at=now(),
    )
    return go("council_staff.minutes", code=code, notice=_("返事をしました。"), _anchor="requests")


@blueprint.post("/meetings/<code>/minutes/confirm")
@requires(Permission.RUN_MEETINGS)
@commits
def confirm_minutes(code: str) -> Response:
    """Confirm the whole text."""
    _meeting, found = _load(code)
    operations.confirm_minutes(db(), minutes=found, actor=current_actor(), at=now())
    return go("council_staff.minutes", code=code, notice=_("議事要旨の確認を終えました。"))


@blueprint.post("/meetings/<code>/minutes/reopen")
@requires(Permission.RUN_MEETINGS)
@commits
def reopen_minutes(code: str) -> Response:
    """Take the confirmation back."""
    _meeting, found = _load(code)
    operations.reopen_minutes(db(), minutes=found, actor=current_actor(), at=now())
    return go("council_staff.minutes", code=code, notice=_("もう一度、直せるようにしました。"))


@blueprint.post("/meetings/<code>/minutes/publish")
@requires(Permission.RUN_MEETINGS)
@commits
def publish_minutes(code: str) -> Response:
    """Publish the minutes for good."""
    _meeting, found = _load(code)
    operations.publish_minutes(db(), minutes=found, actor=current_actor(), at=now())
    return go("council_staff.minutes", code=code, notice=_("議事要旨を公開しました。"))


def _load(code: str) -> tuple[Meeting, Minutes]:
    meeting = load_meeting(code)
    return meeting, or_404(queries.of_meeting(db(), meeting))


def _block(found: Minutes, block_id: str) -> MinutesBlock:
    return or_404(queries.block_of(db(), found, block_id))


def _page(
    meeting: Meeting,
    found: Minutes,
    *,
    form: BlockForm | None = None,
    at_block: str = "",
    confirm_form: ConfirmByForm | None = None,
    settle_form: SettleForm | None = None,
    at_request: str = "",
) -> str:
    views = queries.blocks(db(), found)
    asked = confirming.answering(db(), found, today(now()))
    requests = confirming.requests_of(db(), found)
    states = [view.state for view in views if not view.state.is_left_out]
    only_open = request.args.get("only") == "open" and not at_block
    return render_template(
        "council/staff/minutes.html",
        meeting=meeting,
        minutes=found,
        parts=queries.parts([v for v in views if not only_open or _is_open(v.state)]),
        states=states,
        checked=sum(state.is_checked for state in states),
        next_open=next((view for view in views if _is_open(view.state)), None),
        only_open=only_open,
        can_edit=not rules.editing_obstacles(found.state),
        steps=rules.steps_from(found.state),
        obstacles=rules.confirming_obstacles(found.state, [view.state for view in views]),
        publication=queries.published(db(), meeting),
        form=form or confirm_form or settle_form,
        asked=asked if found.state != "draft" else [],
        requests=[
            (each, settle_form if settle_form and each.id == at_request else _settle_form(each))
            for each in requests
        ],
        still=approving_obstacles(
            found.state,
            [each.standing for each in asked],
            sum(each.state == "open" for each in requests),
        ),
        at_block=at_block,
        confirm_form=confirm_form or ConfirmByForm(formdata=None),
    )


def _is_open(state: rules.BlockState) -> bool:
    return not state.is_checked and not state.is_left_out


def _settle_form(asked: MinutesRequest) -> SettleForm:
    return SettleForm(formdata=None, prefix=f"r{asked.id}-")
