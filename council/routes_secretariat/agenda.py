"""The agenda is edited: items, their order, their papers."""

from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from council import operations
from council.files import download, paper_storage
from council.forms import ItemForm, PaperForm, ReasonForm
from council.models import AgendaItem, Meeting
from council.queries import meetings, subjects
from council.routes_secretariat.blueprint import blueprint, load_item, load_meeting
from engage.core.clock import now
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires


@blueprint.get("/meetings/<code>/items/new")
@requires(Permission.RUN_MEETINGS)
def new_item(code: str) -> str:
    """Ask for a new item."""
    return _item_page(load_meeting(code), None, _item_form(ItemForm(formdata=None)))


@blueprint.post("/meetings/<code>/items/new")
@requires(Permission.RUN_MEETINGS)
@commits
def add_item(code: str) -> ResponseReturnValue:
    """Put an item on the agenda."""
    found = load_meeting(code)
    form = _item_form(ItemForm())
    if form.validate():
        try:
            operations.add_item(
                db(),
                meeting=found,
                number_label=form.number_label.data or "",
                actor=current_actor(),
                at=now(),
                **_facts(form),
            )
            return go("council_staff.meeting", code=code, notice=_("議題を加えました。"))
        except Invalid as error:
            form.refuse(error)
    return _item_page(found, None, form), 422


@blueprint.get("/meetings/<code>/items/<item_id>")
@requires(Permission.RUN_MEETINGS)
def item(code: str, item_id: str) -> str:
    """Show an item with its papers and the form to change it."""
    found = load_item(code, item_id)
    form = ItemForm(
        formdata=None,
        obj=found,
        plan_element=found.plan_element_id or "",
        revision_item=found.revision_item_id or "",
    )
    return _item_page(found.meeting, found, _item_form(form))


@blueprint.post("/meetings/<code>/items/<item_id>")
@requires(Permission.RUN_MEETINGS)
@commits
def change_item(code: str, item_id: str) -> ResponseReturnValue:
    """Change an item."""
    found = load_item(code, item_id)
    form = _item_form(ItemForm())
    if form.validate():
        try:
            operations.change_item(
                db(),
                item=found,
                number_label=form.number_label.data or found.number_label,
                actor=current_actor(),
                at=now(),
                **_facts(form),
            )
            return go("council_staff.meeting", code=code, notice=_("議題を直しました。"))
        except Invalid as error:
            form.refuse(error)
    return _item_page(found.meeting, found, form), 422


@blueprint.post("/meetings/<code>/items/<item_id>/move")
@requires(Permission.RUN_MEETINGS)
@commits
def move_item(code: str, item_id: str) -> Response:
    """Move an item one place up or down."""
    operations.move_item(
        db(),
        item=load_item(code, item_id),
        up=request.form.get("direction") == "up",
        actor=current_actor(),
        at=now(),
    )
    return go("council_staff.meeting", code=code, _anchor="agenda")


@blueprint.post("/meetings/<code>/items/<item_id>/withdraw")
@requires(Permission.RUN_MEETINGS)
@commits
def withdraw_item(code: str, item_id: str) -> ResponseReturnValue:
    """Take an item off the agenda, with a reason."""
    found = load_item(code, item_id)
    form = ReasonForm()
    if not form.validate():
        return _item_page(found.meeting, found, _item_form(_filled(found)), reason=form), 422
    operations.withdraw_item(
        db(), item=found, reason=form.reason.data or "", actor=current_actor(), at=now()
    )
    return go("council_staff.meeting", code=code, notice=_("議題を取り下げました。"))


@blueprint.post("/meetings/<code>/items/<item_id>/papers")
@requires(Permission.RUN_MEETINGS)
@commits
def add_paper(code: str, item_id: str) -> ResponseReturnValue:
    """Lay a paper on the table; an upload that is cut short or not what it says is refused."""
    found = load_item(code, item_id)
    form = PaperForm(prefix="paper")
    if form.validate():
        try:
            upload = form.file.data
            stored = (
                paper_storage().keep(upload.stream, upload.filename or "")
                if upload and upload.filename
                else None
            )
            operations.add_paper(
                db(),
                item=found,
                title=form.title.data or "",
                text=form.text.data or "",
                file=stored,
                actor=current_actor(),
                at=now(),
            )
            return go(
                "council_staff.item", code=code, item_id=item_id, notice=_("資料を加えました。")
            )
        except Invalid as error:
            form.refuse(Invalid(error.code, field="file", **error.values))
    return _item_page(found.meeting, found, _item_form(_filled(found)), paper=form), 422


@blueprint.get("/papers/<paper_id>/file")
@requires(Permission.RUN_MEETINGS)
def paper_file(paper_id: str) -> Response:
    """Hand out a paper, drafts included."""
    return download(or_404(meetings.any_paper(db(), paper_id)))


def _facts(form: ItemForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "summary": form.summary.data or "",
        "planned_minutes": form.planned_minutes.data,
        "opinions_open_at": form.opinions_open_at.data,
        "opinions_close_at": form.opinions_close_at.data,
        "plan_element_id": form.plan_element.data or None,
        "revision_item_id": form.revision_item.data or None,
    }


def _filled(found: AgendaItem) -> ItemForm:
    return ItemForm(
        formdata=None,
        obj=found,
        plan_element=found.plan_element_id or "",
        revision_item=found.revision_item_id or "",
    )


def _item_form(form: ItemForm) -> ItemForm:
    nothing = SelectChoice("", _("決めていない"))
    form.plan_element.choices = [
        nothing,
        *(SelectChoice(s.element_id, s.label) for s in subjects.choices(db())),
    ]
    form.revision_item.choices = [
        nothing,
        *(
            SelectChoice(found.id, f"{found.code}　{found.title}")
            for found in subjects.revision_item_choices(db())
        ),
    ]
    current = form.revision_item.data
    is_gone = current and all(choice.value != current for choice in form.revision_item.choices)
    if is_gone and not form.is_submitted():
        form.revision_item.choices.append(SelectChoice(current, _("いまの改訂項目")))
    return form


def _item_page(
    meeting: Meeting,
    found: AgendaItem | None,
    form: ItemForm,
    *,
    paper: PaperForm | None = None,
    reason: ReasonForm | None = None,
) -> str:
    if meeting.state in {"closed", "cancelled"} and found is None:
        raise Conflict("agenda-is-fixed")
    views = meetings.agenda(db(), meeting, now()) if found is not None else []
    return render_template(
        "council/staff/item.html",
        meeting=meeting,
        item=found,
        papers=next((v.papers for v in views if found and v.item.id == found.id), ()),
        form=form,
        paper_form=paper or PaperForm(formdata=None, prefix="paper"),
        reason_form=reason or ReasonForm(formdata=None),
        shown=paper or reason or form,
    )
