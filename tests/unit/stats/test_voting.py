"""Transferred votes and Schulze against published elections and another program."""

from collections import Counter
from fractions import Fraction

import pyrankvote
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.stats.voting import schulze, transferable_vote

TENNESSEE = (
    [("memphis", "nashville", "chattanooga", "knoxville")] * 42
    + [("nashville", "chattanooga", "knoxville", "memphis")] * 26
    + [("chattanooga", "knoxville", "nashville", "memphis")] * 15
    + [("knoxville", "chattanooga", "nashville", "memphis")] * 17
)
"""The textbook case: the capital of Tennessee. Runoff chooses Knoxville, pairs choose Nashville."""
CITIES = ("memphis", "nashville", "chattanooga", "knoxville")

SCHULZE_1997 = [
    (5, "ACBED"), (5, "ADECB"), (8, "BEDAC"), (3, "CABED"),
    (7, "CAEBD"), (2, "CBADE"), (7, "DCEBA"), (8, "EBADC"),
]  # fmt: skip
"""Schulze (2011), example with 45 voters: E > A > C > B > D."""


def test_the_capital_by_runoff_has_three_rounds():
    found = transferable_vote(CITIES, TENNESSEE)
    assert [dict(each.votes) for each in found.rounds] == [
        {"memphis": 42, "nashville": 26, "chattanooga": 15, "knoxville": 17},
        {"memphis": 42, "nashville": 26, "knoxville": 32},
        {"memphis": 42, "knoxville": 58},
    ]
    assert [each.put_out for each in found.rounds] == [("chattanooga",), ("nashville",), ()]
    assert (found.elected, found.quota, found.tied) == (("knoxville",), 51, ())


def test_the_capital_by_pairs_is_another():
    found = schulze(CITIES, TENNESSEE)
    assert found.tiers == (("nashville",), ("chattanooga",), ("knoxville",), ("memphis",))
    assert found.preferred["nashville", "memphis"] == 58


def test_the_inventor_s_own_example():
    orders = [tuple(order) for count, order in SCHULZE_1997 for _ in range(count)]
    found = schulze("ABCDE", orders)
    assert found.tiers == (("E",), ("A",), ("C",), ("B",), ("D",))
    assert (found.preferred["A", "B"], found.preferred["B", "A"]) == (20, 25)


def test_a_surplus_goes_on_in_exact_fractions():
    orders = [("a", "b")] * 6 + [("c",)] * 2 + [("b",)] * 1
    found = transferable_vote("abc", orders, seats=2)
    # Quota 9 // 3 + 1 = 4: two of a's six votes go to b, a third of each paper.
    assert found.rounds[0].elected == ("a",)
    assert found.rounds[1].votes == {"b": Fraction(3), "c": Fraction(2)}
    assert found.elected == ("a", "b")


def test_a_dead_heat_is_said_and_not_drawn():
    found = transferable_vote("ab", [("a",), ("b",)])
    assert (found.elected, found.tied) == ((), ("a", "b"))
    assert schulze("ab", [("a", "b"), ("b", "a")]).tiers == (("a", "b"),)


def test_the_first_choices_decide_between_two_that_are_last():
    # After d is out, a and b hold 3 each; at the beginning b had fewer.
    orders = [("a",)] * 3 + [("b",)] * 2 + [("c",)] * 4 + [("d", "b")]
    found = transferable_vote("abcd", orders)
    assert [each.put_out for each in found.rounds][:2] == [("d",), ("b",)]
    assert found.elected == ("c",)


def test_options_that_nobody_chose_go_out_together():
    found = transferable_vote("abcd", [("a", "b"), ("a",), ("b",)])
    assert found.elected == ("a",)
    assert found.rounds[0].votes == {"a": 2, "b": 1, "c": 0, "d": 0}


def test_nobody_voted_or_a_vote_is_no_order():
    assert transferable_vote("ab", []) is None
    assert schulze("ab", [()]) is None
    for wrong in [("a", "a")], [("x",)]:
        with pytest.raises(ValueError, match="Not an order"):
            transferable_vote("ab", wrong)


orders_of_four = st.lists(
    st.permutations("abcd").flatmap(
        lambda order: st.integers(1, 4).map(lambda length: tuple(order[:length]))
    ),
    min_size=1,
    max_size=25,
)


@given(orders_of_four)
def test_another_program_elects_the_same_when_nothing_is_tied(orders):
    found = transferable_vote("abcd", orders)
    assume_clear = not found.tied and all(_clear(each.votes) for each in found.rounds)
    if not assume_clear:
        return
    people = {name: pyrankvote.Candidate(name) for name in "abcd"}
    other = pyrankvote.instant_runoff_voting(
        list(people.values()), [pyrankvote.Ballot([people[o] for o in order]) for order in orders]
    )
    assert [each.name for each in other.get_winners()] == list(found.elected)


def _clear(votes):
    """No two options hold the same, so that neither program has to break a tie."""
    return max(Counter(votes.values()).values()) == 1


@given(orders_of_four)
def test_no_vote_is_lost_and_the_order_of_papers_does_not_matter(orders):
    found = transferable_vote("abcd", orders)
    for each in found.rounds:
        assert sum(each.votes.values()) + each.exhausted == len(orders)
    assert transferable_vote("abcd", orders[::-1]) == found
