"""Puts the sample city into a database: everything or nothing, and only once."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from engage.accounts.queries import all_accounts
from engage.core.errors import Conflict
from engage.core.installation import mark_as_sample
from engage.plan.evidence import EvidenceRegistry
from engage.plan.queries import all_plans
from engage.samples.koriyama.data import data
from engage.samples.koriyama.load.accounts import (
    DemoAccount,
    are_loaded,
    demo_accounts,
    demo_password,
    load_accounts,
)
from engage.samples.koriyama.load.city import City
from engage.samples.koriyama.load.council import load_council
from engage.samples.koriyama.load.draft import load_draft
from engage.samples.koriyama.load.plan import load_plan
from engage.samples.koriyama.load.surveys import load_surveys

NAME = "koriyama"


@dataclass(frozen=True)
class Report:
    """What was put in, and who can sign in."""

    accounts: list[DemoAccount]
    password: str
    counts: list[tuple[str, int]] = field(default_factory=list)


class InUse(Conflict):
    """The database holds a real installation, which a sample must not touch."""


class AlreadyLoaded(Conflict):
    """The sample city is in this database already; `report` says who can sign in."""

    def __init__(self, report: Report) -> None:
        """Take what can be said without putting anything in."""
        super().__init__("sample-already-loaded")
        self.report = report


def load(session: Session, *, at: datetime, registry: EvidenceRegistry) -> Report:
    """Put the sample city in as it stands at a moment; the caller commits."""
    city = City(session, at, registry)
    if are_loaded(city):
        raise AlreadyLoaded(Report(demo_accounts(), demo_password()))
    if all_accounts(session) or all_plans(session):
        raise InUse("installation-in-use")
    mark_as_sample(session, NAME)
    load_accounts(city)
    current = load_plan(city)
    load_surveys(city)
    load_council(city)
    load_draft(city, current)
    session.flush()
    return Report(demo_accounts(), demo_password(), _counts(city))


def _counts(city: City) -> list[tuple[str, int]]:
    """Say what was put in."""
    _, answered = data("published_results")
    return [
        ("計画の版", len(data("revisions")) + 1),
        ("事業", len(data("projects"))),
        ("監査の意見", len(data("findings")["findings"])),
        ("モニター（架空）", answered["asked"]),
        ("回答（架空）", answered["answered"]),
        ("会議", len(data("meetings")) + 1),
        ("会議の意見", len(city.opinions)),
    ]
