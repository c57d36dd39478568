"""What is shown follows from the answers; what is hidden is never counted."""

from datetime import date
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from surveys import path
from surveys.path import progress
from tests.factories.questionnaires import questionnaire

TODAY = date(2026, 11, 23)
visible_path = partial(path.visible_path, today=TODAY)
final_document = partial(path.final_document, today=TODAY)

WENT = {"q1": {"state": "answered", "codes": ["1"]}}
STAYED = {"q1": {"state": "answered", "codes": ["2"]}}


def shown(answers):
    return [q.code for q in visible_path(questionnaire(), answers).questions]


def test_who_went_is_asked_about_it():
    assert shown(WENT) == ["q1", "q2", "q3", "q4", "q5", "q6"]


def test_who_stayed_skips_question_and_page():
    assert shown(STAYED) == ["q1", "q3", "q5", "q6"]


def test_before_any_answer_the_conditions_do_not_hold():
    assert shown({}) == ["q1", "q3", "q5", "q6"]


def test_an_answer_to_a_question_that_is_hidden_now_is_stored_as_not_shown():
    """Somebody answered q2, went back and said that they had not gone."""
    answers = STAYED | {"q2": {"state": "answered", "number": 12}}
    assert final_document(questionnaire(), answers)["q2"] == {"state": "not-shown"}


def test_every_question_has_a_state():
    document = final_document(questionnaire(), STAYED)
    assert {code: state["state"] for code, state in document.items()} == {
        "q1": "answered",
        "q2": "not-shown",
        "q3": "no-answer",
        "q4": "not-shown",
        "q5": "no-answer",
        "q6": "no-answer",
    }


def test_progress_counts_what_is_really_left():
    there = progress(visible_path(questionnaire(), STAYED), 4)
    assert (there.page, there.pages) == (3, 3)
    assert (there.first_question, there.last_question, there.questions) == (3, 4, 4)
    gone = progress(visible_path(questionnaire(), WENT), 4)
    assert (gone.page, gone.pages, gone.first_question) == (4, 4, 5)


def test_back_and_forth_pass_over_hidden_pages():
    path = visible_path(questionnaire(), STAYED)
    assert path.after(2).number == 4
    assert path.before(4).number == 2
    assert path.at(3) is None
    assert path.after(4) is None
    assert path.before(1) is None


STATES = st.sampled_from(
    [
        {"state": "answered", "codes": ["1"]},
        {"state": "answered", "codes": ["2"]},
        {"state": "no-answer"},
        {"state": "invalid", "raw": {}},
    ]
)


@given(st.dictionaries(st.sampled_from([*"abc", "q1", "q2", "q3", "q4", "q5", "q6"]), STATES))
def test_whatever_was_sent_a_hidden_question_never_has_an_answer(answers):
    document = final_document(questionnaire(), answers)
    assert list(document) == ["q1", "q2", "q3", "q4", "q5", "q6"]
    went = document["q1"].get("codes") == ["1"]
    assert (document["q2"]["state"] == "not-shown") is not went
    assert (document["q4"]["state"] == "not-shown") is not went
