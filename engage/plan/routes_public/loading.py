"""Finds what an address of the plan names, as far as anyone may see it."""

from engage.core.errors import NotFound
from engage.core.web import db, or_404
from engage.plan import queries, results
from engage.plan.models import Plan, PlanElement, PlanVersion, RevisionItem


def plan_or_404(code: str) -> Plan:
    """Return a plan by its code."""
    return or_404(queries.plan_named(db(), code))


def element_or_404(plan: Plan, code: str) -> PlanElement:
    """Return an element by its code."""
    return or_404(queries.element_named(db(), plan, code))


def version_or_404(plan: Plan, number: int) -> PlanVersion:
    """Return a version that anyone may read; a private draft is no page for the public."""
    version = or_404(queries.version_numbered(db(), plan, number))
    if not results.is_public(version):
        raise NotFound("not-found")
    return version


def item_or_404(version: PlanVersion, code: str) -> RevisionItem:
    """Return an item of a version; a withdrawn one is no longer shown."""
    item = or_404(queries.item_named(db(), version, code))
    if item.state != "open":
        raise NotFound("not-found")
    return item
