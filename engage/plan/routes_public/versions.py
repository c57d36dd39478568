"""Versions: their list, their whole text, what changed and why, item by item."""

from flask import render_template
from flask.typing import ResponseReturnValue

from engage.core.permissions import Permission
from engage.core.web import db, registry, requires
from engage.plan import queries, results, trace
from engage.plan.links import linked
from engage.plan.models import PlanVersion
from engage.plan.routes_public.blueprint import bp
from engage.plan.routes_public.lines import with_rest
from engage.plan.routes_public.loading import item_or_404, plan_or_404, version_or_404


@bp.get("/plan/<plan>/versions")
@requires(Permission.VISIT)
def versions(plan: str) -> ResponseReturnValue:
    """List how the plan came to be what it is, to the month where only the month is known."""
    shown = plan_or_404(plan)
    return render_template(
        "plan/versions.html", plan=shown, lines=results.version_lines(db(), shown)
    )


@bp.get("/plan/<plan>/versions/<int:number>")
@requires(Permission.VISIT)
def version(plan: str, number: int) -> ResponseReturnValue:
    """Show the whole text of a version, fit for printing."""
    found = version_or_404(plan_or_404(plan), number)
    return render_template(
        "plan/version.html",
        plan=found.plan,
        version=found,
        base=_base(found),
        is_current=_is_current(found),
        roots=queries.tree(db(), found),
        counts=queries.counts(db(), found),
    )


@bp.get("/plan/<plan>/versions/<int:number>/changes")
@requires(Permission.VISIT)
def changes(plan: str, number: int) -> ResponseReturnValue:
    """Show everything in which a version differs from the one before, with the reasons."""
    found = version_or_404(plan_or_404(plan), number)
    return render_template(
        "plan/changes.html",
        plan=found.plan,
        version=found,
        page=results.changes_page(db(), found),
    )


@bp.get("/plan/<plan>/versions/<int:number>/items/<code>")
@requires(Permission.VISIT)
def item(plan: str, number: int, code: str) -> ResponseReturnValue:
    """Show a revision item with evidence and decision; the refused ones just as openly."""
    found = item_or_404(version_or_404(plan_or_404(plan), number), code)
    return render_template(
        "plan/item.html",
        plan=found.version.plan,
        page=results.item_page(db(), registry(), found),
        thread=with_rest(linked(trace.trace_of_item(db(), found)), (found,)),
        label=registry().label,
    )


def _base(version: PlanVersion) -> PlanVersion | None:
    return db().get(PlanVersion, version.base_id) if version.base_id else None


def _is_current(version: PlanVersion) -> bool:
    current = queries.current_version(db(), version.plan)
    return current is not None and current.id == version.id
