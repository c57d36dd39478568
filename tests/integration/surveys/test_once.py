"""Once means once: many hands, one answer; a retry finds its receipt again."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from engage.core.errors import Conflict, Invalid
from surveys import numbers, operations
from surveys.models import Draft, Participation, Response
from tests.factories.surveys import ask, fill_in, make_survey

KEY = b"a key of the installation"
THREADS, PEOPLE = 64, 20


@pytest.fixture
def people(database, at):
    with database.transaction() as session:
        survey = make_survey(session, at=at)
        found = [ask(session, survey, key=KEY) for _ in range(PEOPLE)]
        for person in found:
            fill_in(session, person, key=KEY, at=at)
    return found


def send(database, person, nonce, at):
    return database.run_tx(
        lambda session: operations.submit(session, seat=person.seat, nonce=nonce, key=KEY, at=at)
    )


def count(database, model):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


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
    assert count(database, Response) == PEOPLE
    assert count(database, Draft) == 0
    with database.reading() as session:
        assert session.scalar(select(func.sum(Participation.used))) == PEOPLE
    for person, nonce, receipt in won:
        assert send(database, person, nonce, at) == receipt
    assert count(database, Response) == PEOPLE


def test_the_same_page_sent_64_times_at_once_gets_one_receipt(database, people, at):
    nonce = numbers.new_nonce()
    with ThreadPoolExecutor(THREADS) as pool:
        receipts = set(pool.map(lambda _: send(database, people[0], nonce, at), range(THREADS)))
    assert len(receipts) == 1
    assert count(database, Response) == 1


def test_a_late_autosave_cannot_bring_a_draft_back(database, people, at):
    send(database, people[0], numbers.new_nonce(), at)

    def late(session):
        return operations.autosave(
            session, seat=people[0].seat, number=4, raw={"q6": ["x"]}, revision=5, key=KEY, at=at
        )

    with pytest.raises(Conflict):
        database.run_tx(late)
    assert count(database, Draft) == PEOPLE - 1


def test_saving_and_sending_at_once_leaves_no_draft_of_a_sent_answer(database, people, at):
    def save(person):
        def work(session):
            operations.autosave(
                session, seat=person.seat, number=4, raw={"q6": ["x"]}, revision=5, key=KEY, at=at
            )

        try:
            database.run_tx(work)
        except Conflict:
            return

    with ThreadPoolExecutor(32) as pool:
        for person in people:
            pool.submit(save, person)
            pool.submit(send, database, person, numbers.new_nonce(), at)
            pool.submit(save, person)
    assert count(database, Response) == PEOPLE
    assert count(database, Draft) == 0


def test_nothing_is_sent_without_answers(database, at):
    with database.transaction() as session:
        person = ask(session, make_survey(session, at=at), key=KEY)
    with pytest.raises(Invalid, match="answers-incomplete"):
        send(database, person, numbers.new_nonce(), at)
    assert count(database, Response) == 0


@pytest.mark.parametrize("nonce", ["", "x", "0" * 31, "' OR 1=1 --"])
def test_a_made_up_nonce_is_refused(database, people, at, nonce):
    with pytest.raises(Invalid, match="nonce-malformed"):
        send(database, people[0], nonce, at)
