"""Where the workspace of the plan hangs, and how its addresses find things."""

from flask import Blueprint

from engage.core.errors import NotFound
from engage.core.web import db, or_404
from engage.plan import queries
from engage.plan.models import Plan, PlanVersion, RevisionItem

bp = Blueprint("plan_staff", __name__, url_prefix="/staff/plan")


def plan_or_404(code: str) -> Plan:
    """Return a plan by its code."""
    return or_404(queries.plan_named(db(), code))


def draft_or_404(plan: Plan) -> PlanVersion:
    """Return the draft of a plan."""
    return or_404(queries.draft_of(db(), plan))


def item_or_404(plan: str, code: str) -> RevisionItem:
    """Return an item of any version of a plan, the newest version first."""
    for version in reversed(queries.versions_of(db(), plan_or_404(plan))):
        item = queries.item_named(db(), version, code)
        if item is not None:
            return item
    raise NotFound("not-found")
