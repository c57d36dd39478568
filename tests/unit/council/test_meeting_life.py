"""A meeting goes forward only, and is not called before it has what people need."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules import meetings as rules

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
START = datetime(2026, 12, 16, 5, 0, tzinfo=UTC)
ORDER = ["draft", "convened", "live", "ended", "minutes", "closed"]
HYBRID = rules.Plan(
    mode="hybrid",
    starts_at=START,
    ends_at=START + timedelta(hours=2),
    venue="市役所の会議室",
    join_link="https://meeting.example.jp/3",
)
WRITTEN = rules.Plan(
    mode="in_writing", writing_opens_at=AT, writing_closes_at=AT + timedelta(days=14)
)


def test_a_complete_hybrid_meeting_can_be_convened():
    assert rules.convening_obstacles(HYBRID, state="draft", item_count=1, at=AT) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"venue": " 　"}, ("venue", "meeting-needs-venue")),
        ({"join_link": ""}, ("join_link", "meeting-needs-link")),
        ({"join_link": "http://meeting.example.jp/3"}, ("join_link", "link-must-be-https")),
        ({"join_link": "javascript:alert(1)"}, ("join_link", "link-must-be-https")),
        ({"starts_at": None}, ("starts_at", "meeting-needs-start")),
        ({"ends_at": START}, ("ends_at", "meeting-ends-before-start")),
        ({"is_public": False}, ("closed_reason", "closed-meeting-needs-reason")),
    ],
)
def test_each_gap_names_the_field_to_mend(change, fault):
    assert rules.plan_faults(replace(HYBRID, **change)) == [fault]


def test_the_mode_decides_what_is_needed():
    assert rules.plan_faults(replace(HYBRID, mode="online", venue="")) == []
    assert rules.plan_faults(replace(HYBRID, mode="in_person", join_link="")) == []
    assert rules.plan_faults(WRITTEN) == []
    assert rules.plan_faults(rules.Plan(mode="in_writing")) == [
        ("writing_opens_at", "writing-needs-opening"),
        ("writing_closes_at", "writing-needs-closing"),
    ]


def test_nobody_is_called_without_an_agenda_or_to_the_past():
    late = rules.convening_obstacles(HYBRID, state="draft", item_count=0, at=START)
    assert late == ["meeting-needs-agenda", "meeting-lies-in-the-past"]


def test_a_meeting_is_convened_once():
    assert rules.convening_obstacles(HYBRID, state="convened", item_count=1, at=AT) == [
        "meeting-already-convened"
    ]


def test_a_meeting_in_writing_ends_only_after_its_window():
    window = {"state": "convened", "mode": "in_writing", "writing_closes_at": START}
    assert rules.ending_obstacles(**window, at=START - timedelta(microseconds=1)) == [
        "writing-still-open"
    ]
    assert rules.ending_obstacles(**window, at=START) == []
    assert "open" not in rules.steps_from("convened", "in_writing")


@given(st.lists(st.sampled_from(sorted(rules.TRANSITIONS)), max_size=12))
def test_no_sequence_of_steps_leads_back(steps):
    state, cancelled = "draft", False
    for step in steps:
        after = rules.next_state(state, step)
        if after is None:
            continue
        assert not cancelled
        cancelled = after == "cancelled"
        if cancelled:
            assert state in {"draft", "convened"}
        else:
            assert ORDER.index(after) > ORDER.index(state)
        state = after


def test_times_follow_from_minutes_until_one_is_unknown():
    times = rules.item_times(START, [10, 40, None, 20])
    assert times == [
        (START, START + timedelta(minutes=10)),
        (START + timedelta(minutes=10), START + timedelta(minutes=50)),
        None,
        None,
    ]


def test_before_during_and_after_share_no_moment():
    end = START + timedelta(hours=2)
    tick = timedelta(microseconds=1)
    phases = [
        rules.phase(opened_at=START, ended_at=end, at=at)
        for at in (START - tick, START, end - tick, end)
    ]
    assert phases == ["before", "during", "during", "after"]
    assert rules.phase(opened_at=None, ended_at=None, at=START) == "before"
