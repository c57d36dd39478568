"""Every bad input has a clear outcome: an answer as typed, or a sentence beside the field."""

import json
import re

import pytest
from sqlalchemy import select

from engage.core.permissions import SYSTEM
from surveys import operations
from surveys.definition import UnusableDefinition
from surveys.models import Draft, Survey
from tests.factories.every_type import document, option, row
from tests.factories.naughty import NAUGHTY
from tests.factories.surveys import ask, make_survey
from tests.integration.page import Page

ADDRESS = "/surveys/every-type/pages/1"


def survey_of(database, at, whole):
    with database.transaction() as session:
        survey = make_survey(session, at=at, code="every-type", publish=False)
        operations.add_version(session, survey=survey, document=whole, actor=SYSTEM, at=at)
        operations.publish(session, survey=survey, actor=SYSTEM, at=at)
        return survey.id


def seat_in(client, database, settings, survey_id):
    with database.transaction() as session:
        survey = session.get(Survey, survey_id)
        person = ask(session, survey, key=settings.key)
    assert client.post("/surveys/every-type/start", data={"code": person.code}).status_code == 303
    return client


@pytest.fixture
def seated(client, database, settings, at):
    return seat_in(client, database, settings, survey_of(database, at, document()))


def kept(database):
    with database.reading() as session:
        return session.scalars(select(Draft)).one().document


def send(client, **fields):
    return client.post(ADDRESS, data={"asked": " ".join(fields), **fields})


class TestTexts:
    """What people write is only ever a text."""

    def test_naughty_texts_come_back_as_they_were_typed(self, client, database, settings, at):
        whole = document()
        questions = whole["pages"][0]["questions"]
        whole["pages"][0]["questions"] = [q for q in questions if q["code"] == "opinion"]
        seated = seat_in(client, database, settings, survey_of(database, at, whole))
        for text in NAUGHTY:
            assert send(seated, opinion=text).status_code == 303, text
            assert kept(database)["opinion"]["text"] == text
            shown = Page.of(seated.get(ADDRESS))
            assert shown.faults() == [], text
            (box,) = [e for e in shown.all("textarea") if e.get("name") == "opinion"]
            assert "".join(box.itertext()) == text

    def test_a_text_that_looks_like_a_place_for_an_answer_is_never_filled_in(
        self, client, database, settings, at
    ):
        whole = document(word={"text": {"ja": "「{{opinion}}」について"}})
        page = whole["pages"][0]
        asked = {q["code"]: q for q in page["questions"]}
        whole["pages"] = [
            {"code": "p1", "questions": [asked["opinion"], asked["age"]]},
            {"code": "p2", "questions": [asked["word"]]},
        ]
        seated = seat_in(client, database, settings, survey_of(database, at, whole))
        send(seated, opinion="{{age}}", age="42")
        text = seated.get("/surveys/every-type/pages/2").get_data(as_text=True)
        assert "「{{age}}」について" in text

    def test_ten_thousand_characters_are_taken_where_they_are_allowed(
        self, client, database, settings, at
    ):
        whole = document(opinion={"max_length": 10_000})
        seated = seat_in(client, database, settings, survey_of(database, at, whole))
        assert send(seated, opinion="𠮷" * 10_000).status_code == 303
        response = send(seated, opinion="𠮷" * 10_001)
        assert response.status_code == 422
        assert "10000字まで" in response.get_data(as_text=True)

    @pytest.mark.parametrize("text", ["a\0b", "\x1b[31m", "\ud800"])
    def test_what_no_text_can_hold_is_left_out(self, seated, database, text):
        data = {"asked": "opinion", "opinion": text.encode("utf-8", "surrogatepass")}
        assert seated.post(ADDRESS, data=data).status_code in {303, 400}


