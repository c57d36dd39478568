"""Pages and questions moved, copied, taken out; nothing that refers to them is left hanging."""

import pytest

from surveys.building import Refused, arranging, taking, writing
from surveys.building.finding import question_codes
from surveys.definition import problems
from tests.unit.surveys.building.draft import draft


def order(document):
    return [(p["code"], [q["code"] for q in p["questions"]]) for p in document["pages"]]


def test_the_draft_itself_can_be_used():
    assert problems(draft()) == []


def test_a_new_question_gets_the_next_code_and_stands_where_it_was_put():
    document, code = arranging.add_question(
        draft(), page="p1", after="q1", type_="single", text="新しい問"
    )
    assert code == "q5"
    assert order(document) == [("p1", ["q1", "q5", "q2"]), ("p2", ["q3", "q4"])]
    assert [p.code for p in problems(document)] == ["definition-too-few-options"]


@pytest.mark.parametrize(
    "type_",
    ["single", "multiple", "yes_no", "scale", "matrix", "matrix_dual", "matrix_text", "number",
     "numbers", "short_text", "long_text", "short_texts", "date", "ranking", "file", "consent",
     "district", "note", "computed"],
)  # fmt: skip
def test_every_type_can_be_added_without_breaking_the_shape(type_):
    document, code = arranging.add_question(
        draft(), page="p2", after="q4", type_=type_, text="新しい問"
    )
    shape = {"definition-wrong-value", "definition-missing", "definition-unknown-key",
             "definition-key-not-for-type"}  # fmt: skip
    assert [p for p in problems(document) if p.code in shape] == []


def test_an_edit_leaves_the_draft_it_was_given_alone():
    before = draft()
    arranging.move_question(before, question="q1", page="p2", after="q4")
    arranging.delete_page(before, page="p2")
    assert before == draft()


def test_moving_twice_is_the_same_as_moving_once():
    once = arranging.move_question(draft(), question="q3", page="p1", after="q1")
    assert arranging.move_question(once, question="q3", page="p1", after="q1") == once
    assert order(once) == [("p1", ["q1", "q3", "q2"]), ("p2", ["q4"])]


def test_a_question_that_others_ask_about_is_not_taken_out():
    with pytest.raises(Refused) as refused:
        arranging.delete_question(draft(), question="q1")
    assert refused.value.code == "building-still-used"
    assert refused.value.values == {"places": "p2、q2"}
    assert question_codes(arranging.delete_question(draft(), question="q2")) == ["q1", "q3", "q4"]


def test_the_last_page_stays():
    one = arranging.delete_page(draft(), page="p2")
    with pytest.raises(Refused, match="building-last-page"):
        arranging.delete_page(one, page="p1")


def test_splitting_and_joining_a_page_leads_back():
    parted, new = arranging.split_page(draft(), question="q4")
    assert order(parted) == [("p1", ["q1", "q2"]), ("p2", ["q3"]), ("p3", ["q4"])]
    assert parted["pages"][2]["show_if"] == "answered(q1)"
    assert arranging.join_page(parted, page=new) == draft()


def test_pages_with_different_conditions_are_not_joined():
    with pytest.raises(Refused, match="building-conditions-differ"):
        arranging.join_page(draft(), page="p2")


def test_a_copied_page_asks_about_its_own_copies():
    document, code = arranging.copy_page(draft(), page="p1")
    copy = document["pages"][1]
    assert code == copy["code"] == "p3"
    assert [q["code"] for q in copy["questions"]] == ["q5", "q6"]
    assert copy["questions"][1]["show_if"] == "q5 has '1'"
    assert copy["questions"][1]["text"]["ja"].startswith("{{q5}} の方")
    assert problems(document) == []


def test_a_new_code_is_followed_everywhere():
    document = writing.rename_question(draft(), question="q1", code="phone")
    assert document["pages"][0]["questions"][1]["show_if"] == "phone has '1'"
    assert document["pages"][0]["questions"][1]["text"]["ja"].startswith("{{phone}}")
    assert document["pages"][1]["show_if"] == "answered(phone)"
    assert problems(document) == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("q2", "definition-code-twice"),
        ("Q1", "building-code-shape"),
        ("menu", "definition-reserved-code"),
    ],
)
def test_a_code_that_cannot_be_is_refused(code, reason):
    with pytest.raises(Refused, match=reason):
        writing.rename_question(draft(), question="q1", code=code)


def test_a_page_taken_from_elsewhere_brings_only_conditions_that_still_mean_something():
    taken = taking.take_page(draft(), source=draft(), page="p2", after="p2")
    new = taken.document["pages"][2]
    assert "show_if" not in new
    assert taken.left_out == 1
    assert taken.codes == {"q3": "q5", "q4": "q6"}
    assert problems(taken.document) == []


def test_one_question_is_taken_with_a_code_of_ours():
    taken = taking.take_question(draft(), source=draft(), question="q2", page="p2", after="q3")
    assert order(taken.document)[1] == ("p2", ["q3", "q5", "q4"])
    assert "show_if" not in taken.document["pages"][1]["questions"][1]
    assert taken.left_out == 1


def test_a_changed_type_drops_what_the_new_type_cannot_have():
    document = writing.change_type(draft(), question="q4", type_="single")
    question = document["pages"][1]["questions"][1]
    assert "rows" not in question
    assert [o["code"] for o in question["options"]] == ["1", "2", "3"]
    assert problems(document) == []
