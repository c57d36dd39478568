"""The home page, put together from what the features say about themselves."""

from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from council.queries import meetings as council_meetings
from engage.home.page import (
    ComingMeeting,
    Goal,
    HomePage,
    OpenSurvey,
    PlanNow,
    Policy,
    ResponseRate,
    Voice,
)
from engage.plan import queries as plans
from engage.plan.evidence import EvidenceRegistry
from engage.plan.models import Plan, RevisionItem
from engage.plan.results import PlanPage, VoiceLine, plan_page, visible_versions, voice_lines
from engage.plan.thread import Page, Thread
from engage.plan.trace import element_page, trace_of_ref
from surveys.models.published import PublishedResult
from surveys.models.response import Participation
from surveys.queries import public as surveys

RATES = 2
"""How many past surveys the home page shows; all of them are on the survey page."""
VOICES = 3
MEETINGS = 2
OPINION = "opinion"


def home_page(session: Session, registry: EvidenceRegistry, at: datetime) -> HomePage:
    """Return everything that the home page shows at a moment; links are pages, not addresses."""
    voices = voice_lines(session, registry)
    opinions = [line for line in voices if line.ref.kind == OPINION]
    return HomePage(
        surveys=_open_surveys(session, at),
        meetings=_meetings(session, at),
        thread=_thread(session, registry, voices),
        voices=tuple(_voice(session, line) for line in _telling(opinions)),
        voice_count=len(opinions),
        plan=_plan(session),
        rates=_rates(session),
    )


def _open_surveys(session: Session, at: datetime) -> tuple[OpenSurvey, ...]:
    rows = []
    for line in surveys.open_surveys(session, at):
        introduction = surveys.introduction(session, line.code, at)
        if introduction is not None:
            rows.append(
                OpenSurvey(
                    code=line.code,
                    title=line.title,
                    closes_at=line.closes_at,
                    question_count=introduction.questions,
                    minutes=line.minutes,
                    asked_count=_asked(session, introduction.survey_id),
                    is_fictional=line.is_fictional,
                )
            )
    return tuple(rows)


def _asked(session: Session, survey_id: str) -> int:
    count = select(func.count()).select_from(Participation)
    return session.scalar(count.where(Participation.survey_id == survey_id)) or 0


def _meetings(session: Session, at: datetime) -> tuple[ComingMeeting, ...]:
    coming = []
    for meeting in council_meetings.upcoming(session, None, at)[:MEETINGS]:
        topics = [view.item.title for view in council_meetings.agenda(session, meeting, at)]
        if meeting.starts_at is None or meeting.mode is None:
            continue
        coming.append(
            ComingMeeting(
                code=meeting.code,
                title=meeting.title,
                channel=meeting.mode,
                starts_at=meeting.starts_at,
                first_topic=topics[0] if topics else "",
                topic_count=len(topics),
                is_fictional=meeting.is_fictional,
            )
        )
    return tuple(coming)


def _telling(lines: list[VoiceLine]) -> list[VoiceLine]:
    """Choose voices with different answers first: a yes, one under consideration, a no."""
    chosen: dict[str, VoiceLine] = {}
    for line in lines:
        if line.decision:
            chosen.setdefault(line.decision.outcome, line)
    rest = [line for line in lines if line.decision and line not in chosen.values()]
    return [*chosen.values(), *rest][:VOICES]


def _voice(session: Session, line: VoiceLine) -> Voice:
    assert line.decision is not None
    declined = line.decision.outcome == "declined"
    return Voice(
        words=line.words.strip("「」"),
        source=line.source,
        at_text="",
        page=Page.of("plan.voice", kind=line.ref.kind, key=line.ref.key),
        disposition=line.decision.outcome,
        reason=line.decision.reason,
        line="" if declined else _line_words(session, line),
        line_page=_line_page(line.item) if line.element and not declined else None,
        is_fictional=line.decision.is_fictional,
    )


def _line_words(session: Session, line: VoiceLine) -> str:
    if line.element is None or line.item is None:
        return ""
    placement = plans.primary_placement(session, line.item.version, line.element)
    title = placement.revision.title if placement else line.item.title
    return f"事業{line.element.code}　{title}" if line.element.kind == "project" else title


def _line_page(item: RevisionItem | None) -> Page | None:
    if item is None or item.about is None:
        return None
    return element_page(item.version.plan.code, item.about)


def _thread(session: Session, registry: EvidenceRegistry, voices: list[VoiceLine]) -> Thread | None:
    """Return the way of one opinion that reached a line of the plan."""
    for line in voices:
        if line.ref.kind == OPINION and line.decision and line.decision.outcome == "adopted":
            return trace_of_ref(session, registry, line.ref).thread
    return None


def _plan(session: Session) -> PlanNow | None:
    for plan in plans.all_plans(session):
        found = plan_page(session, plan)
        if found is not None:
            return _plan_now(session, plan, found)
    return None


def _plan_now(session: Session, plan: Plan, found: PlanPage) -> PlanNow:
    draft = found.draft if found.draft in visible_versions(session, plan) else None
    return PlanNow(
        title=plan.title,
        edition=f"第{found.version.number}版",
        month=found.version.month or "",
        policy_count=found.counts.policies,
        goal_count=found.counts.goals,
        project_count=found.counts.projects,
        relisted_count=len(found.counts.relisted),
        changed_count=found.changed,
        draft=f"第{draft.number}版" if draft else "",
        draft_page=Page.of("plan.changes", plan=plan.code, number=draft.number) if draft else None,
        is_draft_fictional=bool(draft and draft.is_fictional),
        policies=tuple(
            Policy(
                title=f"政策{group.number}　{group.title}" if group.title else "支える体制",
                items=tuple(
                    Goal(
                        number=line.number,
                        title=line.title,
                        page=Page.of("plan.element", plan=plan.code, code=line.code),
                        ticks=line.ticks,
                    )
                    for line in group.lines
                ),
            )
            for group in found.groups
        ),
    )


def _rates(session: Session) -> tuple[ResponseRate, ...]:
    newest = (
        select(PublishedResult)
        .where(PublishedResult.asked > 0, PublishedResult.answered.is_not(None))
        .order_by(PublishedResult.fiscal_year.desc(), PublishedResult.code)
        .limit(RATES)
    )
    return tuple(
        ResponseRate(
            code=result.code,
            title=result.title,
            done=result.answered or 0,
            asked=result.asked or 0,
            is_panel=result.kind == "panel",
            since=result.period_from,
            is_fictional=result.is_fictional,
        )
        for result in session.scalars(newest)
    )


def touch(session: Session) -> None:
    """Read one value, to know that the database answers."""
    session.execute(text("SELECT 1"))
