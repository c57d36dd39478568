"""Where opinions went: the short thread under each of them."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from council.queries.opinions import OpinionView
from engage.plan.evidence import EvidenceRef, EvidenceRegistry
from engage.plan.thread import VoiceTrace


def trace_of(
    session: Session, registry: EvidenceRegistry, opinion: OpinionView
) -> VoiceTrace | None:
    """Return the way of one opinion; None while its words are closed and nobody cited them."""
    try:
        from engage.plan.trace import trace_of_ref
    except ImportError:
        return None
    return trace_of_ref(session, registry, EvidenceRef("opinion", opinion.revision_id))


def traces_of(
    session: Session, registry: EvidenceRegistry, opinions: Iterable[OpinionView]
) -> dict[str, VoiceTrace]:
    """Return the ways of several opinions, by opinion."""
    found = ((opinion.id, trace_of(session, registry, opinion)) for opinion in opinions)
    return {opinion_id: trace for opinion_id, trace in found if trace is not None}
