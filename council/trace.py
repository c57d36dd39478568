"""Where opinions went: the short thread under each of them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import OpinionRevision
from council.queries.opinions import OpinionView
from council.queries.subjects import Subject
from engage.plan.evidence import EvidenceRef, EvidenceRegistry
from engage.plan.models import Citation, Evidence
from engage.plan.thread import Page, Step, VoiceTrace
from engage.plan.trace import ENDING, OUTCOME_WORDS, trace_of_ref


def traces_of(
    session: Session,
    registry: EvidenceRegistry,
    opinions: Iterable[OpinionView],
    subjects: Mapping[str, Subject],
) -> dict[str, VoiceTrace]:
    """Return the way of each opinion, by opinion; `subjects` are what the items are about."""
    views = list(opinions)
    cited = _cited_wordings(session, [view.id for view in views])
    found = {}
    for view in views:
        if view.id in cited:
            trace = trace_of_ref(session, registry, EvidenceRef("opinion", cited[view.id]))
            found[view.id] = _named(trace, view)
        elif view.is_public:
            found[view.id] = VoiceTrace(_steps_ahead(view, subjects.get(view.item_id)))
    return found


def _cited_wordings(session: Session, opinion_ids: list[str]) -> dict[str, str]:
    """Return the newest wording of each opinion that an item of the plan cites."""
    rows = session.execute(
        select(OpinionRevision.opinion_id, OpinionRevision.id)
        .join(Evidence, Evidence.key == OpinionRevision.id)
        .join(Citation, Citation.evidence_id == Evidence.id)
        .where(
            Evidence.kind == "opinion",
            Citation.retracted_at.is_(None),
            OpinionRevision.opinion_id.in_(opinion_ids),
        )
        .order_by(OpinionRevision.seq)
    )
    return {opinion_id: revision_id for opinion_id, revision_id in rows}  # noqa: C416 - typed rows


def _named(trace: VoiceTrace, view: OpinionView) -> VoiceTrace:
    """Call the voice as this page calls it."""
    first, *rest = trace.steps
    return replace(trace, steps=(replace(first, short=_name(view), page=_page(view)), *rest))


def _steps_ahead(view: OpinionView, subject: Subject | None) -> tuple[Step, ...]:
    """Return what is still to come for an opinion that nothing in the plan rests on yet."""
    voice = Step("voice", "", _name(view), page=_page(view), state="here")
    response = view.response
    if response is not None and response.disposition in ENDING:
        return (
            voice,
            Step(
                "decision",
                "市の考え方",
                OUTCOME_WORDS[response.disposition],
                state="cut",
                is_fictional=response.is_fictional,
            ),
            Step("end", "", "計画は変わりません"),
        )
    line = Step(
        "line",
        "",
        subject.label if subject else "まだありません",
        page=Page.of("plan.element", plan=subject.plan_code, code=subject.code)
        if subject
        else None,
        state="later",
    )
    return (
        voice,
        Step("evidence", "", "まだ引用されていません", state="later"),
        Step("decision", "", "まだありません", state="later"),
        line,
    )


def _name(view: OpinionView) -> str:
    return f"意見{view.number}"


def _page(view: OpinionView) -> Page:
    return Page.of("council.opinion", opinion_id=view.id)
