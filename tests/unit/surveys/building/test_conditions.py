"""Conditions in rows that need no writing, and back from expressions."""

import pytest

from surveys.building import Refused
from surveys.building.conditions import Row, Rows, earlier, expression, rows_of
from surveys.logic import parse
from tests.unit.surveys.building.draft import draft

CASES = [
    (Rows((Row("q1", "chosen", ("1",)),)), "q1 has '1'"),
    (Rows((Row("q1", "chosen", ("1", "2")),)), "q1 has '1' or q1 has '2'"),
    (Rows((Row("q1", "not_chosen", ("1",)),)), "not q1 has '1'"),
    (Rows((Row("q1", "not_chosen", ("1", "2")),)), "not (q1 has '1' or q1 has '2')"),
    (Rows((Row("q1", "answered"),)), "answered(q1)"),
    (Rows((Row("q4.r1", "chosen", ("3",)),)), "q4.r1 has '3'"),
    (Rows((Row("q3", "at_least", number="10"),)), "q3 >= 10"),
    (
        Rows((Row("q1", "chosen", ("1", "2")), Row("q3", "at_most", number="2.5")), all_of=True),
        "(q1 has '1' or q1 has '2') and q3 <= 2.5",
    ),
    (
        Rows((Row("q2", "not_chosen", ("1", "3")), Row("q3", "at_least", number="2")), False),
        "not (q2 has '1' or q2 has '3') or q3 >= 2",
    ),
    (
        Rows((Row("q1", "chosen", ("1",)), Row("q3", "answered")), all_of=False),
        "q1 has '1' or answered(q3)",
    ),
]


@pytest.mark.parametrize(("rows", "text"), CASES)
def test_rows_become_an_expression_and_rows_again(rows, text):
    assert expression(rows) == text
    parse(text)
    assert rows_of(text) == rows


@pytest.mark.parametrize(
    "text",
    ["q1 = q2", "q1 has '1' and q2 has '1' or q3 > 1", "count(q1, q2) > 1", "q1 has '1' or (",
     "not (q1 has '1' and q2 has '1')"],
)  # fmt: skip
def test_an_expression_that_says_more_stays_an_expression(text):
    assert rows_of(text) is None


def test_no_condition_is_no_rows():
    assert rows_of(None) == Rows()


def test_a_row_without_an_option_is_refused():
    with pytest.raises(Refused, match="building-row-needs-option"):
        expression(Rows((Row("q1", "chosen"),)))


def test_only_what_comes_before_can_be_asked_about():
    assert [s.about for s in earlier(draft(), unit="question", code="q2")] == ["q1"]
    assert [s.about for s in earlier(draft(), unit="page", code="p2")] == ["q1", "q2"]
    assert [s.about for s in earlier(draft(), unit="page", code="p1")] == []
