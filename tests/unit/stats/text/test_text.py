"""Words counted by the people who wrote them."""

import numpy as np
import pytest

from engage.stats.text import characteristic, corpus_of, pairs, word_list

TEXTS = [
    ["窓口", "遠い", "窓口"],
    ["窓口", "待つ"],
    ["スマートフォン", "難しい"],
    ["スマートフォン", "窓口"],
    [],
]


def test_a_word_counts_once_a_person():
    first, *_ = word_list(corpus_of(TEXTS))
    assert (first.word, first.texts, first.times, first.n) == ("窓口", 3, 4, 5)


def test_rare_words_can_be_left_out_and_the_rest_keep_their_order():
    corpus = corpus_of(TEXTS, least=2)
    assert corpus.words == ("窓口", "スマートフォン")
    assert corpus_of(TEXTS, most=1).words == ("窓口",)
    assert corpus.place("遠い") is None


def test_nothing_written_is_no_mistake():
    corpus = corpus_of([[], []])
    assert (corpus.n, corpus.words) == (2, ())
    assert word_list(corpus) == pairs(corpus) == characteristic(corpus, [0, 0], ["a"]) == ()


def test_the_closest_pair():
    (pair,) = pairs(corpus_of([["a", "b"]] * 3 + [["a"]] * 2 + [["b", "c"]]), least=2)
    # Together in 3 of the 6 texts that hold either.
    assert (pair.first, pair.second, pair.texts, pair.jaccard) == ("a", "b", 3, 0.5)


def test_a_pair_of_one_text_can_be_asked_for():
    assert len(pairs(corpus_of([["b", "c"]]), least=1)) == 1


def test_what_one_group_writes():
    texts = [["窓口"]] * 18 + [[]] * 2 + [["窓口"]] * 6 + [["アプリ"]] * 14
    found = characteristic(corpus_of(texts), [0] * 20 + [1] * 20, ["年配", "若い"])
    assert [(each.group, each.word) for each in found] == [("年配", "窓口"), ("若い", "アプリ")]
    older = found[0]
    assert (older.inside, older.n, older.outside, older.others) == (18, 20, 6, 20)
    # Pearson's chi-square of [[18, 2], [6, 14]] is 15, so p = 1.075e-4; four tests (each word in
    # each group) of which this is the larger p: Benjamini-Hochberg leaves it.
    assert older.p == pytest.approx(1.0751e-4, rel=1e-3)
    assert older.jaccard == pytest.approx(18 / 26)
    assert older.is_notable


def test_texts_of_no_group_are_left_out():
    corpus = corpus_of([["a"]] * 6 + [["b"]] * 6)
    found = characteristic(corpus, [0] * 3 + [-1] * 3 + [1] * 6, ["x", "y"])
    assert {(each.n, each.others) for each in found} == {(3, 6), (6, 3)}


@pytest.mark.parametrize("groups", [[0], [0, 5]])
def test_groups_that_do_not_fit_are_refused(groups):
    with pytest.raises(ValueError, match="group"):
        characteristic(corpus_of([["a"], ["b"]]), groups, ["x", "y"])


def test_what_is_asked_must_make_sense():
    with pytest.raises(ValueError, match="one word"):
        corpus_of([], least=0)
    with pytest.raises(ValueError, match="one text"):
        pairs(corpus_of([]), least=0)


def test_a_large_corpus_is_counted_in_one_product():
    rng = np.random.default_rng(8)
    texts = [[f"w{i}" for i in rng.integers(0, 150, 8)] for _ in range(20_000)]
    found = pairs(corpus_of(texts), most=5)
    assert len(found) == 5
    assert 0 < found[0].jaccard < 0.2
