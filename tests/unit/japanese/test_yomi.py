"""Rosters come out in the order in which the city printed them."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.japanese.yomi import (
    in_reading_order,
    is_reading,
    row_of,
    without_legal_form,
    yomi_key,
)

FIRST_MEETING = [  # デジタル郡山市民会議, 20 February 2019, as printed (50音順)
    ("一般社団法人グロウイングクラウド", "いっぱんしゃだんほうじんぐろういんぐくらうど"),
    ("一般社団法人郡山市観光協会", "いっぱんしゃだんほうじんこおりやましかんこうきょうかい"),
    ("郡山高度情報化システム研究会", "こおりやまこうどじょうほうかしすてむけんきゅうかい"),
    (
        "郡山地域ニューメディア・コミュニティ事業推進協議会",
        "こおりやまちいきにゅーめでぃあこみゅにてぃじぎょうすいしんきょうぎかい",
    ),
    ("特定非営利活動法人ITCふくしま", "とくていひえいりかつどうほうじんあいてぃーしーふくしま"),
    ("ふくしまIoTビジネス共創ラボ", "ふくしまあいおーてぃーびじねすきょうそうらぼ"),
]
SECOND_MEETING = [  # 18 December 2019: one more organisation
    *FIRST_MEETING[:2],
    (
        "一般社団法人福島県情報産業協会",
        "いっぱんしゃだんほうじんふくしまけんじょうほうさんぎょうきょうかい",
    ),
    *FIRST_MEETING[2:],
]


@pytest.mark.parametrize("printed", [FIRST_MEETING, SECOND_MEETING])
def test_a_shuffled_roster_comes_out_as_printed(printed):
    for seed in range(20):
        shuffled = random.Random(seed).sample(printed, len(printed))
        assert in_reading_order(shuffled, reading=lambda row: row[1]) == printed


def test_neither_names_nor_code_points_give_that_order():
    assert sorted(SECOND_MEETING) != SECOND_MEETING


def test_a_city_may_choose_not_to_count_the_legal_form():
    ordered = in_reading_order(SECOND_MEETING, reading=lambda row: row[1], count_legal_form=False)
    assert [name for name, _ in ordered] == [
        "特定非営利活動法人ITCふくしま",
        "一般社団法人グロウイングクラウド",
        "郡山高度情報化システム研究会",
        "一般社団法人郡山市観光協会",
        "郡山地域ニューメディア・コミュニティ事業推進協議会",
        "ふくしまIoTビジネス共創ラボ",
        "一般社団法人福島県情報産業協会",
    ]


@pytest.mark.parametrize(
    "ordered",
    [
        ["は", "ば", "ぱ", "ばあ", "ひ"],
        ["ハート", "はあと"],  # the long mark comes before the full vowel
        ["きゃく", "きやく"],  # small before full
        ["はー", "はぁ", "はあ"],
        ["あいす", "アイス"],  # hiragana before katakana, when all else is alike
        ["かき", "かぎ", "がき", "がぎ"],
        ["さとう", "さどう", "ざとう"],
        ["いすす", "いすゞ", "いすず", "いすずか"],
        ["ヴ", "うあ"],
        ["わ", "を", "ん"],
    ],
)
def test_the_levels_of_the_order(ordered):
    assert all(yomi_key(a) < yomi_key(b) for a, b in pairwise(ordered))


def test_spaces_and_middle_dots_do_not_count():
    assert (
        yomi_key("こおりやま し")[:4]
        == yomi_key("こおりやま・し")[:4]
        == yomi_key("こおりやまし")[:4]
    )


def test_half_width_kana_are_read_like_full_ones():
    assert yomi_key("ｺｵﾘﾔﾏｼﾞｮｳﾎｳ") == yomi_key("コオリヤマジョウホウ")


@pytest.mark.parametrize("text", ["郡山市", "IoT", "", "   ", "ーあ", "こおりやま2", "ゝ"])
def test_what_is_not_kana_is_no_reading(text):
    assert not is_reading(text)
    with pytest.raises(ValueError, match="kana"):
        yomi_key(text)


def test_a_legal_form_alone_is_a_name():
    assert without_legal_form("かぶしきがいしゃ") == "かぶしきがいしゃ"
    assert without_legal_form("こおりやまかぶしきがいしゃ") == "こおりやま"
    assert without_legal_form("イッパンシャダンホウジン アサカ") == "アサカ"


@pytest.mark.parametrize(
    ("reading", "row"),
    [("いっぱん", "あ"), ("ぐろう", "か"), ("パン", "は"), ("をん", "わ"), ("ヴェネツィア", "あ")],
)
def test_the_row_of_the_table(reading, row):
    assert row_of(reading) == row


@given(st.lists(st.text("あいうかがきぎはばぱゃやっつーん", min_size=1).filter(is_reading)))
def test_any_readings_come_out_in_one_order(readings):
    ordered = in_reading_order(readings, reading=str)
    assert in_reading_order(ordered[::-1], reading=str) == ordered
