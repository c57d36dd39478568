"""What a builder is told about an expression: its mistakes, its order, its words."""

from typing import ClassVar

import pytest

from surveys.logic import parse
from surveys.logic.check import Asked, Known, kind_of, problems
from surveys.logic.order import always_holds, any_of, can_hold, one_of, order
from surveys.logic.words import ENGLISH, said

ONE_TO_THREE = frozenset({"1", "2", "3"})
FRUIT = frozenset({"apple", "pear"})


class Questions(Known):
    """q1 single, q2 multiple, q3 number, q4 text, q5 date, q6 matrix, q7 fruit, q8 ranking."""

    kinds: ClassVar = {
        ("q1",): Asked("code", ONE_TO_THREE),
        ("q1", "other"): Asked("text"),
        ("q2",): Asked("codes", ONE_TO_THREE),
        ("q3",): Asked("number"),
        ("q4",): Asked("text"),
        ("q5",): Asked("date"),
        ("q6",): Asked("parts"),
        ("q6", "r1"): Asked("code", ONE_TO_THREE),
        ("q7",): Asked("code", FRUIT),
        ("q8",): Asked("codes", FRUIT),
    }

    def has(self, question: str) -> bool:
        return (question,) in self.kinds

    def asked(self, parts: tuple[str, ...]) -> Asked | None:
        return self.kinds.get(parts)


def wrong_with(text: str, *, condition: bool = True) -> list[str]:
    return [problem.code for problem in problems(parse(text), Questions(), condition=condition)]


@pytest.mark.parametrize(
    "text",
    [
        "q1 = '2' and q2 has '3'",
        "q1 = 2 and q1 > 1",
        "q3 + 1 > sum(q6)",
        "q3 = '18'",
        "q4 = 'はい' or contains(q4, '犬')",
        "q5 >= '2026-04-01' and q5 <= today()",
        "days_between(q5, today()) > 365",
        "q6.r1 in ('1', '2', missing)",
        "rank(q8, 'pear') = 1 and at(q8, 2) = 'apple'",
        "count_if('1', q6, q2) >= 2",
        "q1.other != ''",
        "if(answered(q3), q3, 0) > 2",
        "matches(q4, 'mail')",
        "not answered(q1)",
        "q1 = missing",
        "today() > '2026-01-01'",
    ],
)
def test_nothing_is_wrong(text: str) -> None:
    assert wrong_with(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("q99 = '1'", "expression-unknown-question"),
        ("this > 3", "expression-unknown-question"),
        ("q1.r1 = '1'", "expression-unknown-part"),
        ("q6.r9 = '1'", "expression-unknown-part"),
        ("q1 = '4'", "expression-unknown-option"),
        ("'4' = q1", "expression-unknown-option"),
        ("q2 has '9'", "expression-unknown-option"),
        ("q6.r1 in ('1', '7')", "expression-unknown-option"),
        ("rank(q8, 'plum') = 1", "expression-unknown-option"),
        ("count_if('9', q2) > 0", "expression-unknown-option"),
        ("frob(q1)", "expression-unknown-function"),
        ("round() = q3", "expression-wrong-arguments"),
        ("date(2026, 1) = q5", "expression-wrong-arguments"),
        ("matches(q4, '(a+)+$')", "expression-unknown-format"),
        ("matches(q4, q1)", "expression-unknown-format"),
        ("q7 + 1 > 2", "expression-wrong-type"),
        ("q5 > 18", "expression-wrong-type"),
        ("q3 > 'たくさん'", "expression-wrong-type"),
        ("q3 = 'いぬ'", "expression-wrong-type"),
        ("q5 - 1 = q3", "expression-wrong-type"),
        ("q6 + 1 > 2", "expression-wrong-type"),
        ("at(q3, 1) = 'x'", "expression-wrong-type"),
        ("year('きのう') > q3", "expression-wrong-type"),
        ("1 = 1", "expression-always-true"),
        ("'a' = 'b'", "expression-always-false"),
        ("false", "expression-always-false"),
    ],
)
def test_one_thing_is_wrong(text: str, code: str) -> None:
    assert wrong_with(text) == [code]


def test_a_constant_is_a_fine_default() -> None:
    assert wrong_with("'1'", condition=False) == []


