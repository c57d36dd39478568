"""Does the plan in the database still say what it said? Counts, digests, manifests."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from engage.core.digest import digest
from engage.plan.diff import differences
from engage.plan.models import ElementRevision, Evidence, Placement, Plan, PlanVersion
from engage.plan.operations import manifest_of
from engage.plan.queries import Counts, counts, current_version, items_of, versions_of


@dataclass(frozen=True)
class PlanCheck:
    """What was counted in the current version, and everything that is not as it must be."""

    plan: str
    version: int | None
    counts: Counts | None
    problems: tuple[str, ...]


def check_plan(session: Session, plan: Plan) -> PlanCheck:
    """Recompute every digest and count of a plan."""
    version = current_version(session, plan)
    return PlanCheck(
        plan=plan.code,
        version=version.number if version else None,
        counts=counts(session, version) if version else None,
        problems=tuple(_problems(session, plan)),
    )


def _problems(session: Session, plan: Plan) -> Iterator[str]:
    for version in versions_of(session, plan):
        if (
            version.state == "published"
            and digest(manifest_of(session, version)) != version.manifest
        ):
            yield f"version {version.number}: manifest differs"
        yield from _unexplained(session, version)
        yield from _placement_problems(session, version)
    for revision in session.scalars(select(ElementRevision)):
        if revision.computed_sha256() != revision.sha256:
            yield f"element revision {revision.id}: text differs from its digest"
    for evidence in session.scalars(select(Evidence)):
        if evidence.computed_sha256() != evidence.sha256:
            yield f"evidence {evidence.kind} {evidence.key}: copy differs from its digest"


def _unexplained(session: Session, version: PlanVersion) -> Iterator[str]:
    """Compare a published version with its base: differences are exactly what its items change."""
    base = session.get(PlanVersion, version.base_id) if version.base_id else None
    if version.state != "published" or base is None or not _has_text(session, base):
        return
    differing = {d.element.code for d in differences(session, base, version)}
    explained = {
        change.element.code
        for item in items_of(session, version)
        for change in item.changes
        if change.operation != "none"
    }
    for code in sorted(differing - explained):
        yield f"version {version.number}: {code} differs and no item says why"
    for code in sorted(explained - differing):
        yield f"version {version.number}: an item changes {code}, which does not differ"


def _has_text(session: Session, version: PlanVersion) -> bool:
    found = select(Placement.id).where(Placement.version_id == version.id).limit(1)
    return session.scalar(found) is not None


def _placement_problems(session: Session, version: PlanVersion) -> Iterator[str]:
    rows = session.execute(
        select(Placement.element_id, func.count(func.distinct(Placement.element_revision_id)))
        .where(Placement.version_id == version.id)
        .group_by(Placement.element_id)
    )
    for element_id, texts in rows:
        if texts > 1:
            yield f"version {version.number}: element {element_id} says two things"
    home, parent = aliased(Placement), aliased(Placement)
    homeless = _count(
        session,
        select(Placement)
        .join(home, home.id == Placement.primary_id)
        .where(
            Placement.version_id == version.id,
            or_(
                home.version_id != Placement.version_id,
                home.element_id != Placement.element_id,
                home.is_primary.is_(False),
            ),
        ),
    )
    if homeless:
        yield f"version {version.number}: {homeless} re-listed places without a primary one"
    strays = _count(
        session,
        select(Placement)
        .join(parent, parent.id == Placement.parent_id)
        .where(Placement.version_id == version.id, parent.version_id != Placement.version_id),
    )
    if strays:
        yield f"version {version.number}: {strays} places below a place of another version"


def _count(session: Session, rows: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0
