"""What an agenda item is about in the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import AgendaItem
from engage.plan.models import (
    ElementRevision,
    Placement,
    Plan,
    PlanElement,
    PlanVersion,
    RevisionItem,
)


@dataclass(frozen=True)
class Subject:
    """A line of the plan as the newest published version words it."""

    element_id: str
    code: str
    kind: str
    title: str
    plan_code: str

    @property
    def label(self) -> str:
        """How the line is called on a page: 事業3　キャッシュレス決済."""
        return f"事業{self.code}　{self.title}" if self.kind == "project" else self.title


def subjects_of(session: Session, items: Sequence[AgendaItem]) -> dict[str, Subject]:
    """Return the line of the plan that each item is about, by item."""
    ids = {item.plan_element_id for item in items if item.plan_element_id}
    if not ids:
        return {}
    by_element = {subject.element_id: subject for subject in _subjects(session, ids)}
    return {
        item.id: by_element[item.plan_element_id]
        for item in items
        if item.plan_element_id in by_element
    }


def choices(session: Session) -> list[Subject]:
    """Return every project of the published plan, for a form."""
    found = [s for s in _subjects(session, None) if s.kind == "project"]
    return sorted(found, key=lambda s: (len(s.code), s.code))


def revision_item_choices(session: Session) -> list[RevisionItem]:
    """Return the open revision items of the draft, for a form."""
    return list(
        session.scalars(
            select(RevisionItem)
            .join(PlanVersion, PlanVersion.id == RevisionItem.version_id)
            .where(PlanVersion.state == "draft", RevisionItem.state == "open")
            .order_by(RevisionItem.code)
        )
    )


def _subjects(session: Session, ids: set[str] | None) -> list[Subject]:
    newest = (
        select(PlanVersion.id)
        .where(PlanVersion.plan_id == PlanElement.plan_id, PlanVersion.state == "published")
        .order_by(PlanVersion.number.desc())
        .limit(1)
        .correlate(PlanElement)
        .scalar_subquery()
    )
    query = (
        select(PlanElement, ElementRevision.title, Plan.code.label("plan_code"))
        .join(Placement, Placement.element_id == PlanElement.id)
        .join(ElementRevision, ElementRevision.id == Placement.element_revision_id)
        .join(Plan, Plan.id == PlanElement.plan_id)
        .where(Placement.version_id == newest, Placement.is_primary)
    )
    if ids is not None:
        query = query.where(PlanElement.id.in_(ids))
    return [
        Subject(
            element_id=element.id,
            code=element.code,
            kind=element.kind,
            title=title,
            plan_code=plan_code,
        )
        for element, title, plan_code in session.execute(query)
    ]
