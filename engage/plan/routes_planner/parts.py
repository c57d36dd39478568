"""What an item does to the shape of the plan: a new project, an end, one more part."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires
from engage.plan import operations, queries
from engage.plan.forms import ProjectForm
from engage.plan.models import PlanElement, RevisionItem
from engage.plan.routes_planner.blueprint import bp, item_or_404
from engage.plan.routes_planner.workspace import Forms, include_form, page


@bp.post("/<plan>/items/<code>/elements")
@requires(Permission.EDIT_PLAN)
@commits
def include(plan: str, code: str) -> ResponseReturnValue:
    """Let the item be about one more part of the plan."""
    item = item_or_404(plan, code)
    form = include_form(item)
    if not form.validate():
        return page(item, Forms(include=form))
    operations.include_element(
        db(),
        item=item,
        element=_element_or_404(item, form.element.data),
        actor=current_actor(),
        at=now(),
    )
    notice = _("この項目で、ほかの部分も変えられるようにしました。")
    return go("plan_staff.item", plan=plan, code=code, notice=notice)


@bp.post("/<plan>/items/<code>/projects/<parent>")
@requires(Permission.EDIT_PLAN)
@commits
def add_project(plan: str, code: str, parent: str) -> ResponseReturnValue:
    """Propose a new project below a goal."""
    item, form = item_or_404(plan, code), ProjectForm(prefix=f"new-{parent}-")
    below = _element_or_404(item, parent)
    if not form.validate():
        return page(item, Forms(project=form, parent=parent))
    try:
        added = operations.add_project(
            db(),
            item=item,
            parent=below,
            title=form.title.data or "",
            body=(form.body.data or "").replace("\r\n", "\n").strip(),
            actor=current_actor(),
            at=now(),
        )
    except Invalid as error:
        form.refuse(Invalid(error.code, field="title", **error.values))
        return page(item, Forms(project=form, parent=parent))
    notice = _("事業%(code)sを案に加えました。", code=added.code)
    return go("plan_staff.item", plan=plan, code=code, notice=notice)


@bp.post("/<plan>/items/<code>/retire/<element>")
@requires(Permission.EDIT_PLAN)
@commits
def retire(plan: str, code: str, element: str) -> ResponseReturnValue:
    """Propose that the next version leaves a part out."""
    item = item_or_404(plan, code)
    operations.retire_element(
        db(), item=item, element=_element_or_404(item, element), actor=current_actor(), at=now()
    )
    notice = _("案からなくしました。公開するまでは戻せます。")
    return go("plan_staff.item", plan=plan, code=code, notice=notice)


@bp.post("/<plan>/items/<code>/keep/<element>")
@requires(Permission.EDIT_PLAN)
@commits
def keep(plan: str, code: str, element: str) -> ResponseReturnValue:
    """Let a part stay after all."""
    item = item_or_404(plan, code)
    operations.keep_element(
        db(), item=item, element=_element_or_404(item, element), actor=current_actor(), at=now()
    )
    notice = _("前の版の本文と場所に戻しました。")
    return go("plan_staff.item", plan=plan, code=code, notice=notice)


def _element_or_404(item: RevisionItem, code: str) -> PlanElement:
    return or_404(queries.element_named(db(), item.version.plan, code))
