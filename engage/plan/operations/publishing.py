"""A body decides with a reason; a version goes out once every difference is explained."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, selectinload

from engage.core import audit, jobs
from engage.core.clock import today
from engage.core.digest import digest
from engage.core.errors import Conflict, Invalid
from engage.core.ids import new_id
from engage.core.permissions import Actor
from engage.plan import rules
from engage.plan.diff import differences
from engage.plan.models import (
    Citation,
    Evidence,
    Placement,
    PlanVersion,
    RevisionDecision,
    RevisionItem,
)
from engage.plan.operations.drafting import take_draft, take_open_item
from engage.plan.queries.versions import obstacles_of

PUBLISHED = "plan.version-published"
_FIELDS = {
    "outcome-unknown": "outcome",
    "decision-without-reason": "reason",
    "decision-in-the-future": "decided_on",
    "considering-without-date": "until",
    "until-before-decision": "until",
}


def decide(
    session: Session,
    *,
    item: RevisionItem,
    outcome: str,
    reason: str,
    body_name: str,
    decided_on: date,
    actor: Actor,
    at: datetime,
    until: date | None = None,
    is_fictional: bool = False,
) -> RevisionDecision:
    """Record what a body decided and why; an earlier decision stays, this one counts."""
    take_open_item(session, item)
    found = rules.decision_obstacles(
        outcome=outcome, reason=reason, decided_on=decided_on, until=until, today=today(at)
    )
    for code in found:
        raise Invalid(code, field=_FIELDS[code])
    newest = session.scalar(
        select(func.max(RevisionDecision.seq)).where(RevisionDecision.item_id == item.id)
    )
    decision = RevisionDecision(
        id=new_id(),
        item_id=item.id,
        seq=(newest or 0) + 1,
        outcome=outcome,
        reason=reason,
        body_name=body_name,
        decided_on=decided_on,
        until=until,
        recorded_by=actor.id,
        recorded_at=at,
        is_fictional=is_fictional,
    )
    session.add(decision)
    session.flush()
    session.expire(item, ["decisions"])
    audit.record(
        session, actor=actor, verb="revision-item.decided", about=item, at=at, outcome=outcome
    )
    return decision


def publish_version(
    session: Session, *, version: PlanVersion, month: str, actor: Actor, at: datetime
) -> None:
    """Publish a draft: refused while anything is unexplained, undecided or without evidence."""
    take_draft(session, version)
    obstacles = obstacles_of(session, version)
    if obstacles:
        raise Conflict("version-has-obstacles", count=len(obstacles))
    _note_retired(session, version)
    manifest = digest(manifest_of(session, version, month=month))
    published = session.execute(
        update(PlanVersion)
        .where(PlanVersion.id == version.id, PlanVersion.state == "draft")
        .values(
            state="published", month=month, published_at=at, manifest=manifest, is_proposal=False
        )
        .execution_options(synchronize_session=False)
    )
    if published.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("version-not-a-draft")
    session.refresh(version)
    audit.record(
        session, actor=actor, verb="plan.version-published", about=version, at=at, manifest=manifest
    )
    jobs.enqueue(
        session,
        kind=PUBLISHED,
        payload={"version_id": version.id},
        at=at,
        key=f"{PUBLISHED}:{version.id}",
    )


def _note_retired(session: Session, version: PlanVersion) -> None:
    """Write into each element that is left out in which version it ended."""
    base = session.get(PlanVersion, version.base_id) if version.base_id else None
    for difference in differences(session, base, version):
        if difference.after is None:
            difference.element.retired_in_id = version.id
    session.flush()


def record_past_version(
    session: Session, *, version: PlanVersion, actor: Actor, at: datetime
) -> None:
    """Seal a version that was published before this system existed, as its sources print it."""
    manifest = digest(manifest_of(session, version))
    sealed = session.execute(
        update(PlanVersion)
        .where(PlanVersion.id == version.id, PlanVersion.state == "draft")
        .values(state="published", manifest=manifest)
        .execution_options(synchronize_session=False)
    )
    if sealed.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("version-not-a-draft")
    session.refresh(version)
    audit.record(session, actor=actor, verb="plan.past-version-recorded", about=version, at=at)


def manifest_of(
    session: Session, version: PlanVersion, *, month: str | None = None
) -> dict[str, Any]:
    """Return everything that a version's fingerprint covers, in plain values.

    It names the fingerprint of the base too, so that the newest one vouches for all before it.
    """
    base = session.get(PlanVersion, version.base_id) if version.base_id else None
    placements = session.scalars(
        select(Placement)
        .where(Placement.version_id == version.id)
        .order_by(Placement.position)
        .options(selectinload(Placement.element), selectinload(Placement.revision))
    ).all()
    codes = {placement.id: placement.element.code for placement in placements}
    items = session.scalars(
        select(RevisionItem)
        .where(RevisionItem.version_id == version.id)
        .order_by(RevisionItem.code)
    ).all()
    return {
        "number": version.number,
        "month": month or version.month,
        "base": base.manifest if base else None,
        "printed_changes": version.changes,
        "placements": [
            [
                placement.position,
                placement.element.code,
                placement.revision.sha256,
                codes.get(placement.parent_id or ""),
                placement.number_label,
                placement.is_primary,
            ]
            for placement in placements
        ],
        "items": [_item_manifest(session, item) for item in items],
    }


def _item_manifest(session: Session, item: RevisionItem) -> dict[str, Any]:
    citations = session.execute(
        select(Evidence.sha256, Citation.relation, Citation.note, Citation.retract_reason)
        .join(Citation, Citation.evidence_id == Evidence.id)
        .where(Citation.item_id == item.id)
        .order_by(Evidence.sha256)
    ).all()
    return {
        "code": item.code,
        "kind": item.kind,
        "title": item.title,
        "rationale": item.rationale,
        "state": item.state,
        "no_evidence_reason": item.no_evidence_reason,
        "changes": sorted(
            [
                change.element.code,
                change.operation,
                change.before.sha256 if change.before else "",
                change.after.sha256 if change.after else "",
            ]
            for change in item.changes
        ),
        "decisions": [
            [
                decision.seq,
                decision.outcome,
                decision.reason,
                decision.body_name,
                decision.decided_on.isoformat(),
                decision.until.isoformat() if decision.until else None,
            ]
            for decision in item.decisions
        ],
        "citations": [list(row) for row in citations],
    }
