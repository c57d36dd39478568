"""Answers as a flat table: every file says the same with the same numbers."""

import io
import json
from datetime import date

import openpyxl
import pytest

from surveys.exports.columns import INVALID, NO_ANSWER, NOT_SHOWN, codebook_of, numbers_of, rows
from surveys.exports.responses import KINDS, Wanted, syntax, write_documents
from tests.factories.every_type import every_type, option
from tests.factories.responses import answers

pyreadstat = pytest.importorskip("pyreadstat")

PEOPLE = 12


@pytest.fixture(scope="module")
def questionnaire():
    return every_type()


@pytest.fixture(scope="module")
def documents(questionnaire):
    return [answers(questionnaire, number=n, today=date(2026, 11, 23)) for n in range(PEOPLE)]


def written(questionnaire, documents, kind, **more):
    file = io.BytesIO()
    wanted = Wanted(kind, **more)
    done = write_documents(
        questionnaire, lambda: iter(documents), wanted, file, expected=len(documents)
    )
    assert done.rows == len(documents)
    file.seek(0)
    return file


def column(questionnaire, documents, name, **more):
    book = codebook_of(questionnaire, **({"with_texts": True} | more))
    at = [variable.name for variable in book.variables].index(name)
    return [row[at] for row in rows(book, iter(documents))]


def test_every_question_has_its_columns(questionnaire):
    book = codebook_of(questionnaire, with_texts=True)
    asked = {variable.question for variable in book.variables}
    assert asked == {code for code, q in questionnaire.questions.items() if q.type != "note"}
    names = [variable.name for variable in book.variables]
    assert len({name.upper() for name in names}) == len(names)


def test_without_texts_nothing_that_people_wrote_goes_out(questionnaire):
    kinds = {"word", "mail", "opinion", "wishes", "names"}
    book = codebook_of(questionnaire, with_texts=False)
    assert not kinds & {variable.question for variable in book.variables}
    assert not [v for v in book.variables if v.name.endswith(("_text", "_comment"))]


class TestWhatIsMissing:
    """A missing answer says why it is missing."""

    def test_a_choice(self, questionnaire):
        found = column(
            questionnaire,
            [
                {"one": {"state": "answered", "codes": ["2"]}},
                {"one": {"state": "no-answer"}},
                {"one": {"state": "not-shown"}},
                {"one": {"state": "invalid", "raw": {}}},
                {},
            ],
            "one",
        )
        assert found == [2, NO_ANSWER, NOT_SHOWN, INVALID, NOT_SHOWN]

    def test_several_choices_are_ones_and_noughts(self, questionnaire):
        documents = [
            {"many": {"state": "answered", "codes": ["1", "98"]}},
            {"many": {"state": "no-answer"}},
        ]
        assert column(questionnaire, documents, "many_98") == [1, NO_ANSWER]
        assert column(questionnaire, documents, "many_2") == [0, NO_ANSWER]

    def test_a_number_below_nought_is_never_taken_for_a_missing_one(self):
        warm = every_type(age={"min": -50, "max": 50})
        documents = [{"age": {"state": "answered", "number": -9}}, {"age": {"state": "no-answer"}}]
        found = column(warm, documents, "age")
        assert found[0] == -9
        assert found[1] < -1000

    def test_a_row_left_open_is_no_answer(self, questionnaire):
        documents = [{"liked": {"state": "answered", "rows": {"desk": "3"}}}]
        assert column(questionnaire, documents, "liked_desk") == [3]
        assert column(questionnaire, documents, "liked_web") == [NO_ANSWER]


@pytest.mark.parametrize(
    ("codes", "numbers"),
    [
        (("1", "2", "98"), [1, 2, 98]),
        (("a", "b"), [1, 2]),
        (("01", "1"), [1, 2]),
        (("1", "x"), [1, 2]),
    ],
)
def test_numbers_of_options(codes, numbers):
    from surveys.definition import Option

    options = tuple(Option(**option(code, code)) for code in codes)
    assert list(numbers_of(options).values()) == numbers


class TestFiles:
    """The same answers in every format."""

    def test_spss(self, questionnaire, documents, tmp_path):
        path = tmp_path / "answers.sav"
        path.write_bytes(written(questionnaire, documents, "sav", with_texts=True).read())
        data, meta = pyreadstat.read_sav(str(path), user_missing=True, output_format="dict")
        assert data["one"] == column(questionnaire, documents, "one")
        assert data["opinion"] == column(questionnaire, documents, "opinion")
        assert meta.variable_value_labels["card"][1] == "はい"
        assert meta.mr_sets["many"]["variable_list"][0] == "many_1"
        assert meta.variable_measure["age"] == "scale"

    def test_excel_with_its_codebook(self, questionnaire, documents):
        book = openpyxl.load_workbook(written(questionnaire, documents, "xlsx"), read_only=True)
        data, described = book.worksheets
        lines = list(data.iter_rows(values_only=True))
        assert len(lines) == PEOPLE + 1
        at = lines[0].index("one")
        assert [line[at] for line in lines[1:]] == column(questionnaire, documents, "one")
        meanings = {(line[0], line[4]): line[5] for line in described.iter_rows(values_only=True)}
        assert meanings["one", 2] == "していない"
        assert meanings["one", NO_ANSWER] == "無回答"

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
    def test_csv(self, questionnaire, documents, encoding):
        file = written(questionnaire, documents, "csv", encoding=encoding)
        text = file.read().decode(encoding)
        assert len(text.splitlines()) == PEOPLE + 1

    def test_a_formula_in_an_answer_stays_a_text(self, questionnaire, documents):
        evil = [*documents[1:], {"word": {"state": "answered", "text": "=1+1"}}]
        text = written(questionnaire, evil, "csv", with_texts=True).read().decode("utf-8-sig")
        assert "'=1+1" in text

    def test_what_cp932_lacks_is_listed(self, questionnaire, documents):
        odd = [*documents[1:], {"word": {"state": "answered", "text": "𠮷"}}]
        file = io.BytesIO()
        wanted = Wanted("csv", "cp932", with_texts=True)
        done = write_documents(questionnaire, lambda: iter(odd), wanted, file, expected=PEOPLE)
        assert [u.character for u in done.unmappable] == ["𠮷"]
        assert done.unmappable[0].line == PEOPLE + 1

    def test_json(self, questionnaire, documents):
        plain = json.loads(written(questionnaire, documents, "json", with_texts=True).read())
        assert plain == documents
        bare = json.loads(written(questionnaire, documents, "json").read())
        assert "text" not in bare[0]["opinion"]
        assert bare[0]["one"] == documents[0]["one"]

    @pytest.mark.parametrize("kind", KINDS)
    def test_no_answers_at_all(self, questionnaire, kind):
        assert written(questionnaire, [], kind, with_texts=True).read()


def test_the_syntax_names_every_set(questionnaire):
    text = syntax(codebook_of(questionnaire, with_texts=False))
    assert "NAME=$many" in text
    assert "VARIABLES=many_1 many_2 many_3 many_98 many_90" in text
