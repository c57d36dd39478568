"""Once means once: many hands, one answer; a retry finds its receipt again."""

import contextlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from engage.core.errors import Conflict, Invalid
from surveys import numbers, operations
from surveys.models import Draft, IncomingResponse, Participation, Response, SealedDraft
from surveys.queries.answering import desk
from tests.factories import surveys
from tests.factories.surveys import ask, fill_in, make_survey

KEY = b"a key of the installation"
THREADS, PEOPLE = 64, 20


@pytest.fixture(params=["confidential", "anonymous", "named"])
def people(database, at, request):
    with database.transaction() as session:
        survey = make_survey(session, at=at, mode=request.param)
        found = [ask(session, survey, key=KEY) for _ in range(PEOPLE)]
        for person in found:
            fill_in(session, person, key=KEY, at=at)
    return found


def send(database, person, nonce, at):
    return surveys.send(database, person, nonce, key=KEY, at=at)


def keep_while_writing(database, person, at):
    """What the script of an open page does a second after the last key."""
    with database.reading() as session:
        read = operations.read_while_writing(
            session, seat=person.seat, number=4, raw={"q6": ["x"]}, revision=5, at=at
        )
    return database.run_tx(lambda s: operations.keep_page(s, read=read, key=KEY))


def count(database, *models):
    with database.reading() as session:
        return sum(session.scalar(select(func.count()).select_from(model)) for model in models)


def answers(database):
    return count(database, Response, IncomingResponse)


def drafts(database):
    return count(database, Draft, SealedDraft)


def test_64_hands_and_20_people_give_20_answers(database, people, at):
    def hand(_number):
        results = []
        for person in people:
            nonce = numbers.new_nonce()
            try:
                results.append((person, nonce, send(database, person, nonce, at)))
            except Conflict as error:
                assert error.code == "already-answered"  # noqa: PT017
        return results

    with ThreadPoolExecutor(THREADS) as pool:
        won = [result for results in pool.map(hand, range(THREADS)) for result in results]

    assert len(won) == PEOPLE
    assert Counter(person.code for person, _, _ in won).most_common(1)[0][1] == 1
    assert answers(database) == PEOPLE
    assert drafts(database) == 0
    with database.reading() as session:
        assert session.scalar(select(func.sum(Participation.used))) == PEOPLE
    for person, nonce, receipt in won:
        assert send(database, person, nonce, at) == receipt
    assert answers(database) == PEOPLE


def test_the_same_page_sent_64_times_at_once_gets_one_receipt(database, people, at):
    nonce = numbers.new_nonce()
    with ThreadPoolExecutor(THREADS) as pool:
        receipts = set(pool.map(lambda _: send(database, people[0], nonce, at), range(THREADS)))
    assert len(receipts) == 1
    assert answers(database) == 1


def test_64_hands_with_one_code_give_one_answer_and_each_nonce_its_own_end(database, people, at):
    """Half press the same button again and again; half have opened the page on another device."""
    same = numbers.new_nonce()

    def hand(number):
        nonce = same if number % 2 else numbers.new_nonce()
        try:
            return nonce, send(database, people[0], nonce, at)
        except Conflict as error:
            assert error.code == "already-answered"  # noqa: PT017
            return nonce, None

    with ThreadPoolExecutor(THREADS) as pool:
        ends = list(pool.map(hand, range(THREADS)))
    assert answers(database) == 1
    assert len({receipt for _, receipt in ends if receipt}) == 1
    assert len({receipt for nonce, receipt in ends if nonce == same}) == 1


def test_a_late_autosave_cannot_bring_a_draft_back(database, people, at):
    """It was read before the answers were sent, and is written after."""
    with database.reading() as session:
        read = operations.read_while_writing(
            session, seat=people[0].seat, number=4, raw={"q6": ["x"]}, revision=5, at=at
        )
    send(database, people[0], numbers.new_nonce(), at)
    assert not database.run_tx(lambda s: operations.keep_page(s, read=read, key=KEY))
    assert drafts(database) == PEOPLE - 1
    with pytest.raises(Conflict):
        keep_while_writing(database, people[0], at)


def test_saving_and_sending_at_once_leaves_no_draft_of_a_sent_answer(database, people, at):
    def save(person):
        with contextlib.suppress(Conflict):
            keep_while_writing(database, person, at)

    with ThreadPoolExecutor(32) as pool:
        work = []
        for person in people:
            work.append(pool.submit(save, person))
            work.append(pool.submit(send, database, person, numbers.new_nonce(), at))
            work.append(pool.submit(save, person))
        for one in work:
            one.result()
    assert answers(database) == PEOPLE
    assert drafts(database) == 0


def test_a_page_saved_in_between_is_not_lost(database, people, at):
    """Two devices: the slower one is told to read again, and then both answers are there."""
    seat = people[0].seat

    def read(number, **raw):
        with database.reading() as session:
            return operations.read_page(
                session, seat=seat, number=number, raw=raw, move="next", at=at
            )

    def keep(page):
        return database.run_tx(lambda s: operations.keep_page(s, read=page, key=KEY))

    slow, fast = read(4, q5=["東公園"]), read(2, q3=["2"])
    assert keep(fast)
    assert not keep(slow)
    assert keep(read(4, q5=["東公園"]))
    with database.reading() as session:
        document = desk(session, seat).answers
    assert document["q3"]["codes"] == ["2"]
    assert document["q5"]["text"] == "東公園"


def test_nothing_is_sent_without_answers(database, at):
    with database.transaction() as session:
        person = ask(session, make_survey(session, at=at), key=KEY)
    with pytest.raises(Invalid, match="answers-incomplete"):
        send(database, person, numbers.new_nonce(), at)
    assert answers(database) == 0


@pytest.mark.parametrize("nonce", ["", "x", "0" * 31, "' OR 1=1 --"])
def test_a_made_up_nonce_is_refused(database, people, at, nonce):
    with pytest.raises(Invalid, match="nonce-malformed"):
        send(database, people[0], nonce, at)
