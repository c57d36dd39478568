"""What a vote may say, and what all votes together say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from council.rules import polls
from council.rules.polls import Question, marks_faults, question_faults, tally

ABC = ("a", "b", "c")
SENSE = Question("sense", polls.SENSES)


@pytest.mark.parametrize(
    ("question", "marks", "code"),
    [
        (SENSE, {"agree": 1, "against": 1}, "vote-names-several"),
        (SENSE, {"agree": 2}, "vote-impossible"),
        (SENSE, {"maybe": 1}, "vote-names-unknown-option"),
        (Question("approval", ABC, most=1), {"a": 1, "b": 1}, "vote-names-too-many"),
        (Question("score", ABC, most=5), {"a": 6}, "vote-out-of-range"),
        (Question("score", ABC, most=5), {"a": -1}, "vote-out-of-range"),
        (Question("dot", ABC, most=3), {"a": 2, "b": 2}, "vote-spends-too-many-dots"),
        (Question("ranked", ABC), {"a": 1, "b": 1}, "vote-places-unclear"),
        (Question("ranked", ABC), {"a": 2}, "vote-places-unclear"),
    ],
)
def test_an_impossible_vote_is_refused_with_its_reason(question, marks, code):
    assert marks_faults(question, marks) == [code]
    assert marks_faults(question, {}) == []  # to abstain is always possible


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (Question("approval", ("a",)), ("options", "poll-needs-options")),
        (Question("approval", ("a", "a")), ("options", "poll-option-stands-twice")),
        (Question("dot", ABC), ("most", "poll-needs-limit")),
        (Question("score", ABC, most=11), ("most", "poll-limit-impossible")),
        (Question("ranked", ABC, seats=3), ("seats", "poll-seats-impossible")),
    ],
)
def test_a_poll_that_cannot_work_is_refused_at_its_field(question, fault):
    assert question_faults(question) == [fault]


def test_dots_are_added_and_a_tie_stays_a_tie():
    question = Question("dot", ABC, most=3)
    found = tally(question, [{"a": 2, "b": 1}, {"b": 1}, {}], entitled=7)
    assert [(line["option"], line["points"], line["n"]) for line in found["lines"]] == [
        ("a", 2, 1), ("b", 2, 2), ("c", 0, 0),
    ]  # fmt: skip
    assert (found["winners"], found["tied"]) == ([], ["a", "b"])
    assert (found["voted"], found["abstained"], found["entitled"]) == (3, 1, 7)


def test_scores_keep_their_spread():
    found = tally(Question("score", ABC, most=5), [{"a": 5, "b": 0}, {"a": 3}], entitled=2)
    assert found["lines"][0] == {"option": "a", "points": 8, "n": 2, "spread": [0, 0, 0, 1, 0, 1]}
    assert found["lines"][1]["spread"] == [1]
    assert found["winners"] == ["a"]


def test_a_sense_check_names_no_winner():
    found = tally(SENSE, [{"agree": 1}, {"worried": 1}, {"agree": 1}], entitled=3)
    assert [line["points"] for line in found["lines"]] == [2, 1, 0, 0]
    assert "winners" not in found


def test_a_ranked_vote_shows_rounds_and_pairs():
    votes = [{"a": 1, "b": 2}] * 2 + [{"b": 1}] * 2 + [{"c": 1, "b": 2}]
    found = tally(Question("ranked", ABC), votes, entitled=5)
    assert found["rounds"][0]["put_out"] == ["c"]
    assert (found["winners"], found["quota"]) == (["b"], 3)
    assert found["tiers"][0] == ["b"]
    assert ["b", "a", 3] in found["pairs"]
    assert tally(Question("ranked", ABC), [{}], entitled=5)["rounds"] == []


@given(st.lists(st.dictionaries(st.sampled_from(ABC), st.just(1)), max_size=12))
def test_the_order_of_votes_never_shows_in_the_result(votes):
    question = Question("approval", ABC)
    assert tally(question, votes, entitled=20) == tally(question, votes[::-1], entitled=20)


class LifeOfAPoll(RuleBasedStateMachine):
    """Steps in any order; the rules that never break are the invariants."""

    def __init__(self):
        super().__init__()
        self.state, self.seen = "draft", ["draft"]

    @rule(step=st.sampled_from(sorted(polls.TRANSITIONS)))
    def take(self, step):
        target = polls.TRANSITIONS[step].get(self.state)
        assert (step in polls.steps_from(self.state)) == (target is not None)
        if target:
            self.state = target
            self.seen.append(target)

    @invariant()
    def it_opens_at_most_once(self):
        assert self.seen.count("open") <= 1

    @invariant()
    def what_is_closed_or_withdrawn_stays_so(self):
        assert all(each not in ("closed", "withdrawn") for each in self.seen[:-1])

    @invariant()
    def nothing_is_closed_that_was_not_open(self):
        assert "closed" not in self.seen or "open" in self.seen


TestLifeOfAPoll = LifeOfAPoll.TestCase
