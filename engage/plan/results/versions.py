"""Versions as the public may see them: what changed in each, and which item says why."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.plan import queries
from engage.plan.diff import Difference, Segment, differences, segments
from engage.plan.models import Placement, Plan, PlanElement, PlanVersion, RevisionItem


def is_public(version: PlanVersion) -> bool:
    """Whether anyone may read a version: published, or a draft shown as a proposal."""
    return version.state == "published" or (version.is_draft and version.is_proposal)


def visible_versions(session: Session, plan: Plan) -> list[PlanVersion]:
    """Return the versions that anyone may read, the first first."""
    return [version for version in queries.versions_of(session, plan) if is_public(version)]


def visible_draft(session: Session, plan: Plan) -> PlanVersion | None:
    """Return the draft when it is shown as a proposal."""
    draft = queries.draft_of(session, plan)
    return draft if draft and is_public(draft) else None


@dataclass(frozen=True)
class VersionLine:
    """One version on the line of time, and whether the element in question changed in it."""

    version: PlanVersion
    is_current: bool
    has_text: bool
    """Whether the text of the version is known here; of old ones often only the date is."""
    is_changed: bool = False


def version_lines(
    session: Session, plan: Plan, element: PlanElement | None = None
) -> list[VersionLine]:
    """Return the visible versions, with those marked in which an element's text changed."""
    versions = visible_versions(session, plan)
    current = queries.current_version(session, plan)
    texts = _texts(session, versions, element)
    known = _with_text(session, versions)
    return [
        VersionLine(
            version,
            is_current=current is not None and version.id == current.id,
            has_text=version.id in known,
            is_changed=version.base_id in known
            and texts.get(version.id) != texts.get(version.base_id),
        )
        for version in versions
    ]


def _texts(
    session: Session, versions: list[PlanVersion], element: PlanElement | None
) -> dict[str, str]:
    if element is None:
        return {}
    rows = session.execute(
        select(Placement.version_id, Placement.element_revision_id).where(
            Placement.element_id == element.id,
            Placement.is_primary,
            Placement.version_id.in_([version.id for version in versions]),
        )
    )
    return {key: value for key, value in rows}  # noqa: C416 - a Result is not a mapping


def _with_text(session: Session, versions: list[PlanVersion]) -> set[str]:
    ids = [version.id for version in versions]
    found = select(Placement.version_id).where(Placement.version_id.in_(ids)).distinct()
    return set(session.scalars(found))


@dataclass(frozen=True)
class Change:
    """One element that differs, its text before and after, and the item that explains it."""

    difference: Difference
    segments: list[Segment]
    item: RevisionItem | None
    number: str


@dataclass(frozen=True)
class ChangesPage:
    """Everything in which a version differs from its base, and what was left as it is."""

    base: PlanVersion | None
    base_has_text: bool
    changes: tuple[Change, ...]
    unchanged: tuple[RevisionItem, ...]
    """Items that change nothing: declined, still considered, already done."""


def changes_page(session: Session, version: PlanVersion) -> ChangesPage:
    """Return every difference of a version with the item that explains it."""
    base = session.get(PlanVersion, version.base_id) if version.base_id else None
    has_text = base is not None and bool(_with_text(session, [base]))
    items = queries.items_of(session, version)
    explaining = {
        change.element_id: item
        for item in items
        for change in item.changes
        if change.operation != "none"
    }
    found = differences(session, base, version) if has_text else []
    numbers = _numbers(session, version)
    changes = tuple(
        Change(
            difference,
            segments(
                difference.before.body if difference.before else "",
                difference.after.body if difference.after else "",
            ),
            explaining.get(difference.element.id),
            numbers.get(difference.element.id, ""),
        )
        for difference in found
    )
    explained = {change.item.id for change in changes if change.item}
    unchanged = tuple(item for item in items if item.id not in explained)
    return ChangesPage(base, has_text, changes, unchanged)


def _numbers(session: Session, version: PlanVersion) -> dict[str, str]:
    rows = session.execute(
        select(Placement.element_id, Placement.number_label).where(
            Placement.version_id == version.id, Placement.is_primary
        )
    )
    return {key: value for key, value in rows}  # noqa: C416 - a Result is not a mapping
