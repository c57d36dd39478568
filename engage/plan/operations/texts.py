"""A planner proposes another text, a new project, or that a project ends; each through an item."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.ids import new_id
from engage.core.permissions import Actor
from engage.plan import rules
from engage.plan.models import (
    ElementRevision,
    Placement,
    PlanElement,
    RevisionChange,
    RevisionItem,
)
from engage.plan.models.element import content_digest
from engage.plan.operations.drafting import take_open_item
from engage.plan.operations.places import (
    place_below,
    put_back,
    remove_places,
    show_everywhere,
)
from engage.plan.queries.versions import primary_placement


def propose_text(
    session: Session,
    *,
    item: RevisionItem,
    element: PlanElement,
    body: str,
    expected: str,
    actor: Actor,
    at: datetime,
    title: str | None = None,
) -> ElementRevision:
    """Put a new text of an element into the draft; every place of it, 再掲 too, shows it.

    `expected` is the id of the revision that the writer saw: when another is there by now,
    Conflict tells so and nothing is overwritten. The words of the base bring the base's text back.
    """
    take_open_item(session, item)
    place = primary_placement(session, item.version, element)
    if place is None:
        raise Invalid("element-not-in-version", field="element")
    _refuse_second_writer(session, item, element)
    current = place.revision
    if current.id != expected:
        raise Conflict("text-changed-meanwhile")
    wording = title if title is not None else current.title
    if (wording, body) == (current.title, current.body):
        return current
    base = _base_revision(session, item, element)
    if base and (wording, body) == (base.title, base.body):
        revision = base
        _note_change(session, item, element, operation="none")
    else:
        revision = _next_revision(session, item, current, wording, body, actor, at)
        operation = "modify" if base else "add"
        _note_change(session, item, element, operation=operation, before=base, after=revision)
    show_everywhere(session, item.version, element.id, revision.id)
    audit.record(
        session,
        actor=actor,
        verb="plan.text-proposed",
        about=item,
        at=at,
        element=element.code,
        sha256=revision.sha256,
    )
    return revision


def add_project(
    session: Session,
    *,
    item: RevisionItem,
    parent: PlanElement,
    title: str,
    body: str,
    actor: Actor,
    at: datetime,
) -> PlanElement:
    """Propose a new project at the end of a goal, under the next number that was never used."""
    take_open_item(session, item)
    place = primary_placement(session, item.version, parent)
    if place is None or not rules.holds_projects(parent.kind):
        raise Invalid("holds-no-projects", field="parent")
    element = PlanElement(
        id=new_id(),
        plan_id=item.version.plan_id,
        code=_next_number(session, item),
        kind="project",
        created_in_id=item.version_id,
    )
    session.add(element)
    session.flush()
    revision = _revision(element.id, 1, title, body, _marks(item), actor, at)
    session.add(revision)
    session.flush()
    place_below(session, item.version, place, revision, element.code)
    _note_change(session, item, element, operation="add", after=revision)
    audit.record(
        session,
        actor=actor,
        verb="plan.project-added",
        about=item,
        at=at,
        element=element.code,
        sha256=revision.sha256,
    )
    return element


def retire_element(
    session: Session, *, item: RevisionItem, element: PlanElement, actor: Actor, at: datetime
) -> None:
    """Propose that the next version has an element no longer; its history stays readable."""
    take_open_item(session, item)
    if primary_placement(session, item.version, element) is None:
        raise Invalid("element-not-in-version", field="element")
    _refuse_second_writer(session, item, element)
    remove_places(session, item.version, element)
    base = _base_revision(session, item, element)
    if base is None:
        _forget_change(session, item, element)
    else:
        _note_change(session, item, element, operation="remove", before=base)
    audit.record(
        session, actor=actor, verb="plan.element-retired", about=item, at=at, element=element.code
    )


def keep_element(
    session: Session, *, item: RevisionItem, element: PlanElement, actor: Actor, at: datetime
) -> None:
    """Let an element stay after all, with the text and in the places of the base."""
    take_open_item(session, item)
    if primary_placement(session, item.version, element) is not None:
        return
    if _base_revision(session, item, element) is None:
        raise Invalid("element-not-in-version", field="element")
    _refuse_second_writer(session, item, element)
    put_back(session, item.version, [element])
    _note_change(session, item, element, operation="none")
    audit.record(
        session, actor=actor, verb="plan.element-kept", about=item, at=at, element=element.code
    )


def _refuse_second_writer(session: Session, item: RevisionItem, element: PlanElement) -> None:
    """One item of a version explains the text of one element; two would blur who decided what."""
    other = session.scalar(
        select(RevisionItem.code)
        .join(RevisionChange, RevisionChange.item_id == RevisionItem.id)
        .where(
            RevisionItem.version_id == item.version_id,
            RevisionItem.id != item.id,
            RevisionItem.state == "open",
            RevisionChange.element_id == element.id,
            RevisionChange.operation != "none",
        )
    )
    if other:
        raise Conflict("element-changed-by-another-item", item=other)


def _next_revision(
    session: Session,
    item: RevisionItem,
    current: ElementRevision,
    title: str,
    body: str,
    actor: Actor,
    at: datetime,
) -> ElementRevision:
    """Add the next text; what was said of the printed one (a summary of ours) does not fit it."""
    newest = session.scalar(
        select(func.max(ElementRevision.seq)).where(
            ElementRevision.element_id == current.element_id
        )
    )
    fields = {name: value for name, value in current.fields.items() if name != "is_summary"}
    fields |= _marks(item)
    revision = _revision(current.element_id, (newest or 0) + 1, title, body, fields, actor, at)
    session.add(revision)
    session.flush()
    return revision


def _marks(item: RevisionItem) -> dict[str, Any]:
    return {"is_fictional": True} if item.is_fictional else {}


def _revision(
    element_id: str,
    seq: int,
    title: str,
    body: str,
    fields: dict[str, Any],
    actor: Actor,
    at: datetime,
) -> ElementRevision:
    return ElementRevision(
        id=new_id(),
        element_id=element_id,
        seq=seq,
        title=title,
        body=body,
        fields=fields,
        sha256=content_digest(title, body, fields),
        at=at,
        author_id=actor.id,
    )


def _base_revision(
    session: Session, item: RevisionItem, element: PlanElement
) -> ElementRevision | None:
    return session.scalar(
        select(ElementRevision)
        .join(Placement, Placement.element_revision_id == ElementRevision.id)
        .where(
            Placement.version_id == item.version.base_id,
            Placement.element_id == element.id,
            Placement.is_primary,
        )
    )


def _next_number(session: Session, item: RevisionItem) -> str:
    """Return a project number that no version ever used: numbers are quoted for years."""
    codes = session.scalars(
        select(PlanElement.code).where(
            PlanElement.plan_id == item.version.plan_id, PlanElement.kind == "project"
        )
    )
    return str(max((int(code) for code in codes if code.isdecimal()), default=0) + 1)


def _note_change(
    session: Session,
    item: RevisionItem,
    element: PlanElement,
    *,
    operation: str,
    before: ElementRevision | None = None,
    after: ElementRevision | None = None,
) -> None:
    """Keep one change per item and element: from the base's text to the newest one."""
    session.refresh(item, ["changes"])
    change = next((c for c in item.changes if c.element_id == element.id), None)
    if change is None:
        change = RevisionChange(
            item_id=item.id, element_id=element.id, position=len(item.changes) + 1
        )
        session.add(change)
    change.operation = operation
    change.before_id = before.id if before else None
    change.after_id = after.id if after else None
    session.flush()
    session.expire(item, ["changes"])


def _forget_change(session: Session, item: RevisionItem, element: PlanElement) -> None:
    """Forget what this draft alone had added: gone again, it is no difference."""
    session.execute(
        delete(RevisionChange)
        .where(RevisionChange.item_id == item.id, RevisionChange.element_id == element.id)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
