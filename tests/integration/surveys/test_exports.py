"""Answers one by one leave the house only for a reason that is kept."""

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, select

from engage.cli import main
from engage.core import clock
from engage.core.audit import AuditEvent
from engage.core.clock import today
from engage.core.ids import random_id
from engage.core.permissions import SYSTEM, Role
from surveys import operations
from surveys.definition import parse
from surveys.models import DefinitionVersion, IncomingResponse, Response
from tests.factories.every_type import document
from tests.factories.responses import answers
from tests.factories.surveys import ask, make_survey
from tests.integration.page import Page

ADDRESS = "/staff/surveys/every-type/answers"
REASON = "地区別の集計のため"


def answered(session, survey, version, at, channels=("web",) * 7, monitor_id=None):
    """One answer for each channel named."""
    whole = parse(document())
    session.execute(
        insert(Response),
        [
            {
                "id": random_id(),
                "survey_id": survey.id,
                "mode": survey.mode,
                "monitor_id": monitor_id,
                "definition_version_id": version.id,
                "channel": channel,
                "document": answers(whole, number=number, today=today(at)),
            }
            for number, channel in enumerate(channels)
        ],
    )


def make(database, at, *, channels=("web",) * 7, **facts):
    with database.transaction() as session:
        usual = {"code": "every-type", "kind": "census", "publish": False}
        made = make_survey(session, at=at, **(usual | facts))
        whole = document()
        if made.mode == "anonymous":
            questions = whole["pages"][0]["questions"]
            whole["pages"][0]["questions"] = [q for q in questions if q["type"] != "file"]
        version = operations.add_version(session, survey=made, document=whole, actor=SYSTEM, at=at)
        operations.publish(session, survey=made, actor=SYSTEM, at=at)
        if channels:
            answered(session, made, version, at, channels)
        return made


@pytest.fixture
def survey(database, at):
    """Seven answers to a survey that is over."""
    past = at - timedelta(days=30)
    with clock.stopped_at(past):
        return make(database, past)


@pytest.fixture
def planner(sign_in, survey):
    return sign_in(Role.PLANNER)


def entries(database):
    with database.reading() as session:
        return list(
            session.scalars(select(AuditEvent).where(AuditEvent.verb == "survey.answers-exported"))
        )


def test_the_page_says_what_it_is(planner):
    page = Page.of(planner.get(ADDRESS))
    assert page.faults() == []
    assert page.h1 == "回答データの書き出し"


@pytest.mark.parametrize(
    ("kind", "begins"),
    [
        ("xlsx", b"PK"),
        ("csv", b"\xef\xbb\xbf"),
        ("csv-cp932", b'"one"'),
        ("sav", b"PK"),
        ("json", b'{"schema": "engage-responses/1"'),
        ("files", b"PK"),
    ],
)
def test_every_form_is_a_file_and_is_written_down(planner, database, kind, begins):
    response = planner.post(ADDRESS, data={"kind": kind, "reason": REASON})
    assert response.status_code == 200
    assert response.data.startswith(begins)
    assert "attachment" in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "no-store"
    (entry,) = entries(database)
    assert entry.details["reason"] == REASON
    assert entry.details["kind"] == kind
    assert entry.details["rows"] == 7
    assert entry.details["with_texts"] is False
    assert entry.actor_id == planner.account_id


def test_a_row_for_each_answer_and_no_words_unless_wanted(planner):
    response = planner.post(ADDRESS, data={"kind": "csv", "reason": REASON})
    lines = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert len(lines) == 8
    assert "opinion" not in lines[0]
    assert not {"id", "at", "monitor", "channel_of_answer"} & set(lines[0])
    response = planner.post(ADDRESS, data={"kind": "csv", "reason": REASON, "with_texts": "y"})
    assert b'"opinion"' in response.data


def test_without_a_reason_nothing_leaves(planner, database):
    response = planner.post(ADDRESS, data={"kind": "csv", "reason": "　"})
    assert response.status_code == 422
    assert "使いみちを書いてください。" in response.get_data(as_text=True)
    assert entries(database) == []


@pytest.mark.parametrize("kind", ["exe", "", "../csv"])
def test_an_unknown_form_is_refused(planner, kind, database):
    assert planner.post(ADDRESS, data={"kind": kind, "reason": REASON}).status_code == 422
    assert entries(database) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEADQUARTERS, Role.DEPARTMENT, Role.MONITOR])
def test_who_may_see_results_may_not_take_answers(sign_in, survey, role):
    browser = sign_in(role)
    assert browser.get(ADDRESS).status_code in {403, 404}
    data = {"kind": "csv", "reason": REASON}
    assert browser.post(ADDRESS, data=data).status_code in {403, 404}


def test_spss_comes_with_the_syntax_of_its_sets(planner):
    response = planner.post(ADDRESS, data={"kind": "sav", "reason": REASON})
    package = zipfile.ZipFile(io.BytesIO(response.data))
    assert package.namelist() == ["every-type-answers.sav", "every-type-answers.sps"]
    assert package.read("every-type-answers.sav").startswith(b"$FL2")
    assert "NAME=$many" in package.read("every-type-answers.sps").decode("utf-8-sig")


