"""What became of every voice: taken up, declined with a reason, or not answered yet."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engage.plan.evidence import EvidenceRef, EvidenceRegistry, Snapshot
from engage.plan.models import (
    Citation,
    Evidence,
    PlanElement,
    PlanVersion,
    RevisionDecision,
    RevisionItem,
)
from engage.plan.queries.revisions import items_citing
from engage.plan.results.versions import is_public


@dataclass(frozen=True)
class VoiceLine:
    """One voice or number and what became of it."""

    ref: EvidenceRef
    words: str
    source: str
    group: str
    is_fictional: bool
    item: RevisionItem | None
    decision: RevisionDecision | None
    element: PlanElement | None


def voice_lines(session: Session, registry: EvidenceRegistry) -> list[VoiceLine]:
    """Return every public voice and everything else that was cited; answered ones first."""
    taken = _taken_up(session)
    lines = [
        _line(voice.ref, voice.label, voice.detail, voice.group, voice.is_fictional, taken)
        for voice in registry.voices(session)
    ]
    known = {line.ref for line in lines}
    for ref, (_item, evidence) in taken.items():
        if ref not in known:
            lines.append(_line(ref, *_frozen_words(evidence, registry), taken))
    return sorted(lines, key=lambda line: (line.decision is None, line.item is None))


def items_resting_on(session: Session, ref: EvidenceRef) -> list[RevisionItem]:
    """Return the public items that rest on a voice or number, the newest first."""
    return [item for item, _ in items_citing(session, ref) if is_public(item.version)]


def _taken_up(session: Session) -> dict[EvidenceRef, tuple[RevisionItem, Evidence]]:
    """Return what public items rest on; of several items the newest that is decided counts."""
    rows = session.execute(
        select(RevisionItem, Evidence)
        .join(Citation, Citation.item_id == RevisionItem.id)
        .join(Evidence, Evidence.id == Citation.evidence_id)
        .join(PlanVersion, PlanVersion.id == RevisionItem.version_id)
        .where(
            Citation.retracted_at.is_(None),
            RevisionItem.state == "open",
            or_(
                PlanVersion.state == "published",
                (PlanVersion.state == "draft") & PlanVersion.is_proposal,
            ),
        )
        .order_by(PlanVersion.number.desc(), RevisionItem.code)
    )
    found: dict[EvidenceRef, tuple[RevisionItem, Evidence]] = {}
    for item, evidence in rows:
        ref = EvidenceRef(evidence.kind, evidence.key)
        if ref not in found or (found[ref][0].decision is None and item.decision):
            found[ref] = (item, evidence)
    return found


def _frozen_words(evidence: Evidence, registry: EvidenceRegistry) -> tuple[str, str, str, bool]:
    snapshot = Snapshot.from_plain(evidence.snapshot)
    source = "　".join(part for part in (snapshot.source, snapshot.at_text) if part)
    return snapshot.title, source, registry.label(evidence.kind), snapshot.is_fictional


def _line(
    ref: EvidenceRef,
    words: str,
    source: str,
    group: str,
    is_fictional: bool,
    taken: dict[EvidenceRef, tuple[RevisionItem, Evidence]],
) -> VoiceLine:
    item = taken[ref][0] if ref in taken else None
    element = item.about if item else None
    decision = item.decision if item else None
    return VoiceLine(ref, words, source, group, is_fictional, item, decision, element)
