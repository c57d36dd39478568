"""Revision items with their evidence and decisions."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from engage.plan.evidence import EvidenceRef, EvidenceRegistry, Snapshot
from engage.plan.models import (
    Citation,
    Evidence,
    Finding,
    PlanElement,
    PlanVersion,
    RevisionChange,
    RevisionItem,
)
from engage.plan.rules import ItemFacts


@dataclass(frozen=True)
class CitedEvidence:
    """A citation, the frozen copy that it names, and whether the original has moved since."""

    citation: Citation
    evidence: Evidence
    snapshot: Snapshot
    has_changed: bool | None


def items_of(session: Session, version: PlanVersion) -> list[RevisionItem]:
    """Return the open items of a version in the order of their codes."""
    return list(
        session.scalars(
            select(RevisionItem)
            .where(RevisionItem.version_id == version.id, RevisionItem.state == "open")
            .order_by(RevisionItem.code)
            .options(
                selectinload(RevisionItem.changes).selectinload(RevisionChange.element),
                selectinload(RevisionItem.decisions),
            )
        )
    )


def item_named(session: Session, version: PlanVersion, code: str) -> RevisionItem | None:
    """Return an item of a version by its code."""
    return session.scalar(
        select(RevisionItem).where(RevisionItem.version_id == version.id, RevisionItem.code == code)
    )


def items_about(session: Session, element: PlanElement) -> list[RevisionItem]:
    """Return the open items about an element in all versions, the newest version first."""
    return list(
        session.scalars(
            select(RevisionItem)
            .join(RevisionChange, RevisionChange.item_id == RevisionItem.id)
            .join(PlanVersion, PlanVersion.id == RevisionItem.version_id)
            .where(RevisionChange.element_id == element.id, RevisionItem.state == "open")
            .order_by(PlanVersion.number.desc(), RevisionItem.code)
        )
    )


def citations_of(
    session: Session, item: RevisionItem, registry: EvidenceRegistry | None = None
) -> list[CitedEvidence]:
    """Return an item's citations; with a registry also whether each original has changed."""
    rows = session.execute(
        select(Citation, Evidence)
        .join(Evidence, Evidence.id == Citation.evidence_id)
        .where(Citation.item_id == item.id)
        .order_by(Citation.cited_at, Citation.id)
    ).all()
    return [
        CitedEvidence(
            citation,
            evidence,
            Snapshot.from_plain(evidence.snapshot),
            registry.has_changed(session, EvidenceRef(evidence.kind, evidence.key), evidence.sha256)
            if registry
            else None,
        )
        for citation, evidence in rows
    ]


def items_citing(session: Session, ref: EvidenceRef) -> list[tuple[RevisionItem, Evidence]]:
    """Return the open items that rest on a thing, whichever copy of it, the newest first."""
    return [
        (item, evidence)
        for item, evidence in session.execute(
            select(RevisionItem, Evidence)
            .join(Citation, Citation.item_id == RevisionItem.id)
            .join(Evidence, Evidence.id == Citation.evidence_id)
            .join(PlanVersion, PlanVersion.id == RevisionItem.version_id)
            .where(
                Evidence.kind == ref.kind,
                Evidence.key == ref.key,
                Citation.retracted_at.is_(None),
                RevisionItem.state == "open",
            )
            .order_by(PlanVersion.number.desc(), RevisionItem.code)
        )
    ]


def retracted_citations(session: Session, ref: EvidenceRef) -> list[Citation]:
    """Return the citations of a thing that were taken back from open items, the newest first."""
    return list(
        session.scalars(
            select(Citation)
            .join(Evidence, Evidence.id == Citation.evidence_id)
            .join(RevisionItem, RevisionItem.id == Citation.item_id)
            .where(
                Evidence.kind == ref.kind,
                Evidence.key == ref.key,
                Citation.retracted_at.is_not(None),
                RevisionItem.state == "open",
            )
            .order_by(Citation.retracted_at.desc())
        )
    )


def answers_to_finding(session: Session, finding: Finding) -> list[RevisionItem]:
    """Return the items that rest on an audit finding."""
    ref = EvidenceRef("finding", f"{finding.audit}/{finding.code}")
    return [item for item, _ in items_citing(session, ref)]


def item_facts(session: Session, item: RevisionItem) -> ItemFacts:
    """Return what the rules must know of an item."""
    relations = session.scalars(
        select(Citation.relation).where(
            Citation.item_id == item.id, Citation.retracted_at.is_(None)
        )
    ).all()
    decision = item.decision
    return ItemFacts(
        code=item.code,
        outcome=decision.outcome if decision else None,
        active_citations=len(relations),
        opposing_citations=sum(relation == "against" for relation in relations),
        says_no_evidence=bool(item.no_evidence_reason.strip()),
        explains=frozenset(c.element.code for c in item.changes if c.operation != "none"),
    )
