"""Texts cut into words that say something, with a dictionary and without."""

import pytest

from engage.japanese.words import content_words, cutter

TEXT = "市役所の窓口が遠くて、スマートフォンで手続きできるようにしてほしい。"


def bases(text, way=""):
    return [word.base for word in content_words(text, way=way)]


@pytest.mark.skipif(cutter() != "sudachi", reason="The extra `text` is not installed.")
class TestWithTheDictionary:
    def test_words_stand_in_their_usual_form(self):
        assert bases(TEXT) == ["市役所", "窓口", "遠い", "スマートフォン", "手続き", "欲しい"]

    def test_spellings_of_one_word_are_one(self):
        assert bases("ﾊﾞｽに乗り換える") == bases("バスに乗換える")
        assert bases("お問い合わせ") == bases("お問合せ")

    def test_names_of_persons_are_marked(self):
        assert [word.base for word in content_words("田中の意見") if word.is_name] == ["田中"]


def test_without_a_dictionary_pairs_of_kanji_and_runs_of_katakana():
    found = bases(TEXT, way="pairs")
    assert found == ["市役", "役所", "窓口", "遠", "スマートフォン", "手続"]


def test_where_a_word_stands():
    for way in ("", "pairs"):
        for word in content_words(TEXT, way=way):
            assert TEXT[word.begin : word.end] == word.surface


@pytest.mark.parametrize("text", ["", "。。。", "😀😀", "123 456", "あああ", "\n\t"])
def test_texts_without_words(text):
    assert bases(text, way="pairs") == []


def test_a_long_text_is_read_up_to_a_limit():
    assert len(content_words("窓口 " * 20_000, way="pairs")) < 4_000
