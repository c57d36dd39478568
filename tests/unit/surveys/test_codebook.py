"""Each type of question becomes variables that a statistics program understands."""

from dataclasses import replace

import pytest

from surveys.codebook import codebook_of
from surveys.codebook.names import LONGEST, Names
from surveys.definition import parse
from tests.factories.every_type import document, every_type, option, row
from tests.unit.surveys.test_every_type import ANSWERS, state

TEXTS = {"word", "mail", "opinion", "wishes", "names", "photo"}


@pytest.fixture(scope="module")
def book():
    return codebook_of(every_type(), with_texts=True)


def cells(book, code, answered):
    return {v.name: v.value(answered) for v in book.variables if v.question == code}


def only(**question):
    """The variables of one question."""
    whole = document()
    asked = {"code": "z", "type": "yes_no", "text": {"ja": "別の問"}}
    questions = [{"code": "q", "text": {"ja": "問"}} | question, asked]
    whole["pages"] = [{"code": "p1", "questions": questions}]
    book = codebook_of(parse(whole), with_texts=True)
    return replace(book, variables=tuple(v for v in book.variables if v.question != "z"))


EXPECTED = {
    "one": {"one": 1, "one_comment": "はやい"},
    "many": {
        "many_1": 0,
        "many_2": 1,
        "many_3": 0,
        "many_98": 1,
        "many_90": 0,
        "many_98_text": "本",
    },
    "card": {"card": "yes"},
    "praise": {"praise": 10},
    "liked": {"liked_desk": 3, "liked_web": -1},
    "used": {
        "used_desk_p": -1,
        "used_desk_q": -1,
        "used_desk_r": -1,
        "used_web_p": 1,
        "used_web_q": 0,
        "used_web_r": 1,
    },
    "both": {"both_desk_1": 3, "both_desk_2": 1, "both_web_1": -1, "both_web_2": 2},
    "hours": {
        "hours_desk_a": 7.5,
        "hours_desk_b": 0,
        "hours_web_a": -999_999_999_999_991,
        "hours_web_b": -999_999_999_999_991,
    },
    "names": {
        "names_desk_a": None,
        "names_desk_a_written": -1,
        "names_desk_b": None,
        "names_desk_b_written": -1,
        "names_web_a": None,
        "names_web_a_written": -1,
        "names_web_b": "市の ページ",
        "names_web_b_written": 1,
    },
    "age": {"age": 42},
    "points": {"points_a": 60, "points_b": 40},
    "word": {"word": "𠮷野家 ㋿", "word_written": 1},
    "mail": {"mail": "namae@example.jp", "mail_written": 1},
    "opinion": {"opinion": "一\n二", "opinion_written": 1},
    "wishes": {
        "wishes_a": None,
        "wishes_a_written": -1,
        "wishes_b": "静けさ",
        "wishes_b_written": 1,
    },
    "visit": {"visit": "2019-05-01"},
    "moved": {"moved": "2020-04"},
    "order": {"order_1": 3, "order_2": 1},
    "photo": {"photo": 1, "photo_names": "公園.jpg"},
    "agree": {"agree": "yes"},
    "where": {"where": "a"},
}


@pytest.mark.parametrize("code", ANSWERS)
def test_an_answer_of_every_type(book, code):
    assert cells(book, code, state(code, ANSWERS[code][0])) == EXPECTED[code]


def test_a_computed_number(book):
    assert cells(book, "total", {"state": "answered", "value": 100}) == {"total": 100}


def test_a_note_has_no_variable(book):
    assert not [v for v in book.variables if v.question == "hello"]


@pytest.mark.parametrize("kind", ["no-answer", "not-shown", "invalid"])
@pytest.mark.parametrize("code", ANSWERS)
def test_what_is_no_answer_has_a_code_and_a_word(book, code, kind):
    word = {"no-answer": "無回答", "not-shown": "非該当（聞いていない）", "invalid": "無効"}[kind]
    for variable in book.variables:
        if variable.question == code:
            cell = variable.value({"state": kind})
            if variable.kind == "text":
                assert cell is None
            else:
                assert variable.labels[cell] == word
                assert cell in variable.declared


