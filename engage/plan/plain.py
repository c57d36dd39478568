"""A thread as plain values, for `engage trace --json` and other programs."""

from typing import Any

from sqlalchemy.orm import Session

from engage.plan.evidence import EvidenceRegistry
from engage.plan.models import Evidence, PlanElement, RevisionDecision, RevisionItem
from engage.plan.queries import citations_of, items_about


def item_as_plain(item: RevisionItem, evidence: Evidence) -> dict[str, Any]:
    """Return an item that cites an evidence, and what was decided."""
    decision = item.decision
    element = item.about
    return {
        "item": item.code,
        "version": item.version.number,
        "version_state": item.version.state,
        "evidence_sha256": evidence.sha256,
        "frozen_at": evidence.captured_at.isoformat(),
        "decision": decision_as_plain(decision),
        "element": element.code if element else None,
        "fictional": item.is_fictional,
    }


def decision_as_plain(decision: RevisionDecision | None) -> dict[str, Any] | None:
    """Return a decision as plain values."""
    if decision is None:
        return None
    return {
        "outcome": decision.outcome,
        "reason": decision.reason,
        "body": decision.body_name,
        "on": decision.decided_on.isoformat(),
        "until": decision.until.isoformat() if decision.until else None,
    }


def element_as_plain(
    session: Session, registry: EvidenceRegistry, element: PlanElement, plan: str
) -> dict[str, Any]:
    """Return the way from a line back to evidence as plain values (`engage trace --json`)."""
    items = items_about(session, element)
    return {
        "element": f"{plan}/{element.code}",
        "kind": element.kind,
        "items": [
            {
                "code": item.code,
                "version": item.version.number,
                "version_state": item.version.state,
                "title": item.title,
                "fictional": item.is_fictional,
                "changes": [
                    {
                        "element": change.element.code,
                        "operation": change.operation,
                        "before": change.before.body if change.before else None,
                        "after": change.after.body if change.after else None,
                    }
                    for change in item.changes
                ],
                "decision": decision_as_plain(item.decision),
                "evidence": [
                    {
                        **cited.evidence.snapshot,
                        "relation": cited.citation.relation,
                        "active": cited.citation.is_active,
                        "sha256": cited.evidence.sha256,
                        "frozen_at": cited.evidence.captured_at.isoformat(),
                        "original_has_changed": cited.has_changed,
                    }
                    for cited in citations_of(session, item, registry)
                ],
            }
            for item in items
        ],
    }
