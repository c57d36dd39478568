"""What one does with a receipt in a browser: change, withdraw, look at the list, ask to be told."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage.core import clock
from surveys import operations
from surveys.models import IncomingResponse, NoticeWish, Response, Survey
from tests.factories.surveys import ask, fill_in, make_survey
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only


def page(response, status=200):
    assert response.status_code == status
    found = Page.of(response)
    assert found.faults() == []
    return found


def raw(response):
    return response.get_data(as_text=True)


@pytest.fixture(params=["named", "confidential", "anonymous"])
def mode(request):
    return request.param


@pytest.fixture
def person(app, database, at, mode):
    key = app.extensions["engage.settings"].key
    with database.transaction() as session:
        survey = make_survey(session, at=at, mode=mode)
        found = ask(session, survey, key=key)
        fill_in(session, found, key=key, at=at)
    return found


@pytest.fixture
def sent(client, person):
    """A browser that has just sent."""
    client.post("/surveys/park/start", data={"code": person.code})
    press_send(client)
    return client


def press_send(browser):
    check = browser.get("/surveys/park/check").get_data(as_text=True)
    nonce = re.search(r'name="nonce" value="([0-9a-f]{32})"', check).group(1)
    answer = browser.post("/surveys/park/submit", data={"nonce": nonce})
    assert (answer.status_code, answer.location) == (303, "/surveys/park/receipt")
    return answer


def number_on(browser):
    text = browser.get("/surveys/park/receipt").get_data(as_text=True)
    return re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}", text).group(0)


def stored(database):
    with database.reading() as session:
        return [
            row.document["q6"]["text"]
            for table in (Response, IncomingResponse)
            for row in session.scalars(select(table))
        ]


class TestThePromise:
    def test_every_mode_says_its_own_before_the_first_question(self, client, person, mode):
        text = page(client.get("/surveys/park")).text
        told = {
            "named": "だれがどう答えたかを、担当の職員が見ることができます",
            "confidential": "受付が終わると、回答と「回答ずみ」の印を混ぜ合わせて書き直します",
            "anonymous": "20人分以上がたまって混ぜ合わせるまで、集計に入りません",
        }
        for name, words in told.items():
            assert (words in text) == (name == mode)
        assert ("「だれにも分からない」とは約束しません" in text) == (mode != "named")

    def test_going_on_elsewhere_with_the_number_on_the_page(self, app, client, person, mode):
        client.post("/surveys/park/start", data={"code": person.code})
        shown = client.get("/surveys/park/pages/4")
        page(shown)
        number = re.search(r"再開番号[^0-9A-Z]*<b[^>]*>([0-9A-Z-]+)<", raw(shown)).group(1)
        other = app.test_client()
        answer = other.post("/answer", data={"code": number})
        assert answer.location == "/surveys/park/pages/4"
        assert "木かげがほしい。" in other.get(answer.location).get_data(as_text=True)


class TestChanging:
    def test_from_the_receipt_to_a_changed_answer(self, sent, database, mode):
        before = number_on(sent)
        page(sent.get("/surveys/park/receipt"))
        answer = sent.post("/surveys/park/receipt/change")
        assert (answer.status_code, answer.location) == (303, "/surveys/park/pages/1")
        assert "送った回答を直しています" in page(sent.get(answer.location)).text
        assert "木かげがほしい。" in page(sent.get("/surveys/park/pages/4")).text
        sent.post("/surveys/park/pages/4", data={"q5": "中央公園", "q6": "水飲み場も。"})
        check = page(sent.get("/surveys/park/check"))
        assert "この回答に替える" in check.text
        assert stored(database) == ["木かげがほしい。"]
        press_send(sent)
        assert stored(database) == ["水飲み場も。"]
        assert number_on(sent) == before

    def test_on_another_device_with_the_receipt(self, app, sent, database):
        number = number_on(sent)
        other = app.test_client()
        other.post("/receipt", data={"receipt": number})
        other.post("/surveys/park/receipt/change")
        other.post("/surveys/park/pages/4", data={"q5": "中央公園", "q6": "水飲み場も。"})
        press_send(other)
        assert stored(database) == ["水飲み場も。"]

    def test_with_the_code_alone_only_where_the_answer_is_named(
        self, app, sent, person, database, mode
    ):
        other = app.test_client()
        other.post("/surveys/park/start", data={"code": person.code})
        stopped = page(other.get("/surveys/park/pages/1"), 409)
        assert ("送った回答を直す" in stopped.text) == (mode == "named")
        answer = other.post("/surveys/park/receipt/change")
        if mode != "named":
            assert "受付番号がいります" in page(answer, 409).text
            return
        other.post("/surveys/park/pages/4", data={"q5": "中央公園", "q6": "水飲み場も。"})
        press_send(other)
        assert stored(database) == ["水飲み場も。"]
        assert number_on(other)

    def test_pressing_send_twice_for_a_change_is_one_change(self, sent, database):
        sent.post("/surveys/park/receipt/change")
        sent.post("/surveys/park/pages/4", data={"q5": "中央公園", "q6": "水飲み場も。"})
        check = sent.get("/surveys/park/check").get_data(as_text=True)
        nonce = re.search(r'name="nonce" value="([0-9a-f]{32})"', check).group(1)
        with sent.session_transaction() as cookie:
            before = dict(cookie)
        first = sent.post("/surveys/park/submit", data={"nonce": nonce})
        with sent.session_transaction() as cookie:
            cookie.clear()
            cookie.update(before)
        again = sent.post("/surveys/park/submit", data={"nonce": nonce})
        assert first.location == again.location == "/surveys/park/receipt"
        assert stored(database) == ["水飲み場も。"]


class TestWithdrawing:
    def test_is_asked_once_more_and_then_done(self, sent, database):
        asked = page(sent.get("/surveys/park/receipt/withdraw"))
        assert "もとに戻せません" in asked.text
        assert stored(database) == ["木かげがほしい。"]
        answer = sent.post("/surveys/park/receipt/withdraw")
        assert (answer.status_code, answer.location) == (303, "/surveys/park/withdrawn")
        page(sent.get(answer.location))
        assert stored(database) == []
        assert sent.get("/surveys/park/receipt").location == "/receipt"

    def test_after_the_close_there_is_no_button_and_no_way(self, sent, at):
        with clock.stopped_at(at + timedelta(days=10)):
            assert "回答を取り下げる" not in page(sent.get("/surveys/park/receipt")).text
            assert sent.get("/surveys/park/receipt/withdraw").status_code == 409
            assert sent.post("/surveys/park/receipt/withdraw").status_code == 409
            assert sent.post("/surveys/park/receipt/change").status_code == 409


class TestTheList:
    def test_is_there_after_the_close_with_ones_own_mark(self, sent, client, database, at):
        assert client.get("/surveys/park/receipts").status_code == 404
        over = at + timedelta(days=11)
        with clock.stopped_at(over):
            assert "準備をしています" in page(client.get("/surveys/park/receipts")).text
            with database.transaction() as session:
                survey = session.scalars(select(Survey)).one()
                operations.finish_counting(session, survey=survey, at=over)
            shown = sent.get("/surveys/park/receipt")
            page(shown)
            mark = re.search(r"この回答の印：[^0-9]*([0-9a-f]{64})", raw(shown)).group(1)
            listed = sent.get("/surveys/park/receipts")
            page(listed)
            assert raw(listed).count(mark) == 3  # one's own, the list, and one leaf is the root
            text = client.get("/surveys/park/receipts.txt")
            assert text.mimetype == "text/plain"
            assert text.get_data(as_text=True).splitlines()[-1] == mark
            assert "answered 1, counted 1, withdrawn 0" in text.get_data(as_text=True)

    def test_there_is_none_for_a_survey_that_does_not_exist(self, client):
        assert client.get("/surveys/nothing/receipts").status_code == 404
        assert client.get("/surveys/nothing/receipts.txt").status_code == 404


class TestTheWish:
    def count(self, database):
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(NoticeWish))

    def test_is_kept_and_taken_back_from_the_receipt_page(self, sent, database):
        answer = sent.post("/surveys/park/notice", data={"email": "a@example.jp"})
        assert (answer.status_code, answer.location) == (303, "/surveys/park/receipt")
        assert self.count(database) == 1
        shown = sent.get("/surveys/park/receipt").get_data(as_text=True)
        number = re.search(r'name="code" value="([0-9a-f]{64})"', shown).group(1)
        answer = sent.post("/notices/stop", data={"code": number})
        assert answer.location == "/notices/stopped"
        page(sent.get(answer.location))
        assert self.count(database) == 0

    def test_an_address_that_is_none_is_shown_again(self, sent, database):
        answer = sent.post("/surveys/park/notice", data={"email": "nobody"})
        assert "の形で書いてください" in page(answer, 422).text
        assert 'value="nobody"' in raw(answer)
        assert self.count(database) == 0

    def test_without_a_receipt_there_is_none(self, client, person, database):
        answer = client.post("/surveys/park/notice", data={"email": "a@example.jp"})
        assert answer.location == "/receipt"
        assert self.count(database) == 0

    def test_one_network_cannot_enter_a_whole_list(self, sent, database):
        for number in range(25):
            answer = sent.post("/surveys/park/notice", data={"email": f"a{number}@example.jp"})
        assert answer.status_code == 429
        assert self.count(database) == 20

    def test_a_wrong_number_erases_nothing_and_says_the_same(self, sent, database):
        sent.post("/surveys/park/notice", data={"email": "a@example.jp"})
        page(sent.get("/notices/stop"))
        answer = sent.post("/notices/stop", data={"code": "0" * 64})
        assert answer.location == "/notices/stopped"
        assert self.count(database) == 1
        assert page(sent.post("/notices/stop", data={"code": ""}), 422)
