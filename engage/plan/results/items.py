"""A revision item with its texts, evidence and decisions; findings with their answers."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engage.plan import queries, rules
from engage.plan.diff import Segment, segments
from engage.plan.evidence import EvidenceRegistry
from engage.plan.models import (
    ElementRevision,
    Finding,
    Plan,
    PlanElement,
    PlanVersion,
    RevisionChange,
    RevisionItem,
)
from engage.plan.queries import CitedEvidence
from engage.plan.results.index import walk
from engage.plan.results.versions import is_public


@dataclass(frozen=True)
class Proposed:
    """One element that an item is about: its text in the base and in the item's version."""

    element: PlanElement
    operation: str
    number: str
    before: ElementRevision | None
    now: ElementRevision | None
    segments: tuple[Segment, ...]
    other_places: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the item's version says something else than its base."""
        return bool(self.before and self.now and self.before.id != self.now.id)

    @property
    def is_added(self) -> bool:
        """Whether the item brings the element into the plan."""
        return self.operation == "add"

    @property
    def is_removed(self) -> bool:
        """Whether the item takes the element out of the plan."""
        return self.operation == "remove"

    @property
    def is_renamed(self) -> bool:
        """Whether the item's version calls the element something else."""
        return bool(self.before and self.now and self.before.title != self.now.title)

    @property
    def holds_projects(self) -> bool:
        """Whether a new project may be put below the element."""
        return rules.holds_projects(self.element.kind)


@dataclass(frozen=True)
class ItemPage:
    """Everything about one revision item."""

    item: RevisionItem
    version: PlanVersion
    base: PlanVersion | None
    texts: tuple[Proposed, ...]
    cited: tuple[CitedEvidence, ...]
    facts: rules.ItemFacts
    obstacles: tuple[str, ...]

    @property
    def active(self) -> tuple[CitedEvidence, ...]:
        """The evidence that counts."""
        return tuple(c for c in self.cited if c.citation.is_active)

    @property
    def retracted(self) -> tuple[CitedEvidence, ...]:
        """The evidence that was taken back, with its reason."""
        return tuple(c for c in self.cited if not c.citation.is_active)

    @property
    def stands_against_evidence(self) -> bool:
        """Whether it was accepted although all of its evidence speaks against it."""
        return rules.stands_against_evidence(self.facts)

    @property
    def against(self) -> tuple[CitedEvidence, ...]:
        """The evidence that speaks against the item; shown, never hidden."""
        return tuple(c for c in self.active if c.citation.relation == "against")


def item_page(session: Session, registry: EvidenceRegistry, item: RevisionItem) -> ItemPage:
    """Return an item with its texts, its evidence and what it still lacks."""
    version = item.version
    base = session.get(PlanVersion, version.base_id) if version.base_id else None
    differing, facts = queries.touched_elements(session, version), queries.item_facts(session, item)
    return ItemPage(
        item=item,
        version=version,
        base=base,
        texts=tuple(proposed_texts(session, item, base)),
        cited=tuple(queries.citations_of(session, item, registry)),
        facts=facts,
        obstacles=tuple(rules.item_obstacles(facts, differing)),
    )


def proposed_texts(
    session: Session, item: RevisionItem, base: PlanVersion | None
) -> list[Proposed]:
    """Return the elements that an item is about, with the text before and after.

    The text after is the one that the item itself put in: an item that only mentions an element
    shows its words unchanged, whatever another item does to them.
    """
    return [_proposed(session, item.version, base, change) for change in item.changes]


def _proposed(
    session: Session, version: PlanVersion, base: PlanVersion | None, change: RevisionChange
) -> Proposed:
    old = queries.primary_placement(session, base, change.element) if base else None
    new = queries.primary_placement(session, version, change.element)
    before = change.before or (old.revision if old else None)
    now = change.after or before or (new.revision if new else None)
    if change.operation == "remove":
        now = None
    elif change.operation == "add":
        before = None
    differs = change.operation != "none" and (before and before.id) != (now and now.id)
    texts = (before.body if before else "", now.body if now else "")
    return Proposed(
        element=change.element,
        operation=change.operation,
        number=new.number_label if new else (old.number_label if old else ""),
        before=before,
        now=now,
        segments=tuple(segments(*texts)) if differs else (),
        other_places=_other_places(session, version, change.element),
    )


def _other_places(session: Session, version: PlanVersion, element: PlanElement) -> tuple[str, ...]:
    relisted = {p.parent_id for p in queries.relisted_places(session, version, element)}
    if not relisted:
        return ()
    return tuple(
        node.placement.number_label or node.revision.title
        for node, _ in walk(queries.tree(session, version))
        if node.placement.id in relisted
    )


def element_lines(session: Session, version: PlanVersion) -> list[tuple[str, str, str]]:
    """Return the elements of a version for a list to pick from: code, words, group."""
    lines = []
    for node, above in walk(queries.tree(session, version)):
        if node.is_relisted:
            continue
        number = node.placement.number_label
        words = f"{number}　{node.revision.title}" if number else node.revision.title
        home = above[-1] if above and node.element.kind == "project" else None
        group = ""
        if home is not None:
            group = f"{home.placement.number_label}　{home.revision.title}".strip()
        lines.append((node.element.code, words, group))
    return sorted(lines, key=lambda line: line[2] != "")


@dataclass(frozen=True)
class FindingAnswer:
    """An audit finding and the items that rest on it."""

    finding: Finding
    items: tuple[RevisionItem, ...]


def finding_answers(
    session: Session, plan: Plan, *, with_drafts: bool = False
) -> list[FindingAnswer]:
    """Return every finding with its answers; those of a private draft only when asked for."""
    return [
        FindingAnswer(
            finding,
            tuple(
                item
                for item in queries.answers_to_finding(session, finding)
                if with_drafts or is_public(item.version)
            ),
        )
        for finding in queries.findings_of(session, plan)
    ]
