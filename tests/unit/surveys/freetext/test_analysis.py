"""What an item's texts say by their words."""

import pytest

from engage.japanese.words import cutter
from surveys.freetext.analysis import analysis_of, lines
from surveys.freetext.answers import Written

pytestmark = pytest.mark.skipif(cutter() != "sudachi", reason="The extra `text` is not installed.")

GROUPS = [("y", "若い"), ("m", "中年"), ("o", "年配")]


def wrote(text, beside=None, times=1):
    return [Written(f"{text}-{n}", text, beside) for n in range(times)]


PEOPLE = [
    *wrote("窓口が遠い", "o", 12),
    *wrote("窓口で待った。窓口が混む", "o", 4),
    *wrote("アプリが使いにくい", "y", 9),
    *wrote("窓口もアプリも使う", "m", 6),
    *wrote("広報が読みやすい", "m", 6),
]


def test_words_and_pairs():
    found = analysis_of(PEOPLE, [])
    first = found.words[0]
    assert (first.word, first.texts, first.times) == ("窓口", 22, 26)
    pair = {(each.first, each.second): each for each in found.pairs}["窓口", "遠い"]
    assert (pair.texts, pair.jaccard) == (12, pytest.approx(12 / 22))
    assert found.characteristic == ()
    assert found.map is None


def test_what_groups_write():
    found = analysis_of(PEOPLE, GROUPS)
    typical = {(each.group, each.word) for each in found.characteristic}
    assert ("年配", "遠い") in typical
    assert ("若い", "アプリ") in typical
    assert ("年配", "混む") not in typical  # four people: fewer than five are not named
    assert {place.name for place in found.map.groups} == {"若い", "中年", "年配"}
    assert sum(found.map.explained) == pytest.approx(1.0)


def test_a_group_of_few_is_not_compared():
    found = analysis_of([*wrote("窓口が遠い", "o", 8), *wrote("アプリ", "y", 4)], GROUPS)
    assert found.characteristic == ()


def test_a_word_in_its_context():
    (line,) = lines(wrote("市役所の\n窓口が遠いです"), "窓口")
    assert (line.before.strip(), line.word, line.after) == ("市役所の", "窓口", "が遠いです")


def test_lines_are_ordered_by_what_follows():
    found = lines([*wrote("窓口を開く"), *wrote("窓口が遠い")], "窓口")
    assert [line.after for line in found] == ["が遠い", "を開く"]


def test_names_are_no_words():
    assert "田中" not in {word.word for word in analysis_of(wrote("田中が来た", times=3), []).words}


def test_nothing_written():
    found = analysis_of([], GROUPS)
    assert (found.n, found.words, found.pairs, found.map) == (0, (), (), None)
