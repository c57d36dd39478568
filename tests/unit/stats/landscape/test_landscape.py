"""The landscape of opinions: the same in every order, silent where there is nothing to say."""

import numpy as np
import pytest

from engage.stats.landscape import analyse, as_plain, next_statement, plane_of, votes_of
from engage.stats.landscape.groups import groupings
from tests.unit.stats.landscape.crowds import alike, camps, drawn


def shuffled(votes, seed=1):
    order = np.random.default_rng(seed).permutation(len(votes.value))
    return votes_of(
        np.array(votes.people)[votes.person[order]],
        np.array(votes.statements)[votes.statement[order]],
        votes.value[order],
    )


class TestVotes:
    def test_the_last_vote_of_a_person_counts(self):
        votes = votes_of(["a", "a", "b"], ["1", "1", "1"], [1, -1, 0])
        assert votes.value.tolist() == [-1, 0]

    def test_numbers_stand_in_the_order_of_numbers(self):
        assert votes_of(["10", "9"], ["2", "11"], [1, 1]).people == ("9", "10")
        assert votes_of(["10", "9a"], ["2", "11"], [1, 1]).people == ("10", "9a")

    def test_statements_left_out_leave_no_trace(self):
        whole = votes_of(["a", "a"], ["1", "2"], [1, 1], left_out=["2"])
        assert whole.statements == ("1",)

    @pytest.mark.parametrize(
        ("people", "values"), [(["a"], [2]), (["a"], [float("nan")]), (["a", "b"], [1]), ([], [])]
    )
    def test_what_is_no_vote_is_refused(self, people, values):
        with pytest.raises(ValueError, match="vote"):
            votes_of(people, ["1"] * len(people), values)


class TestGroups:
    def test_known_camps_are_found_with_what_they_stand_for(self):
        votes, group = camps()
        found = analyse(votes)
        assert [(each.label, each.n) for each in found.groups] == [("A", 120), ("B", 80)]
        known = group[[int(person) for person in votes.people]]
        assert np.array_equal(found.group, known)
        named = {(each.group, each.statement) for each in found.representative}
        # On each of the first twenty statements one camp is against what the other wants; of all
        # that are named, at most one in twenty may be there by chance.
        said = {int(statement) for _, statement in named}
        assert set(range(20)) <= said
        assert len(said) <= 22
        assert {int(each.statement) for each in found.consensus(most=40)} == set(range(20, 40))
        assert int(found.divisive()[0].statement) < 20

    def test_three_camps(self):
        votes, _ = camps(3, sizes=(70, 60, 50), statements=60)
        assert [each.n for each in analyse(votes).groups] == pytest.approx([70, 60, 50], abs=2)

    @pytest.mark.parametrize("seed", range(16))
    def test_where_nobody_is_alike_there_are_no_groups(self, seed):
        rng = np.random.default_rng(seed)
        found = analyse(
            alike(
                seed,
                people=int(rng.integers(60, 500)),
                statements=int(rng.integers(20, 100)),
                density=float(rng.uniform(0.2, 0.9)),
            )
        )
        assert not found.has_groups
        assert found.representative == ()
        assert "no-distinct-groups" in found.flags

    def test_the_order_of_votes_changes_nothing(self):
        votes, _ = camps(5)
        one, other = analyse(votes), analyse(shuffled(votes))
        assert as_plain(one) == as_plain(other)

    def test_a_group_of_few_joins_its_nearest(self):
        votes, _ = camps(sizes=(120, 80, 3))
        assert sum(each.n for each in analyse(votes, least_group=5).groups) == 203
        assert min(each.n for each in analyse(votes, least_group=5).groups) >= 5

    def test_who_voted_little_is_in_no_group(self):
        votes, _ = camps()
        few = votes_of(
            [*np.array(votes.people)[votes.person], "new"],
            [*np.array(votes.statements)[votes.statement], "0"],
            [*votes.value, 1],
        )
        found = analyse(few)
        assert found.group[found.votes.people.index("new")] == -1
        assert found.certainty[found.votes.people.index("new")] == 0

    def test_letters_stay_with_their_people(self):
        votes, group = camps()
        first = analyse(votes)
        # The smaller camp grows past the larger one: it stays B.
        more = drawn(_rates_of(votes, group), np.ones(90, dtype=np.int64), 0.6, 11)
        both = votes_of(
            [*np.array(votes.people)[votes.person], *(f"x{p}" for p in more.person)],
            [
                *np.array(votes.statements)[votes.statement],
                *np.array(more.statements)[more.statement],
            ],
            [*votes.value, *more.value],
        )
        later = analyse(both, previous=first)
        sizes = {each.label: each.n for each in later.groups}
        # One or two of 290 vote more like the other camp.
        assert sizes["A"] == pytest.approx(120, abs=2)
        assert sizes["B"] == pytest.approx(170, abs=2)

    def test_one_way_of_voting_more_waits_until_it_is_clear_three_times(self):
        votes, _ = camps(3, sizes=(70, 60, 50), statements=60)
        found = analyse(votes)
        assert len(found.groups) == 3
        two = _pretend(found, 2)
        waits = [analyse(votes, previous=two)]
        for _ in range(2):
            waits.append(analyse(votes, previous=waits[-1]))
        assert [len(each.groups) for each in waits] == [2, 2, 3]


