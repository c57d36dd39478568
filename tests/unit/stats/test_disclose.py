"""Nobody's answer can be found from what is shown; checked by somebody who really tries."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from engage.stats import spans
from engage.stats.disclose import K, multiple, multiple_by_group, one_way, two_way


def test_large_counts_are_shown():
    assert not one_way([220, 111, 5, 0]).any


def test_a_small_count_takes_the_next_one_with_it():
    found = one_way([300, 17, 9, 2])
    assert found.hidden == (False, False, True, True)
    assert found.primary == (False, False, False, True)


def test_zero_is_shown_as_zero():
    assert one_way([300, 0, 9, 0]).hidden == (False,) * 4
    assert one_way([300, 0, 9, 2]).hidden == (False, False, True, True)


def test_two_small_counts_that_together_tell_too_much_take_a_third():
    assert one_way([300, 20, 1, 1]).hidden == (False, True, True, True)


def test_fewer_people_than_k_are_not_shown_at_all():
    found = one_way([1, 2, 0])
    assert found.hidden == (True, True, True)
    assert found.total_hidden


def test_several_answers_do_not_add_up_and_need_no_partner():
    assert multiple([220, 3, 40], 326).hidden == (False, True, False)
    assert multiple([220, 3, 40], 326, sum_shown=True).hidden == (False, True, True)


def test_an_option_that_almost_everybody_chose_tells_who_did_not():
    assert multiple([324, 40], 326).hidden == (True, False)


def test_a_small_cell_in_a_two_way_table_hides_a_rectangle():
    found = two_way([[100, 90], [40, 3], [30, 60]])
    hidden = np.array(found.hidden)
    assert hidden[1].all()
    assert hidden.sum() == 4
    assert not any(found.row_totals)


def test_a_small_group_is_hidden_with_its_size():
    found = two_way([[100, 20, 2], [40, 13, 1], [30, 30, 0]])
    assert found.column_totals == (False, True, True)
    assert all(row[1] and row[2] for row in found.hidden)


def test_a_group_that_answered_alike_is_hidden():
    found = two_way([[100, 12], [40, 0]])
    assert found.hidden[0][1]
    assert found.primary[0][1]


def test_if_all_answered_alike_the_total_tells_it_already():
    assert not two_way([[100, 12], [0, 0]]).any


def test_totals_hide_alike_in_every_table_of_a_question():
    by_sex, by_age = [[100, 120], [2, 1], [9, 8]], [[70, 80, 70], [1, 1, 1], [5, 5, 7]]
    alone = one_way([220, 3, 17])
    assert two_way(by_sex).row_totals == two_way(by_age).row_totals == alone.hidden


def test_several_answers_by_group():
    found = multiple_by_group([[50, 60, 3], [100, 90, 20]], [151, 175, 30])
    assert found.hidden == ((True, False, True), (False, False, False))


# Somebody who knows the rule and tries to find what is hidden.


def ends_of(unknown, equations, bounds, together=None):
    """Return the lowest and highest value that each unknown can have."""
    limit = {} if together is None else {"A_ub": [together[0]], "b_ub": [together[1]]}
    matrix = np.array([equation for equation, _ in equations], dtype=float)
    totals = [total for _, total in equations]
    for place in range(unknown):
        aim = np.zeros(unknown)
        aim[place] = 1.0
        yield tuple(
            round(
                sign * linprog(sign * aim, A_eq=matrix, b_eq=totals, bounds=bounds, **limit).fun, 6
            )
            for sign in (1, -1)
        )


LINES = st.lists(st.one_of(st.integers(0, 8), st.integers(0, 300)), min_size=1, max_size=8)


@settings(deadline=None)
@given(LINES)
def test_no_count_of_a_line_can_be_found_by_subtraction(counts):
    found = one_way(counts)
    hidden = np.array(found.hidden)
    assert all(h for h, v in zip(hidden, counts, strict=True) if 0 < v < K)
    if found.total_hidden or not hidden.any():
        return
    values = np.array(counts)
    others = bool((values[~hidden] > 0).any())
    bounds = [(int(others), None)] * int(hidden.sum())
    equations = [(np.ones(int(hidden.sum())), values[hidden].sum())]
    spans_found = list(ends_of(int(hidden.sum()), equations, bounds))
    for (low, high), primary in zip(spans_found, np.array(found.primary)[hidden], strict=True):
        assert high > low
        assert not primary or high - low >= K


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    largest = draw(st.sampled_from([2, 6, 20, 90]))
    cell = st.one_of(st.just(0), st.integers(0, largest), st.integers(0, 6))
    row = st.lists(cell, min_size=columns, max_size=columns)
    return np.array(draw(st.lists(row, min_size=rows, max_size=rows)))


def equations_of(table, found):
    """Return the hidden cells and every equation that the shown numbers give about them."""
    hidden = np.array(found.hidden)
    cells = list(zip(*np.nonzero(hidden), strict=True))
    known = [(0, i) for i, gone in enumerate(found.row_totals) if not gone]
    known += [(1, j) for j, gone in enumerate(found.column_totals) if not gone]
    equations = [
        ([cell[axis] == line for cell in cells], sum(table[c] for c in cells if c[axis] == line))
        for axis, line in known
    ]
    return cells, [*equations, ([True] * len(cells), table[hidden].sum())]


@settings(deadline=None, max_examples=80)
@given(tables())
def test_no_cell_of_a_table_can_be_found_by_subtraction(table):
    found = two_way(table)
    hidden = np.array(found.hidden)
    assert hidden[(table > 0) & (table < K)].all()
    if found.total_hidden or not hidden.any():
        return
    cells, equations = equations_of(table, found)
    shown = ~hidden & (table > 0)
    bounds = [(int(shown[i].any() and shown[:, j].any()), None) for i, j in cells]
    free = spans.Free(np.array(found.row_totals), np.array(found.column_totals))
    low, high = spans.of_table(table, hidden, free)
    for cell, ends in zip(cells, ends_of(len(cells), equations, bounds), strict=True):
        assert ends == pytest.approx((low[cell], high[cell]), abs=1e-5)
        assert ends[0] <= table[cell] <= ends[1]
        assert ends[1] > ends[0]
        assert not found.primary[cell[0]][cell[1]] or ends[1] - ends[0] >= K


@settings(deadline=None, max_examples=80)
@given(tables(), st.lists(st.integers(0, 40), min_size=5, max_size=5))
def test_no_option_of_several_can_be_found_by_subtraction(chosen, more):
    bases = chosen.max(axis=0) + np.array(more[: chosen.shape[1]])
    found = multiple_by_group(chosen, list(bases))
    if found.total_hidden:
        return
    for i, row in enumerate(chosen):
        hidden = np.array(found.hidden[i])
        assert hidden[(row > 0) & (row < K)].all()
        if found.row_totals[i] or not hidden.any():
            continue
        others = int((row[~hidden] > 0).any())
        places = np.flatnonzero(hidden)
        sizeless = np.array(found.column_totals)
        bounds = [(0, None) if sizeless[j] else (others, int(bases[j])) for j in places]
        together = (sizeless[places].astype(float), bases[sizeless].sum())
        equations = [(np.ones(len(places)), row[hidden].sum())]
        found_ends = ends_of(len(places), equations, bounds, together)
        for column, (low, high) in zip(places, found_ends, strict=True):
            assert low <= row[column] <= high
            if bases[column]:
                assert high > low
            if found.primary[i][column]:
                assert high - low >= K