def test_a_question_that_an_older_answer_did_not_know_was_not_shown(book):
    assert set(book.row({})) <= {None, -2, "NA-2", -999_999_999_999_992}


def test_every_name_is_good_for_spss(book):
    names = [variable.name for variable in book.variables]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= LONGEST and name[0].isalpha() for name in names)


@pytest.mark.parametrize(
    ("code", "measure"),
    [
        ("one", "nominal"),
        ("many_1", "nominal"),
        ("praise", "scale"),
        ("liked_desk", "ordinal"),
        ("both_web_2", "ordinal"),
        ("age", "scale"),
        ("visit", "scale"),
        ("where", "nominal"),
    ],
)
def test_how_each_is_measured(book, code, measure):
    assert next(v for v in book.variables if v.name == code).measure == measure


def test_questions_with_several_answers_are_sets(book):
    sets = {each.name: each for each in book.sets}
    assert sets["$many"].variables == ("many_1", "many_2", "many_3", "many_98", "many_90")
    assert sets["$many"].is_dichotomous
    assert sets["$used_web"].variables == ("used_web_p", "used_web_q", "used_web_r")
    assert not sets["$order"].is_dichotomous


class TestTexts:
    """What people wrote leaves the house only when it is asked for."""

    def test_they_are_left_out(self):
        book = codebook_of(every_type())
        assert not [v for v in book.variables if v.is_free_text or v.kind == "text"]

    def test_the_other_variables_keep_their_names(self, book):
        bare = codebook_of(every_type())
        assert [v.name for v in book.variables if not v.is_free_text] == [
            v.name for v in bare.variables
        ]

    def test_without_them_one_still_sees_who_wrote(self):
        names = {v.name for v in codebook_of(every_type()).variables}
        assert {"opinion_written", "wishes_a_written", "names_web_b_written"} <= names


class TestCodes:
    """Numbers where every option has one, texts otherwise; roles have codes of their own."""

    def options(self, *codes, **roles):
        options = [
            option(code, code, **({"role": roles[code]} if code in roles else {})) for code in codes
        ]
        return only(type="single", options=options).variables[0]

    def test_numbers(self):
        variable = self.options("1", "2", "98")
        assert variable.value({"state": "answered", "codes": ["98"]}) == 98

    @pytest.mark.parametrize("codes", [("a", "b"), ("1", "x"), ("01", "2"), ("1" * 16, "2")])
    def test_texts(self, codes):
        variable = self.options(*codes)
        assert variable.value({"state": "answered", "codes": [codes[0]]}) == codes[0]
        assert variable.value({"state": "no-answer"}) == "NA-1"

    def test_a_role_keeps_the_others_numbers(self):
        variable = self.options("1", "2", "x", "y", x="dont_know", y="refused")
        assert variable.value({"state": "answered", "codes": ["x"]}) == -8
        assert variable.value({"state": "answered", "codes": ["y"]}) == -9
        assert variable.value({"state": "refused"}) == -9
        assert variable.labels[-8] == "x"
        assert set(variable.declared) == {-1, -2, -3, -8, -9}

    def test_two_options_with_one_role_stay_two(self):
        variable = self.options("1", "8", "9", **{"8": "dont_know", "9": "dont_know"})
        assert variable.value({"state": "answered", "codes": ["8"]}) == -8
        assert variable.value({"state": "answered", "codes": ["9"]}) == -81

    def test_among_texts_three_can_be_missing(self):
        variable = self.options("a", "b", "x", x="dont_know")
        assert variable.declared == ("NA-1", "NA-2", "x")

    def test_a_code_that_no_longer_exists_is_no_answer(self):
        assert self.options("1", "2").value({"state": "answered", "codes": ["7"]}) == -1


