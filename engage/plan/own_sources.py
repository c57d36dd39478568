"""What the plan itself offers as evidence: audit findings, advice, items of the national plan."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.core.errors import NotFound
from engage.japanese.era import wareki_date
from engage.japanese.text import search_copy
from engage.plan.evidence import Candidate, EvidenceRef, Snapshot
from engage.plan.models import AdviceRecord, Finding, Plan, Tag
from engage.plan.thread import Page


def matches(words: str, *texts: str) -> bool:
    """Whether every word is somewhere in the texts, whatever its width or kana."""
    copy = search_copy(" ".join(texts))
    return all(word in copy for word in search_copy(words).split())


class Findings:
    """Opinions of audit reports; the key is audit/code."""

    kind = "finding"
    label = "監査の意見"
    group = "監査"

    def search(self, session: Session, words: str) -> list[Candidate]:
        """Return the findings that match."""
        return [
            _candidate(finding)
            for finding in session.scalars(
                select(Finding).order_by(Finding.submitted_on, Finding.position)
            )
            if matches(words, finding.topic, finding.summary, "監査")
        ]

    def resolve(self, session: Session, key: str) -> Snapshot:
        """Return a finding in our short form, with its place in the report."""
        audit, _, code = key.partition("/")
        finding = session.scalar(
            select(Finding).where(Finding.audit == audit, Finding.code == code)
        )
        if finding is None:
            raise NotFound("not-found")
        plan = session.get(Plan, finding.plan_id)
        return Snapshot(
            kind=self.kind,
            key=key,
            title=f"「{finding.summary}」",
            statement=f"{finding.topic}についての意見。要旨。",
            source=f"行政監査の意見{finding.printed_code}",
            figures={"topic": finding.topic, "printed_code": finding.printed_code},
            page=Page.of("plan.findings", f"finding-{finding.code}", plan=plan.code)
            if plan
            else None,
            at_text=wareki_date(finding.submitted_on),
            notes="",
        )

    def voices(self, session: Session) -> list[Candidate]:
        """Return every finding: each deserves an answer."""
        return self.search(session, "")


def _candidate(finding: Finding) -> Candidate:
    return Candidate(
        ref=EvidenceRef("finding", f"{finding.audit}/{finding.code}"),
        label=f"「{finding.summary}」",
        detail=f"行政監査の意見{finding.printed_code}　{wareki_date(finding.submitted_on)}",
        group="監査",
    )


class Advice:
    """Advice by affiliation; the key is plan/code."""

    kind = "advice"
    label = "専門家の助言"
    group = "助言"

    def search(self, session: Session, words: str) -> list[Candidate]:
        """Return the advice that matches."""
        return [
            Candidate(
                ref=EvidenceRef(self.kind, f"{plan}/{record.code}"),
                label=record.matter,
                detail=f"{record.mode}による助言",
                group=self.group,
            )
            for record, plan in session.execute(
                select(AdviceRecord, Plan.code).join(Plan, Plan.id == AdviceRecord.plan_id)
            )
            if matches(words, record.matter, record.mode, "助言")
        ]

    def resolve(self, session: Session, key: str) -> Snapshot:
        """Return a record of advice."""
        plan, _, code = key.partition("/")
        record = session.scalar(
            select(AdviceRecord)
            .join(Plan, Plan.id == AdviceRecord.plan_id)
            .where(Plan.code == plan, AdviceRecord.code == code)
        )
        if record is None:
            raise NotFound("not-found")
        times = f"{record.count}回" if record.count is not None else "回数は出典に記載なし"
        return Snapshot(
            kind=self.kind,
            key=key,
            title=record.matter,
            statement=f"{record.mode}による助言。{times}。",
            source=record.source,
            figures={"count": record.count, "fiscal_years": record.fiscal_years},
            at_text="、".join(f"{year}年度" for year in record.fiscal_years),
        )


class NationalItems:
    """Items of the national plan; the key is plan/code."""

    kind = "national-item"
    label = "国の計画の取組事項"
    group = "国"

    def search(self, session: Session, words: str) -> list[Candidate]:
        """Return the items that match."""
        return [
            Candidate(
                ref=EvidenceRef(self.kind, f"{plan}/{tag.code}"),
                label=tag.title,
                detail=tag.group,
                group=self.group,
            )
            for tag, plan in session.execute(
                select(Tag, Plan.code)
                .join(Plan, Plan.id == Tag.plan_id)
                .where(Tag.family == "national")
                .order_by(Tag.position)
            )
            if matches(words, tag.title, tag.group, "国")
        ]

    def resolve(self, session: Session, key: str) -> Snapshot:
        """Return an item of the national plan."""
        plan, _, code = key.partition("/")
        tag = session.scalar(
            select(Tag)
            .join(Plan, Plan.id == Tag.plan_id)
            .where(Plan.code == plan, Tag.family == "national", Tag.code == code)
        )
        if tag is None:
            raise NotFound("not-found")
        return Snapshot(
            kind=self.kind, key=key, title=tag.title, statement=tag.group, source=tag.source
        )
