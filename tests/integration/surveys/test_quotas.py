"""Quotas are never overshot, whatever the crowd; who is turned away loses nothing."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from engage.core.errors import Conflict
from engage.core.permissions import SYSTEM, Role
from surveys import numbers, operations
from surveys.models import Draft, IncomingResponse, Participation, Response, Survey, SurveyQuota
from tests.factories.questionnaires import document
from tests.factories.surveys import ask, fill_in, make_survey, send
from tests.integration.page import Page

KEY = b"a key of the installation"
VISITORS = {
    "code": "visitors",
    "when": "q1 = '1'",
    "limit": 10,
    "message": {"ja": "公園に行く方の回答は、10人分そろいました。"},
}
NOTES = {
    "code": "trees",
    "when": "q1 = '1' and q6 = '木を'",
    "limit": 1,
    "message": {"ja": "木の話は足りています。"},
}


def begin(session, at, people, *, quotas=(VISITORS,), key=KEY, **changes):
    survey = make_survey(session, at=at, publish=False, **changes)
    operations.add_version(
        session,
        survey=survey,
        document=document(code=survey.code, quotas=list(quotas)),
        actor=SYSTEM,
        at=at,
    )
    operations.publish(session, survey=survey, actor=SYSTEM, at=at)
    found = [ask(session, survey, key=key) for _ in range(people)]
    for person in found:
        fill_in(session, person, key=key, at=at)
    return found


def taken(database):
    with database.reading() as session:
        return {row.code: row.taken for row in session.scalars(select(SurveyQuota))}


def count(database, model):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_64_at_once_for_10_places_are_exactly_10(database, at, mode):
    with database.transaction() as session:
        people = begin(session, at, 64, mode=mode)

    def hand(person):
        try:
            return send(database, person, numbers.new_nonce(), key=KEY, at=at)
        except Conflict as error:
            assert error.code == "quota-full"  # noqa: PT017
            return None

    with ThreadPoolExecutor(64) as pool:
        receipts = [receipt for receipt in pool.map(hand, people) if receipt]
    assert len(set(receipts)) == 10
    assert count(database, Response) + count(database, IncomingResponse) == 10
    assert taken(database) == {"visitors": 10}
    with database.reading() as session:
        assert session.scalar(select(func.sum(Participation.used))) == 10


def test_who_comes_too_late_keeps_what_was_written(database, at):
    with database.transaction() as session:
        one, two = begin(session, at, 2, quotas=[VISITORS | {"limit": 1}])
    send(database, one, numbers.new_nonce(), key=KEY, at=at)
    with pytest.raises(Conflict, match="quota-full"):
        send(database, two, numbers.new_nonce(), key=KEY, at=at)
    with database.reading() as session:
        draft = session.get(Draft, (two.seat.survey_id, two.seat.monitor_id))
        assert draft.document["q6"]["text"] == "木かげがほしい。"
        row = session.get(Participation, (two.seat.survey_id, two.seat.monitor_id))
        assert row.used == 0


def test_a_quota_of_others_stops_nobody(database, at):
    with database.transaction() as session:
        (person,) = begin(session, at, 1, quotas=[VISITORS | {"when": "q1 = '2'", "limit": 0}])
    assert send(database, person, numbers.new_nonce(), key=KEY, at=at)
    assert taken(database) == {"visitors": 0}


def test_when_the_second_quota_is_full_the_first_is_not_taken(database, at):
    second = NOTES | {"when": "q1 = '1'", "limit": 0}
    with database.transaction() as session:
        (person,) = begin(session, at, 1, quotas=[second, VISITORS])
    with pytest.raises(Conflict, match="quota-full"):
        send(database, person, numbers.new_nonce(), key=KEY, at=at)
    assert taken(database) == {"trees": 0, "visitors": 0}


def test_the_database_itself_refuses_one_too_many(database, at):
    with database.transaction() as session:
        begin(session, at, 0)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(update(SurveyQuota).values(taken=11))


def test_a_withdrawn_answer_gives_its_place_back(database, at):
    with database.transaction() as session:
        one, two = begin(session, at, 2, quotas=[VISITORS | {"limit": 1}])
    receipt = send(database, one, numbers.new_nonce(), key=KEY, at=at)
    seat = operations.seat_of_receipt(survey_id=one.seat.survey_id, receipt=receipt, key=KEY)
    database.run_tx(lambda s: operations.withdraw(s, seat=seat, at=at))
    assert taken(database) == {"visitors": 0}
    assert send(database, two, numbers.new_nonce(), key=KEY, at=at)


def test_a_changed_answer_moves_between_quotas(database, at):
    with database.transaction() as session:
        (person,) = begin(session, at, 1, quotas=[VISITORS, NOTES])
    receipt = send(database, person, numbers.new_nonce(), key=KEY, at=at)
    assert taken(database) == {"visitors": 1, "trees": 0}
    seat = operations.seat_of_receipt(survey_id=person.seat.survey_id, receipt=receipt, key=KEY)
    for words, expected in (("木を", 1), ("ほかの話", 0)):
        database.run_tx(lambda s: operations.begin_change(s, seat=seat, at=at))
        with database.reading() as session:
            read = operations.read_page(
                session, seat=seat, number=4, raw={"q6": [words]}, move="next", at=at
            )
        assert database.run_tx(lambda s, r=read: operations.keep_page(s, read=r, key=KEY))
        with database.reading() as session:
            sending = operations.prepare_sending(
                session, seat=seat, nonce=numbers.new_nonce(), key=KEY, at=at, receipt=receipt
            )
        assert database.run_tx(lambda s, x=sending: operations.submit(s, sending=x))
        assert taken(database) == {"visitors": 1, "trees": expected}


def put_in(session, survey, changed, at):
    operations.add_version(
        session, survey=survey, document=changed, actor=SYSTEM, at=at, mapping={}
    )


def test_a_limit_below_what_is_taken_is_refused(database, at):
    with database.transaction() as session:
        people = begin(session, at, 2)
    for person in people:
        send(database, person, numbers.new_nonce(), key=KEY, at=at)
    with database.transaction() as session:
        survey = session.scalars(select(Survey)).one()
        for limit, refused in ((1, True), (2, False)):
            changed = document(code=survey.code, quotas=[VISITORS | {"limit": limit}])
            if refused:
                with pytest.raises(Conflict, match="quota-below-taken"), session.begin_nested():
                    put_in(session, survey, changed, at)
            else:
                put_in(session, survey, changed, at)
    with database.reading() as session:
        assert session.scalar(select(SurveyQuota.most)) == 2


@pytest.mark.sqlite_only
def test_the_page_of_a_full_quota_says_its_own_words(app, client, database, at):
    key = app.extensions["engage.settings"].key
    with database.transaction() as session:
        (person,) = begin(session, at, 1, quotas=[VISITORS | {"limit": 0}], key=key)
    client.post("/surveys/park/start", data={"code": person.code})
    check = client.get("/surveys/park/check").get_data(as_text=True)
    nonce = re.search(r'name="nonce" value="([0-9a-f]{32})"', check).group(1)
    answer = client.post("/surveys/park/submit", data={"nonce": nonce})
    assert answer.status_code == 409
    shown = Page.of(answer)
    assert shown.faults() == []
    assert "公園に行く方の回答は、10人分そろいました。" in shown.text
    assert "書いたものは、受付が終わるまで残してあります。" in shown.text
    assert count(database, Response) == 0
    assert count(database, Draft) == 1


@pytest.mark.sqlite_only
@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_staff_see_how_full_a_quota_is_but_not_while_an_anonymous_survey_runs(
    app, sign_in, database, at, mode
):
    """There the newest answer of a kind and the newest mark of a person would say too much."""
    key = app.extensions["engage.settings"].key
    with database.transaction() as session:
        (person,) = begin(session, at, 1, mode=mode, key=key)
    send(database, person, numbers.new_nonce(), key=key, at=at)
    answer = sign_in(Role.PLANNER).get("/staff/surveys/park")
    shown = Page.of(answer)
    assert answer.status_code == 200
    assert shown.faults() == []
    assert ("1／10件" in shown.text) == (mode == "confidential")
    assert ("混ぜ合わせ待ち 1件" in shown.text) == (mode == "anonymous")
