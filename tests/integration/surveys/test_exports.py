"""Answers one by one leave the house only for a reason that is kept."""

import csv
import io

import pytest
from sqlalchemy import insert, select

from engage.core.audit import AuditEvent
from engage.core.clock import today
from engage.core.ids import random_id
from engage.core.permissions import SYSTEM, Role
from surveys import operations
from surveys.definition import parse
from surveys.models import Response
from tests.factories.every_type import document
from tests.factories.responses import answers
from tests.factories.surveys import make_survey
from tests.integration.page import Page

ADDRESS = "/staff/surveys/every-type/answers"
REASON = "地区別の集計のため"


@pytest.fixture
def survey(database, at):
    with database.transaction() as session:
        made = make_survey(session, at=at, code="every-type", kind="census", publish=False)
        version = operations.add_version(
            session, survey=made, document=document(), actor=SYSTEM, at=at
        )
        operations.publish(session, survey=made, actor=SYSTEM, at=at)
        session.execute(
            insert(Response),
            [
                {
                    "id": random_id(),
                    "survey_id": made.id,
                    "mode": made.mode,
                    "definition_version_id": version.id,
                    "channel": "web",
                    "document": answers(parse(document()), number=number, today=today(at)),
                }
                for number in range(7)
            ],
        )
        return made


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
        ("sav", b"$FL2"),
        ("sps", b"\xef\xbb\xbf* Encoding"),
        ("json", b"["),
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


def test_a_row_for_each_answer_and_no_words_unless_wanted(planner):
    response = planner.post(ADDRESS, data={"kind": "csv", "reason": REASON})
    lines = list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert len(lines) == 8
    assert "opinion" not in lines[0]
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
