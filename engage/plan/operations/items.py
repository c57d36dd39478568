"""A planner opens a revision item, words it, widens it, or takes it back."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.core import audit
from engage.core.errors import Invalid
from engage.core.ids import new_id
from engage.core.permissions import Actor
from engage.plan.models import PlanElement, PlanVersion, RevisionChange, RevisionItem
from engage.plan.operations.drafting import take_draft, take_open_item
from engage.plan.operations.places import put_back, remove_places, show_everywhere
from engage.plan.queries.versions import primary_placement


def open_item(
    session: Session,
    *,
    version: PlanVersion,
    title: str,
    kind: str,
    element: PlanElement,
    rationale: str,
    actor: Actor,
    at: datetime,
    is_fictional: bool = False,
) -> RevisionItem:
    """Begin a revision item about one element; its text stays until somebody proposes another."""
    take_draft(session, version)
    if element.plan_id != version.plan_id:
        raise Invalid("element-of-another-plan", field="element")
    used = session.scalar(
        select(func.count()).select_from(RevisionItem).where(RevisionItem.version_id == version.id)
    )
    item = RevisionItem(
        id=new_id(),
        version_id=version.id,
        code=f"{version.number}-{(used or 0) + 1:02d}",
        kind=kind,
        title=title,
        rationale=rationale,
        opened_at=at,
        opened_by=actor.id,
        is_fictional=is_fictional,
    )
    session.add(item)
    session.flush()
    session.add(RevisionChange(item_id=item.id, element_id=element.id, operation="none"))
    audit.record(
        session, actor=actor, verb="revision-item.opened", about=item, at=at, code=item.code
    )
    return item


def describe_item(
    session: Session,
    *,
    item: RevisionItem,
    title: str,
    kind: str,
    rationale: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Say better what an item is and why it is proposed; the audit log keeps what it said."""
    take_open_item(session, item)
    before = {"title": item.title, "kind": item.kind, "rationale": item.rationale}
    item.title, item.kind, item.rationale = title, kind, rationale
    audit.record(
        session, actor=actor, verb="revision-item.described", about=item, at=at, before=before
    )


def include_element(
    session: Session, *, item: RevisionItem, element: PlanElement, actor: Actor, at: datetime
) -> None:
    """Let an item speak of one more element, as merging two projects does."""
    take_open_item(session, item)
    if element.plan_id != item.version.plan_id:
        raise Invalid("element-of-another-plan", field="element")
    if primary_placement(session, item.version, element) is None:
        raise Invalid("element-not-in-version", field="element")
    session.refresh(item, ["changes"])
    if any(change.element_id == element.id for change in item.changes):
        return
    session.add(
        RevisionChange(
            item_id=item.id,
            element_id=element.id,
            position=len(item.changes) + 1,
            operation="none",
        )
    )
    audit.record(
        session,
        actor=actor,
        verb="revision-item.widened",
        about=item,
        at=at,
        element=element.code,
    )
    session.expire(item, ["changes"])


def say_no_evidence(
    session: Session, *, item: RevisionItem, reason: str, actor: Actor, at: datetime
) -> None:
    """State openly that an item rests on no evidence, and why it is proposed all the same."""
    take_open_item(session, item)
    item.no_evidence_reason = reason
    audit.record(session, actor=actor, verb="revision-item.no-evidence", about=item, at=at)


def withdraw_item(session: Session, *, item: RevisionItem, actor: Actor, at: datetime) -> None:
    """Take an item back; what it changed stands again as in the base."""
    take_open_item(session, item)
    for change in item.changes:
        if change.operation == "modify" and change.before_id:
            show_everywhere(session, item.version, change.element_id, change.before_id)
        elif change.operation == "add":
            remove_places(session, item.version, change.element)
    removed = [c.element for c in item.changes if c.operation == "remove"]
    put_back(session, item.version, removed)
    item.state = "withdrawn"
    audit.record(session, actor=actor, verb="revision-item.withdrawn", about=item, at=at)
