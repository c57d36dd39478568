"""Projects come, end, merge and move; each difference is seen and explained, each can be undone."""

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from engage.core.errors import Conflict, Invalid
from engage.plan import operations, queries
from engage.plan.checks import check_plan
from engage.plan.diff import differences
from engage.plan.models import Placement, PlanVersion
from engage.plan.trace import trace_of_element, trace_of_item, trace_of_ref
from tests.integration.plan.city import OPINION, PLANNER, a_registry, found_plan
from tests.integration.plan.test_revising import cite, decide, draft_with_item, propose


@pytest.fixture
def city(session, at):
    return found_plan(session, at)


def element(session, city, code):
    return queries.element_named(session, city[0], code)


def begin(session, city, at, code="1", title="変える"):
    plan, base = city
    draft = queries.draft_of(session, plan) or operations.start_draft(
        session, plan=plan, base=base, actor=PLANNER, at=at
    )
    item = operations.open_item(
        session, version=draft, title=title, kind="continue", element=element(session, city, code),
        rationale="", actor=PLANNER, at=at,
    )  # fmt: skip
    return draft, item


def retire(session, item, about, at):
    operations.retire_element(session, item=item, element=about, actor=PLANNER, at=at)


def keep(session, item, about, at):
    operations.keep_element(session, item=item, element=about, actor=PLANNER, at=at)


def add(session, item, parent, at, title="窓口の予約"):
    return operations.add_project(
        session, item=item, parent=parent, title=title, body=f"{title}を始める。", actor=PLANNER,
        at=at,
    )  # fmt: skip


def changed(session, city, draft):
    session.flush()
    return {d.element.code: d.kinds for d in differences(session, city[1], draft)}


def publish(session, draft, at):
    operations.publish_version(session, version=draft, month="2026-12", actor=PLANNER, at=at)


def test_a_new_project_gets_a_number_never_used_and_is_counted(session, city, at):
    draft, item = begin(session, city, at, "1-1")
    added = add(session, item, element(session, city, "1-1"), at)
    assert added.code == "4"
    assert changed(session, city, draft) == {"4": ("added",)}
    assert queries.counts(session, draft).projects == 4
    assert item.about.code == "4"
    (goal, _) = queries.tree(session, draft)
    assert [node.element.code for node in goal.children] == ["1", "2", "3", "4"]


def test_a_new_project_that_is_dropped_again_is_no_difference(session, city, at):
    draft, item = begin(session, city, at, "1-1")
    added = add(session, item, element(session, city, "1-1"), at)
    retire(session, item, added, at)
    assert changed(session, city, draft) == {}
    assert [change.element.code for change in item.changes] == ["1-1"]
    assert add(session, item, element(session, city, "1-1"), at).code == "5"


def test_projects_stand_below_goals_only(session, city, at):
    _, item = begin(session, city, at)
    with pytest.raises(Invalid, match="holds-no-projects"):
        add(session, item, element(session, city, "1"), at)


def test_an_ended_project_leaves_with_its_relisted_place_and_can_stay_after_all(session, city, at):
    draft, item = begin(session, city, at)
    first = element(session, city, "1")
    retire(session, item, first, at)
    assert changed(session, city, draft) == {"1": ("removed",)}
    counted = queries.counts(session, draft)
    assert (counted.projects, counted.placements, counted.relisted) == (2, 2, ())
    keep(session, item, first, at)
    assert changed(session, city, draft) == {}
    assert queries.counts(session, draft) == queries.counts(session, city[1])
    keep(session, item, first, at)
    assert changed(session, city, draft) == {}


def test_a_goal_ends_only_after_what_stands_below_it_and_all_comes_back(session, city, at):
    draft, item = begin(session, city, at, "1-1")
    goal = element(session, city, "1-1")
    with pytest.raises(Conflict, match="element-has-parts"):
        retire(session, item, goal, at)
    for code in ("3", "2", "1", "1-1"):
        retire(session, item, element(session, city, code), at)
    assert set(changed(session, city, draft)) == {"1", "2", "3", "1-1"}
    with pytest.raises(Conflict, match="place-is-gone"):
        keep(session, item, element(session, city, "3"), at)
    operations.withdraw_item(session, item=item, actor=PLANNER, at=at)
    assert changed(session, city, draft) == {}


def test_two_projects_become_one_and_the_version_with_them_goes_out_sound(session, city, at):
    registry, _ = a_registry()
    draft, item = begin(session, city, at, "2", title="予約と決済をまとめる")
    second, third = element(session, city, "2"), element(session, city, "3")
    operations.include_element(session, item=item, element=third, actor=PLANNER, at=at)
    propose(session, item, second, at, "予約から決済までを一度に終える。")
    retire(session, item, third, at)
    cite(session, item, registry, at)
    decide(session, item, at)
    assert queries.obstacles_of(session, draft) == []
    publish(session, draft, at)
    assert check_plan(session, city[0]).problems == ()
    session.refresh(third)
    assert third.retired_in_id == draft.id
    forward = trace_of_ref(session, registry, OPINION)
    assert forward.steps[-1].what == "事業2　施設予約"
    back = trace_of_element(session, registry, third)
    assert (back.voices, back.thread.trunk[-1].why) == (1, "計画からなくします。")
    assert back.thread.trunk[-1].what == "事業3　キャッシュレス決済"


