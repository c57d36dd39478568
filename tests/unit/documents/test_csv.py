"""CSV opens in a spreadsheet with every row, every number, and no formula."""

import csv as reader
import io
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.documents import HIDDEN, Column, DocumentError, Table, Unmappable, csv

STARTS = "=+-@\t\r\n＝＋－＠"
COLUMNS = (Column("選んだもの"), Column("人数", "number"), Column("割合（％）", "percent"))


def a_table(*rows, columns=COLUMNS, name="DXについて"):
    return Table(name, columns, rows)


def read(export, encoding="utf-8-sig"):
    return list(reader.reader(io.StringIO(export.content.decode(encoding), newline="")))


def test_a_table_becomes_lines_under_a_head():
    export = csv.write(
        a_table(("オンラインによる行政手続", 221, Fraction(221, 326)), ("その他", 9, 0.0276))
    )
    assert read(export) == [
        ["選んだもの", "人数", "割合（％）"],
        ["オンラインによる行政手続", "221", "67.8"],
        ["その他", "9", "2.8"],
    ]
    assert (export.rows, export.filename) == (2, "DXについて.csv")
    assert export.media_type == "text/csv; charset=utf-8"


def test_it_has_a_byte_order_mark_and_windows_line_ends():
    content = csv.write(a_table(("a", 1, 0.5))).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b'"a",1,50.0\r\n')


@pytest.mark.parametrize("start", STARTS)
def test_text_that_looks_like_a_formula_is_quoted(start):
    assert read(csv.write(a_table((f"{start}1+1", 1, 1))))[1][0] == f"'{start}1+1"


def test_numbers_are_left_alone():
    rows = [("負", -5, -0.25), ("小", 1e-7, Decimal("0.0005")), ("分", Fraction(1, 4), 0)]
    written = [line[1:] for line in read(csv.write(a_table(*rows)))[1:]]
    assert written == [["-5", "-25.0"], ["0.0000001", "0.1"], ["0.25", "0.0"]]


def test_text_in_a_number_column_is_guarded_like_any_text():
    assert read(csv.write(a_table(("a", "=1", "+1"))))[1] == ["a", "'=1", "'+1"]


def test_a_head_is_guarded_too():
    table = a_table(("a",), columns=(Column("=cmd()"),))
    assert read(csv.write(table))[0] == ["'=cmd()"]


def test_hidden_values_have_a_mark_and_missing_ones_are_empty():
    assert read(csv.write(a_table(("18・19歳", HIDDEN, HIDDEN), ("", None, None))))[1:] == [
        ["18・19歳", "－", "－"],
        ["", "", ""],
    ]


def test_quotes_commas_and_line_breaks_survive():
    text = '「声」, "引用"\r\n二行め; 三つめ'
    assert read(csv.write(a_table((text, 1, 1))))[1][0] == text


def test_cp932_says_which_characters_it_does_not_have():
    export = csv.write(a_table(("郡山😀", 1, 1), ("髙橋𠮷", 1, 1)), "cp932")
    assert read(export, "cp932")[1][0] == "郡山〓"
    assert read(export, "cp932")[2][0] == "髙橋〓"
    assert export.unmappable == (Unmappable(2, 1, "😀"), Unmappable(3, 1, "𠮷"))
    assert export.media_type == "text/csv; charset=Shift_JIS"


def test_a_wave_dash_is_the_same_character_in_cp932_and_no_way_round_the_guard():
    export = csv.write(a_table(("9月1日〜10日", 1, 1), ("−1+1", 1, 1)), "cp932")
    assert [line[0] for line in read(export, "cp932")[1:]] == ["9月1日～10日", "'－1+1"]
    assert export.unmappable == ()


def test_control_characters_are_replaced_and_reported():
    export = csv.write(a_table(("a\x00b\ud800", 1, 1)))
    assert read(export)[1][0] == "a\ufffdb\ufffd"
    assert [each.character for each in export.unmappable] == ["\x00", "\ud800"]


def test_rows_may_come_from_a_generator():
    table = Table("大きな表", COLUMNS, ((f"行{i}", i, 0.5) for i in range(1000)))
    assert csv.write(table).rows == 1000


@pytest.mark.parametrize(
    ("name", "filename"),
    [
        ("結果/../../etc", "結果_.._.._etc.csv"),
        ("..", "table.csv"),
        ('a"b\r\nX: y', "a_b_X_y.csv"),
        ("あ" * 200, "あ" * 80 + ".csv"),
    ],
)
def test_a_file_name_is_only_a_name(name, filename):
    assert csv.write(a_table(("a", 1, 1), name=name)).filename == filename


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda: a_table(columns=()), "no_columns"),
        (lambda: Column("a", "date"), "unknown_kind"),
        (lambda: csv.write(a_table(("a", 1))), "wrong_width"),
        (lambda: csv.write(a_table(("a", float("nan"), 1))), "not_finite"),
        (lambda: csv.write(a_table(("a", True, 1))), "bool_in_table"),
        (lambda: csv.write(a_table(("a", 1, 1)), "latin-1"), "unknown_encoding"),
    ],
)
def test_a_wrong_table_is_refused_by_name(make, code):
    with pytest.raises(DocumentError) as refused:
        make()
    assert refused.value.code == code


@given(
    st.lists(st.tuples(st.text(max_size=20), st.integers(), st.floats(0, 1)), max_size=5),
    st.sampled_from(["utf-8-sig", "cp932"]),
)
def test_nothing_written_starts_a_formula_and_no_row_is_lost(rows, encoding):
    export = csv.write(a_table(*rows), encoding)
    lines = read(export, encoding)
    assert export.rows == len(rows) == len(lines) - 1
    for line, row in zip(lines[1:], rows, strict=True):
        assert not line[0] or line[0][0] not in STARTS
        assert int(line[1]) == row[1]


@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20), min_size=1))
def test_harmless_text_comes_back_as_it_went(texts):
    lines = read(csv.write(a_table(*((text, 0, 0) for text in texts))))
    for text, line in zip(texts, lines[1:], strict=True):
        assert line[0] in {text, f"'{text}"}
        assert (line[0] != text) == (text[:1] in set(STARTS))
