"""Does the plan in the database still say what it said? Counts, digests, manifests."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engage.core.digest import digest
from engage.plan.models import ElementRevision, Evidence, Placement, Plan, PlanVersion
from engage.plan.operations import manifest_of
from engage.plan.queries import Counts, counts, current_version, versions_of


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
        yield from _placement_problems(session, version)
    for revision in session.scalars(select(ElementRevision)):
        if revision.computed_sha256() != revision.sha256:
            yield f"element revision {revision.id}: text differs from its digest"
    for evidence in session.scalars(select(Evidence)):
        if evidence.computed_sha256() != evidence.sha256:
            yield f"evidence {evidence.kind} {evidence.key}: copy differs from its digest"


def _placement_problems(session: Session, version: PlanVersion) -> Iterator[str]:
    rows = session.execute(
        select(Placement.element_id, func.count(func.distinct(Placement.element_revision_id)))
        .where(Placement.version_id == version.id)
        .group_by(Placement.element_id)
    )
    for element_id, texts in rows:
        if texts > 1:
            yield f"version {version.number}: element {element_id} says two things"
    homeless = session.scalar(
        select(func.count())
        .select_from(Placement)
        .where(
            Placement.version_id == version.id,
            Placement.is_primary.is_(False),
            Placement.primary_id.not_in(
                select(Placement.id).where(Placement.version_id == version.id, Placement.is_primary)
            ),
        )
    )
    if homeless:
        yield f"version {version.number}: {homeless} re-listed places without a primary one"
