"""A planner names what an item rests on: it is copied as it stands, and the copy never moves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.ids import new_id
from engage.core.permissions import Actor
from engage.plan.evidence import EvidenceRef, EvidenceRegistry
from engage.plan.models import Citation, Evidence, RevisionItem
from engage.plan.models.evidence import RELATIONS
from engage.plan.operations.drafting import take_open_item


def cite(
    session: Session,
    *,
    item: RevisionItem,
    ref: EvidenceRef,
    registry: EvidenceRegistry,
    actor: Actor,
    at: datetime,
    relation: str = "basis",
    note: str = "",
) -> Citation:
    """Freeze a thing as it stands now and name it for (or against) an item.

    The same thing in the same state is copied once, whoever cites it; citing it again for the same
    item gives the citation that is there.
    """
    take_open_item(session, item)
    if relation not in RELATIONS:
        raise Invalid("relation-unknown", field="relation")
    evidence = _frozen(session, ref, registry, at)
    citation = session.scalar(
        select(Citation).where(Citation.item_id == item.id, Citation.evidence_id == evidence.id)
    )
    if citation is not None:
        if not citation.is_active:
            raise Conflict("citation-was-retracted")
        return citation
    citation = Citation(
        id=new_id(),
        item_id=item.id,
        evidence_id=evidence.id,
        relation=relation,
        note=note,
        cited_at=at,
        cited_by=actor.id,
    )
    session.add(citation)
    audit.record(
        session,
        actor=actor,
        verb="evidence.cited",
        about=item,
        at=at,
        kind=ref.kind,
        key=ref.key,
        sha256=evidence.sha256,
    )
    return citation


def _frozen(
    session: Session, ref: EvidenceRef, registry: EvidenceRegistry, at: datetime
) -> Evidence:
    snapshot = registry.resolve(session, ref)
    kept = session.scalar(
        select(Evidence).where(
            Evidence.kind == ref.kind, Evidence.key == ref.key, Evidence.sha256 == snapshot.sha256
        )
    )
    if kept is not None:
        return kept
    evidence = Evidence(
        id=new_id(),
        kind=ref.kind,
        key=ref.key,
        snapshot=snapshot.as_plain(),
        sha256=snapshot.sha256,
        captured_at=at,
    )
    session.add(evidence)
    session.flush()
    return evidence


def retract_citation(
    session: Session, *, citation: Citation, reason: str, actor: Actor, at: datetime
) -> None:
    """Take a citation back with a reason; it stays readable as retracted."""
    take_open_item(session, citation.item)
    if not reason.strip():
        raise Invalid("retraction-without-reason", field="reason")
    session.refresh(citation)
    if not citation.is_active:
        raise Conflict("citation-was-retracted")
    citation.retracted_at, citation.retracted_by = at, actor.id
    citation.retract_reason = reason
    audit.record(session, actor=actor, verb="evidence.retracted", about=citation, at=at)
