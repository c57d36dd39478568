"""Where elements stand in a draft: every place of one says the same; a 再掲 follows its home."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from engage.core.errors import Conflict
from engage.core.ids import new_id
from engage.plan.models import ElementRevision, Placement, PlanElement, PlanVersion


def show_everywhere(
    session: Session, version: PlanVersion, element_id: str, revision_id: str
) -> None:
    """Let every place of an element in a version, 再掲 too, show one text."""
    session.execute(
        update(Placement)
        .where(Placement.version_id == version.id, Placement.element_id == element_id)
        .values(element_revision_id=revision_id)
        .execution_options(synchronize_session=False)
    )
    session.expire_all()


def place_below(
    session: Session, version: PlanVersion, parent: Placement, revision: ElementRevision, code: str
) -> Placement:
    """Put a new element at the end of what stands below another."""
    last = session.scalar(
        select(func.max(Placement.position)).where(
            Placement.version_id.in_([version.id, version.base_id])
        )
    )
    placement = Placement(
        id=new_id(),
        version_id=version.id,
        element_id=revision.element_id,
        element_revision_id=revision.id,
        parent_id=parent.id,
        position=(last or 0) + 1,
        number_label=code,
    )
    session.add(placement)
    session.flush()
    return placement


def remove_places(session: Session, version: PlanVersion, element: PlanElement) -> None:
    """Take an element out of a draft wherever it stands; Conflict while others stand below it."""
    own = select(Placement.id).where(
        Placement.version_id == version.id, Placement.element_id == element.id
    )
    if session.scalar(select(func.count()).where(Placement.parent_id.in_(own))):
        raise Conflict("element-has-parts")
    for is_primary in (False, True):  # a re-listed place points at its home
        session.execute(
            delete(Placement)
            .where(
                Placement.version_id == version.id,
                Placement.element_id == element.id,
                Placement.is_primary.is_(is_primary),
            )
            .execution_options(synchronize_session=False)
        )
    session.expire_all()


def put_back(session: Session, version: PlanVersion, elements: list[PlanElement]) -> None:
    """Let elements stand in a draft where they stand in the base, the upper ones first."""
    old = session.scalars(
        select(Placement)
        .where(
            Placement.version_id == version.base_id,
            Placement.element_id.in_([element.id for element in elements]),
        )
        .order_by(Placement.is_primary.desc(), Placement.position)
    ).all()
    homes: dict[str, str] = {}
    for place in old:
        copy = Placement(
            id=new_id(),
            version_id=version.id,
            element_id=place.element_id,
            element_revision_id=place.element_revision_id,
            parent_id=_counterpart(session, version, place.parent_id),
            position=place.position,
            number_label=place.number_label,
            is_primary=place.is_primary,
            primary_id=None if place.is_primary else homes[place.element_id],
        )
        session.add(copy)
        session.flush()
        homes.setdefault(place.element_id, copy.id)
    session.expire_all()


def _counterpart(session: Session, version: PlanVersion, base_id: str | None) -> str | None:
    """Return the place in the draft that a place of the base became."""
    if base_id is None:
        return None
    base = session.get_one(Placement, base_id)
    found = session.scalar(
        select(Placement.id).where(
            Placement.version_id == version.id,
            Placement.element_id == base.element_id,
            Placement.number_label == base.number_label,
        )
    )
    if found is None:
        raise Conflict("place-is-gone")
    return found
