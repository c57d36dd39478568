"""What can be stored about plans: their text in versions, revisions with evidence, findings."""

from engage.plan.models.body import PublicBody, PublicBodyName
from engage.plan.models.element import (
    ElementRevision,
    ElementTag,
    Placement,
    PlanElement,
    Tag,
)
from engage.plan.models.evidence import Citation, Evidence
from engage.plan.models.finding import AdviceRecord, Finding
from engage.plan.models.plan import Plan, PlanVersion
from engage.plan.models.revision import RevisionChange, RevisionDecision, RevisionItem

__all__ = [
    "AdviceRecord",
    "Citation",
    "ElementRevision",
    "ElementTag",
    "Evidence",
    "Finding",
    "Placement",
    "Plan",
    "PlanElement",
    "PlanVersion",
    "PublicBody",
    "PublicBodyName",
    "RevisionChange",
    "RevisionDecision",
    "RevisionItem",
    "Tag",
]
