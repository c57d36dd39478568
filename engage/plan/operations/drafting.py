"""A planner branches a draft off a published version, shows it, or gives it up."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.ids import new_id
from engage.core.permissions import Actor
from engage.plan.models import Placement, Plan, PlanVersion, RevisionItem
from engage.plan.queries.versions import next_number


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
    draft = PlanVersion(
        id=new_id(),
        plan_id=plan.id,
        number=next_number(session, plan),
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


def withdraw_draft(
    session: Session, *, version: PlanVersion, reason: str, actor: Actor, at: datetime
) -> None:
    """Give a draft up with a reason; what was written stays in the records, its number is used."""
    if not reason.strip():
        raise Invalid("withdrawal-without-reason", field="reason")
    take_draft(session, version)
    version.state, version.is_proposal = "withdrawn", False
    audit.record(
        session, actor=actor, verb="plan.draft-withdrawn", about=version, at=at, reason=reason
    )


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


def take_open_item(session: Session, item: RevisionItem) -> None:
    """Queue up behind other writers of the item's draft; Conflict when the item was withdrawn."""
    take_draft(session, item.version)
    session.refresh(item, ["state"])
    if item.state != "open":
        raise Conflict("item-not-open")
