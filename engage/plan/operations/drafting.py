"""A planner branches a draft off a published version and proposes changes, each with a reason."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.ids import new_id
from engage.core.permissions import Actor
from engage.plan.models import (
    ElementRevision,
    Placement,
    Plan,
    PlanElement,
    PlanVersion,
    RevisionChange,
    RevisionItem,
)
from engage.plan.models.element import content_digest


def start_draft(
    session: Session,
    *,
    plan: Plan,
    base: PlanVersion,
    actor: Actor,
    at: datetime,
    summary: str = "",
    is_fictional: bool = False,
) -> PlanVersion:
    """Branch the next version off a published one, with the same text in the same places."""
    if base.state != "published" or base.plan_id != plan.id:
        raise Conflict("base-not-published")
    newest = session.scalar(
        select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan.id)
    )
    draft = PlanVersion(
        id=new_id(),
        plan_id=plan.id,
        number=(newest or 0) + 1,
        base_id=base.id,
        state="draft",
        summary=summary,
        is_fictional=is_fictional,
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError as error:
        raise Conflict("draft-exists") from error
    _copy_placements(session, base, draft)
    audit.record(session, actor=actor, verb="plan.draft-started", about=draft, at=at)
    return draft


def _copy_placements(session: Session, base: PlanVersion, draft: PlanVersion) -> None:
    old = session.scalars(
        select(Placement).where(Placement.version_id == base.id).order_by(Placement.position)
    ).all()
    ids = {placement.id: new_id() for placement in old}
    for placement in sorted(old, key=lambda p: (not p.is_primary, p.position)):
        session.add(
            Placement(
                id=ids[placement.id],
                version_id=draft.id,
                element_id=placement.element_id,
                element_revision_id=placement.element_revision_id,
                parent_id=ids[placement.parent_id] if placement.parent_id else None,
                position=placement.position,
                number_label=placement.number_label,
                is_primary=placement.is_primary,
                primary_id=ids[placement.primary_id] if placement.primary_id else None,
            )
        )
    session.flush()


def show_as_proposal(
    session: Session, *, version: PlanVersion, actor: Actor, at: datetime, shown: bool = True
) -> None:
    """Let anyone read a draft as a proposal, or take it back."""
    take_draft(session, version)
    version.is_proposal = shown
    audit.record(
        session, actor=actor, verb="plan.proposal-shown", about=version, at=at, shown=shown
    )


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
    Conflict tells so and nothing is overwritten.
    """
    take_draft(session, item.version)
    here = (Placement.version_id == item.version_id, Placement.element_id == element.id)
    current = session.scalar(
        select(ElementRevision)
        .join(Placement, Placement.element_revision_id == ElementRevision.id)
        .where(*here, Placement.is_primary)
    )
    if current is None:
        raise Invalid("element-not-in-version", field="element")
    if current.id != expected:
        raise Conflict("text-changed-meanwhile")
    _refuse_second_writer(session, item, element)
    wording = title if title is not None else current.title
    if (wording, body) == (current.title, current.body):
        return current
    revision = _next_revision(session, current, title=wording, body=body, actor=actor, at=at)
    session.execute(update(Placement).where(*here).values(element_revision_id=revision.id))
    _note_change(session, item, element, after=revision)
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
            RevisionChange.operation == "modify",
        )
    )
    if other:
        raise Conflict("element-changed-by-another-item", item=other)


def _next_revision(
    session: Session,
    current: ElementRevision,
    *,
    title: str,
    body: str,
    actor: Actor,
    at: datetime,
) -> ElementRevision:
    newest = session.scalar(
        select(func.max(ElementRevision.seq)).where(
            ElementRevision.element_id == current.element_id
        )
    )
    fields: dict[str, Any] = dict(current.fields)
    revision = ElementRevision(
        id=new_id(),
        element_id=current.element_id,
        seq=(newest or 0) + 1,
        title=title,
        body=body,
        fields=fields,
        sha256=content_digest(title, body, fields),
        at=at,
        author_id=actor.id,
    )
    session.add(revision)
    session.flush()
    return revision


def _note_change(
    session: Session, item: RevisionItem, element: PlanElement, *, after: ElementRevision
) -> None:
    """Keep one change per item and element: from the base's text to the newest one."""
    base = session.scalar(
        select(Placement.element_revision_id).where(
            Placement.version_id == item.version.base_id,
            Placement.element_id == element.id,
            Placement.is_primary,
        )
    )
    change = session.scalar(
        select(RevisionChange).where(
            RevisionChange.item_id == item.id, RevisionChange.element_id == element.id
        )
    )
    if change is None:
        change = RevisionChange(item_id=item.id, element_id=element.id)
        session.add(change)
    change.before_id, change.after_id = base, after.id
    change.operation = "modify" if base else "add"
    session.flush()


def say_no_evidence(
    session: Session, *, item: RevisionItem, reason: str, actor: Actor, at: datetime
) -> None:
    """State openly that an item rests on no evidence, and why it is proposed all the same."""
    take_draft(session, item.version)
    item.no_evidence_reason = reason
    audit.record(session, actor=actor, verb="revision-item.no-evidence", about=item, at=at)


def withdraw_item(session: Session, *, item: RevisionItem, actor: Actor, at: datetime) -> None:
    """Take an item back; the texts that it changed return to those of the base."""
    take_draft(session, item.version)
    if item.state != "open":
        raise Conflict("item-not-open")
    for change in item.changes:
        if change.operation == "modify" and change.before_id:
            session.execute(
                update(Placement)
                .where(
                    Placement.version_id == item.version_id,
                    Placement.element_id == change.element_id,
                )
                .values(element_revision_id=change.before_id)
            )
    item.state = "withdrawn"
    audit.record(session, actor=actor, verb="revision-item.withdrawn", about=item, at=at)


def take_draft(session: Session, version: PlanVersion) -> None:
    """Queue up behind other writers of the draft; Conflict when it is no longer one."""
    taken = session.execute(
        update(PlanVersion)
        .where(PlanVersion.id == version.id, PlanVersion.state == "draft")
        .values(edits=PlanVersion.edits + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict("version-not-a-draft")
    session.refresh(version)
