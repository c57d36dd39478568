"""Planners read the numbers of a survey while it runs, whatever types of questions it has."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

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
from tests.unit.surveys.interchange.test_ddi import counts, faults, variables

PEOPLE = 40


@pytest.fixture
def running(database, at):
    """Every type of question, forty answers, one option so far ahead that a trace is sought."""
    with database.transaction() as session:
        survey = make_survey(session, at=at, code="every-type", kind="census", publish=False)
        whole = document(many={"max_choices": 3})
        version = operations.add_version(
            session, survey=survey, document=whole, actor=SYSTEM, at=at
        )
        operations.publish(session, survey=survey, actor=SYSTEM, at=at)
        session.execute(
            insert(Response),
            [
                {
                    "id": random_id(),
                    "survey_id": survey.id,
                    "mode": survey.mode,
                    "definition_version_id": version.id,
                    "channel": "web",
                    "document": answers(parse(whole), number=number, today=today(at))
                    | {"many": {"state": "answered", "codes": ["2"] if number else ["1"]}},
                }
                for number in range(PEOPLE)
            ],
        )


@pytest.fixture
def page(running, sign_in):
    response = sign_in(Role.PLANNER).get("/staff/surveys/every-type/results")
    assert response.status_code == 200
    found = Page.of(response)
    assert found.faults() == []
    return found


def test_every_question_is_there(page):
    headings = [page.words(heading) for heading in page.all("h3")]
    for words in ("使いたいもの", "満足と重要", "大切な順", "配分", "行った日", "合計"):
        assert words in headings


def test_tables_with_two_scales_are_counted_apart(page):
    captions = [c for c in [page.words(c) for c in page.all("caption")] if c.startswith("問7の")]
    assert len(captions) == 2


def test_a_ranking_says_which_place_and_the_mean_place(page):
    header = [
        h for h in [page.words(h) for h in page.all("th")] if h.startswith(("1番", "2番", "平均"))
    ]
    assert {"1番", "2番"} <= {h.removesuffix("％") for h in header}


class TestCodebook:
    """What a survey asked, as archives read it."""

    def test_planners_get_it_while_the_survey_runs(self, running, sign_in):
        response = sign_in(Role.PLANNER).get("/staff/surveys/every-type/codebook.xml")
        assert response.status_code == 200
        assert response.mimetype == "application/xml"
        assert "attachment" in response.headers["Content-Disposition"]
        assert faults(response.data) == []
        assert b"<caseQnty>40</caseQnty>" in response.data

    def test_what_the_page_hides_is_hidden_here(self, running, sign_in):
        data = sign_in(Role.PLANNER).get("/staff/surveys/every-type/codebook.xml").data
        assert counts(variables(data)["many_1"]) == {"-1": "0"}
        assert "1" not in counts(variables(data)["many_2"])
        assert counts(variables(data)["card"])

    def test_others_wait_until_the_results_are_public(self, running, client):
        assert client.get("/surveys/every-type/codebook.xml").status_code == 404


class TestTwoWaysToLook:
    def test_without_no_answer_the_base_says_so(self, running, sign_in):
        planner = sign_in(Role.PLANNER)
        plain = Page.of(planner.get("/staff/surveys/every-type/results"))
        other = Page.of(planner.get("/staff/surveys/every-type/results?base=answered"))
        assert other.faults() == []
        assert "無回答を除いた割合です" not in plain.text
        assert "無回答を除いた割合にする" in plain.text

    def test_a_survey_with_nothing_before_it(self, running, sign_in):
        page = Page.of(sign_in(Role.PLANNER).get("/staff/surveys/every-type/results/waves"))
        assert page.faults() == []
        assert "先に終わった調査がありません" in page.text

    def test_an_earlier_survey_side_by_side(self, running, sign_in, database, at):
        with database.transaction() as session:
            make_survey(session, at=at - timedelta(days=90), code="before", kind="census")
        address = "/staff/surveys/every-type/results/waves?before=before"
        page = Page.of(sign_in(Role.PLANNER).get(address))
        assert page.faults() == []
        assert "公園の使い方" in page.text
        nothing = sign_in(Role.PLANNER).get(address.replace("=before", "=%3Cscript%3E"))
        assert nothing.status_code == 200
        assert "&lt;script" not in nothing.get_data(as_text=True)


class TestNamedViews:
    def keep(self, planner, **fields):
        sent = {"name": "年代で見る", "by": "one", "base": "answered"} | fields
        return planner.post("/staff/surveys/every-type/results/views", data=sent)

    def test_a_view_is_kept_opened_and_dropped(self, running, sign_in):
        planner = sign_in(Role.PLANNER)
        answer = self.keep(planner)
        assert (answer.status_code, answer.location) == (
            303, "/staff/surveys/every-type/results?by=one&base=answered",
        )  # fmt: skip
        self.keep(planner, base="asked")
        page = Page.of(planner.get("/staff/surveys/every-type/results"))
        assert page.faults() == []
        links = [link for link in page.all("a") if page.words(link) == "年代で見る"]
        assert [link.get("href") for link in links] == [
            "/staff/surveys/every-type/results?by=one&base=asked"
        ]
        drop = next(f for f in page.all("form") if (f.get("action") or "").endswith("/drop"))
        assert planner.post(drop.get("action")).status_code == 303
        assert "年代で見る" not in Page.of(planner.get("/staff/surveys/every-type/results")).text

    def test_a_view_without_a_name_or_with_a_strange_base(self, running, sign_in):
        planner = sign_in(Role.PLANNER)
        for fields in ({"name": " "}, {"name": "あ" * 101}):
            answer = self.keep(planner, **fields)
            assert answer.status_code == 422
            assert Page.of(answer).faults() == []
        answer = self.keep(planner, base="<b>", by="b" * 200)
        assert answer.location.endswith(f"?by={'b' * 30}&base=asked")
