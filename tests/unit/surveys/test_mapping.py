"""Answers to an older questionnaire, read with the codes of the next one."""

from surveys.definition.mapping import lost, mapped, unexplained
from tests.unit.surveys.building.draft import draft, option


def test_without_a_mapping_answers_stay_as_they_are():
    answers = {"q1": {"state": "answered", "codes": ["1"]}, "q2": {"state": "not-shown"}}
    assert mapped(answers, None) == answers


def test_a_question_with_a_new_code_brings_its_answer():
    answers = {"q1": {"state": "no-answer"}, "q3": {"state": "answered", "number": 3}}
    mapping = {"questions": {"q3": {"to": "years"}, "q1": {"to": None}}}
    assert mapped(answers, mapping) == {"years": {"state": "answered", "number": 3}}


def test_options_that_were_joined_count_once():
    mapping = {"questions": {"q2": {"options": {"1": "a", "2": "a", "9": None}}}}
    state = {"state": "answered", "codes": ["1", "2", "3", "9"], "other": {"9": "電話"}}
    assert mapped({"q2": state}, mapping)["q2"] == {"state": "answered", "codes": ["a", "3"]}


def test_an_answer_of_nothing_but_gone_options_is_invalid_and_stays_in_the_base():
    mapping = {"questions": {"q1": {"options": {"2": None}}}}
    assert mapped({"q1": {"state": "answered", "codes": ["2"]}}, mapping) == {
        "q1": {"state": "invalid"}
    }


def test_every_kind_of_table_is_read():
    mapping = {"questions": {"m": {"rows": {"r1": "a"}, "options": {"1": "5"},
                                   "second_options": {"1": "7"}}}}  # fmt: skip
    read = lambda rows: mapped({"m": {"state": "answered", "rows": rows}}, mapping)["m"]["rows"]  # noqa: E731
    assert read({"r1": "1", "r2": "2"}) == {"a": "5", "r2": "2"}
    assert read({"r1": ["1", "2"]}) == {"a": ["5", "2"]}
    assert read({"r1": {"1": "1", "2": "1"}}) == {"a": {"1": "5", "2": "7"}}
    numbers = {"questions": {"m": {"columns": {"c1": "x", "c2": None}}}}
    state = {"state": "answered", "rows": {"r1": {"c1": 3, "c2": 4}}}
    assert mapped({"m": state}, numbers)["m"]["rows"] == {"r1": {"x": 3}}


def test_ranks_fields_and_the_seed_come_along():
    mapping = {"questions": {"r": {"options": {"1": "b"}}, "f": {"rows": {"r1": "s1"}}}}
    answers = {
        "$seed": {"value": 7},
        "r": {"state": "answered", "ranks": ["2", "1"]},
        "f": {"state": "answered", "texts": {"r1": "い", "r2": "ろ"}},
    }
    assert mapped(answers, mapping) == {
        "$seed": {"value": 7},
        "r": {"state": "answered", "ranks": ["2", "b"]},
        "f": {"state": "answered", "texts": {"s1": "い", "r2": "ろ"}},
    }


def test_what_a_mapping_must_say():
    new = draft()
    new["pages"][0]["questions"][0]["options"] = [option("1", "はい")]
    new["pages"][1]["questions"] = new["pages"][1]["questions"][1:]
    assert lost(draft(), new) == {"q1": {"options": ["2"]}, "q3": {"": []}}
    assert unexplained(draft(), new, {}) == ["q1.2", "q3"]
    told = {"questions": {"q1": {"options": {"2": None}}, "q3": {"to": None}}}
    assert unexplained(draft(), new, told) == []
    wrong = {"questions": {"q1": {"options": {"2": "7"}}, "q3": {"to": "q4"}}}
    assert unexplained(draft(), new, wrong) == ["q1.2", "q3"]
