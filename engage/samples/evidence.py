"""The sources of evidence of all features, for a loader that runs without the web."""

from council.evidence_source import MinutesSource, OpinionSource
from engage.plan.evidence import EvidenceRegistry
from engage.plan.own_sources import Advice, Findings, NationalItems
from surveys.evidence_source import PublishedResults, SurveyStatistics


def evidence_registry() -> EvidenceRegistry:
    """Return a registry that knows what the running program knows."""
    registry = EvidenceRegistry()
    for source in (
        Findings(),
        Advice(),
        NationalItems(),
        SurveyStatistics(),
        PublishedResults(),
        OpinionSource(),
        MinutesSource(),
    ):
        registry.register(source)
    return registry
