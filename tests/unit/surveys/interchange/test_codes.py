"""Codes of other programs become codes of ours, each once."""

import re
import time

import pytest

from surveys.interchange.codes import Codes


@pytest.mark.parametrize(
    ("wanted", "becomes"),
    [
        ("Q1", "q1"),
        ("alter-1", "alter_1"),
        ("１２", "q_12"),
        ("年齢", "q9"),
        ("", "q9"),
        ("_x", "q_x"),
        ("main", "q_main"),
        ("Not", "q_not"),
        ("x" * 40, "x" * 30),
    ],
)
def test_codes_of_questions_come_as_near_as_they_may(wanted, becomes):
    assert Codes("question").allot(wanted, "q9") == becomes


@pytest.mark.parametrize(
    ("wanted", "becomes"), [("A1", "A1"), ("-oth-", "_oth_"), ("1.5", "1_5"), ("はい", "7")]
)
def test_codes_of_options_keep_their_capitals(wanted, becomes):
    assert Codes("option").allot(wanted, "7") == becomes


def test_nothing_is_given_away_twice():
    codes = Codes("question")
    assert [codes.allot(code, "q") for code in ("Q1", "q1", "Q1", "q1_2")] == [
        "q1",
        "q1_2",
        "q1_3",
        "q1_2_2",
    ]


def test_a_hundred_thousand_equal_codes_take_no_time():
    codes, begun = Codes("option"), time.monotonic()
    found = {codes.allot("x" * 50, "x") for _n in range(100_000)}
    assert len(found) == 100_000
    assert all(re.fullmatch(r"[A-Za-z0-9_]{1,20}", code) for code in found)
    assert time.monotonic() - begun < 5
