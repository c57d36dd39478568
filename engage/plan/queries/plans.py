"""Plans, their elements, tags, findings, and what a body was called on a day."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engage.plan.models import Finding, Plan, PlanElement, PublicBody, PublicBodyName, Tag


def all_plans(session: Session) -> list[Plan]:
    """Return every plan, the latest first."""
    return list(session.scalars(select(Plan).order_by(Plan.first_fiscal_year.desc(), Plan.code)))


def plan_named(session: Session, code: str) -> Plan | None:
    """Return a plan by its code."""
    return session.scalar(select(Plan).where(Plan.code == code))


def element_named(session: Session, plan: Plan, code: str) -> PlanElement | None:
    """Return an element of a plan by its code."""
    return session.scalar(
        select(PlanElement).where(PlanElement.plan_id == plan.id, PlanElement.code == code)
    )


def tags_of(session: Session, plan: Plan, family: str) -> list[Tag]:
    """Return the tags of a family in their printed order."""
    return list(
        session.scalars(
            select(Tag).where(Tag.plan_id == plan.id, Tag.family == family).order_by(Tag.position)
        )
    )


def findings_of(session: Session, plan: Plan) -> list[Finding]:
    """Return the audit findings in their printed order."""
    return list(
        session.scalars(
            select(Finding)
            .where(Finding.plan_id == plan.id)
            .order_by(Finding.submitted_on, Finding.position)
        )
    )


def body_name_on(session: Session, code: str, day: date) -> str:
    """Return what a body was called on a day; an unknown body is called by its code."""
    month = f"{day:%Y-%m}"
    name = session.scalar(
        select(PublicBodyName.name)
        .join(PublicBody, PublicBody.id == PublicBodyName.body_id)
        .where(
            PublicBody.code == code,
            or_(PublicBodyName.from_month.is_(None), PublicBodyName.from_month <= month),
            or_(PublicBodyName.until_month.is_(None), PublicBodyName.until_month > month),
        )
    )
    return name or code
