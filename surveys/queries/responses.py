"""Answers, one after another, read with the codes of the questionnaire that counts now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from engage.accounts.models import Account
from engage.stats.disclose import K
from surveys.definition.mapping import mapped
from surveys.models import DefinitionVersion, Monitor, Response, Survey
from surveys.models.response import CHANNELS

AT_ONCE = 500
CHANNEL = "$channel"
"""Where an answer says how it came, when that is asked for."""
PERSON = "$person"
"""Where an answer of a named survey says whose it is."""


@dataclass(frozen=True)
class Span:
    """The answers whose random ids lie in one part of all ids."""

    begin: str = ""
    end: str | None = None
    """The first id after it; None for the last part."""

    @property
    def condition(self) -> ColumnElement[bool]:
        """What holds for the answers of this part."""
        found = Response.id >= self.begin
        return found if self.end is None else found & (Response.id < self.end)


@dataclass(frozen=True)
class Stamp:
    """Which version of which answer: another stamp after every change."""

    id: str
    version: str
    leaf: str | None
    """What the receipt and the answers give together; an answer without a receipt never changes."""


def current_version(session: Session, survey: Survey) -> DefinitionVersion:
    """Return the questionnaire version whose questions are counted."""
    return session.scalars(
        select(DefinitionVersion)
        .where(DefinitionVersion.survey_id == survey.id)
        .order_by(
            (DefinitionVersion.number == survey.current_version).desc(),
            DefinitionVersion.number.desc(),
        )
        .limit(1)
    ).one()


def response_count(session: Session, survey: Survey) -> int:
    """Return how many answers there are to read."""
    count = select(func.count()).select_from(Response).where(Response.survey_id == survey.id)
    return session.scalar(count) or 0


def may_tell_channels(session: Session, survey: Survey) -> bool:
    """Whether there is more than one way that answers came, and none of them by a few people."""
    each = (func.sum(case((Response.channel == channel, 1), else_=0)) for channel in CHANNELS)
    counted = session.execute(select(*each).where(Response.survey_id == survey.id)).one()
    counts = [count for count in counted if count]
    return len(counts) > 1 and min(counts) >= K


def response_documents(
    session: Session, survey: Survey, *, with_channel: bool = False, with_person: bool = False
) -> Iterator[dict[str, Any]]:
    """Yield every answer in the order of its random id, a few in memory at a time.

    Answers to an older version are read with the codes of the current one. With the channel, an
    answer says under "$channel" how it came; with the person, under "$person" whose it is: a named
    survey promises that its officers see that.
    """
    later = later_mappings(session, survey)
    answers = session.execute(
        select(
            Response.document,
            Response.definition_version_id,
            Response.channel,
            func.coalesce(Account.name, Response.monitor_id),
        )
        .outerjoin(Monitor, Monitor.id == Response.monitor_id)
        .outerjoin(Account, Account.id == Monitor.account_id)
        .where(Response.survey_id == survey.id)
        .order_by(Response.id),
        execution_options={"yield_per": AT_ONCE},
    )
    for document, version, channel, person in answers:
        found = reduce(mapped, later[version], document)
        if with_channel:
            found = found | {CHANNEL: {"state": "answered", "codes": [channel]}}
        if with_person and person:
            found = found | {PERSON: {"state": "answered", "text": person}}
        yield found


def response_ids(session: Session, survey: Survey, span: Span) -> list[str]:
    """Return the ids of some answers, read from an index."""
    ids = select(Response.id).where(Response.survey_id == survey.id, span.condition)
    return list(session.scalars(ids))


def stamps(session: Session, survey: Survey, span: Span) -> list[Stamp]:
    """Return which answers there are, and whether they are still the same."""
    found = _stamped(survey).where(span.condition)
    return [Stamp(*row) for row in session.execute(found)]


def stamped_documents(
    session: Session, survey: Survey, which: Span | Sequence[str]
) -> Iterator[tuple[Stamp, dict[str, Any]]]:
    """Yield some answers in any order, read with the codes of the version that counts now."""
    later = later_mappings(session, survey)
    chosen = which.condition if isinstance(which, Span) else Response.id.in_(which)
    answers = session.execute(
        _stamped(survey).add_columns(Response.document).where(chosen),
        execution_options={"yield_per": AT_ONCE},
    )
    for id_, version, leaf, document in answers:
        yield Stamp(id_, version, leaf), reduce(mapped, later[version], document)


def _stamped(survey: Survey) -> Select[str, str, str | None]:
    columns = (Response.id, Response.definition_version_id, Response.receipt_leaf)
    return select(*columns).where(Response.survey_id == survey.id)


def later_mappings(session: Session, survey: Survey) -> dict[str, list[dict[str, Any]]]:
    """Return for each version what became of it, step by step, up to the current one."""
    current = current_version(session, survey)
    versions = session.execute(
        select(DefinitionVersion.id, DefinitionVersion.number, DefinitionVersion.mapping)
        .where(DefinitionVersion.survey_id == survey.id)
        .order_by(DefinitionVersion.number)
    ).all()
    return {
        version.id: [
            other.mapping
            for other in versions
            if version.number < other.number <= current.number and other.mapping
        ]
        for version in versions
    }
