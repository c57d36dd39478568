"""Whatever planners do in whatever order: every difference has its item, every 再掲 its home."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from engage.core.errors import DomainError
from engage.plan import operations, queries
from engage.plan.checks import check_plan
from engage.plan.diff import differences
from engage.plan.models import Placement
from tests.integration.plan.city import PLANNER, found_plan

CODES = ("1", "2", "4", "1-1")
STEPS = st.tuples(
    st.sampled_from(
        ("text", "text", "old-text", "retire", "keep", "add", "include", "open", "withdraw")
    ),
    st.sampled_from(CODES),
    st.integers(0, 1),
)


class Desk:
    """A planner at work on one draft; what the rules refuse is simply not done."""

    def __init__(self, session, plan, base, at):
        self.session, self.plan, self.base, self.at = session, plan, base, at
        self.who = {"actor": PLANNER, "at": at}
        self.draft = operations.start_draft(session, plan=plan, base=base, **self.who)
        self.items = [self.opened("1"), self.opened("2")]

    def opened(self, code):
        element = queries.element_named(self.session, self.plan, code)
        return operations.open_item(
            self.session, version=self.draft, title="x", kind="continue", element=element,
            rationale="", **self.who,
        )  # fmt: skip

    def do(self, step, code, which):
        element = queries.element_named(self.session, self.plan, code)
        if element is None:
            return
        if step == "open":
            self.items.append(self.opened(code))
            return
        item = self.items[which % len(self.items)]
        act = {
            "text": lambda: self.propose(item, element, f"文{which}。"),
            "old-text": lambda: self.propose(item, element, self.old_text(element)),
            "retire": lambda: operations.retire_element(
                self.session, item=item, element=element, **self.who
            ),
            "keep": lambda: operations.keep_element(
                self.session, item=item, element=element, **self.who
            ),
            "add": lambda: operations.add_project(
                self.session, item=item, parent=element, title="新", body="新。", **self.who
            ),
            "include": lambda: operations.include_element(
                self.session, item=item, element=element, **self.who
            ),
            "withdraw": lambda: operations.withdraw_item(self.session, item=item, **self.who),
        }[step]
        try:
            with self.session.begin_nested():
                act()
        except DomainError:
            return

    def propose(self, item, element, body):
        place = queries.primary_placement(self.session, self.draft, element)
        seen = place.element_revision_id if place else ""
        operations.propose_text(
            self.session, item=item, element=element, body=body, expected=seen, **self.who
        )

    def old_text(self, element):
        place = queries.primary_placement(self.session, self.base, element)
        return place.revision.body if place else "なし。"

    def explained(self):
        facts = [queries.item_facts(self.session, i) for i in self.open_items()]
        return Counter(code for fact in facts for code in fact.explains)

    def open_items(self):
        return queries.items_of(self.session, self.draft)


@pytest.fixture
def city(session, at):
    return found_plan(session, at)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=3, max_size=12))
def test_differences_are_exactly_what_the_items_say(session, city, at, steps):
    plan, base = city
    attempt = session.begin_nested()
    try:
        desk = Desk(session, plan, base, at)
        for step in steps:
            desk.do(*step)
        session.flush()
        session.expire_all()
        explained = desk.explained()
        assert {d.element.code for d in differences(session, base, desk.draft)} == set(explained)
        assert all(count == 1 for count in explained.values())
        assert check_plan(session, plan).problems == ()
        places = session.scalars(
            select(Placement).where(Placement.version_id == desk.draft.id)
        ).all()
        homes = [p.element_id for p in places if p.is_primary]
        assert len(homes) == len(set(homes)) == len({p.element_id for p in places})
        projects = {p.element_id for p in places if p.element.kind == "project"}
        assert queries.counts(session, desk.draft).projects == len(projects)
        for item in desk.open_items():
            desk.do("withdraw", "1", desk.items.index(item))
        session.expire_all()
        if not desk.open_items():
            assert differences(session, base, desk.draft) == []
    finally:
        attempt.rollback()
        session.expire_all()
