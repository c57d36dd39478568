"""Labels break where a Japanese reader expects it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.charts.measure import width, wrap


def test_a_kanji_is_one_em_and_a_digit_about_half():
    assert width("声", 15) == 15
    assert 0.5 * 15 < width("1", 15) < 0.7 * 15
    assert width("1", 15, bold=True) > width("1", 15)


def test_a_line_breaks_between_phrases():
    assert wrap("オンラインによる行政手続", 15, 9 * 15) == ["オンラインによる", "行政手続"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    for room in range(4, 14):
        for line in wrap("災害、通信（避難所）。データ「公開」ー", 10, room * 10):
            assert line[0] not in "、）。」ー"
            assert line[-1] not in "（「"


def test_an_english_word_is_kept_whole_if_it_can_be():
    assert "Wi-Fi" in "|".join(wrap("公共施設における無料Wi-Fi整備", 15, 13 * 15))


def test_a_word_wider_than_the_line_is_broken_not_cut():
    lines = wrap("w" * 50, 15, 100)
    assert len(lines) > 3
    assert "".join(lines) == "w" * 50


@given(st.text(alphabet="あア漢字、（）ab1Ｗ-", min_size=1, max_size=80), st.integers(20, 300))
def test_wrapping_loses_nothing_and_fits(text, room):
    lines = wrap(text, 15, room)
    assert "".join(lines) == text
    assert all(width(line, 15) <= room or len(line) == 1 for line in lines)


@pytest.mark.parametrize("text", ["", " "])
def test_nothing_wraps_to_nothing_worse(text):
    assert len(wrap(text, 15, 100)) <= 1
