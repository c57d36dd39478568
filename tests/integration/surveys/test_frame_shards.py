"""Shards follow the answers: whatever comes, changes or goes, they are those made from nothing."""

import random
from datetime import timedelta
from itertools import count

import numpy as np
import pytest
from sqlalchemy import delete, event, insert, select, update

from engage.core.clock import today
from engage.core.digest import digest
from engage.core.ids import random_id
from engage.core.permissions import SYSTEM
from engage.stats.cells import NOT_ASKED
from engage.stats.design import Design
from surveys import frame as frames
from surveys import operations
from surveys.definition import parse
from surveys.frame import Frames, build
from surveys.frame.shard import DamagedShard
from surveys.models import DefinitionVersion, Response, Survey
from surveys.operations import mixing
from surveys.operations.counting import note_change
from surveys.queries.responses import response_documents
from tests.factories.every_type import document
from tests.factories.responses import answers
from tests.factories.surveys import make_survey

FEW = 7
"""Rows a shard in these stories, so that a few answers make many shards."""


class City:
    """A survey in which answers come, change and go as respondents make them."""

    def __init__(self, database, at, folder, mode="confidential"):
        self.database, self.at, self.folder = database, at, folder
        self.numbers, self.rebuilt, self.places = count(), count(), count()
        whole = document()
        if mode == "anonymous":
            page = whole["pages"][0]
            page["questions"] = [q for q in page["questions"] if q["type"] != "file"]
        with database.transaction() as session:
            survey = make_survey(session, at=at, code="every-type", mode=mode, publish=False)
            operations.add_version(session, survey=survey, document=whole, actor=SYSTEM, at=at)
            operations.publish(session, survey=survey, actor=SYSTEM, at=at)
            self.id = survey.id
        self.frames = self.process()

    def process(self):
        """Another process on this machine."""
        return Frames(self.folder, rows_a_shard=FEW)

    def ids(self):
        with self.database.reading() as session:
            return sorted(session.scalars(select(Response.id)))

    def answered(self):
        """What one more respondent has sent."""
        with self.database.reading() as session:
            survey = session.get(Survey, self.id)
            version = session.scalars(
                select(DefinitionVersion).where(
                    DefinitionVersion.survey_id == self.id,
                    DefinitionVersion.number == survey.current_version,
                )
            ).one()
        number = next(self.numbers)
        sent = answers(parse(version.document), number=number, today=today(self.at))
        leaf = digest([number, sent])
        return {"definition_version_id": version.id, "document": sent, "receipt_leaf": leaf}

    def spread_id(self):
        """A random id; one after another they lie in every part, as thousands of ids would."""
        return f"{next(self.places) * 7 % 16:x}{random_id()[1:]}"

    def come(self, many):
        facts = {"survey_id": self.id, "channel": "web"}
        with self.database.transaction() as session:
            facts["mode"] = session.get(Survey, self.id).mode
            new = [{"id": self.spread_id(), **facts, **self.answered()} for _ in range(many)]
            if new:
                session.execute(insert(Response), new)

    def change(self, id_):
        with self.database.transaction() as session:
            session.execute(update(Response).where(Response.id == id_).values(self.answered()))
            note_change(session, survey_id=self.id, edits=1)

    def withdraw(self, id_):
        with self.database.transaction() as session:
            session.execute(delete(Response).where(Response.id == id_))
            note_change(session, survey_id=self.id, withdrawn=1)

    def new_version(self, whole, mapping):
        with self.database.transaction() as session:
            survey = session.get(Survey, self.id)
            operations.add_version(
                session,
                survey=survey,
                document=whole,
                actor=SYSTEM,
                at=self.at,
                mapping=mapping,
            )

    def frame(self, of=None):
        with self.database.reading() as session:
            return (of or self.frames).of(session, session.get(Survey, self.id))

    def shards(self):
        return self.frames.shelf(self.id).manifest().shards

    def check(self):
        """Compare with shards made from nothing, and with documents coded in memory."""
        ours = self.frame()
        anew = Frames(self.folder / f"anew-{next(self.rebuilt)}", rows_a_shard=FEW)
        with self.database.reading() as session:
            survey = session.get(Survey, self.id)
            anew.of(session, survey)
            theirs = build(ours.questionnaire, list(response_documents(session, survey)))
            for key, texts in theirs.texts.items():
                assert len(ours.texts[key]) == len(texts)
        assert self.shards() == anew.shelf(self.id).manifest().shards
        assert ours.responses == theirs.responses
        assert dict(ours.numbers) == {
            key: [n if n in {None, NOT_ASKED} else float(n) for n in given]
            for key, given in theirs.numbers.items()
        }
        assert ours.not_shown == theirs.not_shown
        keys = list(theirs.cells.columns)
        for key, by in zip(keys, keys[1:] + keys[:1], strict=True):
            a, b = (each.cells.cells([key, by], Design()) for each in (ours, theirs))
            np.testing.assert_array_equal(a.n, b.n)


@pytest.fixture
def city(database, at, tmp_path):
    return City(database, at, tmp_path)


def reads(city):
    """Count the documents that are read while something is done."""

    class Reads:
        def __enter__(self):
            self.statements = []
            event.listen(city.database.engine, "before_cursor_execute", self._note)
            return self

        def __exit__(self, *_):
            event.remove(city.database.engine, "before_cursor_execute", self._note)

        def _note(self, _connection, _cursor, statement, parameters, _context, _many):
            if "response.document" in statement:
                self.statements.append(parameters)

        @property
        def answers(self):
            """How many answers were named, where single ones were read."""
            values = (p.values() if isinstance(p, dict) else p for p in self.statements)
            return sum(sum(len(str(v)) == 32 for v in each) for each in values)

    return Reads()