def test_an_item_is_widened_once_and_only_by_parts_of_this_version(session, city, at):
    _, item = begin(session, city, at)
    second = element(session, city, "2")
    for _again in range(2):
        operations.include_element(session, item=item, element=second, actor=PLANNER, at=at)
    assert [change.element.code for change in item.changes] == ["1", "2"]
    retire(session, item, second, at)
    _, other = begin(session, city, at, "3")
    with pytest.raises(Invalid, match="element-not-in-version"):
        operations.include_element(session, item=other, element=second, actor=PLANNER, at=at)


def test_what_one_item_ends_another_cannot_write(session, city, at):
    _, item = begin(session, city, at)
    first = element(session, city, "1")
    seen = queries.primary_placement(session, item.version, first).element_revision_id
    propose(session, item, first, at, "先に決めた文。")
    _, other = begin(session, city, at)
    with pytest.raises(Conflict, match="another-item"):
        retire(session, other, first, at)
    with pytest.raises(Conflict, match="another-item"):
        operations.propose_text(
            session, item=other, element=first, body="遅い文。", expected=seen, actor=PLANNER, at=at
        )


def test_a_project_put_below_another_goal_is_a_difference_that_wants_an_item(session, city, at):
    draft, _ = begin(session, city, at)
    goal = queries.primary_placement(session, draft, element(session, city, "3-2"))
    moved = element(session, city, "2")
    session.execute(
        update(Placement)
        .where(Placement.version_id == draft.id, Placement.element_id == moved.id)
        .values(parent_id=goal.id)
    )
    session.expire_all()
    assert changed(session, city, draft) == {"2": ("moved",)}
    found = {(o.code, o.subject) for o in queries.obstacles_of(session, draft)}
    assert ("difference-unexplained", "2") in found


def test_a_relisted_place_below_another_goal_is_seen_too(session, city, at):
    draft, _ = begin(session, city, at)
    goal = queries.primary_placement(session, draft, element(session, city, "1-1"))
    session.execute(
        update(Placement)
        .where(Placement.version_id == draft.id, Placement.is_primary.is_(False))
        .values(parent_id=goal.id)
    )
    session.expire_all()
    assert changed(session, city, draft) == {"1": ("relisted", "unrelisted")}


def test_the_words_of_the_base_bring_back_the_text_of_the_base(session, city, at):
    draft, item, first = draft_with_item(session, city, at)
    old = queries.primary_placement(session, city[1], first).revision
    propose(session, item, first, at, old.body)
    assert changed(session, city, draft) == {}
    assert [change.operation for change in item.changes] == ["none"]
    _, other = begin(session, city, at)
    propose(session, other, first, at, "ほかの項目が書く文。")
    assert changed(session, city, draft) == {"1": ("modified",)}


def test_a_new_name_alone_is_a_difference(session, city, at):
    draft, item = begin(session, city, at)
    first = element(session, city, "1")
    now = queries.primary_placement(session, draft, first).revision
    operations.propose_text(
        session, item=item, element=first, title="電子申請", body=now.body, expected=now.id,
        actor=PLANNER, at=at,
    )  # fmt: skip
    assert changed(session, city, draft) == {"1": ("modified",)}
    assert {node.revision.title for goal in queries.tree(session, draft) for node in goal.children
            if node.element.code == "1"} == {"電子申請"}  # fmt: skip


def test_a_withdrawn_item_takes_no_more_writes(session, city, at):
    registry, _ = a_registry()
    draft, item, first = draft_with_item(session, city, at)
    citation = cite(session, item, registry, at)
    operations.withdraw_item(session, item=item, actor=PLANNER, at=at)
    who = {"actor": PLANNER, "at": at}
    for write in (
        lambda: propose(session, item, first, at, "遅い文。"),
        lambda: cite(session, item, registry, at),
        lambda: decide(session, item, at),
        lambda: retire(session, item, first, at),
        lambda: operations.say_no_evidence(session, item=item, reason="x", **who),
        lambda: operations.retract_citation(session, citation=citation, reason="x", **who),
        lambda: operations.withdraw_item(session, item=item, **who),
        lambda: operations.describe_item(
            session, item=item, title="x", kind="new", rationale="", **who
        ),
    ):
        with pytest.raises(Conflict, match="item-not-open"):
            write()
    assert changed(session, city, draft) == {}


def test_a_draft_given_up_leaves_with_its_reason_and_the_next_one_can_begin(session, city, at):
    plan, base = city
    draft, item = begin(session, city, at)
    with pytest.raises(Invalid, match="withdrawal-without-reason"):
        operations.withdraw_draft(session, version=draft, reason=" ", actor=PLANNER, at=at)
    operations.withdraw_draft(
        session, version=draft, reason="国の制度が変わるのを待つ。", actor=PLANNER, at=at
    )
    assert queries.draft_of(session, plan) is None
    assert [version.number for version in queries.versions_of(session, plan)] == [1]
    with pytest.raises(Conflict, match="version-not-a-draft"):
        propose(session, item, element(session, city, "1"), at, "遅い文。")
    again = operations.start_draft(session, plan=plan, base=base, actor=PLANNER, at=at)
    assert again.number == 3


