"""One element: its words, its places, what stands below it, and what the proposal would say."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.plan import queries
from engage.plan.diff import Segment, segments
from engage.plan.models import (
    ElementRevision,
    Placement,
    Plan,
    PlanElement,
    PlanVersion,
    RevisionItem,
)
from engage.plan.queries import Node
from engage.plan.results.index import walk
from engage.plan.results.versions import VersionLine, version_lines, visible_draft, visible_versions


@dataclass(frozen=True)
class PastChange:
    """What a published version changed in an element, and the item that says why."""

    base: PlanVersion
    before: ElementRevision | None
    segments: tuple[Segment, ...]
    item: RevisionItem


@dataclass(frozen=True)
class ElementPage:
    """Everything on the page of an element."""

    plan: Plan
    element: PlanElement
    version: PlanVersion
    is_current: bool
    node: Node
    above: tuple[Node, ...]
    relisted_under: tuple[Node, ...]
    draft: PlanVersion | None
    proposed: ElementRevision | None
    """What the proposal says instead; None when it says the same."""
    is_dropped: bool
    """Whether the proposal leaves the element out."""
    segments: tuple[Segment, ...]
    item: RevisionItem | None
    past: "PastChange | None"
    """How the version shown came to say what it says, when it changed the element."""
    versions: tuple[VersionLine, ...]

    @property
    def revision(self) -> ElementRevision:
        """What the element says in the version shown."""
        return self.node.revision

    @property
    def home(self) -> Node | None:
        """Where the element is at home."""
        return self.above[-1] if self.above else None


def element_page(session: Session, plan: Plan, element: PlanElement) -> ElementPage | None:
    """Return the page of an element as the newest version that holds it says it."""
    version = _newest_with(session, plan, element)
    if version is None:
        return None
    places = [
        (node, above)
        for node, above in walk(queries.tree(session, version))
        if node.element.id == element.id
    ]
    node, above = next((n, a) for n, a in places if not n.is_relisted)
    draft = visible_draft(session, plan)
    draft = None if draft and draft.id == version.id else draft
    proposed = _proposed(session, draft, element) if draft else None
    differs = proposed is not None and proposed.id != node.revision.id
    current = queries.current_version(session, plan)
    return ElementPage(
        plan=plan,
        element=element,
        version=version,
        is_current=current is not None and current.id == version.id,
        node=node,
        above=above,
        relisted_under=tuple(a[-1] for n, a in places if n.is_relisted and a),
        draft=draft,
        proposed=proposed if differs else None,
        is_dropped=draft is not None and proposed is None,
        segments=tuple(segments(node.revision.body, proposed.body)) if differs and proposed else (),
        item=_explaining(session, draft, element) if draft else None,
        past=_past_change(session, version, element, node.revision),
        versions=tuple(version_lines(session, plan, element)),
    )


def _past_change(
    session: Session, version: PlanVersion, element: PlanElement, now: ElementRevision
) -> PastChange | None:
    item = _explaining(session, version, element)
    if item is None or version.is_draft or version.base_id is None:
        return None
    base = session.get_one(PlanVersion, version.base_id)
    before = _proposed(session, base, element)
    if before is not None and before.id == now.id:
        return None
    found = tuple(segments(before.body if before else "", now.body))
    return PastChange(base, before, found, item)


def _newest_with(session: Session, plan: Plan, element: PlanElement) -> PlanVersion | None:
    """Return the newest published version that holds an element, else the proposal."""
    visible = visible_versions(session, plan)
    holding = set(
        session.scalars(select(Placement.version_id).where(Placement.element_id == element.id))
    )
    found = [version for version in visible if version.id in holding]
    published = [version for version in found if version.state == "published"]
    candidates = published or found
    return candidates[-1] if candidates else None


def _proposed(
    session: Session, version: PlanVersion, element: PlanElement
) -> ElementRevision | None:
    placement = queries.primary_placement(session, version, element)
    return placement.revision if placement else None


def _explaining(
    session: Session, version: PlanVersion, element: PlanElement
) -> RevisionItem | None:
    about = [i for i in queries.items_about(session, element) if i.version_id == version.id]
    changing = [
        item
        for item in about
        if any(c.element_id == element.id and c.operation != "none" for c in item.changes)
    ]
    return changing[0] if changing else None
