"""Read the audit log. Reading is itself written down, so a button opens it, not a link."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from engage.accounts import queries, rules
from engage.accounts.blueprint import bp
from engage.core import audit
from engage.core.clock import now
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, requires


@bp.get("/staff/audit")
@requires(Permission.READ_AUDIT)
def staff_audit() -> ResponseReturnValue:
    """Show the newest entries and the verifier's verdict to who has just opened the log."""
    if not queries.has_opened_audit(db(), current_actor().id, at=now()):
        minutes = int(rules.AUDIT_STAYS_OPEN.total_seconds() // 60)
        return render_template("accounts/staff/audit_door.html", minutes=minutes)
    before = request.args.get("before", type=int)
    return render_template(
        "accounts/staff/audit.html",
        page=queries.audit_page(db(), before=before),
        verdict=audit.verify(db()),
    )


@bp.post("/staff/audit")
@requires(Permission.READ_AUDIT)
@commits
def open_audit() -> ResponseReturnValue:
    """Write down that this person reads the log, and open it."""
    actor = current_actor()
    audit.record(db(), actor=actor, verb=queries.AUDIT_READ, about=("audit_event", "*"), at=now())
    return go("accounts.staff_audit")