def test_characters_that_old_excel_lacks_are_listed(planner, database):
    with database.transaction() as session:
        row = session.scalars(select(Response).order_by(Response.id)).first()
        row.document = row.document | {"word": {"state": "answered", "text": "𠮷"}}
    wanted = {"kind": "csv-cp932", "reason": REASON, "with_texts": "y"}
    package = zipfile.ZipFile(io.BytesIO(planner.post(ADDRESS, data=wanted).data))
    data, listed = package.namelist()
    assert "〓" in package.read(data).decode("cp932")
    assert "U+20BB7" in package.read(listed).decode("utf-8-sig")


def test_while_people_answer_nothing_leaves(database, at, sign_in):
    make(database, at)
    planner = sign_in(Role.PLANNER)
    assert "受付が終わってから書き出せます。" in planner.get(ADDRESS).get_data(as_text=True)
    response = planner.post(ADDRESS, data={"kind": "csv", "reason": REASON})
    assert response.status_code == 422
    assert entries(database) == []


def test_a_survey_with_names_gives_its_answers_while_it_runs(database, at, sign_in):
    make(database, at, mode="named")
    response = sign_in(Role.PLANNER).post(ADDRESS, data={"kind": "csv", "reason": REASON})
    assert response.status_code == 200
    assert len(entries(database)) == 1


def test_answers_that_wait_to_be_mixed_are_waited_for(database, at, sign_in):
    past = at - timedelta(days=30)
    with clock.stopped_at(past):
        made = make(database, past, mode="anonymous", code="every-type")
    with database.transaction() as session:
        version = session.scalars(select(Response.definition_version_id)).first()
        session.add(
            IncomingResponse(
                survey_id=made.id,
                mode="anonymous",
                definition_version_id=version,
                channel="web",
                document={},
            )
        )
    response = sign_in(Role.PLANNER).post(ADDRESS, data={"kind": "csv", "reason": REASON})
    assert response.status_code == 422
    assert "混ぜ終わってから" in response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("channels", "is_told"),
    [
        (("web",) * 6 + ("paper",) * 5, True),
        (("web",) * 6 + ("paper",), False),
        (("web",) * 6, False),
    ],
)
def test_how_answers_came_is_told_only_when_many_came_each_way(
    database, at, sign_in, channels, is_told
):
    past = at - timedelta(days=30)
    with clock.stopped_at(past):
        make(database, past, channels=channels)
    response = sign_in(Role.PLANNER).post(ADDRESS, data={"kind": "csv", "reason": REASON})
    assert (b"channel_of_answer" in response.data) is is_told


class TestCommandLine:
    """The same files from the machine itself."""

    @pytest.fixture
    def engage(self, app, survey, database, tmp_path, monkeypatch):
        monkeypatch.setenv("ENGAGE_DATA_DIR", str(tmp_path))
        monkeypatch.setenv("ENGAGE_DATABASE_URL", database.url)

        def run(*words):
            return CliRunner().invoke(main, ["survey", "responses", *words])

        return run

    @pytest.mark.parametrize(
        ("kind", "names"),
        [
            ("csv", {"a.csv"}),
            ("xlsx", {"a.xlsx"}),
            ("json", {"a.json"}),
            ("sav", {"a.sav", "a.sps"}),
        ],
    )
    def test_every_form(self, engage, tmp_path, database, kind, names):
        out = tmp_path / "out" / f"a.{kind}"
        out.parent.mkdir()
        done = engage("every-type", "--format", kind, "--out", str(out), "--reason", REASON)
        assert done.exit_code == 0, done.output
        assert "7件" in done.output
        assert {path.name for path in out.parent.iterdir()} == names
        (entry,) = entries(database)
        assert entry.actor_name == "system"
        assert entry.details["rows"] == 7

    def test_without_a_reason(self, engage, tmp_path, database):
        out = tmp_path / "a.csv"
        done = engage("every-type", "--out", str(out), "--reason", " ")
        assert done.exit_code == 1
        assert "使いみち" in done.output
        assert not out.exists()
        assert entries(database) == []

    def test_a_survey_that_is_not_there(self, engage, tmp_path):
        done = engage("nowhere", "--out", str(tmp_path / "a.csv"), "--reason", REASON)
        assert done.exit_code == 1


def test_a_named_survey_says_whose_answer_it_is(database, sign_in, settings, at):
    """It was promised to those who answered that the officers see it; only there it is so."""
    past = at - timedelta(days=30)
    with clock.stopped_at(past):
        named = make(database, past, mode="named", channels=())
        with database.transaction() as session:
            person = ask(session, named, key=settings.key)
            latest = select(DefinitionVersion).order_by(DefinitionVersion.number.desc())
            version = session.scalars(latest).first()
            answered(session, named, version, past, ("web",), person.seat.monitor_id)
    response = sign_in(Role.PLANNER).post(ADDRESS, data={"kind": "csv", "reason": REASON})
    lines = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert [line["person_of_answer"] for line in lines] == [person.seat.monitor_id]


def test_no_other_survey_says_whose_answer_it_is(planner):
    response = planner.post(ADDRESS, data={"kind": "csv", "reason": REASON})
    assert b"person_of_answer" not in response.data
