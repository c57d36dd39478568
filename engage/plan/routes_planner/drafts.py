"""The draft and its items; beginning one; showing it to the public as a proposal."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import Conflict
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, requires
from engage.plan import operations, queries, results, rules
from engage.plan.forms import WithdrawDraftForm
from engage.plan.models import Plan, PlanVersion
from engage.plan.routes_planner.blueprint import bp, draft_or_404, plan_or_404


@bp.get("", defaults={"plan": None})
@bp.get("/<plan>")
@requires(Permission.SEE_WORKSPACE)
def index(plan: str | None) -> ResponseReturnValue:
    """Show the draft's items and how far each is; the newest plan when none is named."""
    return _page(_named_or_newest(plan))


def _page(shown: Plan | None, form: WithdrawDraftForm | None = None) -> str:
    plans = queries.all_plans(db())
    draft = queries.draft_of(db(), shown) if shown else None
    return render_template(
        "plan/staff/index.html",
        plan=shown,
        others=[p for p in plans if shown and p.id != shown.id],
        current=queries.current_version(db(), shown) if shown else None,
        draft=draft,
        next_number=queries.next_number(db(), shown) if shown else 1,
        lines=_lines(draft) if draft else [],
        obstacles=queries.obstacles_of(db(), draft) if draft else [],
        form=form,
        withdraw_form=form or WithdrawDraftForm(formdata=None, prefix="end-"),
    )


def _lines(draft: PlanVersion) -> list[dict[str, object]]:
    differing = queries.touched_elements(db(), draft)
    lines = []
    for item in queries.items_of(db(), draft):
        facts = queries.item_facts(db(), item)
        lines.append(
            {
                "item": item,
                "evidence": facts.active_citations,
                "says_none": facts.says_no_evidence,
                "obstacles": rules.item_obstacles(facts, differing),
            }
        )
    return lines


@bp.post("/<plan>/draft")
@requires(Permission.EDIT_PLAN)
@commits
def start(plan: str) -> ResponseReturnValue:
    """Branch the next version off the one that holds now."""
    shown = plan_or_404(plan)
    base = queries.current_version(db(), shown)
    if base is None:
        raise Conflict("base-not-published")
    draft = operations.start_draft(db(), plan=shown, base=base, actor=current_actor(), at=now())
    notice = _("第%(number)s版の案を始めました。", number=draft.number)
    return go("plan_staff.index", plan=plan, notice=notice)


@bp.post("/<plan>/draft/withdraw")
@requires(Permission.EDIT_PLAN)
@commits
def withdraw_draft(plan: str) -> ResponseReturnValue:
    """Give the draft up with a reason."""
    shown, form = plan_or_404(plan), WithdrawDraftForm(prefix="end-")
    draft = draft_or_404(shown)
    if not form.validate():
        return _page(shown, form), 422
    operations.withdraw_draft(
        db(), version=draft, reason=form.reason.data or "", actor=current_actor(), at=now()
    )
    notice = _("第%(number)s版の案をやめました。", number=draft.number)
    return go("plan_staff.index", plan=plan, notice=notice)


@bp.post("/<plan>/proposal")
@requires(Permission.EDIT_PLAN)
@commits
def show_proposal(plan: str) -> ResponseReturnValue:
    """Let anyone read the draft as a proposal, or take it back."""
    shown = request.form.get("shown") == "1"
    draft = draft_or_404(plan_or_404(plan))
    operations.show_as_proposal(db(), version=draft, actor=current_actor(), at=now(), shown=shown)
    notice = _("案を市民に見せています。") if shown else _("案を市民の画面から下げました。")
    return go("plan_staff.index", plan=plan, notice=notice)


@bp.get("/findings", defaults={"plan": None})
@bp.get("/<plan>/findings")
@requires(Permission.SEE_WORKSPACE)
def findings(plan: str | None) -> ResponseReturnValue:
    """Show which audit findings the draft answers, and which it does not yet."""
    shown = _named_or_newest(plan)
    answers = results.finding_answers(db(), shown, with_drafts=True) if shown else []
    return render_template("plan/staff/findings.html", plan=shown, answers=answers)


def _named_or_newest(code: str | None) -> Plan | None:
    if code:
        return plan_or_404(code)
    plans = queries.all_plans(db())
    return plans[0] if plans else None
