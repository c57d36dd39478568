"""One revision item: begin it, put its text, take it back."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires
from engage.plan import operations, queries, results
from engage.plan.diff import segments
from engage.plan.forms import DescriptionForm, ItemForm, TextForm, element_choices
from engage.plan.models import ElementRevision, PlanElement, PlanVersion, RevisionItem
from engage.plan.routes_planner.blueprint import bp, draft_or_404, item_or_404, plan_or_404
from engage.plan.routes_planner.workspace import Forms, page


@bp.get("/<plan>/items/new")
@requires(Permission.EDIT_PLAN)
def new_item(plan: str) -> ResponseReturnValue:
    """Ask which part of the plan the item is about, and why."""
    draft = draft_or_404(plan_or_404(plan))
    return render_template("plan/staff/new.html", draft=draft, form=_item_form(draft))


@bp.post("/<plan>/items/new")
@requires(Permission.EDIT_PLAN)
@commits
def open_item(plan: str) -> ResponseReturnValue:
    """Begin an item."""
    draft = draft_or_404(plan_or_404(plan))
    form = _item_form(draft)
    if form.validate():
        item = operations.open_item(
            db(),
            version=draft,
            title=form.title.data or "",
            kind=form.kind.data,
            element=or_404(queries.element_named(db(), draft.plan, form.element.data)),
            rationale=(form.rationale.data or "").strip(),
            actor=current_actor(),
            at=now(),
            is_fictional=draft.is_fictional,
        )
        notice = _("改訂項目 %(code)s を作りました。次は本文と根拠です。", code=item.code)
        return go("plan_staff.item", plan=plan, code=item.code, notice=notice)
    return render_template("plan/staff/new.html", draft=draft, form=form), 422


def _item_form(draft: PlanVersion) -> ItemForm:
    form = ItemForm()
    form.element.choices = element_choices(results.element_lines(db(), draft))
    return form


@bp.get("/<plan>/items/<code>")
@requires(Permission.SEE_WORKSPACE)
def item(plan: str, code: str) -> ResponseReturnValue:
    """Show text, reason and evidence of an item side by side."""
    return page(item_or_404(plan, code))


@bp.post("/<plan>/items/<code>/text/<element>")
@requires(Permission.EDIT_PLAN)
@commits
def propose_text(plan: str, code: str, element: str) -> ResponseReturnValue:
    """Put a new text; when somebody else was quicker, show both texts."""
    found = item_or_404(plan, code)
    about = or_404(queries.element_named(db(), found.version.plan, element))
    form = TextForm(prefix=f"{element}-")
    if not form.validate():
        return page(found, Forms(text=form, element=element))
    try:
        operations.propose_text(
            db(),
            item=found,
            element=about,
            title=form.title.data or None,
            body=_one_line_ends(form.body.data),
            expected=form.expected.data or "",
            actor=current_actor(),
            at=now(),
        )
    except Conflict as error:
        if error.code == "text-changed-meanwhile":
            return _both_texts(found, about, form)
        if error.code != "element-changed-by-another-item":
            raise
        form.refuse(Invalid(error.code, field="body", **error.values))
        return page(found, Forms(text=form, element=element))
    except Invalid as error:
        form.refuse(Invalid(error.code, field="body", **error.values))
        return page(found, Forms(text=form, element=element))
    return go("plan_staff.item", plan=plan, code=code, notice=_("本文を保存しました。"))


def _one_line_ends(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()


def _both_texts(found: RevisionItem, about: PlanElement, form: TextForm) -> ResponseReturnValue:
    """Show what is there now beside what was typed; nothing typed is lost."""
    placement = or_404(queries.primary_placement(db(), found.version, about))
    theirs: ElementRevision = placement.revision
    mine = _one_line_ends(form.body.data)
    again = TextForm(
        formdata=None,
        prefix=f"{about.code}-",
        data={
            "expected": theirs.id,
            "title": form.title.data or theirs.title,
            "body": mine,
        },
    )
    return make_response(
        render_template(
            "plan/staff/conflict.html",
            item=found,
            element=about,
            theirs=theirs,
            segments=segments(theirs.body, mine),
            text_form=again,
        ),
        409,
    )


@bp.post("/<plan>/items/<code>/description")
@requires(Permission.EDIT_PLAN)
@commits
def describe(plan: str, code: str) -> ResponseReturnValue:
    """Say better what the item is and why it is proposed."""
    found, form = item_or_404(plan, code), DescriptionForm(prefix="about-")
    if not form.validate():
        return page(found, Forms(description=form))
    operations.describe_item(
        db(),
        item=found,
        title=form.title.data or "",
        kind=form.kind.data,
        rationale=(form.rationale.data or "").strip(),
        actor=current_actor(),
        at=now(),
    )
    notice = _("項目の名前と理由を保存しました。")
    return go("plan_staff.item", plan=plan, code=code, notice=notice)


@bp.post("/<plan>/items/<code>/withdraw")
@requires(Permission.EDIT_PLAN)
@commits
def withdraw(plan: str, code: str) -> ResponseReturnValue:
    """Take an item back; its texts return to those of the base."""
    operations.withdraw_item(db(), item=item_or_404(plan, code), actor=current_actor(), at=now())
    notice = _("改訂項目 %(code)s を取り下げました。本文は前の版に戻りました。", code=code)
    return go("plan_staff.index", plan=plan, notice=notice)
