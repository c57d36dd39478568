"""A draft taken apart and put together; changes that are made and taken back."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.building import arranging, changed, changes, reversed_changes, writing
from surveys.building.units import apart, together
from tests.unit.surveys.building.draft import draft

EDITS = [
    lambda d: arranging.move_question(d, question="q2", page="p2", after="q3"),
    lambda d: arranging.move_page(d, page="p2", after=""),
    lambda d: arranging.delete_question(d, question="q4"),
    lambda d: arranging.add_question(d, page="p1", after="q2", type_="note", text="お知らせ")[0],
    lambda d: writing.rename_question(d, question="q3", code="years"),
    lambda d: writing.edit_whole(d, changes={"title": {"ja": "べつの題"}}),
]


def test_taken_apart_and_together_it_is_the_same():
    assert together(apart(draft())) == draft()


@given(st.permutations(range(len(EDITS))))
def test_any_row_of_edits_can_be_taken_back(order):
    document, kept = draft(), []
    for number in order:
        try:
            new = EDITS[number](document)
        except ValueError:
            continue
        kept.append(changes(document, new))
        assert changed(document, kept[-1]) == new
        document = new
    for made in reversed(kept):
        document = changed(document, reversed_changes(made))
    assert document == draft()


def test_a_change_names_only_what_it_touches():
    new = writing.edit_page(draft(), page="p1", changes={"title": {"ja": "はじめに"}})
    assert changes(draft(), new) == {
        "page:p1": [{"code": "p1"}, {"code": "p1", "title": {"ja": "はじめに"}}]
    }
