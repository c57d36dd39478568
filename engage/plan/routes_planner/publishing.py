"""Before a version goes out: what it still lacks; then the publication itself."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now, today
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires
from engage.plan import operations, queries
from engage.plan.forms import PublishForm
from engage.plan.models import PlanVersion
from engage.plan.routes_planner.blueprint import bp, plan_or_404


@bp.get("/checks", defaults={"plan": None})
@bp.get("/<plan>/checks")
@requires(Permission.SEE_WORKSPACE)
def checks(plan: str | None) -> ResponseReturnValue:
    """List what keeps the draft private, each with the place where it is mended."""
    plans = queries.all_plans(db())
    shown = plan_or_404(plan) if plan else (plans[0] if plans else None)
    draft = queries.draft_of(db(), shown) if shown else None
    return render_template(
        "plan/staff/checks.html",
        plan=shown,
        draft=draft,
        obstacles=queries.obstacles_of(db(), draft) if draft else [],
        items=queries.items_of(db(), draft) if draft else [],
    )


@bp.get("/<plan>/versions/<int:number>/publish")
@requires(Permission.PUBLISH_PLAN)
def confirm(plan: str, number: int) -> ResponseReturnValue:
    """Ask for the month and the confirmation, once nothing is lacking."""
    month = f"{today(now()):%Y-%m}"
    return _page(_draft(plan, number), PublishForm(formdata=None, data={"month": month}))


@bp.post("/<plan>/versions/<int:number>/publish")
@requires(Permission.PUBLISH_PLAN)
@commits
def publish(plan: str, number: int) -> ResponseReturnValue:
    """Publish; the same click twice shows the version that is out."""
    version = or_404(queries.version_numbered(db(), plan_or_404(plan), number))
    if version.state == "published":
        return go("plan.version", plan=plan, number=number)
    form = PublishForm()
    if form.validate():
        try:
            operations.publish_version(
                db(), version=version, month=form.month.data or "", actor=current_actor(), at=now()
            )
        except Conflict as error:
            form.refuse(Invalid(error.code, field="sure", **error.values))
        else:
            notice = _("第%(number)s版を公開しました。", number=number)
            return go("plan.version", plan=plan, number=number, notice=notice)
    return _page(version, form), 422


def _draft(plan: str, number: int) -> PlanVersion:
    version = or_404(queries.version_numbered(db(), plan_or_404(plan), number))
    if not version.is_draft:
        raise NotFound("not-found")
    return version


def _page(version: PlanVersion, form: PublishForm) -> str:
    return render_template(
        "plan/staff/publish.html",
        version=version,
        form=form,
        obstacles=queries.obstacles_of(db(), version),
        items=queries.items_of(db(), version),
    )
