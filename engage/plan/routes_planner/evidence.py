"""What an item rests on: cite, take back with a reason, or say that there is nothing."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, registry, requires
from engage.plan import operations, queries
from engage.plan.forms import CiteForm, NoEvidenceForm, RetractForm
from engage.plan.models import RevisionItem
from engage.plan.routes_planner.blueprint import bp, item_or_404
from engage.plan.routes_planner.workspace import Forms, page


@bp.post("/<plan>/items/<code>/evidence")
@requires(Permission.EDIT_PLAN)
@commits
def cite(plan: str, code: str) -> ResponseReturnValue:
    """Freeze what was ticked, all of it or none."""
    item, form = item_or_404(plan, code), CiteForm()
    if form.validate():
        try:
            with db().begin_nested():
                _cite_all(item, form)
        except (Conflict, NotFound, Invalid) as error:
            form.refuse(Invalid(error.code, field="refs", **error.values))
        else:
            notice = _("%(count)s件を、きょうの値のまま写しました。", count=len(form.chosen))
            return go("plan_staff.item", plan=plan, code=code, notice=notice)
    return page(item, Forms(cite=form))


def _cite_all(item: RevisionItem, form: CiteForm) -> None:
    for ref in form.chosen:
        operations.cite(
            db(),
            item=item,
            ref=ref,
            registry=registry(),
            relation=form.relation.data,
            note=form.note.data or "",
            actor=current_actor(),
            at=now(),
        )


@bp.post("/<plan>/items/<code>/citations/<citation>/retract")
@requires(Permission.EDIT_PLAN)
@commits
def retract(plan: str, code: str, citation: str) -> ResponseReturnValue:
    """Take a citation back; it stays readable with the reason."""
    item = item_or_404(plan, code)
    cited = [c.citation for c in queries.citations_of(db(), item) if c.citation.id == citation]
    found = or_404(cited[0] if cited else None)
    form = RetractForm(prefix=f"{citation}-")
    if not form.validate():
        return page(item, Forms(retract=form, citation=citation))
    operations.retract_citation(
        db(), citation=found, reason=form.reason.data or "", actor=current_actor(), at=now()
    )
    notice = _("根拠を外しました。外した理由も公開します。")
    return go("plan_staff.item", plan=plan, code=code, notice=notice)


@bp.post("/<plan>/items/<code>/no-evidence")
@requires(Permission.EDIT_PLAN)
@commits
def say_no_evidence(plan: str, code: str) -> ResponseReturnValue:
    """Say openly that there is no evidence, and why the item is proposed all the same."""
    item, form = item_or_404(plan, code), NoEvidenceForm(prefix="none-")
    if not form.validate():
        return page(item, Forms(no_evidence=form))
    operations.say_no_evidence(
        db(), item=item, reason=(form.reason.data or "").strip(), actor=current_actor(), at=now()
    )
    notice = _("根拠がない理由を保存しました。")
    return go("plan_staff.item", plan=plan, code=code, notice=notice)
