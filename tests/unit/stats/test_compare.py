"""Tests of tables give the published statistics."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engage.stats import compare


def test_chi_square_is_the_published_one(published):
    for case in published["chi_square"]["cases"]:
        found = compare.chi_square(case["table"])
        assert round(found.statistic, case["decimals"]) == case["statistic"]
        assert found.df == case["df"]
        assert found.flags == ()


def test_adjusted_residuals_are_the_published_ones(published):
    case = published["adjusted_residuals"]
    assert compare.adjusted_residuals(case["table"]) == pytest.approx(
        np.array(case["residuals"]), abs=6e-4
    )


def test_a_thin_table_is_tested_exactly(published):
    case = published["fisher"]
    found = compare.association(case["table"])
    assert found.method == "fisher"
    assert found.p == pytest.approx(case["p"][0] / case["p"][1], abs=1e-12)
    assert found.flags == ("expected-under-5",)


def test_a_thin_larger_table_says_so():
    found = compare.association([[1, 2, 3], [3, 2, 1]])
    assert (found.method, found.flags) == ("chi-square", ("expected-under-5",))


def test_v_is_one_for_a_full_relation_and_its_interval_stays_below_one():
    found = compare.association([[30, 0], [0, 30]])
    assert found.v == pytest.approx(1)
    assert found.v_low < found.v_high <= 1


def test_empty_rows_do_not_matter():
    assert compare.association([[9, 8], [0, 0], [7, 12]]) == compare.association([[9, 8], [7, 12]])


@pytest.mark.parametrize("table", [[[5, 6]], [[5, 6], [0, 0]], [[5, 0], [6, 0]], [[0, 0], [0, 0]]])
def test_one_group_cannot_be_compared(table):
    assert compare.association(table) is None


def test_holm_corrects_step_by_step(published):
    case = published["holm"]
    assert compare.holm(case["p"]) == pytest.approx(case["corrected"], abs=1e-15)
    assert compare.holm([]) == ()


TABLES = st.lists(st.lists(st.integers(1, 60), min_size=3, max_size=3), min_size=2, max_size=5)


@given(TABLES)
def test_a_test_does_not_mind_how_the_table_lies(table):
    found, turned = compare.chi_square(table), compare.chi_square(np.transpose(table))
    assert found.statistic == pytest.approx(turned.statistic, abs=1e-9)
    assert found.v_low - 1e-9 <= found.v <= found.v_high + 1e-9 or found.v_low == 0
    assert 0 <= found.p <= 1


@given(TABLES)
def test_in_two_groups_residuals_squared_are_the_test_of_each_row(table):
    counts = np.array(table)[:, :2]
    residuals = compare.adjusted_residuals(counts)
    for row, z in zip(counts, residuals[:, 0], strict=True):
        rest = counts.sum(0) - row
        assert z**2 == pytest.approx(compare.chi_square([row, rest]).statistic, abs=1e-8)
