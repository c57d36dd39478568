"""Questionnaires of SurveyJS: what each element becomes, conditions, triggers, answers."""

import copy
import json
import random
from datetime import date

import pytest

from surveys.definition import parse, problems
from surveys.interchange import surveyjs
from surveys.interchange.report import Unreadable
from surveys.interchange.taking_over import unusable
from tests.factories.every_type import every_type

TODAY = date(2026, 11, 23)


def read(*elements, **more):
    return surveyjs.read(json.dumps({"elements": list(elements), **more}).encode(), "s.json")


def questions(imported):
    assert problems(imported.document) == []
    return {q["code"]: q for page in imported.document["pages"] for q in page["questions"]}


def only(element, **more):
    return questions(read(element, {"type": "comment", "name": "end"}, **more))[element["name"]]


def lines(imported, thing, outcome):
    return [(line.place, line.code) for line in imported.report.of(thing, outcome)]


WAYS = {"type": "checkbox", "name": "ways", "choices": ["web", "desk", "post"]}
CARD = {"type": "boolean", "name": "card"}
AGE = {"type": "text", "name": "age", "inputType": "number", "step": 1}
BORN = {"type": "text", "name": "born", "inputType": "date"}
NAME = {"type": "text", "name": "call-name"}
KIND = {"type": "dropdown", "name": "kind", "choices": [{"value": 1, "text": "A"}, 2, "x-y"]}
WHY = {"type": "comment", "name": "why"}


@pytest.mark.parametrize(
    ("element", "wanted"),
    [
        ({"type": "text"}, {"type": "short_text"}),
        ({"type": "text", "inputType": "email"}, {"type": "short_text", "format": "mail"}),
        ({"type": "text", "inputType": "month"}, {"type": "date", "precision": "month"}),
        ({"type": "text", "inputType": "number", "min": 1, "step": 0.1},
         {"type": "number", "min": 1, "decimals": 1}),
        ({"type": "comment", "maxLength": 50}, {"type": "long_text", "max_length": 50}),
        ({"type": "rating"}, {"type": "scale", "lowest": 1, "highest": 5}),
        ({"type": "rating", "rateMin": 0, "rateMax": 10},
         {"type": "scale", "lowest": 0, "highest": 10}),
        ({"type": "slider"}, {"type": "number", "min": 0, "max": 100}),
        ({"type": "boolean"}, {"type": "yes_no"}),
        ({"type": "ranking", "choices": ["a", "b"]}, {"type": "ranking"}),
        ({"type": "tagbox", "choices": ["a", "b"]}, {"type": "multiple", "display": "dropdown"}),
        ({"type": "buttongroup", "choices": ["a", "b"]}, {"type": "single", "display": "buttons"}),
        ({"type": "file", "allowMultiple": True, "maxFiles": 3}, {"type": "file", "max_files": 3}),
        ({"type": "signaturepad"}, {"type": "file", "kinds": ["jpeg", "png"]}),
        ({"type": "expression", "expression": "1 + 1"}, {"type": "computed", "formula": "1 + 1"}),
        ({"type": "html", "html": "<p>読む</p>"}, {"type": "note", "text": {"ja": "読む"}}),
        ({"type": "matrix", "columns": ["a", "b"], "rows": ["r"]}, {"type": "matrix"}),
        ({"type": "multipletext", "items": [{"name": "a"}, {"name": "b"}]},
         {"type": "short_texts"}),
        ({"type": "matrixdropdown", "rows": ["r"], "columns": [
            {"name": "c", "cellType": "text", "inputType": "number"}]}, {"type": "matrix_number"}),
        ({"type": "radiogroup"}, {"type": "short_text"}),
        ({"type": "somebodys-own"}, {"type": "short_text"}),
        ({"type": "_init__"}, {"type": "short_text"}),
        ({"type": "options"}, {"type": "short_text"}),
    ],
)  # fmt: skip
def test_elements_become_ours(element, wanted):
    found = only({"name": "q", **element})
    assert {key: found.get(key) for key in wanted} == wanted


