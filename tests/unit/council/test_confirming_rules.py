"""How an organisation stands to the minutes, and when the secretariat may go on."""

from datetime import date

import pytest

from council.rules.confirming import Said, answering_obstacles, approving_obstacles, standing

LAST = date(2026, 12, 10)
AFTER = date(2026, 12, 11)


@pytest.mark.parametrize(
    ("said", "today", "expected"),
    [
        (Said(), LAST, "waiting"),
        (Said(), AFTER, "deemed"),
        (Said(has_confirmed=True), LAST, "confirmed"),
        (Said(has_confirmed=True), AFTER, "confirmed"),
        (Said(open_changes=1), LAST, "asks-change"),
        (Said(open_changes=1), AFTER, "asks-change"),
        (Said(has_confirmed=True, open_changes=1), LAST, "asks-change"),
        (Said(objections=1), AFTER, "objects"),
        (Said(has_confirmed=True, objections=1), AFTER, "objects"),
    ],
)
def test_how_an_organisation_stands(said, today, expected):
    assert standing(said, LAST, today) == expected


def test_without_a_deadline_silence_is_never_agreement():
    assert standing(Said(), None, AFTER) == "waiting"


@pytest.mark.parametrize(
    ("state", "today", "reason"),
    [
        ("confirming", LAST, []),
        ("confirming", AFTER, ["confirmation-is-over"]),
        ("draft", LAST, ["minutes-not-asked"]),
        ("confirmed", LAST, ["minutes-already-confirmed"]),
        ("published", LAST, ["minutes-already-confirmed"]),
    ],
)
def test_when_an_organisation_may_answer(state, today, reason):
    assert answering_obstacles(state, LAST, today) == reason


def test_nobody_is_passed_over():
    assert approving_obstacles("confirming", ["confirmed", "waiting"], 0) == [
        "organisations-still-answering"
    ]
    assert approving_obstacles("confirming", ["confirmed", "asks-change"], 1) == [
        "minutes-have-open-requests"
    ]
    assert approving_obstacles("confirming", ["confirmed", "deemed", "objects"], 0) == []
    assert approving_obstacles("draft", ["waiting"], 1) == []
