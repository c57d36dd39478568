"""Anybody reads a published questionnaire on paper; staff also before it is published."""

import pytest

from engage.core.permissions import Role
from tests.factories.surveys import make_survey

PUBLIC, STAFF = "/surveys/park/questionnaire.pdf", "/staff/surveys/park/questionnaire.pdf"


@pytest.fixture
def published(database, at):
    with database.transaction() as session:
        make_survey(session, at=at)


@pytest.fixture
def unpublished(database, at):
    with database.transaction() as session:
        make_survey(session, at=at, publish=False)


@pytest.mark.parametrize("query", ["", "?size=large", "?lang=en", "?size=huge&lang=xx"])
def test_anybody_reads_a_published_questionnaire(client, published, query):
    answer = client.get(PUBLIC + query)
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert answer.mimetype == "application/pdf"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_large_print_is_larger(client, published):
    assert client.get(PUBLIC).data != client.get(f"{PUBLIC}?size=large").data


def test_a_draft_is_for_staff_only(client, sign_in, unpublished):
    assert client.get(PUBLIC).status_code == 404
    assert sign_in(Role.PLANNER).get(STAFF).data.startswith(b"%PDF")


def test_there_is_none_of_a_survey_that_is_not_there(client):
    assert client.get("/surveys/nothing/questionnaire.pdf").status_code == 404


def test_the_first_page_leads_there(client, published):
    assert PUBLIC in client.get("/surveys/park").get_data(as_text=True)
