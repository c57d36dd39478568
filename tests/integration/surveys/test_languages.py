"""A respondent who reads English meets the survey's own words in English, from first to last."""

import re

import pytest

from engage.core.permissions import SYSTEM
from surveys import operations
from tests.factories.questionnaires import document
from tests.factories.surveys import ask, fill_in, make_survey
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only

TEXTS = {
    "title": {
        "ja": "公園の使い方",
        "en": "Using the parks",
        "ja-easy": "｜公園《こうえん》の 使い方",
    },
    "intro": {"ja": "3分で終わります。", "en": "It takes three minutes."},
    "thanks": {"ja": "ありがとうございました。", "en": "Thank you for your time."},
}


@pytest.fixture
def person(app, database, at):
    key = app.extensions["engage.settings"].key
    with database.transaction() as session:
        survey = make_survey(session, at=at, title="公園アンケート", next_steps=[])
        worded = document(code=survey.code) | TEXTS
        operations.add_version(session, survey=survey, document=worded, actor=SYSTEM, at=at)
        found = ask(session, survey, key=key)
        fill_in(session, found, key=key, at=at)
    return found


def text_of(client, address):
    found = Page.of(client.get(address))
    assert found.faults() == []
    return found.text


def send(client):
    check = client.get("/surveys/park/check").get_data(as_text=True)
    nonce = re.search(r'name="nonce" value="([0-9a-f]{32})"', check).group(1)
    client.post("/surveys/park/submit", data={"nonce": nonce})


def journey(client, person):
    """Return what the introduction, a page, the check, the copy and the receipt say."""
    texts = [text_of(client, "/surveys/park")]
    client.post("/surveys/park/start", data={"code": person.code})
    texts += [text_of(client, f"/surveys/park/{page}") for page in ("pages/1", "check")]
    texts.append(client.get("/surveys/park/check.txt").get_data(as_text=True))
    send(client)
    return [*texts, text_of(client, "/surveys/park/receipt")]


def test_in_japanese_the_city_s_own_title_stands(client, person):
    texts = journey(client, person)
    assert all("公園アンケート" in text for text in texts)
    assert TEXTS["intro"]["ja"] in texts[0]
    assert TEXTS["thanks"]["ja"] in texts[-1]


def test_in_english_titles_dates_and_thanks_are_english(client, person):
    client.get("/preferences?reading=en&language=en&next=/surveys/park")
    texts = journey(client, person)
    assert all(TEXTS["title"]["en"] in text for text in texts)
    assert TEXTS["intro"]["en"] in texts[0]
    assert TEXTS["thanks"]["en"] in texts[-1]
    assert not any(re.search(r"\d月\d+日", text) for text in texts)
    assert re.search(r"[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]+", texts[-1])


def test_a_title_with_readings_shows_them_or_leaves_them_out(client, person):
    client.get("/preferences?reading=ja-easy&next=/surveys/park")
    first, *rest = journey(client, person)
    assert "<ruby>公園<rp>（</rp><rt>こうえん</rt>" in first
    assert not any("《" in text for text in (first, *rest))
