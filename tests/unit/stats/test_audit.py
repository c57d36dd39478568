"""Several tables at once tell more than each alone; the audit finds it."""

import numpy as np
import pytest

from engage.stats.audit import PublishedTable, spans

TABLE = np.array([[3, 20, 30], [25, 4, 40]])
LEVELS = {"q": 2, "g": 3}


def whole(**hidden):
    shown = np.ones(TABLE.shape, dtype=bool)
    for place in hidden.get("cells", ()):
        shown[place] = False
    return [
        PublishedTable(("q", "g"), TABLE, shown),
        PublishedTable(("q",), TABLE.sum(1), np.ones(2, dtype=bool)),
        PublishedTable(("g",), TABLE.sum(0), np.ones(3, dtype=bool)),
    ]


def test_one_hidden_cell_is_no_secret():
    (found,) = spans(whole(cells=[(0, 0)]), LEVELS)
    assert (found.low, found.high, found.width) == (3, 3, 0)


def test_a_rectangle_of_hidden_cells_leaves_room():
    found = spans(whole(cells=[(0, 0), (0, 1), (1, 0), (1, 1)]), LEVELS)
    assert {each.width for each in found} == {23}


def test_a_second_table_can_undo_the_first():
    """The same people by another attribute: what one table hides, two together tell."""
    q_by_h = np.array([[3, 50], [25, 44]])
    g_by_h = np.array([[28, 0], [0, 24], [0, 70]])
    linked = [
        *whole(cells=[(0, 0), (0, 1), (1, 0), (1, 1)]),
        PublishedTable(("q", "h"), q_by_h, np.ones((2, 2), dtype=bool)),
        PublishedTable(("g", "h"), g_by_h, np.ones((3, 2), dtype=bool)),
    ]
    found = spans(linked, LEVELS | {"h": 2})
    assert found[0].cell == (0, 0)
    assert found[0].width == pytest.approx(0, abs=1e-6)


def test_only_what_must_be_protected_is_looked_at():
    tables = whole(cells=[(0, 0), (0, 1), (1, 0), (1, 1)])
    primary = (TABLE > 0) & (TABLE < 5)
    tables[0] = PublishedTable(("q", "g"), TABLE, tables[0].shown, primary)
    assert [each.cell for each in spans(tables, LEVELS)] == [(0, 0), (1, 1)]


def test_tables_that_contradict_each_other():
    wrong = whole(cells=[(0, 0)])
    wrong[1] = PublishedTable(("q",), np.array([1, 1]), np.ones(2, dtype=bool))
    with pytest.raises(ValueError, match="contradict"):
        spans(wrong, LEVELS)


def test_too_much_and_misshapen():
    with pytest.raises(ValueError, match="too many"):
        spans(whole(), {"q": 2_000, "g": 2_000})
    with pytest.raises(ValueError, match="another shape"):
        spans(whole(), {"q": 3, "g": 3})
