"""Each type of question: what it takes, what it asks to mend, what it never guesses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.questions import TYPES, is_empty, view_of
from tests.factories.questionnaires import question_of, questionnaire


def read(code, **raw):
    question = question_of(code)
    return TYPES[question.type].read(
        question, {k.replace("_", "-") if "_" in k else k: v for k, v in raw.items()}
    )


def reasons(reading):
    return [m.code for m in reading.mistakes]


class TestSingle:
    def test_one_option(self):
        assert read("q1", q1=["2"]).state == {"state": "answered", "codes": ["2"]}

    def test_nothing_where_an_answer_is_needed(self):
        reading = read("q1")
        assert reasons(reading) == ["choose-one"]
        assert reading.mistakes[0].control == "q1-1"

    def test_two_options_are_asked_about(self):
        assert reasons(read("q1", q1=["1", "2"])) == ["choose-only-one"]

    def test_the_same_option_twice_is_one_option(self):
        assert read("q1", q1=["1", "1"]).state["codes"] == ["1"]

    def test_an_option_that_does_not_exist(self):
        reading = read("q1", q1=["9"])
        assert reasons(reading) == ["option-unknown"]
        assert reading.state == {"state": "invalid", "raw": {"q1": ["9"]}}


class TestMultiple:
    def test_codes_come_in_the_order_of_the_questionnaire(self):
        assert read("q3", q3=["3", "1"]).state["codes"] == ["1", "3"]

    def test_five_of_three(self):
        reading = read("q3", q3=["1", "2", "3", "4", "98"])
        assert reasons(reading) == ["too-many-chosen"]
        assert reading.mistakes[0].values == {"most": 3, "chosen": 5, "over": 2}
        assert reading.state["raw"]["q3"] == ["1", "2", "3", "4", "98"]

    def test_an_exclusive_option_with_another_is_asked_about_never_guessed(self):
        assert reasons(read("q3", q3=["1", "90"])) == ["exclusive-with-others"]
        assert reasons(read("q3", q3=["90", "91"])) == ["exclusive-with-others"]

    def test_an_exclusive_option_alone(self):
        assert read("q3", q3=["91"]).state == {"state": "answered", "codes": ["91"]}

    def test_nothing_is_no_answer(self):
        assert read("q3").state == {"state": "no-answer"}

    def test_other_in_words(self):
        state = read("q3", q3=["98"], q3_other_98=["  水飲み場 \r\n "]).state
        assert state == {"state": "answered", "codes": ["98"], "other": {"98": "水飲み場"}}

    def test_words_without_their_option_are_asked_about(self):
        reading = read("q3", q3=["1"], q3_other_98=["水飲み場"])
        assert reasons(reading) == ["other-text-without-option"]
        assert reading.state["raw"]["q3-other-98"] == ["水飲み場"]

    def test_words_that_are_too_long_are_kept(self):
        reading = read("q3", q3=["98"], q3_other_98=["あ" * 201])
        assert reasons(reading) == ["answer-too-long"]
        assert len(reading.state["raw"]["q3-other-98"][0]) == 201


class TestMatrix:
    def test_one_point_a_line(self):
        state = read("q4", q4_r1=["5"], q4_r2=["1"]).state
        assert state == {"state": "answered", "rows": {"r1": "5", "r2": "1"}}

    def test_a_line_may_stay_open(self):
        assert read("q4", q4_r2=["3"]).state == {"state": "answered", "rows": {"r2": "3"}}

    def test_no_line_is_no_answer(self):
        assert read("q4").state == {"state": "no-answer"}

    def test_a_point_that_does_not_exist(self):
        assert reasons(read("q4", q4_r1=["6"])) == ["option-unknown"]

    def test_a_line_that_is_missing_where_all_are_needed(self):
        question = question_of("q4").model_copy(update={"required": True})
        reading = TYPES["matrix"].read(question, {"q4-r1": ["5"]})
        assert reasons(reading) == ["rows-missing"]
        assert reading.mistakes[0].control == "q4-r2-5"


class TestNumber:
    @pytest.mark.parametrize(
        ("typed", "number"), [("12", 12), ("１２", 12), (" 1２ ", 12), ("0", 0), ("４００", 400)]
    )
    def test_digits_of_any_width(self, typed, number):
        assert read("q2", q2=[typed]).state == {"state": "answered", "number": number}

    @pytest.mark.parametrize("typed", ["十二", "12回", "1.5", "1e3", "--3", "٣", "9" * 40])
    def test_what_is_no_whole_number_stays_as_typed(self, typed):
        reading = read("q2", q2=[typed])
        assert reasons(reading) == ["number-unreadable"]
        assert reading.state["raw"] == {"q2": [typed]}

    @pytest.mark.parametrize("typed", ["-1", "401", "４０１"])
    def test_out_of_range(self, typed):
        reading = read("q2", q2=[typed])
        assert reasons(reading) == ["number-out-of-range"]
        assert reading.mistakes[0].values == {"min": 0, "max": 400}


class TestWords:
    def test_emoji_rare_kanji_and_marks_are_kept(self):
        text = "𠮷野家㋿🙂\u200fمرحبا"
        assert read("q6", q6=[text]).state == {"state": "answered", "text": text}

    def test_line_ends_are_made_equal_and_control_characters_go(self):
        assert read("q6", q6=["一\r\n二\r三\x00\x07"]).state["text"] == "一\n二\n三"

    def test_one_line_has_no_line_breaks(self):
        assert read("q5", q5=["中央\r\n公園"]).state["text"] == "中央 公園"

    def test_length_is_counted_in_characters(self):
        assert read("q6", q6=["𠮷" * 100]).state["state"] == "answered"
        reading = read("q6", q6=["あ" * 101])
        assert reasons(reading) == ["answer-too-long"]
        assert reading.mistakes[0].values == {"most": 100, "length": 101}

    def test_blanks_are_no_answer(self):
        assert read("q6", q6=[" 　\n"]).state == {"state": "no-answer"}


RAW = st.dictionaries(
    st.sampled_from(["q1", "q2", "q3", "q3-other-98", "q4-r1", "q4-r2", "q5", "q6"]),
    st.lists(
        st.one_of(st.text(max_size=30), st.sampled_from([*"12345", "90", "91", "98"])), max_size=4
    ),
)


@given(RAW)
def test_any_input_is_read_and_can_be_shown_again(raw):
    """Whatever arrives: a state or mistakes, and what was understood reads the same again."""
    for question in questionnaire().questions.values():
        kind = TYPES[question.type]
        reading = kind.read(question, raw)
        again = kind.read(question, kind.entries(question, reading.state))
        assert again.state["state"] == reading.state["state"]
        if not reading.mistakes:
            assert again.state == reading.state
            assert reading.state["state"] in {"answered", "no-answer"}
            words = kind.words(question, reading.state, "ja", "ja")
            assert bool(words) == (reading.state["state"] == "answered")


def test_answers_are_said_in_words():
    other = read("q3", q3=["1", "98"], q3_other_98=["水飲み場"]).state
    assert TYPES["multiple"].words(question_of("q3"), other, "ja", "ja") == [
        "ベンチ",
        "その他（水飲み場）",
    ]
    number = read("q2", q2=["12"]).state
    assert TYPES["number"].words(question_of("q2"), number, "ja", "ja") == ["12回"]
    matrix = read("q4", q4_r1=["5"]).state
    assert TYPES["matrix"].words(question_of("q4"), matrix, "ja", "ja") == ["広さ：5点"]


def test_a_question_is_drawn_in_the_readers_language():
    assert view_of(question_of("q1"), "en", "ja").text == "Did you go to a park?"
    assert view_of(question_of("q3"), "en", "ja").text == "何を直すとよいですか。"
    drawn = view_of(question_of("q3"), "ja", "ja")
    assert [o.code for o in drawn.exclusive] == ["90", "91"]
    assert drawn.options[-1].other_name == "q3-other-98"


def test_nothing_chosen_is_empty():
    assert is_empty({"q1": ["", " "]}, ["q1"])
    assert not is_empty({"q1": ["1"]}, ["q1"])
