"""Rows become cells, and cells add up."""

import numpy as np
import pytest

from engage.stats.cells import NO_ANSWER, NOT_ASKED, ArrayCells, Column, option_key
from engage.stats.design import Design


def test_answers_become_codes():
    column = Column.of(["b", None, "a", NOT_ASKED], ["a", "b"])
    assert column.codes.tolist() == [1, 2, 0, 3]
    assert column.levels == ("a", "b", NO_ANSWER, NOT_ASKED)


def test_many_options_need_wider_codes():
    options = [f"o{i}" for i in range(300)]
    assert Column.of(["o299"], options).codes.dtype == np.uint16


def test_several_answers_become_one_column_each(twelve):
    card = twelve.columns[option_key("wants", "card")]
    assert card.codes.tolist() == [0, 1, 1, 2, 2, 0, 0, 0, 1, 0, 3, 0]


def test_every_person_is_in_one_cell(twelve):
    cells = twelve.cells(["use", "sex"], Design())
    assert cells.n.sum() == 12
    assert cells.n[0].tolist() == [2, 1, 1, 0]  # yes: two men, a woman, one who did not say


def test_a_margin_is_what_counting_alone_gives(twelve):
    cells = twelve.cells(["use", "sex", "wants/web"], Design())
    for keys in (
        ["sex"],
        ["wants/web", "use"],
        ["wants/web", "use", "sex"],
        ["sex", "wants/web", "use"],
    ):
        alone = twelve.cells(keys, Design())
        margin = cells.margin(*keys)
        assert margin.levels == alone.levels
        assert (margin.n == alone.n).all()


def test_leaving_out_a_level_leaves_out_its_people(twelve):
    cells = twelve.cells(["use"], Design()).without("use", NOT_ASKED)
    assert cells.levels == (("yes", "no", NO_ANSWER),)
    assert cells.n.tolist() == [4, 5, 2]


@pytest.mark.parametrize("options", [5, 90, 300])
def test_cells_of_many_rows_equal_counting_one_by_one(options):
    random = np.random.default_rng(7)
    a, b = random.integers(0, options + 2, 5000), random.integers(0, options + 2, 5000)
    names = tuple(f"o{i}" for i in range(options))
    source = ArrayCells(
        {"a": Column(a.astype(np.uint16), names), "b": Column(b.astype(np.uint16), names)}
    )
    weights = random.random(5000)
    cells = source.cells(["a", "b"], Design(weights=weights))
    for place in zip(a[:50], b[:50], strict=True):
        chosen = (a == place[0]) & (b == place[1])
        assert cells.n[place] == chosen.sum()
        assert cells.w[place] == pytest.approx(weights[chosen].sum(), abs=1e-12)
        assert cells.w2[place] == pytest.approx((weights[chosen] ** 2).sum(), abs=1e-12)


def test_nobody_is_counted_too():
    empty = ArrayCells({"a": Column.of([], ["x"])})
    assert empty.cells(["a"], Design()).n.tolist() == [0, 0, 0]


def test_columns_that_cannot_belong_together_are_refused():
    with pytest.raises(ValueError, match="lengths"):
        ArrayCells({"a": Column.of(["x"], ["x"]), "b": Column.of([], ["x"])})
    with pytest.raises(ValueError, match="level"):
        ArrayCells({"a": Column(np.array([9], dtype=np.uint8), ("x",))})
    with pytest.raises(ValueError, match="weight"):
        ArrayCells({"a": Column.of(["x"], ["x"])}).cells(["a"], Design(weights=np.ones(2)))
