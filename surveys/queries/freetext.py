"""The codes of a question's free answers, who gave which, and the quotes that are released."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.accounts.models import Account
from surveys.models import Survey, TextCode, TextCoding, TextQuote, TextSettlement


def codes_of(session: Session, survey: Survey, item: str) -> list[TextCode]:
    """Return the codes of an item in their order."""
    return list(
        session.scalars(
            select(TextCode)
            .where(TextCode.survey_id == survey.id, TextCode.item == item)
            .order_by(TextCode.position, TextCode.code)
        )
    )


def coded_items(session: Session, survey: Survey) -> list[str]:
    """Return the items that have codes."""
    found = select(TextCode.item).where(TextCode.survey_id == survey.id).distinct()
    return sorted(session.scalars(found))


def codings_of(session: Session, survey: Survey, item: str) -> dict[str, dict[str, list[str]]]:
    """Return who gave which codes, by digest and account."""
    found: dict[str, dict[str, list[str]]] = {}
    for coding in session.scalars(
        select(TextCoding).where(TextCoding.survey_id == survey.id, TextCoding.item == item)
    ):
        found.setdefault(coding.digest, {})[coding.account_id] = list(coding.codes)
    return found


def settlements_of(session: Session, survey: Survey, item: str) -> dict[str, list[str]]:
    """Return what was settled, by digest."""
    settled = select(TextSettlement).where(
        TextSettlement.survey_id == survey.id, TextSettlement.item == item
    )
    return {each.digest: list(each.codes) for each in session.scalars(settled)}


def quotes_of(session: Session, survey: Survey, item: str | None = None) -> list[TextQuote]:
    """Return the released quotes, of one item or all, the earliest first."""
    found = select(TextQuote).where(
        TextQuote.survey_id == survey.id, TextQuote.withdrawn_at.is_(None)
    )
    if item is not None:
        found = found.where(TextQuote.item == item)
    return list(session.scalars(found.order_by(TextQuote.item, TextQuote.released_at)))


def quote(session: Session, survey: Survey, quote_id: str) -> TextQuote | None:
    """Return one quote of a survey."""
    return session.scalar(
        select(TextQuote).where(TextQuote.survey_id == survey.id, TextQuote.id == quote_id)
    )


def coder_names(session: Session, codings: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Return the names of those who sorted, by account."""
    ids = {account for given in codings.values() for account in given}
    found = select(Account.id, Account.name).where(Account.id.in_(ids))
    return {row.id: row.name for row in session.execute(found)}
