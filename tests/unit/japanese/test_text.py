"""People type full-width; searching finds it; what they typed is not touched."""

from decimal import Decimal

import pytest

from engage.japanese.text import clean_line, search_copy, to_decimal, to_int


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("１２", 12),
        ("1,500", 1500),
        ("１，５００", 1500),
        ("1、500", 1500),
        (" 42 ", 42),
        ("　７　", 7),
        ("-3", -3),
        ("－３", -3),
        ("−3", -3),
        ("0", 0),
    ],
)
def test_a_whole_number_is_read_as_it_is_typed(typed, number):
    assert to_int(typed) == number


@pytest.mark.parametrize("typed", ["", "十二", "12人", "1,50", "1.5", "1 2", "٣", "9" * 25, "²x"])
def test_what_is_no_whole_number_is_not_guessed(typed):
    assert to_int(typed) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [("６７．６", "67.6"), ("34.0", "34.0"), ("1,234.50", "1234.50"), ("５", "5")],
)
def test_a_decimal_keeps_the_places_that_were_typed(typed, number):
    assert str(to_decimal(typed)) == number
    assert to_decimal(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", ".", "1.", "NaN", "1e5", "Infinity", "1.2.3"])
def test_what_is_no_decimal_is_not_guessed(typed):
    assert to_decimal(typed) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＩＣＴ", "ict"),
        ("ｱｲﾊﾟｯﾄﾞ", "アイパッド"),
        ("デジタル", "でじたる"),
        ("㈱郡山", "(株)郡山"),
        ("㍻", "平成"),
        ("郡山　市", "郡山 市"),
    ],
)
def test_a_search_copy_forgets_width_case_and_kind_of_kana(one, other):
    assert search_copy(one) == search_copy(other)


@pytest.mark.parametrize("name", ["髙橋", "山﨑", "𠮷田"])
def test_a_search_copy_keeps_the_characters_of_names(name):
    assert search_copy(name) == name


def test_a_search_copy_of_a_search_copy_is_the_same():
    for text in ("ＩＣＴ ｱｲ", "ﾊﾟﾊﾟ　ー", "①㈱㎡", "ß"):
        assert search_copy(search_copy(text)) == search_copy(text)


def test_a_clean_line_only_loses_what_cannot_be_seen():
    assert clean_line(" 髙橋　＠\t\n①\x00 ") == "髙橋 ＠ ①"
    assert clean_line("～１２３") == "～１２３"
