"""Edits of a working draft, on both kinds of database: merged, asked about, never lost."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engage.core.errors import Conflict
from engage.core.permissions import SYSTEM
from surveys import operations
from surveys.building import arranging, writing
from surveys.building.finding import question_at
from surveys.building.units import question_unit
from surveys.models import QuestionnaireEdit, Survey
from surveys.operations import ChangedMeanwhile, Edit
from surveys.queries.building import draft_of, history, steps
from tests.unit.surveys.building.draft import draft


@pytest.fixture
def survey_id(database, at):
    with database.transaction() as session:
        survey = operations.create_survey(
            session, code="dx-try", title="ためし（架空）", kind="open", mode="confidential",
            opens_at=at + timedelta(days=1), closes_at=at + timedelta(days=9), actor=SYSTEM, at=at,
        )  # fmt: skip
        operations.add_version(session, survey=survey, document=draft(), actor=SYSTEM, at=at)
        return survey.id


@pytest.fixture
def edit(database, survey_id, at):
    """`edit(change, revision=…)` makes one edit in a transaction of its own."""

    forms = count()

    def make(change, *, revision, token=None, touches="", exact=False):
        made = Edit(change, "question-edited", touches=touches, exact=exact)
        return database.run_tx(
            lambda session: operations.edit_draft(
                session,
                survey=session.get(Survey, survey_id),
                edit=made,
                revision=revision,
                token=token or f"form-{next(forms)}",
                actor=SYSTEM,
                at=at,
            )
        )

    return make


def written(question, words):
    def change(document):
        _page, _place, found = question_at(document, question)
        return writing.replace_question(
            document, question=question, by=found | {"text": {"ja": words}}
        )

    return change


def words_of(database, survey_id, question):
    with database.reading() as session:
        document = draft_of(session, session.get(Survey, survey_id)).document
    return question_at(document, question)[2]["text"]["ja"]


def test_edits_of_different_questions_merge(edit, database, survey_id):
    assert edit(written("q1", "あ"), revision=0, touches=question_unit("q1")) == 1
    assert edit(written("q3", "い"), revision=0, touches=question_unit("q3")) == 2
    assert words_of(database, survey_id, "q1") == "あ"
    assert words_of(database, survey_id, "q3") == "い"


def test_an_edit_of_the_same_question_is_asked_about(edit, database, survey_id):
    edit(written("q1", "あ"), revision=0, touches=question_unit("q1"))
    with pytest.raises(ChangedMeanwhile) as met:
        edit(written("q1", "い"), revision=0, touches=question_unit("q1"))
    assert met.value.theirs["text"]["ja"] == "あ"
    assert met.value.before["text"]["ja"] == "スマートフォンを使っていますか"
    assert words_of(database, survey_id, "q1") == "あ"


def test_the_same_form_is_one_edit(edit, database, survey_id):
    add = lambda d: arranging.add_page(d, after="p2")[0]  # noqa: E731
    assert edit(add, revision=0, token="t") == 1
    assert edit(add, revision=0, token="t") == 1
    with database.reading() as session:
        assert len(draft_of(session, session.get(Survey, survey_id)).document["pages"]) == 3


def test_what_replaces_everything_wants_nothing_to_have_changed(edit):
    edit(written("q1", "あ"), revision=0)
    with pytest.raises(Conflict, match="building-draft-moved-on"):
        edit(lambda _d: draft(), revision=0, exact=True)


def test_an_edit_that_changes_nothing_leaves_no_trace(edit, database, survey_id):
    assert edit(lambda d: d, revision=0) == 0
    with database.reading() as session:
        assert history(session, session.get(Survey, survey_id)) == []


def test_taking_back_and_making_again_walks_the_whole_history(edit, database, survey_id, at):
    for number, words in enumerate(["あ", "い", "う"]):
        edit(written("q1", words), revision=number)

    def step(do, revision):
        database.run_tx(
            lambda session: do(
                session, survey=session.get(Survey, survey_id), revision=revision,
                token=f"{do.__name__}-{revision}", actor=SYSTEM, at=at,
            )
        )  # fmt: skip
        return words_of(database, survey_id, "q1")

    assert step(operations.undo, 3) == "い"
    assert step(operations.undo, 4) == "あ"
    assert step(operations.redo, 5) == "い"
    assert step(operations.undo, 6) == "あ"
    assert step(operations.undo, 7) == "スマートフォンを使っていますか"
    with pytest.raises(Conflict, match="building-nothing-to-undo"):
        step(operations.undo, 8)
    edit(written("q1", "え"), revision=8)
    with database.reading() as session:
        assert steps(session, session.get(Survey, survey_id)).redo is None


def test_the_history_cannot_be_rewritten(edit, database):
    edit(written("q1", "あ"), revision=0)
    with pytest.raises(DBAPIError), database.transaction() as session:
        session.execute(text("UPDATE questionnaire_edit SET what = 'x'"))
    with database.reading() as session:
        assert session.query(QuestionnaireEdit).one().what == "question-edited"


def test_a_draft_becomes_the_version_in_use(edit, database, survey_id, at):
    edit(written("q1", "あ"), revision=0)
    with (
        pytest.raises(Conflict, match="building-draft-moved-on"),
        database.transaction() as session,
    ):
        operations.adopt_draft(
            session, survey=session.get(Survey, survey_id), revision=0, actor=SYSTEM, at=at
        )
    with database.transaction() as session:
        survey = session.get(Survey, survey_id)
        version = operations.adopt_draft(session, survey=survey, revision=1, actor=SYSTEM, at=at)
        assert (version.number, survey.current_version) == (2, 2)
        assert version.document["pages"][0]["questions"][0]["text"] == {"ja": "あ"}
        assert draft_of(session, survey).base_version == 2
