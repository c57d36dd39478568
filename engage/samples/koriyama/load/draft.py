"""The invented draft of version 5: it lacks one decision, which is left to a newcomer."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from council.operations.opinions import current_revision
from engage.core.clock import today
from engage.plan.evidence import EvidenceRef
from engage.plan.models import ElementRevision, PlanElement, PlanVersion, RevisionItem
from engage.plan.operations import (
    cite,
    decide,
    open_item,
    propose_text,
    show_as_proposal,
    start_draft,
)
from engage.plan.queries.plans import body_name_on
from engage.samples.koriyama.data import data
from engage.samples.koriyama.load.city import City
from engage.samples.koriyama.moments import end_of_fiscal_year

DRAFTED_BEFORE = timedelta(days=11)
"""How long before the loading the draft was begun, and its evidence was frozen."""


def load_draft(city: City, base: PlanVersion) -> None:
    """Begin the draft, propose, cite and decide; it stays a draft that anyone may read."""
    spec = data("fictional/revision-demo")
    begun: dict[str, Any] = {"actor": city.actor("planner"), "at": city.at - DRAFTED_BEFORE}
    version = start_draft(
        city.session,
        plan=base.plan,
        base=base,
        summary=spec["summary"],
        is_fictional=True,
        **begun,
    )
    for record in spec["items"]:
        item = _item(city, version, record)
        if record["decision"]:
            _decision(city, item, record["decision"])
    show_as_proposal(city.session, version=version, **begun)


def _item(city: City, version: PlanVersion, record: dict[str, Any]) -> RevisionItem:
    begun: dict[str, Any] = {"actor": city.actor("planner"), "at": city.at - DRAFTED_BEFORE}
    element = city.elements[record["element"]]
    item = open_item(
        city.session,
        version=version,
        title=record["title"],
        kind=record["kind"],
        element=element,
        rationale=record["reason"],
        is_fictional=True,
        **begun,
    )
    if record["after"]:
        propose_text(
            city.session,
            item=item,
            element=element,
            body=record["after"],
            expected=_current_text(city, element),
            **begun,
        )
    for evidence in record["evidence"]:
        cite(
            city.session,
            item=item,
            ref=_ref(city, evidence),
            registry=city.registry,
            note=evidence["why"],
            **begun,
        )
    return item


def _current_text(city: City, element: PlanElement) -> str:
    """Return the id of the text that the element has before the draft changes it."""
    return city.session.scalars(
        select(ElementRevision.id).where(ElementRevision.element_id == element.id)
    ).one()


def _ref(city: City, evidence: dict[str, Any]) -> EvidenceRef:
    """Return the pointer; of an opinion, which the data names by its place, its words now."""
    if evidence["kind"] == "opinion":
        opinion = city.opinions[evidence["key"]]
        return EvidenceRef("opinion", current_revision(city.session, opinion).id)
    return EvidenceRef(evidence["kind"], evidence["key"])


def _decision(city: City, item: RevisionItem, record: dict[str, Any]) -> None:
    at = city.at + timedelta(days=record["days"])
    decided_on = today(at)
    considering = record.get("until") == "end-of-fiscal-year"
    decide(
        city.session,
        item=item,
        outcome=record["outcome"],
        reason=record["reason"],
        body_name=body_name_on(city.session, record["by"], decided_on),
        decided_on=decided_on,
        until=end_of_fiscal_year(city.at) if considering else None,
        is_fictional=True,
        actor=city.actor(record["by"]),
        at=at,
    )
