"""What people do with the plan: draft, propose, cite, decide, publish."""

from engage.plan.operations.drafting import show_as_proposal, start_draft, withdraw_draft
from engage.plan.operations.evidence import cite, retract_citation
from engage.plan.operations.items import (
    describe_item,
    include_element,
    open_item,
    say_no_evidence,
    withdraw_item,
)
from engage.plan.operations.publishing import (
    decide,
    manifest_of,
    publish_version,
    record_past_version,
)
from engage.plan.operations.texts import add_project, keep_element, propose_text, retire_element

__all__ = [
    "add_project",
    "cite",
    "decide",
    "describe_item",
    "include_element",
    "keep_element",
    "manifest_of",
    "open_item",
    "propose_text",
    "publish_version",
    "record_past_version",
    "retire_element",
    "retract_citation",
    "say_no_evidence",
    "show_as_proposal",
    "start_draft",
    "withdraw_draft",
    "withdraw_item",
]
