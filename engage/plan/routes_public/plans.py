"""The plan at a glance, and each of its elements."""

from flask import render_template
from flask.typing import ResponseReturnValue

from engage.core.permissions import Permission
from engage.core.web import db, registry, requires
from engage.japanese.fiscal import fiscal_year_label
from engage.plan import queries, results, trace
from engage.plan.links import linked
from engage.plan.routes_public.blueprint import bp
from engage.plan.routes_public.lines import index_items, version_items, with_rest
from engage.plan.routes_public.loading import element_or_404, plan_or_404


@bp.get("/plan", defaults={"plan": None})
@bp.get("/plan/<plan>")
@requires(Permission.VISIT)
def index(plan: str | None) -> ResponseReturnValue:
    """Show a plan as it holds now; the newest one when none is named."""
    plans = queries.all_plans(db())
    if plan is None and not plans:
        return render_template("plan/none.html")
    shown = plan_or_404(plan) if plan else plans[0]
    page = results.plan_page(db(), shown)
    if page is None:
        return render_template("plan/none.html")
    return render_template(
        "plan/index.html",
        page=page,
        others=[p for p in plans if p.id != shown.id],
        groups=index_items(shown, page.groups),
        versions=version_items(shown, results.version_lines(db(), shown)),
        years=(
            fiscal_year_label(shown.first_fiscal_year),
            fiscal_year_label(shown.last_fiscal_year),
        ),
    )


@bp.get("/plan/<plan>/elements/<code>")
@requires(Permission.VISIT)
def element(plan: str, code: str) -> ResponseReturnValue:
    """Show why a line of the plan says what it says."""
    shown = plan_or_404(plan)
    found = element_or_404(shown, code)
    page = results.element_page(db(), shown, found)
    if page is None:
        return render_template("errors/404.html", message=None), 404
    traced = trace.trace_of_element(db(), registry(), found)
    return render_template(
        "plan/element.html",
        page=page,
        traced=traced,
        thread=with_rest(linked(traced.thread), traced.items),
        versions=version_items(shown, page.versions),
    )


@bp.get("/plan/<plan>/findings")
@requires(Permission.VISIT)
def findings(plan: str) -> ResponseReturnValue:
    """Show what the auditors asked for, and which items answer it."""
    shown = plan_or_404(plan)
    return render_template(
        "plan/findings.html", plan=shown, answers=results.finding_answers(db(), shown)
    )
