"""Names and terms by date; minutes that cannot be published half-checked."""

from dataclasses import dataclass
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from council.rules import minutes as rules
from council.rules.minutes import BlockState
from council.rules.terms import holds_on, overlaps, valid_on


@dataclass(frozen=True)
class Name:
    name: str
    from_on: date | None
    until_on: date | None


OLD = Name("郡山市デジタル市役所推進本部", None, date(2021, 8, 1))
NEW = Name("郡山市DX関連6法活用推進本部", date(2021, 8, 1), None)


def test_a_paper_of_2020_shows_the_name_of_2020():
    assert valid_on([NEW, OLD], date(2020, 5, 1)) is OLD


def test_a_new_name_holds_from_its_first_day():
    assert valid_on([OLD, NEW], date(2021, 7, 31)) is OLD
    assert valid_on([OLD, NEW], date(2021, 8, 1)) is NEW


def test_no_name_holds_before_the_first_one():
    assert valid_on([NEW], date(2020, 5, 1)) is None


days = st.none() | st.dates(date(2019, 1, 1), date(2019, 1, 12))


@given(days, days, days, days)
def test_terms_overlap_exactly_when_some_day_lies_in_both(a, b, c, d):
    every = [date(2018, 12, 20), *(date(2019, 1, n) for n in range(1, 21)), date(2019, 2, 1)]
    shared = any(holds_on(a, b, day) and holds_on(c, d, day) for day in every)
    proper = (a is None or b is None or a < b) and (c is None or d is None or c < d)
    if proper:
        assert overlaps(a, b, c, d) == shared


CHECKED = BlockState(seq=2, checked_seq=2)


def test_words_changed_after_the_check_are_unchecked():
    assert not BlockState(seq=3, checked_seq=2).is_checked
    assert rules.confirming_obstacles("draft", [CHECKED, BlockState(3, 2)]) == [
        "minutes-have-unchecked-blocks"
    ]


def test_what_is_left_out_needs_no_check_but_something_must_remain():
    left_out = BlockState(1, None, is_left_out=True)
    assert rules.confirming_obstacles("confirming", [CHECKED, left_out]) == []
    assert rules.confirming_obstacles("confirming", [left_out]) == ["minutes-are-empty"]


def test_a_withdrawn_opinion_stops_the_minutes_that_quote_it():
    quoting = BlockState(1, 1, quotes_closed_opinion=True)
    assert rules.confirming_obstacles("draft", [quoting]) == ["minutes-quote-closed-opinion"]
    assert rules.publishing_obstacles("confirmed", [quoting]) == ["minutes-quote-closed-opinion"]


def test_published_minutes_allow_nothing():
    assert rules.steps_from("published") == []
    assert rules.editing_obstacles("published") == ["minutes-are-published"]
    assert rules.confirming_obstacles("published", [CHECKED]) == ["minutes-are-published"]
    assert rules.publishing_obstacles("published", [CHECKED]) == ["minutes-are-published"]


@given(st.lists(st.sampled_from(sorted(rules.TRANSITIONS)), max_size=15))
def test_minutes_are_published_only_through_a_confirmation_and_then_for_good(steps):
    state, before = "draft", ""
    for step in steps:
        target = rules.TRANSITIONS[step].get(state)
        if target is None:
            continue
        assert state != "published"
        before, state = state, target
        if state == "published":
            assert before == "confirmed"


@given(
    st.lists(
        st.tuples(st.integers(1, 90), st.integers(1, 9_998)), min_size=2, max_size=30, unique=True
    )
)
def test_passages_stand_by_item_then_by_number(places):
    by_position = sorted(
        places, key=lambda p: rules.block_position(item_position=p[0], number=p[1])
    )
    assert by_position == sorted(places)
