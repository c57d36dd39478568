"""The form of a question: what it shows is what it reads."""

import pytest

from surveys.building.entries import entries
from surveys.building.sheet import controls
from surveys.building.typed import read_question
from surveys.definition import Question
from surveys.definition.fields import OF_TYPE, allowed
from tests.unit.surveys.building.draft import option

LANGUAGES = ["ja", "en"]
BOTH = {"ja": "日本語\n2行め", "en": "English"}
OPTIONS = [
    option("1", "一", fixed=True, yomi="いち"),
    option("2", "二", value=2.5, show_if="q1 has '1'", role="dont_know"),
    {
        "code": "98",
        "text": BOTH | {"en": "Other"},
        "picture": {"name": "a" * 64 + ".png", "alt": BOTH},
    },
]
LINE = {"ja": "日本語", "en": "English"}
VALUES = {
    "text": BOTH, "hint": BOTH, "required": "soft", "show_if": "q1 has '1'",
    "checks": [{"holds": "this > 1", "message": LINE}], "default": "q1", "comment": LINE,
    "display": "list", "options": [o | {"text": {"ja": "ことば", "en": "Words"}} for o in OPTIONS],
    "second_options": [option("1", "高い", value=1), option("2", "低い")], "first_heading": LINE,
    "second_heading": LINE,
    "rows": [option("r1", "行1", show_if="q1 = '2'"), option("r2", "行2", fixed=True)],
    "columns": [option("c1", "列1"), option("c2", "列2")],
    "options_from": {"question": "q1"}, "rows_from": {"question": "q1", "which": "not_chosen"},
    "shuffle": True, "shuffle_rows": True, "min_choices": 1, "max_choices": 2, "lowest": 0,
    "highest": 10, "ends": {"low": LINE, "high": LINE, "middle": LINE}, "min": -2.5, "max": 100,
    "decimals": 2, "unit": LINE, "sum": {"equals": 100, "max": 200.5}, "max_length": 50,
    "format": "mail", "precision": "month", "earliest": "2020-04", "latest": "2026-12",
    "kinds": ["pdf", "png"], "max_files": 3, "formula": "sum(q1, q2)", "hidden": True,
}  # fmt: skip
FORMATLESS = {"short_texts", "matrix_text"}


def whole(type_):
    """A question of a type with every field that it may have."""
    found = {"code": "q9", "type": type_}
    found |= {name: VALUES[name] for name in sorted(allowed(type_)) if name in VALUES}
    return found


@pytest.mark.parametrize("type_", sorted(OF_TYPE))
def test_every_field_of_every_type_has_a_control(type_):
    shown = {control.name for control in controls(type_)}
    assert allowed(type_) - shown == {"code", "type", "show_if"}


@pytest.mark.parametrize("type_", sorted(OF_TYPE))
def test_what_the_form_shows_is_what_it_reads(type_):
    question = whole(type_)
    Question.model_validate(question)
    typed = read_question(question, entries(question, LANGUAGES), LANGUAGES)
    assert typed.mistakes == ()
    assert typed.question == question
    assert typed.recoded == {}


@pytest.mark.parametrize("type_", ["single", "multiple", "matrix", "ranking"])
def test_the_same_as_lines_of_text(type_):
    question = whole(type_)
    shown = entries(question, LANGUAGES, as_text=frozenset({"options", "rows"}))
    typed = read_question(question, shown, LANGUAGES)
    assert typed.mistakes == ()
    assert typed.question["options"] == question["options"]


def test_words_in_a_language_that_the_form_does_not_show_stay():
    question = {"code": "q1", "type": "number", "text": {"ja": "何年", "vi": "Bao nhiêu"}}
    typed = read_question(question, entries(question, ["ja"]), ["ja"])
    assert typed.question == question


@pytest.mark.parametrize(
    ("name", "value", "control"),
    [
        ("text-ja", "", "text-ja"),
        ("min", "すこし", "min"),
        ("decimals", "9", "decimals"),
        ("max", "9" * 20, "max"),
        ("code", "Q 1", "code"),
    ],
)
def test_a_mistake_is_said_beside_its_control(name, value, control):
    question = {"code": "q1", "type": "number", "text": {"ja": "何年"}}
    shown = entries(question, ["ja"]) | {name: [value]}
    typed = read_question(question, shown, ["ja"])
    assert [mistake.control for mistake in typed.mistakes] == [control]


def test_full_width_digits_are_read():
    question = {"code": "q1", "type": "number", "text": {"ja": "何年"}}
    shown = entries(question, ["ja"]) | {"min": ["－１，０００"], "max": ["２．５"]}
    assert read_question(question, shown, ["ja"]).question["min"] == -1000
    assert read_question(question, shown, ["ja"]).question["max"] == 2.5


def test_a_new_code_of_an_option_is_noted():
    question = whole("single")
    shown = entries(question, LANGUAGES) | {"options-1-code": ["7"]}
    assert read_question(question, shown, LANGUAGES).recoded == {"options": {"2": "7"}}


def test_a_code_twice_is_said():
    question = whole("single")
    shown = entries(question, LANGUAGES) | {"options-1-code": ["1"]}
    found = read_question(question, shown, LANGUAGES).mistakes
    assert [(m.control, m.code) for m in found] == [("options-1-code", "definition-code-twice")]


def test_a_mark_that_the_form_of_a_type_does_not_show_stays():
    question = whole("scale")
    question["options"][0] = question["options"][0] | {"exclusive": True}
    typed = read_question(question, entries(question, LANGUAGES), LANGUAGES)
    assert typed.question["options"][0]["exclusive"]
