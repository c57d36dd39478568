"""Answers, one after another, read with the codes of the questionnaire that counts now."""

from collections.abc import Iterator
from functools import reduce
from typing import Any

from sqlalchemy import case, func, select
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
    later = _later_mappings(session, survey)
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


def _later_mappings(session: Session, survey: Survey) -> dict[str, list[dict[str, Any]]]:
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