def renamed():
    """The questionnaire with another code for an option, and the mapping that says so."""
    whole = document(
        card={"type": "yes_no"},
        one={
            "options": [{"code": "1", "text": {"ja": "した"}}, {"code": "9", "text": {"ja": "x"}}]
        },
    )
    return whole, {"questions": {"one": {"options": {"2": "9"}}}}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_shards_are_those_made_from_nothing(city, seed):
    chance = random.Random(seed)
    versions = [renamed()]
    for _ in range(14):
        there = city.ids()
        what = chance.choice(["come", "come", "change", "withdraw", "version", "process", "damage"])
        if what == "come":
            city.come(chance.choice([1, 3, 9, 20]))
        elif what == "change" and there:
            for id_ in chance.sample(there, min(2, len(there))):
                city.change(id_)
        elif what == "withdraw" and there:
            for id_ in chance.sample(there, min(chance.choice([1, 8]), len(there))):
                city.withdraw(id_)
        elif what == "version" and versions:
            city.new_version(*versions.pop())
        elif what == "process":
            city.frames = city.process()
        elif what == "damage" and there:
            city.frame()
            shelf = city.frames.shelf(city.id)
            path = shelf.path(chance.choice(city.shards()).digest)
            chance.choice([path.unlink, lambda path=path: path.write_bytes(b"broken")])()
        city.check()


def test_only_what_is_new_is_read(city):
    city.come(40)
    city.frame()
    city.come(2)
    with reads(city) as seen:
        assert city.frame().responses == 42
    assert seen.answers == 2
    city.change(city.ids()[5])
    with reads(city) as seen:
        city.frame()
    assert seen.answers == 1
    city.withdraw(city.ids()[0])
    with reads(city) as seen:
        assert city.frame().responses == 41
    assert seen.answers == 0


def test_another_process_reads_no_document(city):
    city.come(30)
    city.frame()
    with reads(city) as seen:
        assert city.frame(city.process()).responses == 30
    assert seen.statements == []


def test_a_change_leaves_the_other_shards_as_they_are(city):
    city.come(40)
    city.frame()
    before = [entry.digest for entry in city.shards()]
    city.change(city.ids()[0])
    city.frame()
    after = [entry.digest for entry in city.shards()]
    assert [a == b for a, b in zip(before, after, strict=True)] == [False] + [True] * 7


def test_a_database_put_back_to_an_earlier_day_is_noticed(city):
    """Ten answers were lost and ten others came: every count is the same as before."""
    city.come(20)
    city.frame()
    with city.database.transaction() as session:
        session.execute(delete(Response).where(Response.id.in_(city.ids()[:10])))
    city.come(10)
    city.frames = city.process()
    city.check()


def test_what_is_not_committed_is_compared_at_the_next_look(city):
    city.come(20)
    city.frame()
    with city.database.writing() as session:
        facts = {"survey_id": city.id, "mode": "confidential", "channel": "web"}
        session.execute(insert(Response), [{"id": random_id(), **facts, **city.answered()}])
        assert city.frames.of(session, session.get(Survey, city.id)).responses == 21
        session.rollback()
    city.come(1)
    city.check()


def test_all_files_are_of_one_age_where_nobody_may_know_what_came_together(city):
    city.come(40)
    city.frame()
    shelf = city.frames.shelf(city.id)
    before = {entry.digest: shelf.look(entry.digest) for entry in city.shards()}
    city.come(1)
    city.frame()
    kept = [entry.digest for entry in city.shards() if entry.digest in before]
    assert kept
    assert all(shelf.look(digest) != before[digest] for digest in kept)
    files = [path.name for path in shelf.folder.glob("??/*")]
    assert sorted(files) == sorted(entry.digest for entry in city.shards())


def test_anonymous_answers_are_in_no_shard_before_the_mixing_and_in_no_older_one_after(
    database, at, tmp_path
):
    city = City(database, at, tmp_path, mode="anonymous")
    city.come(25)
    city.check()
    before = city.ids()
    over = at + timedelta(days=11)
    with database.transaction() as session:
        assert mixing.finish_counting(session, survey=session.get(Survey, city.id), at=over)
    shelf = city.frames.shelf(city.id)
    city.frames.forget(city.id)
    assert list(shelf.folder.glob("??/*")) == []
    city.check()
    assert (city.ids() == before) == database.is_sqlite


def test_a_machine_that_did_not_mix_sees_that_others_did(database, at, tmp_path):
    city = City(database, at, tmp_path, mode="anonymous")
    city.come(25)
    city.frame()
    over = at + timedelta(days=11)
    with database.transaction() as session:
        assert mixing.finish_counting(session, survey=session.get(Survey, city.id), at=over)
    city.check()


def test_texts_are_read_when_they_are_needed(city):
    city.come(12)
    with city.database.reading() as session:
        survey = session.get(Survey, city.id)
        found = city.frames.of(session, survey)
        documents = list(response_documents(session, survey))
        said = [d["opinion"]["text"] for d in documents if d["opinion"]["state"] == "answered"]
        assert said
        assert len(found.texts["opinion"]) == len(said)
        assert found.texts["opinion"] == said
        assert found.texts["opinion"][0] == said[0]


def test_the_house_keeps_them_in_its_data_folder(app, database, at, settings):
    city = City(database, at, settings.data_dir)
    city.come(3)
    with database.reading() as session:
        assert frames.frame_of(session, session.get(Survey, city.id)).responses == 3
        shelf = frames.frames_of(session).shelf(city.id)
    assert shelf.folder == settings.data_dir / "frames" / city.id
    shards = shelf.manifest().shards
    assert shards
    frames.forget(database, city.id)
    with pytest.raises(DamagedShard):
        shelf.open(shards[0].digest)
