"""Planners sort free answers: name codes, give them, settle differences, release quotes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from engage.core import audit
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import Actor
from surveys.models import Survey, TextCode, TextCoding, TextQuote, TextSettlement
from surveys.queries import freetext as queries

MOST_CODES = 60
LONGEST_QUOTE = 2_000


def add_code(
    session: Session, *, survey: Survey, item: str, label: str, definition: str
) -> TextCode:
    """Add a code to a question's frame; its short sign never changes and is never used again."""
    label, definition = " ".join(label.split())[:80], " ".join(definition.split())[:500]
    codes = queries.codes_of(session, survey, item)
    if not label:
        raise Invalid("text-code-needs-label", field="label")
    if any(code.label == label for code in codes):
        raise Invalid("text-code-twice", field="label")
    if len(codes) >= MOST_CODES:
        raise Invalid("too-many-text-codes", field="label", most=MOST_CODES)
    place = 1 + max((code.position for code in codes), default=0)
    found = TextCode(
        survey_id=survey.id,
        item=item,
        code=f"c{place}",
        label=label,
        definition=definition,
        position=place,
    )
    session.add(found)
    session.flush()
    return found


def reword_code(
    session: Session, *, survey: Survey, item: str, code: str, label: str, definition: str
) -> TextCode:
    """Correct the words of a code; what was sorted stays sorted."""
    label, definition = " ".join(label.split())[:80], " ".join(definition.split())[:500]
    codes = {each.code: each for each in queries.codes_of(session, survey, item)}
    if code not in codes:
        raise Invalid("text-code-unknown")
    if not label:
        raise Invalid("text-code-needs-label", field="label")
    if any(each.label == label and each.code != code for each in codes.values()):
        raise Invalid("text-code-twice", field="label")
    codes[code].label, codes[code].definition = label, definition
    session.flush()
    return codes[code]


def drop_code(session: Session, *, survey: Survey, item: str, code: str) -> None:
    """Take a code away that nobody has given yet."""
    given = [
        *(c for by in queries.codings_of(session, survey, item).values() for c in by.values()),
        *queries.settlements_of(session, survey, item).values(),
    ]
    if any(code in codes for codes in given):
        raise Conflict("text-code-in-use")
    session.execute(
        delete(TextCode).where(
            TextCode.survey_id == survey.id, TextCode.item == item, TextCode.code == code
        )
    )


def give_codes(
    session: Session,
    *,
    survey: Survey,
    item: str,
    digest: str,
    codes: Sequence[str],
    actor: Actor,
) -> TextCoding:
    """Sort one text; giving again replaces what the same person gave before."""
    key = (survey.id, item, digest, _account(actor))
    known = _known(session, survey, item, codes)
    found = session.get(TextCoding, key)
    if found is None:
        found = TextCoding(survey_id=survey.id, item=item, digest=digest, account_id=key[3])
        session.add(found)
    found.codes = known
    session.flush()
    return found


def settle(
    session: Session,
    *,
    survey: Survey,
    item: str,
    digest: str,
    codes: Sequence[str],
    actor: Actor,
) -> TextSettlement:
    """Say which codes a text has in the end."""
    known = _known(session, survey, item, codes)
    found = session.get(TextSettlement, (survey.id, item, digest))
    if found is None:
        found = TextSettlement(survey_id=survey.id, item=item, digest=digest)
        session.add(found)
    found.codes, found.account_id = known, _account(actor)
    session.flush()
    return found


def release_quote(
    session: Session,
    *,
    survey: Survey,
    item: str,
    digest: str,
    text: str,
    actor: Actor,
    at: datetime,
) -> TextQuote:
    """Release one text in the words that somebody read and masked; again after a withdrawal."""
    text = text.strip()
    if not text:
        raise Invalid("quote-needs-text", field="text")
    if len(text) > LONGEST_QUOTE:
        raise Invalid("quote-too-long", field="text", most=LONGEST_QUOTE, length=len(text))
    found = session.scalar(
        select(TextQuote).where(
            TextQuote.survey_id == survey.id, TextQuote.item == item, TextQuote.digest == digest
        )
    )
    if found is None:
        found = TextQuote(survey_id=survey.id, item=item, digest=digest)
        session.add(found)
    found.text, found.released_by, found.released_at = text, _account(actor), at
    found.withdrawn_at = None
    session.flush()
    _record(session, "survey.quote-released", survey, found, actor, at)
    return found


def withdraw_quote(
    session: Session, *, survey: Survey, quote: TextQuote, actor: Actor, at: datetime
) -> None:
    """Show a quote no more; that it was released stays on record."""
    if quote.withdrawn_at is None:
        quote.withdrawn_at = at
        session.flush()
        _record(session, "survey.quote-withdrawn", survey, quote, actor, at)


def _known(session: Session, survey: Survey, item: str, codes: Sequence[str]) -> list[str]:
    known = [each.code for each in queries.codes_of(session, survey, item)]
    if not set(codes) <= set(known):
        raise Invalid("text-code-unknown")
    return [code for code in known if code in codes]


def _account(actor: Actor) -> str:
    if actor.id is None:
        raise Invalid("text-needs-person")
    return actor.id


def _record(
    session: Session, verb: str, survey: Survey, quote: TextQuote, actor: Actor, at: datetime
) -> None:
    audit.record(
        session, actor=actor, verb=verb, about=("survey", survey.id), at=at, quote=quote.id
    )