class TestTamperedForms:
    """A form that was changed on its way says nothing more than a form that was not."""

    @pytest.mark.parametrize(
        "fields",
        [
            {"one": "7"},
            {"many": ["1", "1", "2", "3", "98"]},
            {"praise": "11"},
            {"praise": "5.0"},
            {"liked-desk": "満足"},
            {"both-desk-2": "x"},
            {"order-1": "99999999999"},
            {"order-1": "-1"},
            {"order-1": "１"},
            {"age": "9" * 400},
            {"points-a": "1e2"},
            {"visit-year": "0" * 50, "visit-month": "1", "visit-day": "1"},
            {"visit-year": "2026", "visit-month": "2", "visit-day": "30"},
            {"visit-era": "昭和時代", "visit-year": "3", "visit-month": "1", "visit-day": "1"},
            {"where": "t; DROP"},
            {"agree": "true"},
        ],
    )
    def test_what_was_never_offered_is_refused(self, seated, fields):
        asked = {name.split("-")[0] for name in fields}
        response = seated.post(ADDRESS, data={"asked": " ".join(asked), **fields})
        assert response.status_code == 422
        assert Page.of(response).faults() == []

    def test_a_file_of_somebody_else_is_not_shown(self, seated, database):
        forged = json.dumps({"id": "f" * 64, "name": "<b>.pdf", "size": 1, "kind": "pdf"})
        assert send(seated, **{"photo": "", "photo-kept": forged}).status_code == 303
        assert "<b>.pdf" not in seated.get(ADDRESS).get_data(as_text=True)


class TestBigQuestionnaires:
    """The largest questionnaires that are allowed work; larger ones are refused with a reason."""

    def test_two_thousand_options(self, client, database, settings, at):
        options = [option(str(n), f"選択肢{n}") for n in range(2000)]
        whole = document(one={"options": options, "display": "dropdown"})
        seated = seat_in(client, database, settings, survey_of(database, at, whole))
        assert len(re.findall("<option", seated.get(ADDRESS).get_data(as_text=True))) > 2000
        assert send(seated, one="1999").status_code == 303

    def test_a_table_of_fifty_rows_and_twenty_columns(self, client, database, settings, at):
        rows = [row(f"r{n}", f"行{n}") for n in range(50)]
        columns = [row(f"c{n}", f"列{n}") for n in range(20)]
        whole = document(names={"rows": rows, "columns": columns})
        seated = seat_in(client, database, settings, survey_of(database, at, whole))
        cells = {f"names-r{n}-c{m}": "あ" for n in range(50) for m in range(20)}
        assert seated.post(ADDRESS, data={"asked": "names", **cells}).status_code == 303
        assert len(kept(database)["names"]["rows"]) == 50

    @pytest.mark.parametrize(
        "change",
        [
            {"one": {"options": [option(str(n), "x") for n in range(2001)]}},
            {"liked": {"rows": [row(f"r{n}", "x") for n in range(51)]}},
            {"names": {"columns": [row(f"c{n}", "x") for n in range(21)]}},
            {"one": {"options": [option("1", "x"), option("1", "y")]}},
            {"one": {"show_if": "((((("}},
            {"one": {"show_if": "__import__('os').system('ls')"}},
            {"one": {"show_if": "(" * 200 + "1" + ")" * 200}},
            {"one": {"show_if": "one = '1'"}},
            {"total": {"formula": "sum(nobody)"}},
            {"word": {"text": {"ja": "x" * 4001}}},
        ],
    )
    def test_beyond_the_limits_there_is_a_reason(self, database, at, change):
        with database.transaction() as session, pytest.raises(UnusableDefinition) as refused:
            survey = make_survey(session, at=at, code="every-type", publish=False)
            operations.add_version(
                session, survey=survey, document=document(**change), actor=SYSTEM, at=at
            )
        assert refused.value.problems


def test_a_page_from_before_a_change_of_version_is_read_with_the_new_one(seated, database, at):
    old = seated.get(ADDRESS).get_data(as_text=True)
    assert "ネットで手続きをしましたか。" in old
    with database.transaction() as session:
        survey = session.scalars(select(Survey).where(Survey.code == "every-type")).one()
        changed = document(one={"text": {"ja": "オンラインで手続きをしましたか。"}})
        operations.add_version(session, survey=survey, document=changed, actor=SYSTEM, at=at)
    assert send(seated, one="1").status_code == 303
    assert kept(database)["one"]["codes"] == ["1"]
    assert "オンラインで手続き" in seated.get(ADDRESS).get_data(as_text=True)
