"""The same answers in every format: the same cells, with the same codes, and not one row fewer."""

import csv
import io
import json
from datetime import date

import openpyxl
import pytest

from engage.documents import DocumentError, sav
from surveys.codebook import codebook_of
from surveys.exports import responses, spss
from surveys.exports.responses import KINDS, Wanted, unmappable_table, write_documents
from tests.factories.every_type import every_type
from tests.factories.responses import answers

pyreadstat = pytest.importorskip("pyreadstat")

PEOPLE = 12
LATER = {"opinion": {"state": "answered", "text": "=1+1"}, "many": {"state": "no-answer"}}


@pytest.fixture(scope="module")
def documents():
    whole = every_type()
    made = [answers(whole, number=n, today=date(2026, 11, 23)) for n in range(PEOPLE - 1)]
    return [*made, LATER]


@pytest.fixture(scope="module")
def book():
    return codebook_of(every_type(), with_texts=True)


@pytest.fixture(scope="module")
def bare():
    return codebook_of(every_type())


def written(book, documents, kind, **more):
    file = io.BytesIO()
    done = write_documents("every-type", book, lambda: iter(documents), Wanted(kind, **more), file)
    assert done.rows == len(documents)
    file.seek(0)
    return file


def cells(book, documents):
    return [
        dict(zip((v.name for v in book.variables), book.row(d), strict=True)) for d in documents
    ]


@pytest.fixture(scope="module")
def read(book, documents, tmp_path_factory):
    path = tmp_path_factory.mktemp("sav") / "answers.sav"
    path.write_bytes(written(book, documents, "sav").read())
    return pyreadstat.read_sav(
        path, user_missing=True, output_format="dict", disable_datetime_conversion=True
    )


class TestSpss:
    """Another program reads what we meant."""

    def test_every_cell(self, read, book, documents):
        data, _meta = read
        for number, expected in enumerate(cells(book, documents)):
            for variable in book.variables:
                cell = expected[variable.name]
                if variable.kind == "date" and isinstance(cell, str):
                    day = cell if variable.longest == 10 else f"{cell}-01"
                    cell = sav.moment(date.fromisoformat(day))
                cell = "" if cell is None and variable.kind == "text" else cell
                assert data[variable.name][number] == cell, variable.name

    def test_every_label_and_measure(self, read, book):
        _data, meta = read
        for variable in book.variables:
            assert meta.column_names_to_labels[variable.name] == variable.label
            labels = meta.variable_value_labels.get(variable.name, {})
            assert labels == dict(variable.labels)
            assert meta.variable_measure[variable.name] == variable.measure

    def test_every_missing_code(self, read, book):
        _data, meta = read
        for variable in book.variables:
            ranges = meta.missing_ranges.get(variable.name, [])
            for code in variable.declared:
                assert any(each["lo"] <= code <= each["hi"] for each in ranges)
            others = [code for code in variable.labels if code not in variable.declared]
            for code in others:
                assert not any(each["lo"] <= code <= each["hi"] for each in ranges)

    def test_sets(self, read, book):
        _data, meta = read
        assert {
            f"${name}": tuple(each["variable_list"]) for name, each in meta.mr_sets.items()
        } == {each.name: each.variables for each in book.sets}

    def test_the_syntax_beside_it_names_every_set(self, book):
        text = spss.syntax(book)
        assert "MRSETS /MDGROUP NAME=$many" in text
        assert "MRSETS /MCGROUP NAME=$order" in text
        assert text.count("MRSETS") == len(book.sets)
        assert max(map(len, text.encode().splitlines())) < 251

    def test_a_weight_is_used(self):
        book = codebook_of(every_type(), with_weight=True)
        weighed = [{"$weight": {"state": "answered", "number": 1.5}}]
        file = written(book, weighed, "sav")
        assert file.getvalue()[76:80] != bytes(4)
        assert "WEIGHT BY weight." in spss.syntax(book)


