"""Opinions are given once, by those who may, while the item is open; their words stay."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from council import operations
from council.models import AgendaItem, Opinion, OpinionRevision
from council.queries import opinions as queries
from engage.core import audit
from engage.core.clock import today
from engage.core.errors import Conflict, Invalid, NotAllowed
from tests.integration.council.scene import STAFF, Scene

TICK = timedelta(microseconds=1)


def count(session) -> int:
    return session.scalar(select(func.count()).select_from(Opinion))


def test_the_item_closes_at_its_closing_moment_and_not_before(scene: Scene):
    with scene.database.writing() as session:
        closes = scene.item_in(session).opinions_close_at
        scene.post(session, "asaka", "最後の瞬間の意見", at=closes - TICK)
        with pytest.raises(Conflict, match="opinions-closed"):
            scene.post(session, "asaka", "1マイクロ秒おそい意見", at=closes)
        assert count(session) == 1


def test_a_term_that_has_ended_ends_the_right_to_speak(scene: Scene):
    with scene.database.transaction() as session:
        operations.end_representation(
            session,
            representation=scene.seat_in(session, "asaka"),
            until_on=today(scene.at),
            actor=STAFF,
            at=scene.at,
        )
    with scene.database.writing() as session, pytest.raises(NotAllowed):
        scene.post(session, "asaka", "任期のあとの意見")


def test_nobody_speaks_through_another_organisations_seat(scene: Scene):
    with scene.database.writing() as session, pytest.raises(NotAllowed):
        operations.post_opinion(
            session,
            item=scene.item_in(session),
            representation=scene.seat_in(session, "mizuumi"),
            text="なりすまし",
            channel="online",
            nonce="n",
            actor=scene.actor("asaka"),
            at=scene.at,
        )


def test_two_delegates_posting_at_once_get_two_numbers(scene: Scene):
    def post(number: int) -> int:
        code = ("asaka", "mizuumi")[number % 2]
        return scene.database.run_tx(
            lambda session: scene.post(session, code, f"意見{number}").number
        )

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(pool.map(post, range(12)))
    assert numbers == list(range(1, 13))
    with scene.database.reading() as session:
        assert scene.item_in(session).revision == 1 + 12
        assert audit.verify(session).is_intact


def test_one_form_sent_eight_times_at_once_is_one_opinion(scene: Scene):
    def post(_try: int) -> str:
        return scene.database.run_tx(
            lambda session: scene.post(session, "asaka", "同じ意見", nonce="same-form").id
        )

    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(post, range(8)))
    assert len(ids) == 1
    with scene.database.reading() as session:
        assert count(session) == 1
        assert scene.meeting_in(session).opinion_count == 1


def test_another_organisation_cannot_reuse_a_form(scene: Scene):
    with scene.database.writing() as session:
        scene.post(session, "asaka", "一つ目", nonce="mine")
        with pytest.raises(Conflict, match="form-used-already"):
            scene.post(session, "mizuumi", "二つ目", nonce="mine")


def test_rewording_adds_a_row_and_the_database_keeps_the_old_words(scene: Scene):
    with scene.database.transaction() as session:
        opinion = scene.post(session, "asaka", "はじめの文")
        operations.revise_opinion(
            session,
            opinion=opinion,
            representation=scene.seat_in(session, "asaka"),
            text="直した文",
            expected_seq=1,
            actor=scene.actor("asaka"),
            at=scene.at,
        )
    with scene.database.reading() as session:
        assert [w.text for w in queries.wordings(session, opinion.id)] == ["直した文", "はじめの文"]
        assert queries.any_opinion(session, opinion.id).text == "直した文"
    for statement in ("UPDATE opinion_revision SET text = 'x'", "DELETE FROM opinion_revision"):
        with scene.database.writing() as session, pytest.raises(DBAPIError):
            session.execute(text(statement))


def test_of_two_rewordings_at_once_only_the_first_is_taken(scene: Scene):
    with scene.database.writing() as session:
        opinion = scene.post(session, "asaka", "はじめの文")
        values = {
            "opinion": opinion,
            "representation": scene.seat_in(session, "asaka"),
            "expected_seq": 1,
            "actor": scene.actor("asaka"),
            "at": scene.at,
        }
        operations.revise_opinion(session, text="先の文", **values)
        with pytest.raises(Conflict, match="opinion-changed-meanwhile"):
            operations.revise_opinion(session, text="後の文", **values)
        repeated = operations.revise_opinion(session, text="先の文", **values)
        assert repeated.seq == 2


def test_a_withdrawn_opinion_keeps_its_frame_without_words(scene: Scene):
    with scene.database.transaction() as session:
        opinion = scene.post(session, "asaka", "取り下げる意見")
        for _again in range(2):
            operations.withdraw_opinion(
                session,
                opinion=opinion,
                representation=scene.seat_in(session, "asaka"),
                reason="団体で話し直すため",
                actor=scene.actor("asaka"),
                at=scene.at,
            )
    with scene.database.reading() as session:
        view = queries.public_opinion(session, opinion.id)
        assert (view.state, view.text, view.number) == ("withdrawn", "", 1)
        assert view.closing_reason == "団体で話し直すため"
        assert session.scalar(select(OpinionRevision.text)) == "取り下げる意見"


def test_hiding_needs_a_reason_and_leaves_a_tombstone(scene: Scene):
    with scene.database.transaction() as session:
        opinion = scene.post(session, "mizuumi", "電話は024-000-0000です")
        with pytest.raises(Invalid):
            operations.hide_opinion(session, opinion=opinion, reason=" ", actor=STAFF, at=scene.at)
        operations.hide_opinion(
            session,
            opinion=opinion,
            reason="電話番号が書かれているため",
            actor=STAFF,
            at=scene.at,
        )
    with scene.database.reading() as session:
        [view] = queries.of_meeting(session, scene.meeting_in(session))
        assert (view.state, view.text) == ("hidden", "")
        assert session.scalar(select(Opinion.closing_reason)) == "電話番号が書かれているため"


def test_what_staff_write_down_says_so_and_may_name_nobody(scene: Scene):
    with scene.database.transaction() as session:
        operations.record_opinion(
            session,
            item=scene.item_in(session),
            text="電話での意見",
            channel="phone",
            actor=STAFF,
            at=scene.at,
        )
    with scene.database.reading() as session:
        [view] = queries.of_meeting(session, scene.meeting_in(session))
        assert view.is_written_by_staff
        assert (view.who, view.channel) == ("", "phone")


def test_an_item_is_moved_on_by_every_voice(scene: Scene):
    with scene.database.transaction() as session:
        before = scene.item_in(session).revision
        scene.post(session, "asaka", "一つ目")
    with scene.database.reading() as session:
        assert session.get_one(AgendaItem, scene.item).revision == before + 1


def test_the_city_answers_once_and_keeps_every_wording(scene: Scene):
    with scene.database.transaction() as session:
        first = scene.post(session, "asaka", "窓口を残してほしい")
        second = scene.post(session, "mizuumi", "窓口も必要だ")
        answer = {"actor": STAFF, "at": scene.at}
        with pytest.raises(Invalid, match="response-needs-reason"):
            operations.respond(
                session, opinions=[first], disposition="declined", text=" ", **answer
            )
        response = operations.respond(
            session,
            opinions=[first, second],
            disposition="adopted",
            text="窓口は残します。",
            **answer,
        )
        with pytest.raises(Conflict, match="opinion-is-answered"):
            operations.respond(
                session, opinions=[second], disposition="noted", text="参考にします。", **answer
            )
        operations.revise_response(
            session,
            response=response,
            disposition="partly",
            text="相談の窓口は残します。",
            expected_seq=1,
            **answer,
        )
        with pytest.raises(Conflict, match="response-changed-meanwhile"):
            operations.revise_response(
                session,
                response=response,
                disposition="done",
                text="残しました。",
                expected_seq=1,
                **answer,
            )
    with scene.database.reading() as session:
        views = queries.of_meeting(session, scene.meeting_in(session))
        assert [v.response.disposition for v in views] == ["partly", "partly"]
        [earlier] = queries.earlier_responses(session, views[0].response.id)
        assert earlier.text == "窓口は残します。"
        assert queries.unanswered(session) == []
