"""Two people sort texts: what a text is in the end, and how far they agree."""

import pytest

from surveys.freetext.sorting import agreements, differing, final_codes, two_coders

CODINGS = {
    "t1": {"ann": ["c1"], "bob": ["c1"]},
    "t2": {"ann": ["c1", "c2"], "bob": ["c2", "c1"]},
    "t3": {"ann": [], "bob": ["c2"]},
    "t4": {"ann": ["c2"]},
    "t5": {"ann": [], "bob": []},
}


@pytest.mark.parametrize(
    ("given", "settled", "codes"),
    [
        ({}, None, None),
        ({"ann": ["c1"]}, None, ["c1"]),
        ({"ann": []}, None, []),
        ({"ann": ["c1", "c2"], "bob": ["c2", "c1"]}, None, ["c1", "c2"]),
        ({"ann": ["c1"], "bob": []}, None, None),
        ({"ann": ["c1"], "bob": []}, [], []),
        ({"ann": ["c1"]}, ["c2"], ["c2"]),
    ],
)
def test_what_a_text_is_in_the_end(given, settled, codes):
    assert final_codes(given, settled) == codes


def test_texts_on_which_they_differ():
    assert differing(CODINGS, {}) == ["t3"]
    assert differing(CODINGS, {"t3": ["c2"]}) == []


def test_the_two_who_sorted_most_in_common():
    more = CODINGS | {"t6": {"bob": ["c1"], "cid": ["c1"]}}
    assert two_coders(more) == ("ann", "bob")
    assert two_coders({"t": {"ann": []}}) is None


def test_agreement_code_by_code():
    one, two = agreements(CODINGS, ["c1", "c2"], ("ann", "bob"))
    # Of the four texts that both sorted they agree on c1 in all: two with it, two without.
    assert (one.both, one.one, one.neither, one.share) == (2, 0, 2, 1.0)
    assert one.agreement.value == pytest.approx(1.0)
    # c2: both gave it to t2, Bob alone to t3. Observed 3/4, by chance (1·2 + 3·2) / 16 = 1/2.
    assert (two.both, two.one, two.neither) == (1, 1, 2)
    assert two.agreement.value == pytest.approx(0.5)
    assert two.agreement.by_chance == pytest.approx(0.5)


def test_a_code_that_nobody_gave_agrees_by_chance_alone():
    (none,) = agreements(CODINGS, ["c9"], ("ann", "bob"))
    assert none.agreement is None
    assert none.share == 1.0
