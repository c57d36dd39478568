"""Planners read free answers masked, sort them in pairs, and release quotes one by one."""

import pytest
from sqlalchemy import select

from engage.core.permissions import Role
from engage.japanese.words import cutter
from surveys.frame import frame_of
from surveys.frame.frames import frames_of
from surveys.freetext.answers import answers_to, digest_of, text_items
from surveys.freetext.tables import coded_item
from surveys.models import Response, Survey
from surveys.results import report
from surveys.results.tables import JAPANESE
from tests.integration.page import Page
from tests.integration.people import resident, signed_in_client

pytestmark = pytest.mark.sqlite_only

TEXTS = "/staff/surveys/dx-2021/texts"
ITEM = f"{TEXTS}/q12"


@pytest.fixture
def planner(sample_app):
    return resident(sample_app, Role.PLANNER)


def page(browser, url):
    response = browser.get(url)
    assert response.status_code == 200, url
    found = Page.of(response)
    assert found.faults() == []
    return found


def texts_in(sample_app):
    with sample_app.extensions["engage.database"].reading() as session:
        survey = report.any_survey(session, "dx-2021")
        return answers_to(frame_of(session, survey), "q12")


def test_the_list_leads_to_every_text_question(planner):
    found = page(planner, TEXTS)
    links = {each.get("href") for each in found.all("a")}
    assert {ITEM, f"{TEXTS}/q10"} <= links


@pytest.mark.skipif(cutter() != "sudachi", reason="The extra `text` is not installed.")
def test_words_their_context_and_what_groups_write(planner):
    found = page(planner, ITEM)
    word = next(each for each in found.all("a") if "word=" in (each.get("href") or ""))
    context = page(planner, word.get("href") + "&by=q2")
    assert found.words(word) in context.text
    assert "組ごとの特徴" in context.text


@pytest.mark.parametrize(
    "query", ["word=<script>", "word=.*", "by=zzz", "word=" + "あ" * 500, "word=%00"]
)
def test_strange_words_find_nothing(planner, query):
    response = planner.get(f"{ITEM}?{query}")
    assert response.status_code in {200, 400}


def test_items_that_are_not_texts_are_not_found(planner):
    for path in ("q1", "q99", "q12~r1", "..", "q12%2F"):
        assert planner.get(f"{TEXTS}/{path}").status_code == 404


def test_texts_of_a_running_survey_stay_closed(planner):
    found = page(planner, "/staff/surveys/dx-next/texts")
    assert "締切の後に開けます" in found.text
    path = _items(planner.application, "dx-next")[0].path
    assert planner.get(f"/staff/surveys/dx-next/texts/{path}").status_code == 409


def _items(app, code):
    with app.extensions["engage.database"].reading() as session:
        survey = report.any_survey(session, code)
        return text_items(frame_of(session, survey), JAPANESE)


