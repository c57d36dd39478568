"""A questionnaire is read strictly; what is wrong is said with its place."""

import pytest

from surveys.definition import UnusableDefinition, parse, problems, text_in
from surveys.definition.structure import structure
from tests.factories.questionnaires import document, ja, option


def codes(changed):
    return {p.code for p in problems(changed)}


def test_a_good_document_has_no_problem():
    assert problems(document()) == []
    assert list(parse(document()).questions) == ["q1", "q2", "q3", "q4", "q5", "q6"]


def test_the_document_comes_back_unchanged():
    assert parse(document()).as_document() == document()


def test_a_place_is_counted_the_way_people_count():
    changed = document()
    del changed["pages"][1]["questions"][0]["text"]
    (problem,) = problems(changed)
    assert (problem.place, problem.code) == (
        "pages → 2 → questions → 1 → text",
        "definition-missing",
    )


@pytest.mark.parametrize("given", [None, [], "text", 3, {"schema": "engage-questionnaire/3"}])
def test_something_else_is_refused(given):
    with pytest.raises(UnusableDefinition):
        parse(given)


def test_an_unknown_key_is_a_mistake():
    assert codes(document(script="alert(1)")) == {"definition-unknown-key"}


def test_a_condition_must_look_back():
    changed = document()
    changed["pages"][0]["show_if"] = "q3 has '1'"
    assert codes(changed) == {"definition-condition-not-earlier"}


def test_a_question_cannot_depend_on_itself():
    changed = document()
    changed["pages"][0]["questions"][0]["show_if"] = "answered(q1)"
    assert codes(changed) == {"definition-condition-not-earlier"}


def test_a_condition_must_name_an_option_that_exists():
    changed = document()
    changed["pages"][2]["show_if"] = "q1 = '7'"
    assert codes(changed) == {"definition-condition-unknown-option"}


def test_a_condition_on_options_needs_a_question_with_options():
    changed = document()
    changed["pages"][3]["show_if"] = "q2 has '1'"
    assert codes(changed) == {"definition-condition-no-options"}


def test_codes_are_unique():
    changed = document()
    changed["pages"][1]["questions"][0]["code"] = "q1"
    assert "definition-code-twice" in codes(changed)
    changed = document()
    changed["pages"][0]["questions"][0]["options"].append(option("1", "また"))
    assert codes(changed) == {"definition-code-twice"}


def test_the_names_of_the_page_itself_are_reserved():
    changed = document()
    changed["pages"][3]["questions"][1]["code"] = "csrf_token"
    assert codes(changed) == {"definition-reserved-code"}


def test_a_limit_above_the_number_of_options_is_refused():
    changed = document()
    changed["pages"][1]["questions"][0]["max_choices"] = 6
    assert codes(changed) == {"definition-choice-limits"}


def test_what_belongs_to_another_type_is_refused():
    changed = document()
    changed["pages"][0]["questions"][0]["max_length"] = 5
    assert codes(changed) == {"definition-key-not-for-type"}


def test_every_text_exists_in_the_main_language():
    changed = document()
    changed["pages"][1]["questions"][0]["text"] = {"en": "Only English"}
    assert codes(changed) == {"definition-text-missing"}


def test_more_than_300_questions_are_refused():
    one = {"type": "short_text", "text": ja("問")}
    pages = [
        {"code": f"p{n}", "questions": [one | {"code": f"a{n}"}, one | {"code": f"b{n}"}]}
        for n in range(151)
    ]
    assert codes(document(pages=pages)) == {"definition-too-many-questions"}


def test_2000_options_are_read_and_2001_are_not():
    changed = document()
    question = changed["pages"][0]["questions"][0]
    question["options"] = [option(str(n), f"選択肢{n}") for n in range(2000)]
    assert problems(changed) == []
    question["options"].append(option("more", "もう1つ"))
    assert codes(changed) == {"definition-wrong-value"}


def test_an_untranslated_text_is_shown_in_the_main_language():
    assert text_in({"ja": "はい", "en": "Yes"}, "en", "ja") == "Yes"
    assert text_in({"ja": "はい"}, "en", "ja") == "はい"
    assert text_in(None, "en", "ja") == ""


def test_wording_does_not_change_the_structure_but_an_option_does():
    reworded = document(title=ja("別の題"))
    reworded["pages"][0]["questions"][0]["text"] = ja("行きましたか。")
    assert structure(parse(reworded)) == structure(parse(document()))
    extended = document()
    extended["pages"][0]["questions"][0]["options"].append(option("3", "覚えていない"))
    assert structure(parse(extended)) != structure(parse(document()))


class TestTheFirstEdition:
    """Documents from before expressions are still read."""

    @pytest.mark.parametrize(
        ("condition", "expression"),
        [
            ({"question": "q1", "any_of": ["1", "2"]}, "q1 has '1' or q1 has '2'"),
            ({"question": "q1", "answered": True}, "answered(q1)"),
            ({"question": "q1", "answered": False}, "not answered(q1)"),
        ],
    )
    def test_its_conditions_become_expressions(self, condition, expression):
        old = document(schema="engage-questionnaire/1")
        old["pages"][2]["show_if"] = condition
        assert parse(old).pages[2].show_if == expression
        assert parse(old).as_document()["schema"] == "engage-questionnaire/2"

    def test_a_condition_that_was_none_is_still_a_mistake(self):
        old = document(schema="engage-questionnaire/1")
        old["pages"][2]["show_if"] = {"question": "q1", "any_of": []}
        assert "definition-wrong-value" in codes(old)
