"""Options, rows and columns with new codes: conditions that mention them follow."""

import pytest

from surveys.building.recoding import recoded, recoded_expression
from surveys.definition import problems
from tests.unit.surveys.building.draft import draft


@pytest.mark.parametrize(
    ("text", "codes", "expected"),
    [
        ("q1 has '1'", {"options": {"1": "a"}}, "q1 has 'a'"),
        ("q1 = 1", {"options": {"1": "a"}}, "q1 = 'a'"),
        ("q1 in ('1', '2')", {"options": {"1": "2", "2": "1"}}, "q1 in ('2', '1')"),
        ("q2 has '1' and q1 has '1'", {"options": {"1": "a"}}, "q2 has '1' and q1 has 'a'"),
        ("q1.r1 = '1'", {"rows": {"r1": "s"}, "options": {"1": "a"}}, "q1.s = 'a'"),
        ("q1.r1.c1 > 3", {"rows": {"r1": "s"}, "columns": {"c1": "d"}}, "q1.s.d > 3"),
        ("q1.r1.2 = '1'", {"second_options": {"1": "z"}, "options": {"1": "a"}}, "q1.r1.2 = 'z'"),
        ("rank(q1, '1') = 1", {"options": {"1": "a"}}, "rank(q1, 'a') = 1"),
        ("q3  >  1", {"options": {"1": "a"}}, "q3  >  1"),
        ("q1 has '1", {"options": {"1": "a"}}, "q1 has '1"),
    ],
)
def test_an_expression_follows(text, codes, expected):
    assert recoded_expression(text, "q1", codes) == expected


def test_a_whole_draft_follows():
    document = draft()
    document["pages"][0]["questions"][0]["options"][0]["code"] = "yes"
    assert [p.code for p in problems(document)] == ["definition-condition-unknown-option"]
    assert problems(recoded(document, "q1", {"options": {"1": "yes"}})) == []
