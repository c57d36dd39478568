"""Organisations confirm the minutes, ask for changes, object, or stay silent until the last day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from council import operations
from council.models import Minutes, MinutesBlock, MinutesConfirmation, MinutesRequest
from council.queries import confirming
from council.queries.minutes import block_states, published
from engage.core.clock import today
from engage.core.errors import Conflict
from engage.core.jobs import Job
from engage.core.permissions import Role
from tests.integration.council.scene import STAFF
from tests.integration.page import Page

MINUTES = "/delegate/meetings/3/minutes"


@pytest.fixture
def asked(scene):
    """A meeting that took place with both organisations; its minutes wait to be confirmed."""
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        scene.post(session, "asaka", "夜も開けてほしい。")
        for code in scene.organisations:
            operations.record_attendance(
                session, meeting=meeting, organisation=scene.organisation_in(session, code),
                mode="room", actor=STAFF, at=scene.at,
            )  # fmt: skip
        operations.open_meeting(session, meeting=meeting, actor=STAFF, at=scene.at)
        operations.end_meeting(session, meeting=meeting, actor=STAFF, at=scene.at)
        minutes = operations.compile_minutes(session, meeting=meeting, actor=STAFF, at=scene.at)
        for block in session.scalars(
            select(MinutesBlock).where(MinutesBlock.minutes_id == minutes.id)
        ):
            operations.check_block(session, block=block, is_checked=True, actor=STAFF, at=scene.at)
        operations.ask_for_confirmation(
            session, minutes=minutes, confirm_by=today(scene.at) + timedelta(days=7),
            actor=STAFF, at=scene.at,
        )  # fmt: skip
    return scene


@pytest.fixture
def member(asked, sign_in):
    return {code: sign_in(Role.DELEGATE, account_id=asked.seats[code][1]) for code in asked.seats}


def standings(scene, at=None):
    with scene.database.reading() as session:
        minutes = session.scalars(select(Minutes)).one()
        found = confirming.answering(session, minutes, today(at or scene.at))
    names = {organisation: code for code, organisation in scene.organisations.items()}
    return {names[each.organisation_id]: each.standing for each in found}


def confirm_all(scene, at):
    with scene.database.transaction() as session:
        minutes = session.scalars(select(Minutes)).one()
        operations.confirm_minutes(session, minutes=minutes, actor=STAFF, at=at)


def block_of(scene):
    with scene.database.reading() as session:
        return session.scalars(select(MinutesBlock.id).where(MinutesBlock.kind == "opinion")).one()


def test_every_delegate_is_asked_by_mail(asked):
    with asked.database.reading() as session:
        jobs = session.scalars(select(Job).where(Job.kind == "council.minutes-to-confirm")).all()
    assert len(jobs) == 2


def test_one_confirms_one_asks_for_a_change_and_one_is_told(asked, member, sign_in):
    page = Page.of(member["asaka"].get(MINUTES))
    assert page.faults() == []
    assert "夜も開けてほしい。" in page.text
    sent = {"organisation": asked.organisations["asaka"]}
    assert member["asaka"].post(f"{MINUTES}/confirm", data=sent).status_code == 303
    wish = {
        "organisation": asked.organisations["mizuumi"], "block": block_of(asked),
        "text": "「夜8時まで」と言いました。", "nonce": "n" * 32,
    }  # fmt: skip
    for _ in range(2):  # the browser sends twice
        assert member["mizuumi"].post(f"{MINUTES}/requests", data=wish).status_code == 303
    assert standings(asked) == {"asaka": "confirmed", "mizuumi": "asks-change"}
    with asked.database.reading() as session:
        (request,) = session.scalars(select(MinutesRequest)).all()

    staff = sign_in(Role.SECRETARIAT)
    shown = Page.of(staff.get("/staff/council/meetings/3/minutes"))
    assert shown.faults() == []
    assert "夜8時まで" in shown.text
    with pytest.raises(Conflict, match="minutes-have-open-requests"):
        confirm_all(asked, asked.at)
    url = f"/staff/council/meetings/3/minutes/requests/{request.id}"
    empty = staff.post(url, data={f"r{request.id}-settlement": "done"})
    assert empty.status_code == 422
    reply = {f"r{request.id}-settlement": "done", f"r{request.id}-reply": "直しました。"}
    assert staff.post(url, data=reply).status_code == 303
    assert staff.post(url, data=reply).status_code == 409
    assert "直しました。" in Page.of(member["mizuumi"].get(MINUTES)).text
    # Asked and answered, but not yet confirmed.
    assert standings(asked)["mizuumi"] == "waiting"


def test_silence_until_the_last_day_is_agreement_and_is_shown_so(asked, member, client):
    sent = {"organisation": asked.organisations["asaka"]}
    member["asaka"].post(f"{MINUTES}/confirm", data=sent)
    with pytest.raises(Conflict, match="organisations-still-answering"):
        confirm_all(asked, asked.at)
    last, after = asked.at + timedelta(days=7), asked.at + timedelta(days=8)
    assert standings(asked, last)["mizuumi"] == "waiting"
    assert standings(asked, after)["mizuumi"] == "deemed"
    with asked.database.transaction() as session, pytest.raises(Conflict, match="is-over"):
        operations.confirm_as_organisation(
            session, minutes=session.scalars(select(Minutes)).one(),
            representation=asked.seat_in(session, "mizuumi"),
            actor=asked.actor("mizuumi"), at=after,
        )  # fmt: skip
    confirm_all(asked, after)
    with asked.database.transaction() as session:
        minutes = session.scalars(select(Minutes)).one()
        operations.publish_minutes(session, minutes=minutes, actor=STAFF, at=after)
    with asked.database.reading() as session:
        document = published(session, asked.meeting_in(session)).document
        assert {c["standing"] for c in document["confirmations"]} == {"confirmed", "deemed"}
    page = Page.of(client.get("/council/meetings/3/minutes"))
    assert page.faults() == []
    assert "みなし確認" in page.text


def test_a_text_changed_after_the_confirmation_says_so(asked, member):
    sent = {"organisation": asked.organisations["asaka"]}
    member["asaka"].post(f"{MINUTES}/confirm", data=sent)
    with asked.database.transaction() as session:
        block = session.get_one(MinutesBlock, block_of(asked))
        operations.edit_block(
            session,
            block=block,
            text="夜8時まで開けてほしい。",
            expected_seq=1,
            actor=STAFF,
            at=asked.at,
        )
    assert "確認の後に、文が直されています" in Page.of(member["asaka"].get(MINUTES)).text
    member["asaka"].post(f"{MINUTES}/confirm", data=sent)
    assert "確認の後に" not in Page.of(member["asaka"].get(MINUTES)).text
    with asked.database.reading() as session:
        assert len(session.scalars(select(MinutesConfirmation)).all()) == 1
        assert not all(state.is_checked for state in block_states(session, block.minutes_id))


def test_an_objection_to_the_whole_stays_unless_it_is_met(asked, member):
    wish = {
        "organisation": asked.organisations["asaka"], "block": "", "nonce": "o" * 32,
        "text": "議論の流れがちがいます。",
    }  # fmt: skip
    assert member["asaka"].post(f"{MINUTES}/requests", data=wish).status_code == 303
    assert standings(asked)["asaka"] == "objects"
    with asked.database.transaction() as session:
        (request,) = session.scalars(select(MinutesRequest)).all()
        operations.settle_request(
            session, request=request, settlement="declined", reply="録音と合っています。",
            actor=STAFF, at=asked.at,
        )  # fmt: skip
    assert standings(asked)["asaka"] == "objects"


def test_only_those_who_took_part_and_only_while_it_is_asked(asked, member, sign_in, client):
    assert client.get(MINUTES).status_code in {302, 303, 401}
    stranger = sign_in(Role.DELEGATE, email="stranger@test.example.jp")
    assert stranger.get(MINUTES).status_code == 404
    foreign = {"organisation": asked.organisations["mizuumi"]}
    assert member["asaka"].post(f"{MINUTES}/confirm", data=foreign).status_code == 404
    wish = foreign | {"block": "", "text": "x", "nonce": "p" * 32}
    assert member["asaka"].post(f"{MINUTES}/requests", data=wish).status_code in {404, 422}
    strange = {
        "organisation": asked.organisations["asaka"], "block": "no-such-block", "text": "x",
        "nonce": "q" * 32,
    }  # fmt: skip
    assert member["asaka"].post(f"{MINUTES}/requests", data=strange).status_code == 404
    for text in ("", " ", "あ" * 1001):
        answer = member["asaka"].post(
            f"{MINUTES}/requests", data=strange | {"block": block_of(asked), "text": text}
        )
        assert answer.status_code == 422
        assert Page.of(answer).faults() == []


def test_minutes_in_draft_are_for_the_secretariat_alone(scene, sign_in):
    member = sign_in(Role.DELEGATE, account_id=scene.seats["asaka"][1])
    assert member.get(MINUTES).status_code == 404
