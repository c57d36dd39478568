"""From a line of the plan back to the voices, and from a voice forward to the line or the no."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from engage.core.clock import JST
from engage.japanese.era import wareki_date
from engage.plan.evidence import EvidenceRef, EvidenceRegistry, Snapshot
from engage.plan.models import (
    Citation,
    Evidence,
    PlanElement,
    PlanVersion,
    RevisionDecision,
    RevisionItem,
)
from engage.plan.plain import item_as_plain
from engage.plan.queries import (
    CitedEvidence,
    citations_of,
    items_about,
    primary_placement,
)
from engage.plan.queries.revisions import items_citing, retracted_citations
from engage.plan.rules import ACCEPTING
from engage.plan.thread import Page, Step, Strand, Thread, VoiceTrace

OUTCOME_WORDS = {
    "adopted": "反映する",
    "partly": "一部を反映する",
    "considering": "検討中",
    "noted": "参考にする",
    "done": "対応ずみ",
    "declined": "反映しない",
}
ENDING = frozenset({"declined", "noted", "done"})


@dataclass(frozen=True)
class ElementTrace:
    """Why an element says what it says: every item about it, and the drawing of all of them."""

    element: PlanElement
    items: tuple[RevisionItem, ...]
    thread: Thread
    voices: int
    accepted: int
    declined: int


def trace_of_element(
    session: Session,
    _registry: EvidenceRegistry,
    element: PlanElement,
    *,
    with_drafts: bool = False,
) -> ElementTrace:
    """Return the way from an element's line back to evidence; proposals too when asked for.

    The frozen copies tell all of it, so that no source is asked and none can break the drawing.
    """
    items = tuple(i for i in items_about(session, element) if with_drafts or _is_public(i.version))
    declined: list[Strand] = []
    accepted: list[Strand] = []
    trunk: tuple[Step, ...] = ()
    voices = taken_up = 0
    for item in items:
        cited = [c for c in citations_of(session, item) if c.citation.is_active]
        voices += len(cited)
        outcome = item.decision.outcome if item.decision else None
        strands = [_strand(c) for c in cited]
        if outcome in ENDING:
            declined += [_ended(strand, item) for strand in strands]
            continue
        accepted += strands
        taken_up += len(strands) if outcome in ACCEPTING else 0
        if not trunk and (cited or item.no_evidence_reason):
            trunk = _trunk(session, item, element, cited)
    return ElementTrace(
        element=element,
        items=items,
        thread=Thread((*accepted[:1], *declined, *accepted[1:]), trunk),
        voices=voices,
        accepted=taken_up,
        declined=len(declined),
    )


def trace_of_item(session: Session, item: RevisionItem) -> Thread:
    """Return the thread of one revision item: its evidence, its decision, its line."""
    cited = [c for c in citations_of(session, item) if c.citation.is_active]
    strands = tuple(_strand(c) for c in cited)
    if item.decision and item.decision.outcome in ENDING:
        return Thread(tuple(_ended(strand, item) for strand in strands))
    element = item.about
    if element is None:
        return Thread(strands)
    return Thread(strands, _trunk(session, item, element, cited))


def trace_of_ref(
    session: Session, registry: EvidenceRegistry, ref: EvidenceRef, *, with_drafts: bool = False
) -> VoiceTrace:
    """Return one voice's or number's way forward, with the reason when the answer was no.

    A thing that nobody has cited yet shows the steps that are still to come.
    """
    found = [
        (item, evidence)
        for item, evidence in items_citing(session, ref)
        if with_drafts or _is_public(item.version)
    ]
    snapshot = _snapshot(session, registry, ref, found)
    voice = _voice_step(snapshot, state="here")
    if not found:
        gone = _retracted(session, ref, with_drafts=with_drafts)
        return VoiceTrace((voice, *(_taken_back(gone) if gone else _still_to_come())))
    item, evidence = found[0]
    return VoiceTrace(
        (voice, _evidence_step(evidence, item), *_decision_and_line(session, item)),
        tuple(item_as_plain(i, e) for i, e in found),
    )


def _is_public(version: PlanVersion) -> bool:
    return version.state == "published" or (version.is_draft and version.is_proposal)


def _snapshot(
    session: Session,
    registry: EvidenceRegistry,
    ref: EvidenceRef,
    found: list[tuple[RevisionItem, Evidence]],
) -> Snapshot:
    if found:
        return Snapshot.from_plain(found[0][1].snapshot)
    return registry.resolve(session, ref)


def _voice_step(snapshot: Snapshot, *, state: str = "done") -> Step:
    why = "".join(part for part in (snapshot.statement, snapshot.notes) if part)
    return Step(
        kind="voice",
        label=snapshot.source,
        what=snapshot.title,
        why=why,
        page=snapshot.page,
        at_text=snapshot.at_text,
        state=state,
        is_fictional=snapshot.is_fictional,
        short=snapshot.title,
    )


def _strand(cited: CitedEvidence) -> Strand:
    return Strand((_voice_step(cited.snapshot),))


def _ended(strand: Strand, item: RevisionItem) -> Strand:
    assert item.decision is not None
    return Strand((*strand.steps, _end_step(item, item.decision)), ended=True)


def _end_step(item: RevisionItem, decision: RevisionDecision) -> Step:
    return Step(
        kind="end",
        label=decision.body_name,
        what=OUTCOME_WORDS[decision.outcome],
        why=decision.reason,
        page=item_page(item),
        at_text=wareki_date(decision.decided_on),
        is_fictional=decision.is_fictional,
        short=OUTCOME_WORDS[decision.outcome],
    )


def _trunk(
    session: Session, item: RevisionItem, element: PlanElement, cited: list[CitedEvidence]
) -> tuple[Step, ...]:
    return (_frozen_step(item, cited), *_decision_and_line(session, item, element))


def _frozen_step(item: RevisionItem, cited: list[CitedEvidence]) -> Step:
    """Say what was copied; of an item without evidence, that it has none and why."""
    if cited:
        latest = max(c.evidence.captured_at for c in cited).astimezone(JST).date()
        label = f"{wareki_date(latest)}に固定"
        what, why = (
            f"{len(cited)}つの声を根拠として写しとる",
            "値、n、出典、要旨をその日のまま残します。",
        )
    elif item.no_evidence_reason:
        label, what, why = "", "根拠はありません", item.no_evidence_reason
    else:
        return Step("evidence", "", "まだ引用されていません", page=item_page(item), state="later")
    return Step(
        kind="evidence",
        label=label,
        what=what,
        why=why,
        page=item_page(item),
        is_fictional=item.is_fictional,
    )


def _decision_and_line(
    session: Session, item: RevisionItem, element: PlanElement | None = None
) -> tuple[Step, ...]:
    element = element or item.about
    decision = item.decision
    if decision is None:
        return (
            Step("decision", "", "まだ決まっていません", page=item_page(item), state="later"),
            _line_step(session, item, element, state="later"),
        )
    if decision.outcome in ENDING:
        return (
            _decision_step(item, decision, state="cut"),
            Step(
                kind="end",
                label="",
                what="計画は変わりません",
                at_text=wareki_date(decision.decided_on),
                is_fictional=decision.is_fictional,
            ),
        )
    waiting = decision.outcome == "considering" or item.version.is_draft
    return (
        _decision_step(
            item, decision, state="later" if decision.outcome == "considering" else "done"
        ),
        _line_step(session, item, element, state="later" if waiting else "done"),
    )


def _decision_step(item: RevisionItem, decision: RevisionDecision, *, state: str) -> Step:
    at_text = wareki_date(decision.decided_on)
    if decision.outcome == "considering" and decision.until:
        at_text = f"{wareki_date(decision.until)}まで"
    return Step(
        kind="decision",
        label=decision.body_name,
        what=OUTCOME_WORDS[decision.outcome],
        why=decision.reason,
        page=item_page(item),
        at_text=at_text,
        state=state,
        is_fictional=decision.is_fictional,
    )


def _line_step(
    session: Session, item: RevisionItem, element: PlanElement | None, *, state: str
) -> Step:
    version = item.version
    label = f"第{version.number}版" + ("の案" if version.is_draft else "")
    if element is None:
        return Step("line", label, item.title, page=item_page(item), state=state)
    placement = primary_placement(session, version, element)
    change = next((c for c in item.changes if c.element_id == element.id), None)
    revision = placement.revision if placement else (change.before if change else None)
    ends = change is not None and change.operation == "remove"
    return Step(
        kind="line",
        label=label,
        what=f"{_number(element)}　{revision.title if revision else item.title}",
        why="計画からなくします。" if ends else (revision.body if revision else ""),
        page=element_page(version.plan.code, element),
        state=state,
        is_fictional=item.is_fictional,
    )


def _number(element: PlanElement) -> str:
    return f"事業{element.code}" if element.kind == "project" else element.code


def _evidence_step(evidence: Evidence, item: RevisionItem) -> Step:
    day = wareki_date(evidence.captured_at.astimezone(JST).date())
    return Step(
        kind="evidence",
        label="固定して引用",
        what=f"改訂項目 {item.code} の根拠",
        page=item_page(item),
        at_text=day,
        is_fictional=item.is_fictional,
    )


def _retracted(session: Session, ref: EvidenceRef, *, with_drafts: bool) -> Citation | None:
    """Return the newest citation of a thing that was taken back, if anyone may read of it."""
    for citation in retracted_citations(session, ref):
        if with_drafts or _is_public(citation.item.version):
            return citation
    return None


def _taken_back(citation: Citation) -> tuple[Step, ...]:
    """Return how a voice ends that counted as evidence once: it does not vanish."""
    item, at = citation.item, citation.retracted_at
    assert at is not None
    return (
        Step(
            kind="evidence",
            label=f"改訂項目 {item.code}",
            what="根拠から外しました",
            page=item_page(item),
            state="cut",
            is_fictional=item.is_fictional,
        ),
        Step(
            kind="end",
            label="",
            what="外した理由",
            why=citation.retract_reason,
            at_text=wareki_date(at.astimezone(JST).date()),
            is_fictional=item.is_fictional,
        ),
    )


def _still_to_come() -> tuple[Step, ...]:
    return (
        Step("evidence", "", "まだ引用されていません", state="later"),
        Step("decision", "", "まだありません", state="later"),
        Step("line", "", "まだありません", state="later"),
    )


def item_page(item: RevisionItem) -> Page:
    """Return the public page of a revision item."""
    return Page.of(
        "plan.item", plan=item.version.plan.code, number=item.version.number, code=item.code
    )


def element_page(plan: str, element: PlanElement) -> Page:
    """Return the public page of an element."""
    return Page.of("plan.element", plan=plan, code=element.code)
