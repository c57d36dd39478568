"""What conditions, checks and computed values mean, as somebody who writes them would say it."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.logic import (
    ExpressionError,
    Ref,
    evaluate,
    from_plain,
    parse,
    references,
    renamed,
    to_plain,
    to_text,
    truth,
)
from tests.factories.expressions import Expressions

TODAY = date(2026, 11, 23)
ANSWERS = {
    "sex": "2",
    "age": 34.0,
    "kids": 0.0,
    "used": ["1", "3"],
    "first": ["b", "a"],
    "town": "𠮷野町",
    "note": "",
    "code": "01",
    "use.desk": "4",
    "use.web": "5",
    "cost.a": 1000.0,
    "cost.b": 250.5,
    "grid.r1.c1": 3.0,
    "grid.r1.c2": 4.0,
    "used.other": "図書館",
    "born": "1992-11-24",
    "built": "2019",
    "agreed": True,
}


def say(text: str, **more: Any) -> Any:
    return evaluate(parse(text), ANSWERS | more, TODAY)


@pytest.mark.parametrize(
    "condition",
    [
        "sex = '2'",
        "sex = 2",
        "'2' = sex",
        "sex in ('1', '2')",
        "sex != '1'",
        "not sex = '1'",
        "used has '3' and not used has '2'",
        "sex has '2'",
        "age >= 18 and age < 65",
        "age > '9'",
        "age = '34'",
        "kids = 0",
        "answered(kids)",
        "agreed",
        "agreed = true",
        "use.desk < use.web",
        "town = '𠮷野町'",
        "length(town) = 3",
        "born < '2000-01-01'",
        "Age = 34 or AGE = 34 OR age = 34",
    ],
)
def test_conditions_that_hold(condition: str) -> None:
    assert say(condition) is True


@pytest.mark.parametrize(
    "condition",
    [
        "sex = '3'",
        "code = '1'",
        "used has '2'",
        "kids",
        "note",
        "answered(note)",
        "nobody > 3",
        "nobody < 3",
        "nobody = 0",
        "nobody has '1'",
        "age < 34 or age > 34",
    ],
)
def test_conditions_that_do_not_hold(condition: str) -> None:
    assert truth(say(condition)) is False


def test_what_was_not_answered_equals_only_nothing() -> None:
    assert say("nobody = missing") is True
    assert say("nobody = ''") is True
    assert say("nobody != '1'") is True
    assert say("nobody + 1") is None
    assert say("sum(nobody, 1)") == 1.0
    assert say("coalesce(nobody, note, 'なし')") == "なし"


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("-2 * 3", -6.0),
        ("7 mod 3", 1.0),
        ("-7 mod 3", -1.0),
        ("1 / 0", None),
        ("1 mod 0", None),
        ("'１' + 1", None),
        ("1000000 * 1000000 * 1000000", 1e18),
        ("text(1000000 * 1000000 * 1000000)", None),
        ("sum(cost)", 1250.5),
        ("sum(cost.a, cost.b)", 1250.5),
        ("mean(grid)", 3.5),
        ("min(age, 20)", 20.0),
        ("max(cost)", 1000.0),
        ("min(nobody)", None),
        ("count(used)", 2.0),
        ("count(use, sex, note)", 3.0),
        ("count_if('4', use)", 1.0),
        ("count_if('3', used, use)", 1.0),
        ("answered(grid)", True),
        ("round(2.5)", 3.0),
        ("round(-2.5)", -3.0),
        ("round(2.345, 1)", 2.3),
        ("round(1, 7)", None),
        ("floor(-1.5)", -2.0),
        ("ceil(1.2)", 2.0),
        ("abs(-3)", 3.0),
        ("if(age < 18, '子', '大人')", "大人"),
        ("if(nobody, 1, 2)", 2.0),
        ("number('12.5') * 2", 25.0),
        ("number('１２')", None),
        ("text(0.1 + 0.2)", "0.3"),
        ("text(3)", "3"),
        ("text(-0.0000001)", "0"),
        ("text(used)", "1,3"),
        ("upper('abcéａ')", "ABCéａ"),
        ("lower('ABC')", "abc"),
        ("contains(used.other, '図')", True),
        ("starts(town, '𠮷')", True),
        ("ends(town, '町')", True),
        ("substring(town, 2, 1)", "野"),
        ("substring(town, 2)", "野町"),
        ("substring(town, 0, 1)", "𠮷"),
        ("join(town, '・', age)", "𠮷野町・34"),
        ("matches('a@example.jp', 'mail')", True),
        ("matches('963-8601', 'postal_code')", True),
        ("matches('カナ', 'hiragana')", False),
        ("matches('024-924-2000', 'phone')", True),
        ("matches('024-924', 'phone')", False),
        ("rank(first, 'a')", 2.0),
        ("rank(first, 'c')", None),
        ("at(first, 1)", "b"),
        ("at(first, 3)", None),
        ("today()", "2026-11-23"),
        ("date(2024, 2, 29)", "2024-02-29"),
        ("date(2023, 2, 29)", None),
        ("year(born)", 1992.0),
        ("month(born)", 11.0),
        ("day(born)", 24.0),
        ("year(built)", 2019.0),
        ("days_between('2024-02-28', '2024-03-01')", 2.0),
        ("days_between('2026-11-23', '2026-11-22')", -1.0),
        ("years_between(born, today())", 33.0),
        ("years_between(today(), born)", None),
        ("'a''b'", "a'b"),
        ('"it\'s"', "it's"),
    ],
)
def test_formulas(formula: str, value: object) -> None:
    found = say(formula)
    assert found == value
    assert type(found) is type(value)


def test_a_check_sees_the_answer_itself() -> None:
    assert say("this <= age", this=30.0) is True


def test_unknown_functions_and_wrong_numbers_of_arguments_say_nothing() -> None:
    assert say("frobnicate(1)") is None
    assert say("round()") is None
    assert say("if(1, 2)") is None


def test_texts_come_in_the_order_of_unicode() -> None:
    assert say("'Ａ' < '𠮷'") is True


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, -(10**400)])
def test_numbers_that_are_none_count_as_missing(value: Any) -> None:
    assert say("odd + 1", odd=value) is None
    assert say("text(odd)", odd=value) is None
    assert say("floor(odd)", odd=value) is None


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("", "expression-empty", 1, 1),
        ("   ", "expression-empty", 1, 1),
        ("q1 =", "expression-unreadable", 1, 5),
        ("q1 = = 2", "expression-unreadable", 1, 6),
        ("q1 and\n and q2", "expression-unreadable", 2, 2),
        ("q1 orq2", "expression-unreadable", 1, 4),
        ("'open", "expression-unreadable", 1, 1),
        ("１ = 1", "expression-unreadable", 1, 1),
        ("q1 = '\0'", "expression-unreadable", 1, 7),
        ("q1; import os", "expression-unreadable", 1, 3),
        ("__import__('os')", "expression-unreadable", 1, 1),
        ("q1.__class__()", "expression-unreadable", 1, 13),
    ],
)
def test_what_cannot_be_read_says_where(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert (refused.value.code, refused.value.line, refused.value.column) == (code, line, column)
    assert refused.value.values["column"] == column


EVIL = [
    ("(" * 31 + "1" + ")" * 31, "expression-too-deep"),
    ("(" * 2000 + "1" + ")" * 1999, "expression-too-deep"),
    ("(" * 4000, "expression-too-deep"),
    ("-" * 4000, "expression-too-deep"),
    ("not " * 999 + "1", "expression-too-deep"),
    ("abs(" * 700 + "1" + ")" * 700, "expression-too-deep"),
    ("not -" * 500 + "1", "expression-too-deep"),
    ("1" + "+1" * 1999, "expression-too-big"),
    ("1" + "+1" * 70, "expression-too-big"),
    ("a or " * 799 + "a", "expression-too-big"),
    ("sum(" + "1," * 1900 + "1)", "expression-too-big"),
    ("a" * 4001, "expression-too-long"),
    (" " * 5000, "expression-too-long"),
    ("9" * 4000, "expression-number-too-large"),
    ("1000000000000001", "expression-number-too-large"),
    ("1e999", "expression-unreadable"),
    ("0." + "1" * 3000 + ".", "expression-unreadable"),
    ("'" * 3999, "expression-unreadable"),
    ("\0" * 100, "expression-unreadable"),
    ("a" + ".b" * 1000 + "(", "expression-unreadable"),
    ("q1 = '\ud800'", "expression-unreadable"),
    ("{{7*7}}", "expression-unreadable"),
    ("(a+)+$", "expression-unreadable"),
]


@pytest.mark.parametrize(("text", "code"), EVIL, ids=[text[:12] for text, _code in EVIL])
def test_evil_input_is_refused(text: str, code: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert refused.value.code == code


def test_brackets_inside_a_text_are_letters() -> None:
    assert parse(f"q1 = '{'(' * 100}'")


def test_a_long_text_that_grows_stays_bounded() -> None:
    doubled = "join(" * 20 + "town" + ", town)" * 20
    many = "join(" + ", ".join(["long"] * 100) + ")"
    assert len(say(doubled)) == 63
    assert len(say(many, long="あ" * 9_000)) == 10_000


@given(st.text(max_size=120))
def test_random_text_is_read_or_refused(text: str) -> None:
    try:
        tree = parse(text)
    except ExpressionError:
        return
    evaluate(tree, ANSWERS, TODAY)


WORDS = ["q1", "q2.r1", "and", "or", "not", "=", "!=", "<", "has", "in", "(", ")", "-", "+", "mod"]
WORDS += ["'1'", "2", "1.5", ",", "sum(", "if(", "today()", "missing", "true", ".", "''", "\n", "*"]


@given(st.lists(st.sampled_from(WORDS), max_size=30))
@settings(max_examples=300)
def test_random_words_are_read_or_refused(words: list[str]) -> None:
    try:
        tree = parse(" ".join(words))
    except ExpressionError:
        return
    evaluate(tree, {"q1": ["1"], "q2.r1": 3.0}, TODAY)
    assert to_plain(parse(to_text(tree))) == to_plain(tree)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=4))
@settings(max_examples=500)
def test_a_tree_is_written_and_read_again_as_itself(seed: int, depth: int) -> None:
    tree = Expressions(seed).expression(depth)
    text = to_text(tree)
    assert json.dumps(to_plain(parse(text))) == json.dumps(to_plain(tree)), text
    assert from_plain(to_plain(tree)) == tree


@given(st.integers(min_value=0))
def test_renaming_there_and_back_changes_nothing(seed: int) -> None:
    tree = Expressions(seed).expression(3)
    there = renamed(tree, {"q1": "sex", "q7": "q8", "q8": "q7"})
    assert to_plain(renamed(there, {"sex": "q1", "q7": "q8", "q8": "q7"})) == to_plain(tree)
    assert not any(path.split(".")[0] == "q1" for path in references(there))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("((a)) and ((b or c))", "a and (b or c)"),
        ("(a and b) or c", "a and b or c"),
        ("not (a = 1)", "not a = 1"),
        ("not (a and b)", "not (a and b)"),
        ("(a - b) - c", "a - b - c"),
        ("a - (b - c)", "a - (b - c)"),
        ("(a * b) + c", "a * b + c"),
        ("-(a + b)", "-(a + b)"),
        ("- 5", "-5"),
        ('a = "it\'s"', "a = 'it''s'"),
        ("a IN('1' ,2)", "a in ('1', 2)"),
        ("SUM ( a,b )", "SUM(a, b)"),
    ],
)
def test_written_with_no_more_brackets_than_needed(text: str, written: str) -> None:
    assert to_text(parse(text)) == written


def test_the_plain_form_survives_json() -> None:
    tree = parse("q1 in ('1', 2) and not sum(q2.r1, 3) >= -1.5 or q3 has missing")
    plain = json.loads(json.dumps(to_plain(tree)))
    assert plain[1][1] == ["in", ["ref", "q1"], [["lit", "1"], ["lit", 2.0]]]
    assert from_plain(plain) == tree


def test_renaming_a_question_renames_only_that_question() -> None:
    tree = parse("q1 = '1' and q1.r1 = 'q1' and q10 = 2 and count(q1, q2) > 0 and r1.q1 = 1")
    assert (
        to_text(renamed(tree, {"q1": "sex", "q2": "q1"}))
        == "sex = '1' and sex.r1 = 'q1' and q10 = 2 and count(sex, q1) > 0 and r1.q1 = 1"
    )


def test_references_are_those_written() -> None:
    assert references(parse("q1 = q2.r1 or sum(q3.r1.c1, this) > 'q9'")) == {
        "q1",
        "q2.r1",
        "q3.r1.c1",
        "this",
    }
    assert parse("q2.r1") == Ref(("q2", "r1"))