def _rates_of(votes, group):
    known = group[[int(person) for person in votes.people]]
    counts = votes.counts(known, 2).astype(float) + 0.5
    return counts / counts.sum(2, keepdims=True)


def _pretend(found, k):
    from dataclasses import replace

    return replace(found, groups=found.groups[:k], group=np.minimum(found.group, k - 1))


class TestPlane:
    def test_positions_are_the_main_components_of_the_filled_table(self):
        votes, _ = camps(density=1.0)
        table = np.zeros((votes.n, len(votes.statements)))
        table[votes.person, votes.statement] = votes.value
        _, sizes, turned = np.linalg.svd(table - table.mean(0), full_matrices=False)
        plane = plane_of(votes)
        assert np.abs(np.sum(plane.loadings[:, 0] * turned[0])) == pytest.approx(1.0)
        whole = np.square(sizes)
        assert plane.explained[0] == pytest.approx(whole[0] / whole.sum())

    def test_who_voted_more_is_known_better(self):
        votes, _ = camps(density=0.5)
        spread = np.linalg.det(plane_of(votes).covariance)
        order = np.argsort(votes.by_person)
        assert spread[order[:20]].mean() > spread[order[-20:]].mean()

    def test_more_statements_than_the_exact_way_takes_give_the_same_plane(self):
        votes, _ = camps(statements=420, density=0.2)
        again = plane_of(votes)
        assert np.array_equal(plane_of(votes).positions, again.positions)
        found = groupings(again.positions)[2]
        assert found.silhouette > 0.5


def test_everybody_voting_the_same_has_no_landscape_to_show():
    people, statements = np.divmod(np.arange(400), 10)
    found = analyse(votes_of(people, statements, np.ones(400)))
    assert not found.has_groups
    assert found.consensus()[0].shared > 0.9


def test_one_person_and_one_statement():
    found = analyse(votes_of(["a"], ["1"], [1]))
    assert (found.votes.n, found.has_groups) == (1, False)


class TestRouting:
    def test_a_person_is_asked_what_they_have_not_judged(self):
        votes, _ = camps()
        plane = plane_of(votes)
        mine = {votes.statements[s] for s in votes.statement[votes.person == 0]}
        drawn_ones = {
            next_statement(votes, plane, votes.people[0], seed).statement for seed in range(40)
        }
        assert not drawn_ones & mine
        again = next_statement(votes, plane, votes.people[0], 7)
        assert again == next_statement(votes, plane, votes.people[0], 7)

    def test_a_new_statement_comes_up_more_often(self):
        votes, _ = camps()
        rare = votes_of(
            [*np.array(votes.people)[votes.person], "0"],
            [*np.array(votes.statements)[votes.statement], "new"],
            [*votes.value, 1],
        )
        plane = plane_of(rare)
        names = [next_statement(rare, plane, "nobody", seed).statement for seed in range(200)]
        assert names.count("new") > 200 / 41

    def test_nothing_is_left(self):
        votes = votes_of(["a", "b"], ["1", "1"], [1, 0])
        assert next_statement(votes, plane_of(votes), "a", 1) is None
        assert next_statement(votes, plane_of(votes), "c", 1, left_out=["1"]) is None