def test_options_that_a_switch_brings_along():
    found = only(
        {"type": "radiogroup", "name": "q", "choices": ["a", "b"], "hasOther": True,
         "showNoneItem": True, "showRefuseItem": True, "showDontKnowItem": True}
    )  # fmt: skip
    assert [(o["code"], o.get("role"), o.get("other_text", False)) for o in found["options"]] == [
        ("a", None, False),
        ("b", None, False),
        ("none", None, False),
        ("refused", "refused", False),
        ("dontknow", "dont_know", False),
        ("other", None, True),
    ]


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("{age} >= 18 and {age} < 65", "age >= 18 and age < 65"),
        ("{age} =< 2", "age <= 2"),
        ("{card} = true", "card = 'yes'"),
        ("{card}", "card = 'yes'"),
        ("!{card}", "not card = 'yes'"),
        ("{kind} = 1", "kind = '1'"),
        ("{kind} = 'x-y'", "kind = 'x_y'"),
        ("{kind} anyof [1, 'x-y']", "kind in ('1', 'x_y')"),
        ("{ways} contains 'web'", "ways has 'web'"),
        ("{ways} anyof ['web', 'post']", "ways has 'web' or ways has 'post'"),
        ("{ways} allof ['web', 'post']", "ways has 'web' and ways has 'post'"),
        ("{ways} noneof ['web', 'post']", "not (ways has 'web' or ways has 'post')"),
        ("{ways} = ['web']", "ways has 'web' and count(ways) = 1"),
        ("{ways.length} > 1", "count(ways) > 1"),
        ("{call-name} notempty", "answered(call_name)"),
        ("{call-name} empty", "not answered(call_name)"),
        ("{call-name} contains 'x'", "contains(call_name, 'x')"),
        ("age({born}) >= 16", "years_between(born, today()) >= 16"),
        ("iif({age} > 5, 'a', 'b') = 'a'", "if(age > 5, 'a', 'b') = 'a'"),
        ("sum({age}, 2) > 5 || {age} <> 3", "sum(age, 2) > 5 or age != 3"),
    ],
)
def test_conditions_are_said_in_our_language(written, ours):
    imported = read(WAYS, CARD, AGE, BORN, NAME, KIND, WHY | {"visibleIf": written})
    assert questions(imported)["why"]["show_if"] == ours


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("{nobody} = 1", "import-no-variable"),
        ("{why} = 1", "definition-condition-not-earlier"),
        ("= = =", "import-expression-unreadable"),
        ("isContainerReady('x')", "expression-unknown-function"),
        ("{kind} = 'never'", "definition-condition-unknown-option"),
    ],
)
def test_a_condition_that_cannot_stay_is_dropped_with_a_reason(written, reason):
    imported = read(KIND, WHY | {"visibleIf": written})
    assert "show_if" not in questions(imported)["why"]
    assert lines(imported, "expression", "dropped") == [("why · visibleIf", reason)]


def test_panels_flatten_and_hand_their_conditions_down():
    panel = {"type": "panel", "name": "p", "title": "Work", "visibleIf": "{age} > 15",
             "elements": [WHY | {"visibleIf": "{age} < 70"}]}  # fmt: skip
    found = questions(read(AGE, panel))
    assert found["p"]["type"] == "note"
    assert found["why"]["show_if"] == "age > 15 and age < 70"


def test_choices_cascade_and_carry_forward():
    town = {"type": "dropdown", "name": "town", "choices": ["k", "f"]}
    hall = {"type": "dropdown", "name": "hall", "choicesVisibleIf": "{town} = {item.of}",
            "choices": [{"value": "h1", "of": "k"}, {"value": "h2", "of": "f"}]}  # fmt: skip
    first = {"type": "radiogroup", "name": "best", "choicesFromQuestion": "ways",
             "choicesFromQuestionMode": "selected"}  # fmt: skip
    found = questions(read(town, hall, WAYS, first))
    assert [o["show_if"] for o in found["hall"]["options"]] == ["town = 'k'", "town = 'f'"]
    assert found["best"]["options_from"] == {"question": "ways", "which": "chosen"}
    assert [o["code"] for o in found["best"]["options"]] == ["web", "desk", "post"]


def test_triggers_become_conditions_and_defaults():
    pages = [{"elements": [AGE]}, {"elements": [WHY]}, {"elements": [NAME]}]
    triggers = [
        {"type": "complete", "expression": "{age} < 18"},
        {"type": "skip", "expression": "{age} > 90", "gotoName": "call-name"},
        {"type": "setvalue", "expression": "{age} > 60", "setToName": "why", "setValue": "wise"},
        {"type": "dance", "expression": "{age} = 1"},
    ]
    imported = surveyjs.read(json.dumps({"pages": pages, "triggers": triggers}).encode(), "s")
    found = questions(imported)
    assert [page.get("show_if") for page in imported.document["pages"]] == [
        None,
        "not age < 18",
        "not age < 18",
    ]
    assert found["why"]["show_if"] == "not age > 90"
    assert found["why"]["default"] == "if(age > 60, 'wise', missing)"
    assert lines(imported, "expression", "dropped") == [("triggers 4 · dance", "import-trigger")]


def test_calculated_values_stand_behind_what_they_look_at():
    values = [{"name": "older", "expression": "{age} + 1"}]
    end = {"type": "html", "name": "end", "html": "Next year {older}"}
    found = questions(read(AGE, end, calculatedValues=values))
    assert list(found) == ["age", "older", "end"]
    assert found["end"]["text"] == {"en": "Next year {{older}}"}