class TestExcel:
    """The answers, and a sheet that says what they mean."""

    def test_cells_and_their_meaning(self, bare, documents):
        book = openpyxl.load_workbook(written(bare, documents, "xlsx"), read_only=True)
        data, described = book.worksheets
        head, *lines = data.iter_rows(values_only=True)
        assert [dict(zip(head, line, strict=True)) for line in lines] == cells(bare, documents)
        meant = {(line[0], line[5]): line[6:] for line in described.iter_rows(values_only=True)}
        assert meant["one", "2"] == ("していない", None)
        assert meant["one", "-1"] == ("無回答", "欠測")
        assert meant["praise", "-8"] == ("わからない", "欠測")


class TestCsv:
    """Lines that a spreadsheet opens."""

    def read(self, file, encoding):
        return list(csv.DictReader(io.StringIO(file.read().decode(encoding))))

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
    def test_cells(self, bare, documents, encoding):
        lines = self.read(written(bare, documents, "csv", encoding=encoding), encoding)
        expected = [{n: str(c) for n, c in line.items()} for line in cells(bare, documents)]
        assert lines == expected

    def test_utf_8_begins_with_its_mark(self, bare, documents):
        assert written(bare, documents, "csv").read().startswith(b"\xef\xbb\xbf")

    def test_a_formula_in_an_answer_stays_a_text(self, book, documents):
        lines = self.read(written(book, documents, "csv"), "utf-8-sig")
        assert lines[-1]["opinion"] == "'=1+1"

    def test_what_cp932_lacks_is_listed(self, book, documents):
        odd = [*documents, {"word": {"state": "answered", "text": "𠮷野"}}]
        file = io.BytesIO()
        wanted = Wanted("csv", "cp932", with_texts=True)
        done = write_documents("x", book, lambda: iter(odd), wanted, file)
        (row,) = unmappable_table(done).rows
        assert row == (
            PEOPLE + 2,
            1 + [v.name for v in book.variables].index("word"),
            "𠮷",
            "U+20BB7",
        )
        assert "〓野" in file.getvalue().decode("cp932")


class TestJson:
    """One document, a response a line, with what the codes mean."""

    def test_cells_and_their_meaning(self, bare, documents):
        whole = json.load(written(bare, documents, "json"))
        assert whole["responses"] == cells(bare, documents)
        one = next(v for v in whole["variables"] if v["name"] == "one")
        assert {"code": 2, "label": "していない"} in one["values"]
        assert one["missing"] == [-1, -2, -3]

    def test_half_a_character_harms_nobody(self, book):
        odd = [{"word": {"state": "answered", "text": "a\ud83db"}}]
        assert json.load(written(book, odd, "json"))["responses"][0]["word"] == "a?b"


SECRET = "ひみつの言葉"
STATES = {
    "one": {"state": "answered", "codes": ["1"], "comment": SECRET},
    "many": {"state": "answered", "codes": ["98"], "other": {"98": SECRET}},
    "names": {"state": "answered", "rows": {"web": {"b": SECRET}}},
    "word": {"state": "answered", "text": SECRET},
    "opinion": {"state": "invalid", "raw": {"opinion": [SECRET]}},
    "wishes": {"state": "answered", "texts": {"a": SECRET}},
    "photo": {"state": "answered", "files": [{"id": SECRET, "name": SECRET}]},
    "total": {"state": "answered", "value": SECRET},
    "$seed": {"value": SECRET},
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_people_wrote_stays_in_the_house_unless_asked_for(bare, kind):
    data = written(bare, [STATES], kind).read()
    if kind == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
        data = repr(list(sheet.iter_rows(values_only=True))).encode()
    assert SECRET.encode() not in data


@pytest.mark.parametrize("kind", KINDS)
def test_no_answers_at_all(book, kind):
    assert written(book, [], kind).read()


@pytest.mark.parametrize("kind", KINDS)
def test_odd_texts_break_no_file(book, kind):
    texts = ["\0", "\ufffe", "\ud800", "𠮷㋿", "\u202eabc", "a\r\nb", "\t=1", "x" * 10_000, " "]
    odd = [{"opinion": {"state": "answered", "text": text}} for text in texts]
    assert written(book, odd, kind).read()


def test_a_file_that_lost_a_row_is_never_offered(bare, documents, monkeypatch):
    monkeypatch.setattr(responses, "_read_again", lambda _file: PEOPLE - 1)
    with pytest.raises(DocumentError, match="rows_lost"):
        written(bare, documents, "json")