class TestNumbers:
    """A number is never taken for a code, and a code never for a number."""

    @pytest.mark.parametrize(
        ("least", "code"),
        [(0, -1), (18, -1), (-50, -101), (-100, -1001), (None, -999_999_999_999_991)],
    )
    def test_codes_lie_below_every_answer(self, least, code):
        limits = {} if least is None else {"min": least}
        (variable,) = only(type="number", **limits).variables
        assert variable.value({"state": "no-answer"}) == code
        if least is not None:
            assert variable.value({"state": "answered", "number": least}) == least

    def test_an_old_answer_below_the_limits_of_today_is_invalid(self):
        (variable,) = only(type="number", min=0).variables
        assert variable.value({"state": "answered", "number": -1}) == -3


class TestComputed:
    """What a formula gives decides what its variable is."""

    @pytest.mark.parametrize(
        ("formula", "kind", "value", "cell"),
        [
            ("1 + 1", "number", 2, 2),
            ("1 = 1", "code", True, 1),
            ("1 = 2", "code", False, 0),
            ("upper('a')", "text", "A", "A"),
        ],
    )
    def test_kinds(self, formula, kind, value, cell):
        variable = only(type="computed", formula=formula).variables[0]
        assert variable.kind == kind
        assert variable.value({"state": "answered", "value": value}) == cell

    def test_a_computed_text_can_tell_who_wrote_it(self):
        assert only(type="computed", formula="upper('a')").variables[0].is_free_text


class TestNames:
    """Names are legal, short enough and given once."""

    def test_words_that_spss_keeps(self):
        assert Names(frozenset()).take("to") == "to_q"

    def test_a_part_never_takes_the_name_of_a_question(self):
        questions = [
            {
                "code": "q",
                "type": "multiple",
                "text": {"ja": "一"},
                "options": [option("1", "a"), option("2", "b")],
            },
            {"code": "q_1", "type": "number", "text": {"ja": "二"}},
        ]
        whole = document() | {"pages": [{"code": "p", "questions": questions}]}
        names = [v.name for v in codebook_of(parse(whole)).variables]
        assert names == ["q_1_2", "q_2", "q_1"]

    def test_upper_and_lower_case_are_one_name(self):
        names = Names(frozenset())
        assert [names.take("q", "a"), names.take("q", "A")] == ["q_a", "q_A_2"]

    def test_long_codes_stay_apart(self):
        code = "q" * 30
        rows = [row("r" * 19 + n, n) for n in "12"]
        book = only(
            code=code, type="matrix_number", rows=rows, columns=[row("c" * 19 + n, n) for n in "12"]
        )
        names = [v.name for v in book.variables]
        assert len(set(names)) == 4
        assert all(len(name) <= LONGEST for name in names)

    def test_sets_stay_apart(self):
        options = [option("1", "a"), option("2", "b")]
        many = {"type": "multiple", "text": {"ja": "問"}, "options": options}
        questions = [
            {"code": "x_a_2", **many},
            {"code": "x_a", **many},
            {"code": "x", **many, "type": "matrix_multiple", "rows": [row("a", "い")]},
        ]
        whole = document() | {"pages": [{"code": "p", "questions": questions}]}
        names = [each.name for each in codebook_of(parse(whole)).sets]
        assert names == ["$x_a_2", "$x_a", "$x_a_3"]


def test_labels_are_one_line_without_readings():
    book = only(type="number", text={"ja": "｜郡山《こおりやま》に\n{{ q0 }}は"}, unit={"ja": "年"})
    assert book.variables[0].label == "郡山に ［q0］は（年）"


def test_a_weight_only_when_there_is_one():
    assert codebook_of(every_type()).weight is None
    book = codebook_of(every_type(), with_weight=True)
    assert book.weight == "weight"
    assert book.row({"$weight": {"state": "answered", "number": 1.25}})[-1] == 1.25


def test_how_the_answer_came():
    book = codebook_of(every_type(), with_channel=True)
    assert book.row({"$channel": {"state": "answered", "codes": ["paper"]}})[-1] == 2
    assert book.variables[-1].labels[2] == "郵送"
