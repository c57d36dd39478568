"""When one may answer, publish, move the dates, release."""

from datetime import UTC, datetime, timedelta

import pytest

from surveys import rules
from surveys.rules import Phase

OPENS = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 4, 8, 15, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def phase(at, state="published"):
    return rules.phase(state=state, opens_at=OPENS, closes_at=CLOSES, at=at)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (OPENS - TICK, Phase.UPCOMING),
        (OPENS, Phase.OPEN),
        (CLOSES - TICK, Phase.OPEN),
        (CLOSES, Phase.FINISHED),
        (CLOSES + TICK, Phase.FINISHED),
    ],
)
def test_open_is_half_open_to_the_microsecond(at, expected):
    assert phase(at) is expected


def test_a_draft_is_a_draft_and_closed_is_finished_whatever_the_day():
    assert phase(OPENS, "draft") is Phase.DRAFT
    assert phase(OPENS, "closed") is Phase.FINISHED


def test_why_one_cannot_answer():
    assert rules.answering_obstacles(Phase.OPEN, used=False) == []
    assert rules.answering_obstacles(Phase.UPCOMING, used=False) == ["survey-not-open-yet"]
    assert rules.answering_obstacles(Phase.FINISHED, used=False) == ["survey-closed"]
    assert rules.answering_obstacles(Phase.OPEN, used=True) == ["already-answered"]
    assert rules.answering_obstacles(Phase.FINISHED, used=True)[0] == "already-answered"


def test_publishing_needs_a_questionnaire_and_a_future():
    assert (
        rules.publishing_obstacles(
            state="draft", has_questionnaire=True, closes_at=CLOSES, at=OPENS
        )
        == []
    )
    assert rules.publishing_obstacles(
        state="published", has_questionnaire=False, closes_at=CLOSES, at=CLOSES
    ) == [
        "survey-already-published",
        "survey-has-no-questionnaire",
        "survey-closes-in-the-past",
    ]


def dates(now, opens=OPENS, closes=CLOSES, at=OPENS):
    return rules.date_obstacles(
        now=now, opens_at=OPENS, new_opens_at=opens, new_closes_at=closes, at=at
    )


def test_moving_dates():
    day = timedelta(days=1)
    assert dates(Phase.OPEN, closes=CLOSES + day) == []
    assert dates(Phase.UPCOMING, opens=OPENS + day, at=OPENS - day) == []
    assert dates(Phase.OPEN, opens=OPENS + day) == ["survey-opening-is-past"]
    assert dates(Phase.OPEN, closes=OPENS) == [
        "survey-closes-before-opening",
        "survey-closes-in-the-past",
    ]


def test_results_are_released_once_and_only_after_the_end():
    assert rules.releasing_obstacles(Phase.FINISHED, is_released=False) == []
    assert rules.releasing_obstacles(Phase.OPEN, is_released=False) == ["survey-still-running"]
    assert rules.releasing_obstacles(Phase.DRAFT, is_released=False) == ["survey-not-published"]
    assert rules.releasing_obstacles(Phase.FINISHED, is_released=True) == [
        "results-already-released"
    ]


def test_membership_is_by_fiscal_year():
    assert rules.is_member(member_from=2026, member_to=2027, fiscal_year=2026)
    assert not rules.is_member(member_from=2026, member_to=2027, fiscal_year=2028)
    assert not rules.is_member(member_from=2026, member_to=None, fiscal_year=2025)
    assert rules.is_member(member_from=2020, member_to=None, fiscal_year=2030)
