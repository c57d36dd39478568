"""Versions as trees and counts; a re-listed project is shown twice and counted once."""

from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from engage.plan import rules
from engage.plan.diff import differences
from engage.plan.models import (
    ElementRevision,
    Placement,
    Plan,
    PlanElement,
    PlanVersion,
)
from engage.plan.queries.revisions import item_facts, items_of


@dataclass
class Node:
    """A placement with what it says and what stands below it."""

    placement: Placement
    element: PlanElement
    revision: ElementRevision
    children: list["Node"] = field(default_factory=list)

    @property
    def is_relisted(self) -> bool:
        """Whether this is a second place of an element that is at home elsewhere."""
        return not self.placement.is_primary

    @property
    def projects(self) -> list["Node"]:
        """The projects at home below this node, each once."""
        return [n for n in self._below() if n.element.kind == "project" and not n.is_relisted]

    def _below(self) -> list["Node"]:
        return [n for child in self.children for n in (child, *child._below())]


@dataclass(frozen=True)
class Counts:
    """How many of each kind a version has; places are more than projects when some are 再掲."""

    policies: int
    goals: int
    support_structures: int
    projects: int
    placements: int
    relisted: tuple[str, ...]


def versions_of(session: Session, plan: Plan) -> list[PlanVersion]:
    """Return all versions of a plan that were not withdrawn, the first first."""
    return list(
        session.scalars(
            select(PlanVersion)
            .where(PlanVersion.plan_id == plan.id, PlanVersion.state != "withdrawn")
            .order_by(PlanVersion.number)
        )
    )


def version_numbered(session: Session, plan: Plan, number: int) -> PlanVersion | None:
    """Return a version by its number."""
    return session.scalar(
        select(PlanVersion).where(PlanVersion.plan_id == plan.id, PlanVersion.number == number)
    )


def current_version(session: Session, plan: Plan) -> PlanVersion | None:
    """Return the published version that holds now."""
    return session.scalar(
        select(PlanVersion)
        .where(PlanVersion.plan_id == plan.id, PlanVersion.state == "published")
        .order_by(PlanVersion.number.desc())
        .limit(1)
    )


def next_number(session: Session, plan: Plan) -> int:
    """Return the number of the next version; that of a draft that was given up is used up."""
    newest = session.scalar(
        select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan.id)
    )
    return (newest or 0) + 1


def draft_of(session: Session, plan: Plan) -> PlanVersion | None:
    """Return the draft of a plan, if there is one."""
    return session.scalar(
        select(PlanVersion).where(PlanVersion.plan_id == plan.id, PlanVersion.state == "draft")
    )


def tree(session: Session, version: PlanVersion) -> list[Node]:
    """Return a version as a tree, in its printed order: three queries whatever its size."""
    placements = session.scalars(
        select(Placement)
        .where(Placement.version_id == version.id)
        .order_by(Placement.position)
        .options(selectinload(Placement.element), selectinload(Placement.revision))
    ).all()
    nodes = {p.id: Node(p, p.element, p.revision) for p in placements}
    roots: list[Node] = []
    for placement in placements:
        parent = nodes.get(placement.parent_id or "")
        (parent.children if parent else roots).append(nodes[placement.id])
    return roots


def primary_placement(
    session: Session, version: PlanVersion, element: PlanElement
) -> Placement | None:
    """Return where an element is at home in a version."""
    return session.scalar(
        select(Placement)
        .where(
            Placement.version_id == version.id,
            Placement.element_id == element.id,
            Placement.is_primary,
        )
        .options(selectinload(Placement.revision))
    )


def relisted_places(
    session: Session, version: PlanVersion, element: PlanElement
) -> list[Placement]:
    """Return the further places of an element (再掲)."""
    return list(
        session.scalars(
            select(Placement)
            .where(
                Placement.version_id == version.id,
                Placement.element_id == element.id,
                Placement.is_primary.is_(False),
            )
            .order_by(Placement.position)
        )
    )


def counts(session: Session, version: PlanVersion) -> Counts:
    """Count a version: elements by their home places, and all places of projects."""
    rows = session.execute(
        select(PlanElement.kind, PlanElement.code, Placement.is_primary)
        .join(PlanElement, PlanElement.id == Placement.element_id)
        .where(Placement.version_id == version.id)
    ).all()
    home = Counter(kind for kind, _, is_primary in rows if is_primary)
    return Counts(
        policies=home["policy"],
        goals=home["goal"],
        support_structures=home["support"],
        projects=home["project"],
        placements=sum(kind == "project" for kind, _, _ in rows),
        relisted=tuple(sorted((c for _, c, is_primary in rows if not is_primary), key=_as_printed)),
    )


def _as_printed(code: str) -> tuple[int, str]:
    return (int(code) if code.isdecimal() else 0, code)


def touched_elements(session: Session, version: PlanVersion) -> set[str]:
    """Return the codes of the elements whose text or place a version changes."""
    base = session.get(PlanVersion, version.base_id) if version.base_id else None
    return {difference.element.code for difference in differences(session, base, version)}


def obstacles_of(session: Session, version: PlanVersion) -> list[rules.Obstacle]:
    """Return everything that keeps a version private."""
    base = session.get(PlanVersion, version.base_id) if version.base_id else None
    differing = [d.element.code for d in differences(session, base, version)]
    items = [item_facts(session, item) for item in items_of(session, version)]
    return rules.publishing_obstacles(state=version.state, differing=differing, items=items)
