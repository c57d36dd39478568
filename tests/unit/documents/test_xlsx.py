"""A workbook keeps text as text and numbers as numbers."""

import io
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.documents import HIDDEN, Column, DocumentError, Table, xlsx

COLUMNS = (Column("選んだもの"), Column("人数", "number"), Column("割合", "percent"))


def a_table(*rows, name="図1", columns=COLUMNS):
    return Table(name, columns, rows)


def opened(export):
    return openpyxl.load_workbook(io.BytesIO(export.content))


def test_every_table_gets_a_sheet_with_a_frozen_head():
    export = xlsx.write([a_table(("a", 1, 0.5)), a_table(("b", 2, 1), ("c", 3, 0), name="図2")])
    book = opened(export)
    assert book.sheetnames == ["図1", "図2"]
    assert [cell.value for cell in book["図2"][1]] == ["選んだもの", "人数", "割合"]
    assert book["図1"].freeze_panes == "A2"
    assert (export.rows, export.filename) == (3, "図1.xlsx")


def test_numbers_have_formats_and_keep_their_precision():
    sheet = opened(xlsx.write([a_table(("a", 1234, Fraction(221, 326)), ("b", 0.5, 1))]))["図1"]
    assert (sheet["B2"].value, sheet["B2"].number_format) == (1234, "#,##0")
    assert sheet["C2"].value == pytest.approx(221 / 326, abs=1e-15)
    assert sheet["C2"].number_format == "0.0%"
    assert sheet["B3"].value == 0.5


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-5", "@a", "＝1", "http://example.com", "123"]
)
def test_text_is_never_a_formula_a_link_or_a_number(text):
    sheet = opened(xlsx.write([a_table((text, 1, 1))]))["図1"]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")
    assert sheet["A2"].hyperlink is None


def test_suspicious_text_stays_text_when_somebody_edits_it():
    sheet = opened(xlsx.write([a_table(("=1+1", 1, 1), ("a", 1, 1))]))["図1"]
    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].quotePrefix


def test_hidden_values_have_a_mark():
    sheet = opened(xlsx.write([a_table(("18・19歳", HIDDEN, HIDDEN))]))["図1"]
    assert [cell.value for cell in sheet[2]] == ["18・19歳", "－", "－"]


def test_empty_rows_are_rows():
    assert xlsx.write([a_table(("", None, None), ("", None, None))]).rows == 2


def test_long_numbers_are_not_rounded():
    sheet = opened(xlsx.write([a_table(("a", 12345678901234567, 1))]))["図1"]
    assert sheet["B2"].value == "12345678901234567"


def test_sheet_names_are_accepted_by_excel_and_differ():
    names = ["=A1", "a/b:c", "あ" * 40, "あ" * 40, "", "'x'", "HISTORY", "図\x00"]
    book = opened(xlsx.write([a_table(("a", 1, 1), name=name) for name in names]))
    assert book.sheetnames == [
        "_=A1",
        "a_b_c",
        "あ" * 31,
        "あ" * 27 + " (2)",
        "Sheet",
        "x",
        "_HISTORY",
        "図_",
    ]


def test_the_same_tables_give_the_same_bytes():
    assert xlsx.write([a_table(("a", 1, 1))]).content == xlsx.write([a_table(("a", 1, 1))]).content


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: xlsx.write([]), "no_tables"),
        (lambda: xlsx.write([a_table(("a", 1))]), "wrong_width"),
        (lambda: xlsx.write([a_table(("あ" * 32768, 1, 1))]), "text_too_long"),
        (lambda: xlsx.write([a_table(("a", float("inf"), 1))]), "not_finite"),
    ],
)
def test_a_wrong_table_is_refused_by_name(make, code):
    with pytest.raises(DocumentError) as refused:
        make()
    assert refused.value.code == code


def test_a_table_longer_than_a_sheet_is_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "_MOST_ROWS", 3)
    assert xlsx.write([a_table(*[("a", 1, 1)] * 2)]).rows == 2
    with pytest.raises(DocumentError, match="too_many_rows"):
        xlsx.write([a_table(*[("a", 1, 1)] * 3)])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=20), min_size=1, max_size=4), st.text(max_size=40))
def test_any_text_and_any_name_make_a_workbook_without_formulas(texts, name):
    export = xlsx.write([a_table(*((text, 1, 1) for text in texts), name=name)])
    sheet = opened(export).worksheets[0]
    assert export.rows == len(texts)
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
