"""The plan at a glance: principle, policies, goals; one tick a project."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.plan import queries
from engage.plan.models import ElementTag, Plan, PlanElement, PlanVersion, Tag
from engage.plan.queries import Counts, Node
from engage.plan.results.versions import visible_draft


@dataclass(frozen=True)
class IndexLine:
    """A goal or support structure: each tick is a project at home there, true where it changes."""

    code: str
    number: str
    title: str
    ticks: tuple[bool, ...]


@dataclass(frozen=True)
class IndexGroup:
    """A policy and its goals; the support structures stand together, untitled."""

    code: str
    number: str
    title: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True)
class PlanPage:
    """The plan as it holds now, and what the proposal would change."""

    plan: Plan
    version: PlanVersion
    draft: PlanVersion | None
    counts: Counts
    principle: Node | None
    groups: tuple[IndexGroup, ...]
    changed: int
    tags: tuple["TagLine", ...]
    elements: tuple["TagLine", ...]
    national: tuple["TagLine", ...]


@dataclass(frozen=True)
class TagLine:
    """Something that cuts across the plan, and the elements that serve it."""

    tag: Tag
    elements: tuple[PlanElement, ...]


def plan_page(session: Session, plan: Plan) -> PlanPage | None:
    """Return the current version of a plan at a glance, or None while nothing is published."""
    version = queries.current_version(session, plan)
    if version is None:
        return None
    draft = visible_draft(session, plan)
    touched = queries.touched_elements(session, draft) if draft else set()
    roots = queries.tree(session, version)
    everywhere = list(walk(roots))
    principles = [node for node, _ in everywhere if node.element.kind == "principle"]
    return PlanPage(
        plan=plan,
        version=version,
        draft=draft,
        counts=queries.counts(session, version),
        principle=principles[0] if principles else None,
        groups=index_groups(roots, touched),
        changed=sum(
            node.element.code in touched and not node.is_relisted
            for node, _ in everywhere
            if node.element.kind == "project"
        ),
        tags=_tags(session, plan, "five-less"),
        elements=_tags(session, plan, "five-elements"),
        national=_tags(session, plan, "national"),
    )


def walk(
    nodes: list[Node], above: tuple[Node, ...] = ()
) -> Iterator[tuple[Node, tuple[Node, ...]]]:
    """Go through a tree in its printed order: each node with what stands above it."""
    for node in nodes:
        yield node, above
        yield from walk(node.children, (*above, node))


def index_groups(roots: list[Node], touched: set[str]) -> tuple[IndexGroup, ...]:
    """Return the policies with their goals, then the support structures."""
    nodes = [node for node, _ in walk(roots)]
    groups = [
        IndexGroup(
            node.element.code,
            node.placement.number_label,
            node.revision.title,
            tuple(_line(n, touched) for n in node.children if n.element.kind == "goal"),
        )
        for node in nodes
        if node.element.kind == "policy"
    ]
    supports = [_line(node, touched) for node in nodes if node.element.kind == "support"]
    if supports:
        groups.append(IndexGroup("", "", "", tuple(supports)))
    return tuple(groups)


def _line(node: Node, touched: set[str]) -> IndexLine:
    return IndexLine(
        node.element.code,
        node.placement.number_label,
        node.revision.title,
        tuple(project.element.code in touched for project in node.projects),
    )


def _tags(session: Session, plan: Plan, family: str) -> tuple[TagLine, ...]:
    serving: dict[str, list[PlanElement]] = {}
    for tag_id, element in session.execute(
        select(ElementTag.tag_id, PlanElement)
        .join(PlanElement, PlanElement.id == ElementTag.element_id)
        .where(PlanElement.plan_id == plan.id)
    ):
        serving.setdefault(tag_id, []).append(element)
    return tuple(
        TagLine(tag, tuple(sorted(serving.get(tag.id, []), key=_printed_order)))
        for tag in queries.tags_of(session, plan, family)
    )


def _printed_order(element: PlanElement) -> tuple[int, str]:
    return (int(element.code) if element.code.isdecimal() else 0, element.code)
