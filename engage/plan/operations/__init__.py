"""What people do with the plan: draft, propose, cite, decide, publish."""

from engage.plan.operations.drafting import (
    open_item,
    propose_text,
    say_no_evidence,
    show_as_proposal,
    start_draft,
    withdraw_item,
)
from engage.plan.operations.evidence import cite, retract_citation
from engage.plan.operations.publishing import (
    decide,
    manifest_of,
    publish_version,
    record_past_version,
)

__all__ = [
    "cite",
    "decide",
    "manifest_of",
    "open_item",
    "propose_text",
    "publish_version",
    "record_past_version",
    "retract_citation",
    "say_no_evidence",
    "show_as_proposal",
    "start_draft",
    "withdraw_item",
]