class TestSorting:
    def test_the_whole_way(self, sample_app, planner):
        for label in ("窓口と待ち時間", "スマートフォン"):
            answer = planner.post(f"{ITEM}/frame", data={"label": label, "definition": "決まり"})
            assert answer.status_code == 303
        twice = planner.post(f"{ITEM}/frame", data={"label": "スマートフォン"})
        assert twice.status_code == 422
        assert Page.of(twice).faults() == []
        renamed = planner.post(f"{ITEM}/frame/c2", data={"label": "スマホ", "definition": ""})
        assert renamed.status_code == 303
        texts = texts_in(sample_app)
        assert page(planner, f"{ITEM}/sort").all("blockquote")
        for number, text in enumerate(texts):
            codes = ["c1"] if number % 2 else ["c1", "c2"]
            answer = planner.post(f"{ITEM}/sort", data={"digest": text.digest, "codes": codes})
            assert answer.status_code == 303
        assert "すべての文にコードを付けました" in page(planner, f"{ITEM}/sort").text

        other = signed_in_client(sample_app, Role.PLANNER)
        for number, text in enumerate(texts):
            codes = ["c1"] if number % 2 or number == 0 else ["c1", "c2"]
            other.post(f"{ITEM}/sort", data={"digest": text.digest, "codes": codes})
        found = page(planner, f"{ITEM}/agreement")
        assert "食いちがった文" in found.text
        assert len(found.all("article")) == 1
        assert planner.post(f"{ITEM}/frame/c1/drop").status_code == 409

        settled = planner.post(f"{ITEM}/agreement", data={"digest": texts[0].digest, "codes": "c2"})
        assert settled.status_code == 303
        assert page(planner, f"{ITEM}/agreement").all("article") == []

        with sample_app.extensions["engage.database"].reading() as session:
            survey = report.any_survey(session, "dx-2021")
            frame = frame_of(session, survey)
            (item,) = [each for each in text_items(frame, JAPANESE) if each.key == "q12"]
            coded = coded_item(session, survey, frame, item)
        people = sum(text.times for text in texts)
        assert coded.n == people
        shown = {row.code: row.count for row in coded.rows}
        without = texts[0].times
        # All but the settled text are c1; that tells of few people, so it is hidden.
        assert shown["c1"] in {None, people - without}

        table = page(planner, "/staff/surveys/dx-2021/results/tables?rows=q12~codes&by=q1")
        assert "スマホ" in table.text
        banner = page(planner, "/staff/surveys/dx-2021/results/tables?rows=q11&by=q12~codes/c2")
        assert "選んだ" in banner.text

    def test_an_unknown_text_or_code_is_refused(self, planner):
        gone = planner.post(f"{ITEM}/sort", data={"digest": "0" * 64, "codes": []})
        assert gone.status_code == 404
        strange = planner.post(f"{ITEM}/sort", data={"digest": "0" * 64, "codes": ["c99"]})
        assert strange.status_code == 422
        assert planner.get(f"{ITEM}/frame/c99").status_code == 404

    def test_others_read_but_do_not_sort(self, sample_app):
        auditor = resident(sample_app, Role.AUDITOR)
        assert auditor.get(f"{ITEM}/frame").status_code == 200
        assert auditor.get(f"{ITEM}/sort").status_code == 403
        assert auditor.post(f"{ITEM}/frame", data={"label": "x"}).status_code == 403


class TestQuotes:
    def test_a_quote_is_released_shown_and_withdrawn(self, sample_app, planner):
        text = texts_in(sample_app)[3]
        shown = "窓口が［氏名］さんのおかげで早くなった。"
        public = "/surveys/dx-2021/results"
        assert shown not in page(planner, public).text
        assert page(planner, f"{ITEM}/quotes/{text.digest}").all("textarea")
        answer = planner.post(f"{ITEM}/quotes", data={"digest": text.digest, "text": shown})
        assert answer.status_code == 303
        assert shown in page(sample_app.test_client(), public).text
        found = page(planner, f"{ITEM}/quotes")
        (withdraw,) = [
            form.get("action")
            for form in found.all("form")
            if "withdraw" in (form.get("action") or "")
        ]
        assert planner.post(withdraw).status_code == 303
        assert shown not in page(sample_app.test_client(), public).text

    @pytest.mark.parametrize("text", ["", "  ", "あ" * 2001])
    def test_nothing_and_too_much_are_sent_back(self, sample_app, planner, text):
        digest = texts_in(sample_app)[4].digest
        answer = planner.post(f"{ITEM}/quotes", data={"digest": digest, "text": text})
        assert answer.status_code == 422
        assert Page.of(answer).faults() == []

    def test_the_answer_itself_stays_masked_on_every_page(self, sample_app, planner):
        database = sample_app.extensions["engage.database"]
        with database.transaction() as session:
            survey = session.scalar(select(Survey).where(Survey.code == "dx-2021"))
            response = session.scalars(
                select(Response).where(Response.survey_id == survey.id).limit(1)
            ).one()
            said = "窓口の田中さん 024-924-1234 が親切"
            response.document = response.document | {"q12": {"state": "answered", "text": said}}
            session.flush()
        with database.transaction() as session:
            survey = session.scalar(select(Survey).where(Survey.code == "dx-2021"))
            frames_of(session).forget(survey.id)
        digest = digest_of(said)
        for path in ("", "?word=窓口", "/quotes", f"/quotes/{digest}", f"/sort?text={digest}"):
            assert "924" not in page(planner, f"{ITEM}{path}").text
            assert "田中" not in page(planner, f"{ITEM}{path}").text
