"""Whatever changes, both texts can be read back from the differences, and nothing is blurred."""

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from engage.plan.diff import Segment, segments

TEXTS = st.text(alphabet="手続を減らす窓口オンライン、。\n10Ａ 　々", max_size=60)


def before(found):
    return "".join(segment.text for segment in found if segment.kind != "ins")


def after(found):
    return "".join(segment.text for segment in found if segment.kind != "del")


@given(TEXTS, TEXTS)
@example("", "")
@example("。", "")
@example("手続。\n\n窓口", "手続。\n窓口")
def test_both_texts_come_back_whole(old, new):
    found = segments(old, new)
    assert (before(found), after(found)) == (old, new)


@given(TEXTS, TEXTS)
def test_neighbours_are_of_different_kinds_and_none_is_empty(old, new):
    found = segments(old, new)
    assert all(segment.text for segment in found)
    assert all(a.kind != b.kind for a, b in itertools.pairwise(found))


@given(TEXTS)
def test_the_same_text_has_no_difference(text):
    assert [s.kind for s in segments(text, text)] == (["same"] if text else [])


def test_one_rewritten_sentence_is_struck_whole_while_the_others_stay():
    old = "紙で申し込む。証明書は窓口で渡す。"
    new = "オンラインで、いつでも手続を終えられる。証明書は窓口で渡す。"
    assert segments(old, new) == [
        Segment("del", "紙で申し込む。"),
        Segment("ins", "オンラインで、いつでも手続を終えられる。"),
        Segment("same", "証明書は窓口で渡す。"),
    ]


def test_a_sentence_put_in_between_is_the_only_difference():
    old = "予約を受ける。結果を知らせる。"
    new = "予約を受ける。空きを見せる。結果を知らせる。"
    assert [s.text for s in segments(old, new) if s.kind != "same"] == ["空きを見せる。"]


def test_a_text_that_no_person_wrote_is_compared_in_no_time():
    old, new = "あ。" * 2000, "い、" * 2000
    found = segments(old, new)
    assert (before(found), after(found)) == (old, new)
    assert len(found) < 10
