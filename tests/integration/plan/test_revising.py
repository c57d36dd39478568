"""From a draft to a published version: nothing goes out unexplained, nothing cited moves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from engage.core import audit
from engage.core.errors import Conflict, Invalid, NotFound
from engage.plan import operations, queries
from engage.plan.checks import check_plan
from engage.plan.diff import differences
from engage.plan.evidence import EvidenceRef
from engage.plan.models import Citation, Evidence, PlanVersion, RevisionDecision
from engage.plan.trace import trace_of_element, trace_of_ref
from tests.integration.plan.city import HEAD, OPINION, PLANNER, a_registry, found_plan


@pytest.fixture
def city(session, at):
    return found_plan(session, at)


def draft_with_item(session, city, at, *, change=True):
    plan, base = city
    draft = operations.start_draft(session, plan=plan, base=base, actor=PLANNER, at=at)
    element = queries.element_named(session, plan, "1")
    item = operations.open_item(
        session, version=draft, title="手続を減らす", kind="expand", element=element,
        rationale="書類が多い。", actor=PLANNER, at=at,
    )  # fmt: skip
    if change:
        propose(session, item, element, at, "手続を減らしてからオンラインにする。")
    return draft, item, element


def propose(session, item, element, at, body):
    now = queries.primary_placement(session, item.version, element)
    return operations.propose_text(
        session, item=item, element=element, body=body, expected=now.element_revision_id,
        actor=PLANNER, at=at,
    )  # fmt: skip


def decide(session, item, at, outcome="adopted", **more):
    return operations.decide(
        session, item=item, outcome=outcome, reason="書類の多さは変わらないため。",
        body_name="推進本部", decided_on=date(2026, 11, 20), actor=HEAD, at=at, **more,
    )  # fmt: skip


def cite(session, item, registry, at, **more):
    return operations.cite(
        session, item=item, ref=OPINION, registry=registry, actor=PLANNER, at=at, **more
    )


def test_a_draft_is_its_base_until_somebody_changes_it(session, city, at):
    plan, base = city
    draft = operations.start_draft(session, plan=plan, base=base, actor=PLANNER, at=at)
    assert differences(session, base, draft) == []
    assert queries.counts(session, draft) == queries.counts(session, base)
    with pytest.raises(Conflict, match="draft-exists"):
        operations.start_draft(session, plan=plan, base=base, actor=PLANNER, at=at)


def test_a_relisted_project_is_shown_twice_counted_once_and_edited_once(session, city, at):
    draft, _, element = draft_with_item(session, city, at)
    counted = queries.counts(session, draft)
    assert (counted.projects, counted.placements, counted.relisted) == (3, 4, ("1",))
    shown = {
        node.revision.body
        for goal in queries.tree(session, draft)
        for node in goal.children
        if node.element.id == element.id
    }
    assert shown == {"手続を減らしてからオンラインにする。"}
    assert sum(len(goal.projects) for goal in queries.tree(session, draft)) == 3


def test_publishing_needs_decision_evidence_and_explanation(session, city, at):
    registry, _ = a_registry()
    draft, item, _ = draft_with_item(session, city, at)
    assert {o.code for o in queries.obstacles_of(session, draft)} == {
        "item-undecided",
        "item-without-evidence",
    }
    with pytest.raises(Conflict, match="version-has-obstacles"):
        operations.publish_version(session, version=draft, month="2026-12", actor=PLANNER, at=at)
    cite(session, item, registry, at)
    decide(session, item, at)
    assert queries.obstacles_of(session, draft) == []
    operations.publish_version(session, version=draft, month="2026-12", actor=PLANNER, at=at)
    plan, _ = city
    assert queries.current_version(session, plan).number == 2
    assert check_plan(session, plan).problems == ()


def test_an_unexplained_difference_keeps_the_version_private(session, city, at):
    registry, _ = a_registry()
    draft, item, element = draft_with_item(session, city, at)
    cite(session, item, registry, at)
    decide(session, item, at)
    other = queries.element_named(session, city[0], "3")
    session.execute(
        text("DELETE FROM placement WHERE version_id = :v AND element_id = :e"),
        {"v": draft.id, "e": other.id},
    )
    session.expire_all()
    found = {(o.code, o.subject) for o in queries.obstacles_of(session, draft)}
    assert ("difference-unexplained", "3") in found


def test_a_published_version_is_final_in_the_database_itself(session, city, at):
    _, base = city
    for statement in (
        "UPDATE placement SET number_label = 'x' WHERE version_id = :v",
        "DELETE FROM placement WHERE version_id = :v",
    ):
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(text(statement), {"v": base.id})


def test_two_editors_never_overwrite_each_other(session, city, at):
    draft, item, element = draft_with_item(session, city, at, change=False)
    seen = queries.primary_placement(session, draft, element).element_revision_id
    propose(session, item, element, at, "一人目の文。")
    with pytest.raises(Conflict, match="text-changed-meanwhile"):
        operations.propose_text(
            session, item=item, element=element, body="二人目の文。", expected=seen,
            actor=PLANNER, at=at,
        )  # fmt: skip
    session.expire_all()
    assert queries.primary_placement(session, draft, element).revision.body == "一人目の文。"


def test_one_item_alone_explains_an_element(session, city, at):
    draft, _, element = draft_with_item(session, city, at)
    second = operations.open_item(
        session, version=draft, title="別の案", kind="expand", element=element, rationale="x",
        actor=PLANNER, at=at,
    )  # fmt: skip
    with pytest.raises(Conflict, match="another-item"):
        propose(session, second, element, at, "別の文。")


def test_a_frozen_figure_never_changes_and_a_notice_says_that_the_original_did(session, city, at):
    registry, source = a_registry()
    _, item, _ = draft_with_item(session, city, at)
    cite(session, item, registry, at)
    source.words = "言い直した意見"
    (cited,) = queries.citations_of(session, item, registry)
    assert cited.snapshot.title == "「手続自体も見直しを」"
    assert cited.has_changed is True
    assert cited.evidence.computed_sha256() == cited.evidence.sha256
    for statement in ("UPDATE evidence SET sha256 = 'x'", "DELETE FROM evidence"):
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(text(statement))


def test_the_same_copy_is_kept_once_and_citing_twice_is_one_citation(session, city, at):
    registry, _ = a_registry()
    draft, item, element = draft_with_item(session, city, at)
    assert cite(session, item, registry, at).id == cite(session, item, registry, at).id
    second = operations.open_item(
        session, version=draft, title="別", kind="continue", element=element, rationale="x",
        actor=PLANNER, at=at,
    )  # fmt: skip
    cite(session, second, registry, at, relation="against")
    assert len(session.scalars(select(Evidence)).all()) == 1
    assert len(session.scalars(select(Citation)).all()) == 2
    with pytest.raises(NotFound):
        operations.cite(
            session, item=item, ref=EvidenceRef("nowhere", "x"), registry=registry, actor=PLANNER,
            at=at,
        )  # fmt: skip


def test_a_citation_is_retracted_with_a_reason_and_stays_readable(session, city, at):
    registry, _ = a_registry()
    _, item, _ = draft_with_item(session, city, at)
    citation = cite(session, item, registry, at)
    with pytest.raises(Invalid, match="without-reason"):
        operations.retract_citation(session, citation=citation, reason=" ", actor=PLANNER, at=at)
    operations.retract_citation(
        session, citation=citation, reason="別の手続の話だった。", actor=PLANNER, at=at
    )
    (cited,) = queries.citations_of(session, item)
    assert not cited.citation.is_active
    assert cited.citation.retract_reason == "別の手続の話だった。"


def test_decisions_follow_each_other_and_a_reason_is_never_missing(session, city, at):
    _, item, _ = draft_with_item(session, city, at)
    with pytest.raises(Invalid, match="considering-without-date"):
        decide(session, item, at, outcome="considering")
    decide(session, item, at, outcome="considering", until=date(2027, 3, 31))
    decide(session, item, at)
    assert [d.outcome for d in item.decisions] == ["considering", "adopted"]
    with pytest.raises(DBAPIError), session.begin_nested():
        session.add(
            RevisionDecision(
                item_id=item.id,
                seq=9,
                outcome="adopted",
                reason="  ",
                body_name="x",
                decided_on=date(2026, 1, 1),
                recorded_at=at,
            )  # fmt: skip
        )
        session.flush()


def test_a_withdrawn_item_gives_its_text_back(session, city, at):
    draft, item, _ = draft_with_item(session, city, at)
    operations.withdraw_item(session, item=item, actor=PLANNER, at=at)
    session.expire_all()
    assert differences(session, city[1], draft) == []


def test_the_thread_runs_both_ways_and_a_no_ends_with_its_reason(session, city, at):
    registry, _ = a_registry()
    draft, item, element = draft_with_item(session, city, at)
    cite(session, item, registry, at)
    decide(session, item, at)
    hidden = trace_of_ref(session, registry, OPINION)
    assert [step.state for step in hidden.steps[1:]] == ["later"] * 3
    operations.show_as_proposal(session, version=draft, actor=PLANNER, at=at)
    forward = trace_of_ref(session, registry, OPINION)
    assert [step.kind for step in forward.steps] == ["voice", "evidence", "decision", "line"]
    assert forward.steps[-1].what == "事業1　マイナポータル"
    back = trace_of_element(session, registry, element)
    assert [s.steps[0].what for s in back.thread.strands] == ["「手続自体も見直しを」"]
    assert [step.kind for step in back.thread.trunk] == ["evidence", "decision", "line"]
    decide(session, item, at, outcome="declined")
    ended = trace_of_ref(session, registry, OPINION)
    assert ended.steps[-1].kind == "end"
    assert ended.steps[-2].why == "書類の多さは変わらないため。"


def test_everything_that_was_done_is_in_the_audit_log(session, city, at):
    registry, _ = a_registry()
    _, item, _ = draft_with_item(session, city, at)
    cite(session, item, registry, at)
    decide(session, item, at)
    session.commit()
    verbs = [
        e.verb for e in session.scalars(select(audit.AuditEvent).order_by(audit.AuditEvent.seq))
    ]
    assert verbs == [
        "plan.past-version-recorded",
        "plan.draft-started",
        "revision-item.opened",
        "plan.text-proposed",
        "evidence.cited",
        "revision-item.decided",
    ]
    assert audit.verify(session).is_intact


def test_publishing_twice_at_once_publishes_once(database, at):
    registry, _ = a_registry()
    with database.transaction() as session:
        city = found_plan(session, at)
        draft, item, _ = draft_with_item(session, city, at)
        cite(session, item, registry, at)
        decide(session, item, at)
        draft_id = draft.id

    def publish(_):
        def work(session):
            version = session.get(PlanVersion, draft_id)
            operations.publish_version(
                session, version=version, month="2026-12", actor=PLANNER, at=at
            )

        try:
            database.run_tx(work)
        except Conflict as conflict:
            return conflict.code
        return "published"

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(publish, range(6)))
    assert sorted(outcomes) == ["published"] + ["version-not-a-draft"] * 5


def test_editing_a_version_while_it_is_published_is_refused(session, city, at):
    registry, _ = a_registry()
    draft, item, element = draft_with_item(session, city, at)
    cite(session, item, registry, at)
    decide(session, item, at)
    seen = queries.primary_placement(session, draft, element).element_revision_id
    operations.publish_version(session, version=draft, month="2026-12", actor=PLANNER, at=at)
    with pytest.raises(Conflict, match="version-not-a-draft"):
        operations.propose_text(
            session,
            item=item,
            element=element,
            body="遅い文。",
            expected=seen,
            actor=PLANNER,
            at=at,
        )
