"""Headquarters decide about an item, with a reason that everyone can read."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, requires
from engage.plan import operations, queries
from engage.plan.forms import DecisionForm
from engage.plan.routes_planner.blueprint import bp, item_or_404
from engage.plan.routes_planner.workspace import DECIDING_BODY, Forms, page


@bp.post("/<plan>/items/<code>/decision")
@requires(Permission.DECIDE_REVISIONS)
@commits
def decide(plan: str, code: str) -> ResponseReturnValue:
    """Record the decision under the name that the body had on that day."""
    item, form = item_or_404(plan, code), DecisionForm(prefix="decision-")
    decided_on, outcome = form.decided_on.data, form.outcome.data
    if form.validate() and decided_on is not None:
        try:
            operations.decide(
                db(),
                item=item,
                outcome=outcome,
                reason=(form.reason.data or "").strip(),
                body_name=queries.body_name_on(db(), DECIDING_BODY, decided_on),
                decided_on=decided_on,
                until=form.until.data if outcome == "considering" else None,
                actor=current_actor(),
                at=now(),
                is_fictional=item.is_fictional,
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return go("plan_staff.item", plan=plan, code=code, notice=_("決定を記録しました。"))
    return page(item, Forms(decision=form))