PUBLISHED = {
    "revision_item": "title = 'x'",
    "revision_change": "operation = 'none'",
    "revision_decision": "reason = 'x'",
    "citation": "note = 'x'",
    "evidence": "sha256 = 'x'",
    "element_revision": "body = 'x'",
    "placement": "number_label = 'x'",
}


def test_nothing_of_a_published_version_can_be_changed_or_deleted(session, city, at):
    registry, _ = a_registry()
    draft, item, _first = draft_with_item(session, city, at)
    cite(session, item, registry, at)
    decide(session, item, at)
    publish(session, draft, at)
    statements = [f"UPDATE {table} SET {change}" for table, change in PUBLISHED.items()]
    statements += [f"DELETE FROM {table}" for table in PUBLISHED]
    statements += [
        "UPDATE plan_version SET manifest = 'x'",
        "UPDATE plan_version SET state = 'draft', manifest = NULL",
    ]
    for statement in statements:
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(text(statement))
    with pytest.raises(Conflict, match="version-not-a-draft"):
        decide(session, item, at, outcome="declined")


def test_the_seal_covers_titles_reasons_and_the_version_before(session, city, at):
    registry, _ = a_registry()
    draft, item, _first = draft_with_item(session, city, at)
    cite(session, item, registry, at, note="第1回の意見。")
    decide(session, item, at)
    sealed = operations.manifest_of(session, draft)
    assert sealed["base"] == city[1].manifest
    (line,) = sealed["items"]
    assert (line["title"], line["rationale"]) == ("手続を減らす", "書類が多い。")
    assert line["decisions"][0][2] == "書類の多さは変わらないため。"
    assert line["citations"][0][2] == "第1回の意見。"
    operations.describe_item(
        session, item=item, title="別の題", kind="new", rationale="", actor=PLANNER, at=at
    )
    session.flush()
    assert operations.manifest_of(session, draft) != sealed


def test_the_check_finds_a_published_difference_that_no_item_explains(session, city, at):
    """The guards of the database are taken away first: an attacker with the file could, too."""
    registry, _ = a_registry()
    draft, item, _first = draft_with_item(session, city, at)
    cite(session, item, registry, at)
    decide(session, item, at)
    publish(session, draft, at)
    assert check_plan(session, city[0]).problems == ()
    if session.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            session.execute(text(f"DROP TRIGGER placement_published_refuses_{verb}"))
    else:
        session.execute(text("DROP TRIGGER placement_published_is_final ON placement"))
    third = element(session, city, "3")
    session.execute(
        text("DELETE FROM placement WHERE version_id = :v AND element_id = :e"),
        {"v": draft.id, "e": third.id},
    )
    session.expire_all()
    problems = check_plan(session, city[0]).problems
    assert "version 2: manifest differs" in problems
    assert "version 2: 3 differs and no item says why" in problems


def test_a_past_version_is_sealed_once(session, city, at):
    with pytest.raises(Conflict, match="version-not-a-draft"):
        operations.record_past_version(session, version=city[1], actor=PLANNER, at=at)


def test_a_voice_that_was_taken_back_ends_with_the_reason(session, city, at):
    registry, _ = a_registry()
    draft, item, _first = draft_with_item(session, city, at)
    citation = cite(session, item, registry, at)
    operations.retract_citation(
        session, citation=citation, reason="別の手続の話でした。", actor=PLANNER, at=at
    )
    assert trace_of_ref(session, registry, OPINION).steps[1].state == "later"
    operations.show_as_proposal(session, version=draft, actor=PLANNER, at=at)
    found = trace_of_ref(session, registry, OPINION)
    assert [step.kind for step in found.steps] == ["voice", "evidence", "end"]
    assert found.steps[-1].why == "別の手続の話でした。"
    assert found.thread.strands[0].ended


def test_an_item_without_evidence_says_so_in_its_thread(session, city, at):
    _, item, _first = draft_with_item(session, city, at)
    assert trace_of_item(session, item).trunk[0].what == "まだ引用されていません"
    operations.say_no_evidence(
        session, item=item, reason="声はまだ聞いていません。", actor=PLANNER, at=at
    )
    frozen = trace_of_item(session, item).trunk[0]
    assert (frozen.what, frozen.why) == ("根拠はありません", "声はまだ聞いていません。")


def test_all_versions_can_be_read_although_one_was_given_up(session, city, at):
    plan, base = city
    draft, _item = begin(session, city, at)
    operations.withdraw_draft(session, version=draft, reason="待つ。", actor=PLANNER, at=at)
    assert check_plan(session, plan).problems == ()
    assert session.get(PlanVersion, base.id).state == "published"