def test_validators_become_limits_and_checks():
    found = only(
        AGE | {"validators": [
            {"type": "numeric", "minValue": 0, "maxValue": 120},
            {"type": "expression", "expression": "{age} <> 13", "text": "not 13"},
        ]}
    )  # fmt: skip
    assert (found["min"], found["max"]) == (0, 120)
    assert found["checks"] == [{"holds": "this != 13", "message": {"en": "not 13"}}]


def test_languages_and_the_default_one():
    imported = read({"type": "text", "name": "q", "title": {"default": "Name?", "ja": "名前"}})
    assert imported.document["language"] == "en"
    assert questions(imported)["q"]["text"] == {"en": "Name?", "ja": "名前"}
    french = read({"type": "text", "name": "q", "title": "Nom"}, locale="fr")
    assert french.document["language"] == "fr"


def test_scripts_in_titles_become_words():
    imported = read({"type": "text", "name": "q", "title": "A<img src=x onerror='alert(1)'>"})
    assert questions(imported)["q"]["text"] == {"en": "A"}
    assert lines(imported, "text", "changed") == [("q", "import-formatting-lost")]


def test_what_is_repeated_is_taken_once():
    panel = {"type": "paneldynamic", "name": "child", "templateElements": [NAME]}
    imported = read(AGE, panel)
    assert set(questions(imported)) == {"age", "child", "call_name"}
    assert lines(imported, "question", "changed") == [("child", "import-repeat-once")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[]", "file-no-questionnaire"),
        (b'{"pages": [', "definition-not-json"),
        (b"\xff\xfe{", "file-not-utf8"),
        (b'{"pages": []}', "import-no-questions"),
        (b'{"elements": ' + b'[{"type":"panel","elements":' * 60 + b"[]" + b"}]" * 60 + b"}",
         "file-too-deep"),
        (b"[" * 200_000, "definition-not-json"),
    ],
)  # fmt: skip
def test_what_is_no_questionnaire_is_refused(data, code):
    with pytest.raises(Unreadable) as refused:
        surveyjs.read(data, "s")
    assert refused.value.code == code


def test_two_thousand_options_come_and_one_more_does_not():
    assert (
        len(only({"type": "dropdown", "name": "q", "choices": list(range(2000))})["options"])
        == 2000
    )
    with pytest.raises(Unreadable, match="import-too-many-options"):
        read({"type": "dropdown", "name": "q", "choices": list(range(2001))})


def test_every_type_leaves_and_comes_back():
    whole = every_type()
    again = parse(surveyjs.read(surveyjs.write(whole), "x").document)
    assert {c: q for c, q in again.questions.items() if c != "total"} == {
        c: q for c, q in whole.questions.items() if c != "total"
    }
    assert again.questions["total"].formula == "sum(points.a, points.b)"


def test_answers_become_states():
    document = {"elements": [
        WAYS | {"showOtherItem": True}, CARD, AGE, BORN,
        {"type": "matrix", "name": "liked", "columns": ["Good", "Bad"], "rows": ["Our hall"]},
        WHY | {"visibleIf": "{card}"},
    ]}  # fmt: skip
    answer = {
        "ways": ["web", "other"], "ways-Comment": "手紙", "card": False, "age": "41",
        "born": "1985-04-01T00:00:00", "liked": {"Our hall": "Bad"}, "stranger": 1,
    }  # fmt: skip
    data = [json.dumps(part).encode() for part in (document, [answer])]
    imported = surveyjs.read_responses(*data, today=TODAY)
    assert imported.responses == [
        {
            "ways": {"state": "answered", "codes": ["web", "other"], "other": {"other": "手紙"}},
            "card": {"state": "answered", "codes": ["no"]},
            "age": {"state": "answered", "number": 41},
            "born": {"state": "answered", "date": "1985-04-01"},
            "liked": {"state": "answered", "rows": {"Our_hall": "Bad"}},
            "why": {"state": "not-shown"},
        }
    ]
    (line,) = imported.report.of("response", "changed")
    assert line.values == {"names": "stranger"}


ODD = (None, True, -1, 1e300, "", "{", [], [None], {}, {"default": 1}, [[]], 10**30, "=x", "ぁ")


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_in_a_file_it_is_read_or_refused(seed):
    pick = random.Random(seed)
    whole = json.loads(surveyjs.write(every_type()))
    for _round in range(15):
        document = copy.deepcopy(whole)
        for _change in range(pick.randint(1, 4)):
            _spoil(document, pick)
        try:
            found = surveyjs.read(json.dumps(document).encode(), "odd")
        except Unreadable:
            continue
        assert unusable(found.document) == []


def _spoil(part, pick):
    keys = list(part) if isinstance(part, dict) else list(range(len(part)))
    if not keys:
        return
    key = pick.choice(keys)
    if isinstance(part[key], dict | list) and pick.random() < 0.8:
        _spoil(part[key], pick)
    else:
        part[key] = copy.deepcopy(pick.choice(ODD))
