"""A monitor answers over HTTP; whatever goes wrong ends on a clear page and loses nothing."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage.core import clock
from surveys import operations
from surveys.models import Draft, Participation, Response, Survey
from tests.factories.surveys import FULL_PAGES, ask, make_survey
from tests.integration.page import Page

TICK = timedelta(microseconds=1)


@pytest.fixture
def people(database, settings, at):
    with database.transaction() as session:
        survey = make_survey(session, at=at)
        return [ask(session, survey, key=settings.key) for _ in range(3)]


@pytest.fixture
def seated(client, people):
    """A browser in which the first person has entered their code."""
    assert client.post("/surveys/park/start", data={"code": people[0].code}).status_code == 303
    return client


def page(response):
    found = Page.of(response)
    assert found.faults() == []
    return found


def send_page(client, number, **changes):
    return client.post(f"/surveys/park/pages/{number}", data=FULL_PAGES[number] | changes)


def answer_all(client):
    for number in FULL_PAGES:
        assert send_page(client, number).status_code == 303


def nonce_on(client):
    text = client.get("/surveys/park/check").get_data(as_text=True)
    return re.search(r'name="nonce" value="([0-9a-f]{32})"', text).group(1)


def count(database, model):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


class TestTheWholeWay:
    def test_from_code_to_receipt(self, client, people, database):
        intro = page(client.get("/surveys/park"))
        assert "公園の使い方" in intro.h1
        answer = client.post("/surveys/park/start", data={"code": people[0].code})
        assert answer.location == "/surveys/park/pages/1"
        first = page(client.get(answer.location))
        assert first.h1 == "公園に行きましたか。（1つ）"
        for number, following in ((1, "pages/2"), (2, "pages/3"), (3, "pages/4"), (4, "check")):
            assert send_page(client, number).location == f"/surveys/park/{following}"
        check = page(client.get("/surveys/park/check"))
        assert "ベンチ" in check.text
        assert "その他（水飲み場）" in check.text
        assert "12回" in check.text
        sent = client.post("/surveys/park/submit", data={"nonce": nonce_on(client)})
        assert (sent.status_code, sent.location) == (303, "/surveys/park/receipt")
        receipt = page(client.get(sent.location))
        assert re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){6}", receipt.text)
        with database.reading() as session:
            (stored,) = session.scalars(select(Response))
        assert stored.document == {
            "q1": {"state": "answered", "codes": ["1"]},
            "q2": {"state": "answered", "number": 12},
            "q3": {"state": "answered", "codes": ["1", "98"], "other": {"98": "水飲み場"}},
            "q4": {"state": "answered", "rows": {"r1": "5", "r2": "2"}},
            "q5": {"state": "answered", "text": "中央公園"},
            "q6": {"state": "answered", "text": "木かげがほしい。"},
        }
        assert count(database, Draft) == 0

    def test_the_receipt_can_be_looked_up_by_anyone_who_holds_it(self, seated, app):
        answer_all(seated)
        seated.post("/surveys/park/submit", data={"nonce": nonce_on(seated)})
        text = seated.get("/surveys/park/receipt").get_data(as_text=True)
        number = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}", text).group(0)
        other = app.test_client()
        found = other.post("/receipt", data={"receipt": number.lower().replace("-", "－")})
        assert (found.status_code, found.location) == (303, "/surveys/park/receipt")
        shown = page(other.get(found.location))
        assert "数えられています" in shown.text
        assert "水飲み場" not in shown.text
        wrong = other.post("/receipt", data={"receipt": "0" * 16})
        assert wrong.status_code == 422
        assert "見つかりません" in page(wrong).text

    def test_opening_and_leaving_stores_nothing(self, seated, database):
        seated.get("/surveys/park/pages/1")
        seated.get("/surveys/park/check")
        assert count(database, Draft) == 0
        assert count(database, Response) == 0


class TestEntering:
    def test_a_code_is_read_in_any_width_case_and_grouping(self, client, people):
        code = people[0].code
        typed = "　" + "－".join(
            "".join(chr(ord(c) + 0xFEE0) for c in code[i : i + 4].lower()) for i in (0, 4, 8, 12)
        )
        assert client.post("/answer", data={"code": typed}).location == "/surveys/park"

    def test_an_unknown_code_is_told_from_a_mistyped_one(self, client, people):
        from engage.core.secrets import new_code

        answer = client.post("/answer", data={"code": new_code()})
        assert answer.status_code == 422
        assert "この番号は見つかりません" in page(answer).text
        mistyped = people[0].code[:-1] + ("0" if people[0].code[-1] != "0" else "1")
        answer = client.post("/answer", data={"code": mistyped})
        assert "書きまちがい" in page(answer).text
        assert mistyped in answer.get_data(as_text=True)

    def test_the_eleventh_wrong_code_in_five_minutes_has_to_wait(self, client, people, at):
        for _ in range(10):
            assert client.post("/answer", data={"code": "wrong"}).status_code == 422
        answer = client.post("/answer", data={"code": "wrong"})
        assert answer.status_code == 429
        assert answer.headers["Retry-After"]
        assert client.post("/answer", data={"code": people[0].code}).status_code == 429
        with clock.stopped_at(at + timedelta(minutes=5)):
            assert client.post("/answer", data={"code": people[0].code}).status_code == 303

    def test_looking_at_a_link_uses_nothing_up(self, client, people, database):
        for method in (client.get, client.head):
            method("/answer")
            method("/surveys/park")
            method(f"/answer?code={people[0].code}")
        assert client.post("/answer", data={"code": people[0].code}).status_code == 303
        with database.reading() as session:
            assert session.scalar(select(func.sum(Participation.used))) == 0

    def test_the_resume_number_opens_the_draft_on_another_device(self, seated, app):
        send_page(seated, 1)
        text = seated.get("/surveys/park/pages/2").get_data(as_text=True)
        number = re.search(r">([0-9A-Z]{4}-[0-9A-Z]{4})<", text).group(1)
        phone = app.test_client()
        answer = phone.post("/answer", data={"code": number})
        assert answer.location == "/surveys/park/pages/2"
        first = phone.get("/surveys/park/pages/1").get_data(as_text=True)
        assert 'value="12"' in first
        assert "checked" in first

    @pytest.mark.usefixtures("people")
    def test_a_page_without_a_seat_leads_to_the_beginning(self, client):
        assert client.get("/surveys/park/pages/2").location == "/surveys/park"
        assert client.get("/surveys/park/check").location == "/surveys/park"


class TestMistakes:
    def test_five_of_three_keeps_all_five_and_says_what_to_do(self, seated):
        answer = send_page(seated, 2, q3=["1", "2", "3", "4", "98"])
        assert answer.status_code == 422
        shown = page(answer)
        assert "選べるのは3つまでです。いま5つ選ばれています。2つ外してください。" in shown.text
        assert shown.text.count(" checked") == 5
        assert "水飲み場" in shown.text
        assert "<title>エラー：" in shown.text

    def test_an_exclusive_option_with_others_is_asked_about(self, seated, database):
        answer = send_page(seated, 2, q3=["1", "98", "90"])
        assert answer.status_code == 422
        assert page(answer).text.count(" checked") == 3
        assert count(database, Draft) == 0

    def test_a_long_text_stays_whole(self, seated):
        text = "あ" * 101
        answer = send_page(seated, 4, q6=[text])
        assert answer.status_code == 422
        assert text in answer.get_data(as_text=True)
        assert "いま101字あります" in page(answer).text

    def test_scripts_and_templates_come_out_as_typed(self, seated):
        typed = "<script>alert(1)</script>{{7*7}}${7*7}"
        send_page(seated, 4, q6=[typed])
        text = seated.get("/surveys/park/check").get_data(as_text=True)
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}${7*7}" in text
        assert "<script>alert" not in text

    def test_going_back_keeps_even_what_is_still_wrong(self, seated):
        send_page(seated, 1)
        answer = send_page(seated, 2, q3=["1", "2", "3", "4"], move="back")
        assert answer.location == "/surveys/park/pages/1"
        assert seated.get("/surveys/park/pages/2").get_data(as_text=True).count(" checked") == 4

    def test_what_is_still_wrong_cannot_be_sent(self, seated, database):
        answer_all(seated)
        send_page(seated, 2, q3=["1", "2", "3", "4"], move="back")
        check = page(seated.get("/surveys/park/check"))
        assert "選べるのは3つまでです" in check.text
        assert 'name="nonce"' not in check.text
        answer = seated.post("/surveys/park/submit", data={"nonce": "0" * 32})
        assert answer.location == "/surveys/park/check"
        assert count(database, Response) == 0

    def test_a_required_question_left_open_is_asked_for_at_the_end_too(self, seated):
        send_page(seated, 4)
        check = page(seated.get("/surveys/park/check"))
        assert "1つ選んでください" in check.text
        assert 'name="nonce"' not in check.text

    def test_skipping_leaves_a_page_open_but_never_a_required_one(self, seated, database):
        answer = send_page(seated, 1, move="skip")
        assert answer.status_code == 422
        answer_all(seated)
        assert send_page(seated, 2, move="skip").status_code == 303
        with database.reading() as session:
            (draft,) = session.scalars(select(Draft))
        assert draft.document["q3"] == {"state": "no-answer"}

    def test_an_answer_changed_with_the_browsers_back_counts(self, seated, database):
        answer_all(seated)
        send_page(seated, 2, **{"q3": ["2"], "q3-other-98": [""]})
        seated.post("/surveys/park/submit", data={"nonce": nonce_on(seated)})
        with database.reading() as session:
            (stored,) = session.scalars(select(Response))
        assert stored.document["q3"] == {"state": "answered", "codes": ["2"]}


class TestTampering:
    def test_an_answer_to_a_hidden_question_is_stored_as_not_shown(self, seated, database):
        send_page(seated, 1, q1=["2"])
        assert send_page(seated, 3).status_code == 303
        send_page(seated, 2)
        send_page(seated, 4)
        seated.post("/surveys/park/submit", data={"nonce": nonce_on(seated)})
        with database.reading() as session:
            (stored,) = session.scalars(select(Response))
        assert stored.document["q2"] == {"state": "not-shown"}
        assert stored.document["q4"] == {"state": "not-shown"}

    def test_an_answer_that_opens_a_question_on_the_same_page_shows_it(self, seated):
        answer = seated.post("/surveys/park/pages/1", data={"asked": "q1", "q1": "1"})
        assert answer.location == "/surveys/park/pages/1"
        assert "何回行きましたか" in seated.get(answer.location).get_data(as_text=True)

    @pytest.mark.parametrize("value", ["9", "1' OR '1'='1", "\x00", "１"])
    def test_an_option_that_does_not_exist(self, seated, value):
        answer = send_page(seated, 1, q1=[value])
        assert answer.status_code == 422
        page(answer)

    @pytest.mark.parametrize("number", [0, 5, 999999999])
    def test_a_page_that_does_not_exist(self, seated, number):
        assert seated.post(f"/surveys/park/pages/{number}", data={}).status_code == 404

    def test_fields_that_nobody_asked_for_are_not_kept(self, seated, database):
        send_page(seated, 1, q99=["x"], used=["1"], monitor_id=["x"])
        with database.reading() as session:
            (draft,) = session.scalars(select(Draft))
        assert set(draft.document) == {"q1", "q2"}

    def test_a_cookie_of_one_survey_opens_no_other(self, seated, database, at):
        with database.transaction() as session:
            make_survey(session, at=at, code="river")
        assert seated.get("/surveys/river/pages/1").location == "/surveys/river"

    def test_a_form_without_its_token_keeps_what_was_typed(self, seated, app, database):
        app.config["WTF_CSRF_ENABLED"] = True
        answer = send_page(seated, 4)
        assert answer.status_code == 400
        shown = page(answer)
        assert "木かげがほしい。" in shown.text
        assert "もう一度「次へ」" in shown.text
        assert count(database, Draft) == 0


class TestLosingTheSeat:
    def test_what_was_typed_is_carried_along_and_saved_with_the_number(
        self, client, people, database
    ):
        answer = send_page(client, 4)
        assert answer.status_code == 409
        lost = page(answer)
        assert "木かげがほしい。" in lost.text
        carried = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', lost.text)
        data = dict(carried) | {"code": people[0].code}
        wrong = client.post("/surveys/park/pages/4/return", data=data | {"code": "x"})
        assert wrong.status_code == 422
        assert "木かげがほしい。" in page(wrong).text
        answer = client.post("/surveys/park/pages/4/return", data=data)
        assert (answer.status_code, answer.location) == (307, "/surveys/park/pages/4")
        sent_on = client.post(answer.location, data=data)  # as a browser does after a 307
        assert sent_on.location == "/surveys/park/check"
        with database.reading() as session:
            (draft,) = session.scalars(select(Draft))
        assert draft.document["q6"] == {"state": "answered", "text": "木かげがほしい。"}


class TestAutosave:
    def test_it_keeps_what_is_being_written_without_judging(self, seated):
        answer = seated.post(
            "/surveys/park/pages/4/draft", data={"q6": "あ" * 101, "revision": "1"}
        )
        assert answer.status_code == 204
        assert "あ" * 101 in seated.get("/surveys/park/pages/4").get_data(as_text=True)

    def test_an_old_one_does_not_undo_a_page_that_was_saved(self, seated):
        send_page(seated, 4)
        answer = seated.post("/surveys/park/pages/4/draft", data={"q6": "古い", "revision": "1"})
        assert answer.status_code == 409
        text = seated.get("/surveys/park/pages/4").get_data(as_text=True)
        assert "木かげがほしい。" in text
        assert "古い" not in text


class TestTheEnd:
    def test_up_to_the_last_microsecond(self, seated, database):
        answer_all(seated)
        nonce = nonce_on(seated)
        with database.reading() as session:
            closes_at = session.scalar(select(Survey.closes_at))
        with clock.stopped_at(closes_at):
            late = seated.post("/surveys/park/submit", data={"nonce": nonce})
            assert late.status_code == 409
            assert "受付は終わりました" in page(late).text
        assert count(database, Response) == 0
        with clock.stopped_at(closes_at - TICK):
            assert seated.post("/surveys/park/submit", data={"nonce": nonce}).status_code == 303
        assert count(database, Response) == 1

    def test_a_retry_after_the_end_still_finds_its_receipt(self, seated, at):
        answer_all(seated)
        nonce = nonce_on(seated)
        seated.post("/surveys/park/submit", data={"nonce": nonce})
        with clock.stopped_at(at + timedelta(days=30)):
            again = seated.post("/surveys/park/submit", data={"nonce": nonce})
            assert (again.status_code, again.location) == (303, "/surveys/park/receipt")

    def test_another_send_is_told_that_the_answer_is_here(self, seated, app, people, database):
        answer_all(seated)
        second = app.test_client()
        second.post("/answer", data={"code": people[0].code})
        other_nonce = nonce_on(second)
        seated.post("/surveys/park/submit", data={"nonce": nonce_on(seated)})
        answer = second.post("/surveys/park/submit", data={"nonce": other_nonce})
        assert answer.status_code == 409
        assert "すでに回答を受け取っています" in page(answer).text
        assert send_page(second, 1).status_code == 409
        assert count(database, Response) == 1

    def test_before_the_beginning(self, client, database, settings, at):
        with database.transaction() as session:
            survey = make_survey(session, at=at, opens_at=at + TICK)
            person = ask(session, survey, key=settings.key)
        client.post("/answer", data={"code": person.code})
        early = client.get("/surveys/park/pages/1")
        assert early.status_code == 409
        assert "まだ始まっていません" in page(early).text
        with clock.stopped_at(at + TICK):
            assert client.get("/surveys/park/pages/1").status_code == 200

    def test_closed_early_by_staff(self, seated, database, at):
        from engage.core.permissions import SYSTEM

        answer_all(seated)
        with database.transaction() as session:
            survey = session.scalar(select(Survey))
            operations.close_early(session, survey=survey, actor=SYSTEM, at=at)
        assert seated.get("/surveys/park/check").status_code == 409
        with database.transaction() as session:
            survey_id = session.scalar(select(Survey.id))
            assert operations.clear_drafts(session, survey_id=survey_id, at=at) == 1
        assert count(database, Draft) == 0

    def test_a_draft_survey_is_nobodys_business(self, client, database, at):
        with database.transaction() as session:
            make_survey(session, at=at, publish=False)
        assert client.get("/surveys/park").status_code == 404
        assert "公園の使い方" not in client.get("/surveys").get_data(as_text=True)


class TestKeepingACopy:
    def test_the_text_says_every_answer_and_is_kept_by_nobody_else(self, seated, client):
        answer_all(seated)
        copy = seated.get("/surveys/park/check.txt")
        text = copy.get_data(as_text=True)
        assert "問1　公園に行きましたか。" in text
        assert "　行った" in text
        assert "　木かげがほしい。" in text
        assert copy.mimetype == "text/plain"
        assert copy.headers["Cache-Control"] == "no-store"

    def test_without_a_seat_there_is_none(self, client):
        assert client.get("/surveys/park/check.txt").status_code == 303


class TestLanguages:
    def test_changing_the_language_keeps_what_is_typed(self, seated):
        first = Page.of(seated.get("/surveys/park/pages/1"))
        assert "English" in [first.words(b) for b in first.all("button")]
        answer = send_page(seated, 1, q2=["たくさん"], language="en")
        assert answer.status_code == 303
        answer = seated.get(answer.location)
        assert answer.location.endswith("/surveys/park/pages/1")
        text = seated.get("/surveys/park/pages/1").get_data(as_text=True)
        assert "Did you go to a park?" in text
        assert 'value="たくさん"' in text
        assert 'lang="en"' in text
