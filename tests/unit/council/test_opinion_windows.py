"""When an item takes opinions: half-open windows, and what the meeting's state says first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.rules.opinions import (
    MAX_OPINION,
    Window,
    is_open,
    response_faults,
    revising_obstacles,
    speaking_obstacles,
    text_faults,
)

OPENS = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 20, 8, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
WINDOW = Window("convened", "hybrid", "planned", OPENS, CLOSES)


@pytest.mark.parametrize(
    ("at", "obstacles"),
    [
        (OPENS - TICK, ["opinions-not-open-yet"]),
        (OPENS, []),
        (CLOSES - TICK, []),
        (CLOSES, ["opinions-closed"]),
        (CLOSES + TICK, ["opinions-closed"]),
    ],
)
def test_a_window_takes_its_first_moment_and_refuses_its_last(at, obstacles):
    assert speaking_obstacles(WINDOW, at) == obstacles


@pytest.mark.parametrize("state", ["convened", "live", "ended", "minutes"])
def test_one_window_serves_before_during_and_after_the_meeting(state):
    assert speaking_obstacles(replace(WINDOW, meeting_state=state), OPENS) == []


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("draft", "meeting-not-convened"),
        ("cancelled", "meeting-is-cancelled"),
        ("closed", "meeting-is-closed"),
    ],
)
def test_an_open_window_does_not_help_where_the_meeting_is_silent(state, code):
    assert speaking_obstacles(replace(WINDOW, meeting_state=state), OPENS) == [code]


def test_a_withdrawn_item_takes_nothing():
    assert speaking_obstacles(replace(WINDOW, item_state="withdrawn"), OPENS) == [
        "item-is-withdrawn"
    ]


def test_without_a_window_only_the_running_meeting_listens():
    bare = replace(WINDOW, opens_at=None, closes_at=None)
    assert speaking_obstacles(bare, OPENS) == ["opinions-only-in-meeting"]
    assert speaking_obstacles(replace(bare, meeting_state="live"), OPENS) == []


def test_a_meeting_in_writing_lends_its_window_to_its_items():
    written = Window("convened", "in_writing", "planned", None, None, OPENS, CLOSES)
    assert speaking_obstacles(written, CLOSES - TICK) == []
    assert speaking_obstacles(written, CLOSES) == ["opinions-closed"]


def test_a_closed_opinion_cannot_be_reworded_even_while_the_item_is_open():
    assert revising_obstacles(WINDOW, opinion_state="withdrawn", at=OPENS) == ["opinion-is-closed"]
    assert revising_obstacles(WINDOW, opinion_state="public", at=OPENS) == []


@given(st.integers(-10, 10), st.integers(1, 10), st.integers(1, 10))
def test_two_windows_that_touch_never_both_take_the_same_moment(shift, first, second):
    middle = OPENS + timedelta(hours=first)
    end = middle + timedelta(hours=second)
    at = middle + timedelta(hours=shift)
    assert not (is_open(OPENS, middle, at) and is_open(middle, end, at))


def test_words_are_needed_and_have_an_end():
    assert text_faults(" 　\n") == ["opinion-is-empty"]
    assert text_faults("あ" * MAX_OPINION) == []
    assert text_faults("あ" * (MAX_OPINION + 1)) == ["opinion-too-long"]


def test_the_city_must_give_a_reason_whatever_it_answers():
    for disposition in ("adopted", "declined", "noted"):
        assert response_faults(disposition=disposition, text="　", due_on=None) == [
            ("text", "response-needs-reason")
        ]


def test_considering_without_a_day_is_no_answer():
    assert response_faults(disposition="considering", text="検討します。", due_on=None) == [
        ("due_on", "considering-needs-day")
    ]
    day = date(2027, 3, 31)
    assert response_faults(disposition="considering", text="検討します。", due_on=day) == []