def test_hints_are_told_apart_from_mistakes() -> None:
    (hint,) = problems(parse("q5 > 18"), Questions())
    (mistake,) = problems(parse("q1 = '4'"), Questions())
    assert (hint.is_hint, mistake.is_hint) == (True, False)
    assert mistake.values == {"code": "q1", "option": "4"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("q3 * 2", "number"),
        ("q1 = '1'", "truth"),
        ("if(q1, 1, 2)", "number"),
        ("if(q1, 1, 'x')", "any"),
        ("coalesce(q5, missing)", "date"),
        ("today()", "date"),
        ("q6", "parts"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind_of(parse(text), Questions()) == kind


def test_everything_comes_after_what_it_looks_at() -> None:
    found = order({"c": [parse("a + b")], "b": [parse("a * 2")], "a": [], "d": [parse("q1 = '1'")]})
    assert found.names == ("a", "b", "c", "d")
    assert found.cycle == ()


def test_a_circle_is_named() -> None:
    found = order({"a": [parse("b = 1")], "b": [parse("c > 2")], "c": [parse("a.r1 = 1")]})
    assert found.cycle == ("a", "b", "c", "a")
    assert order({"a": [parse("a > 1")]}).cycle == ("a", "a")


def test_300_questions_that_rest_on_each_other_are_no_trouble() -> None:
    chain = {f"q{n}": [parse(f"q{n + 1} = 1")] for n in range(2_000)}
    assert order(chain).names[0] == "q1999"


CHOICES = {"q1": one_of("123"), "q2": any_of("123") or [], "q6.r1": one_of("123")}


@pytest.mark.parametrize(
    ("conditions", "possible"),
    [
        (["q1 = '1'"], True),
        (["q1 = '1' and q1 = '2'"], False),
        (["q1 = '1'", "q1 = '2'"], False),
        (["q1 in ('1', '2')", "q1 > 2"], False),
        (["q2 has '1' and q2 has '2'"], True),
        (["q2 = missing and q2 has '1'"], False),
        (["not answered(q1) and q1 = '3'"], False),
        (["q1 = '1' and q1 = '2' and age > 3"], False),
        (["q1 = '1' and age > 3"], None),
        (["q1 = '1' and today() < '2020-01-01'"], None),
        (["count_if('1', q1, q6.r1) = 2"], True),
    ],
)
def test_conditions_that_nobody_can_meet_are_found(
    conditions: list[str], possible: bool | None
) -> None:
    assert can_hold(map(parse, conditions), CHOICES) is possible


def test_conditions_that_everybody_meets_are_found() -> None:
    assert always_holds([parse("q1 = '1' or q1 != '1'")], CHOICES) is True
    assert always_holds([parse("q1 = '1'")], CHOICES) is False
    assert always_holds([parse("age > 1")], CHOICES) is None


def test_too_many_combinations_are_left_open() -> None:
    many = {f"q{n}": one_of("12345") for n in range(5)}
    assert can_hold([parse(" and ".join(f"{name} = '1'" for name in many))], many) is None
    assert any_of([str(n) for n in range(13)]) is None


class Titles:
    options: ClassVar = {"q3": {"1": "はい", "2": "いいえ"}, "q6": {"1": "よい"}}

    def question(self, parts: tuple[str, ...]) -> str:
        return f"問{parts[0][1:]}" + "".join(f"の「{part}」" for part in parts[1:])

    def option(self, parts: tuple[str, ...], code: str) -> str | None:
        return self.options.get(parts[0], {}).get(code)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("q3 = '1'", "問3で「はい」を選んだ方"),
        ("q3 has '1'", "問3で「はい」を選んだ方"),
        ("q3 != '1'", "問3で「はい」を選ばなかった方"),
        ("not q3 = '1'", "問3で「はい」を選ばなかった方"),
        ("q3 in ('1', '2')", "問3で「はい」または「いいえ」を選んだ方"),
        ("q6.r1 = 1", "問6の「r1」で「よい」を選んだ方"),
        ("answered(q4)", "問4に答えた方"),
        ("not answered(q4)", "問4に答えなかった方"),
        ("q4 = missing", "問4に答えなかった方"),
        ("q4 != ''", "問4に答えた方"),
        ("q5 >= 18", "問5が18以上の方"),
        ("18 <= q5", "問5が18以上の方"),
        ("q5 = 3", "問5が3の方"),
        ("q5 < q7", "問5が問7より小さい方"),
        ("sum(q5, q7) > 10", "問5と問7の合計が10より大きい方"),
        ("contains(q4, '犬')", "問4に「犬」を含む方"),
        ("q3 = '1' and q5 >= 18", "問3で「はい」を選んだ、かつ、問5が18以上の方"),
        (
            "q3 = '1' and (q5 < 18 or q5 > 64)",
            "問3で「はい」を選んだ、かつ、（問5が18より小さい、または、問5が64より大きい）方",
        ),
        ("not (q5 > 18)", "「問5が18より大きい」に当てはまらない方"),
        ("q5 mod 2 = 0", "「q5 mod 2」が0の方"),
        ("matches(q4, 'mail')", "「matches(q4, 'mail')」に当てはまる方"),
        ("count_if('1', q6) >= 2", "問6で「よい」を選んだ数が2以上の方"),
    ],
)
def test_conditions_in_words(text: str, words: str) -> None:
    assert said(parse(text), Titles()) == words


def test_words_of_another_language() -> None:
    condition = parse("q3 = '1' and not q5 >= 18 or answered(q4)")
    assert said(condition, Titles(), ENGLISH) == (
        "if (you chose “はい” in 問3 and it is not so that 問5 is 18 or more) or you answered 問4"
    )
