"""Seats vote: once each, whoever acts for them, however often the form is sent."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from council import operations
from council.models import Meeting, MinutesBlock, Poll, PollVote, Representation
from council.operations.minutes import current_words
from engage.core.clock import today
from engage.core.errors import Conflict, DomainError, Invalid, NotAllowed
from engage.core.ids import random_id
from engage.core.permissions import Role
from tests.integration.council.scene import STAFF
from tests.integration.page import Page

OPTIONS = ["夜間の窓口", "動画の案内", "出張の相談"]


@pytest.fixture
def live(scene):
    """The meeting is on, and one poll of each kind waits; `open_one` opens one."""
    with scene.database.transaction() as session:
        operations.open_meeting(
            session, meeting=scene.meeting_in(session), actor=STAFF, at=scene.at
        )
    return scene


def opened(scene, kind="approval", **limits):
    with scene.database.transaction() as session:
        poll = operations.draft_poll(
            session, item=scene.item_in(session), kind=kind, question="どれから始めますか",
            options=[] if kind == "sense" else OPTIONS, actor=STAFF, at=scene.at, **limits,
        )  # fmt: skip
        operations.open_poll(session, poll=poll, actor=STAFF, at=scene.at)
        return poll.id


def vote(scene, poll_id, code, marks, *, nonce=None, at=None, representation_id=None, actor=None):
    def attempt(session):
        operations.vote(
            session,
            poll=session.get_one(Poll, poll_id),
            representation=session.get_one(
                Representation, representation_id or scene.seats[code][0]
            ),
            marks=marks,
            nonce=nonce or random_id(),
            actor=actor or scene.actor(code),
            at=at or scene.at,
        )

    scene.database.run_tx(attempt)


def close(scene, poll_id):
    with scene.database.transaction() as session:
        poll = session.get_one(Poll, poll_id)
        operations.close_poll(session, poll=poll, actor=STAFF, at=scene.at)
        return poll.result


def test_an_open_vote_may_be_changed_until_the_poll_closes(live):
    poll_id = opened(live)
    vote(live, poll_id, "asaka", {"1": 1})
    vote(live, poll_id, "asaka", {"2": 1, "3": 1})
    vote(live, poll_id, "mizuumi", {"2": 1})
    result = close(live, poll_id)
    assert [line["points"] for line in result["lines"]] == [0, 2, 1]
    assert (result["voted"], result["entitled"], result["winners"]) == (2, 2, ["2"])
    with pytest.raises(Conflict, match="poll-not-open"):
        vote(live, poll_id, "mizuumi", {"1": 1})


def test_a_secret_vote_is_final_and_lies_apart_from_the_seat(live):
    poll_id = opened(live, is_secret=True)
    vote(live, poll_id, "mizuumi", {"3": 1}, nonce="first")
    vote(live, poll_id, "mizuumi", {"1": 1}, nonce="first")  # the browser sent it again
    with pytest.raises(Conflict, match="seat-has-voted"):
        vote(live, poll_id, "mizuumi", {"1": 1})
    vote(live, poll_id, "asaka", {"1": 1})
    with live.database.reading() as session:
        rows = session.scalars(select(PollVote)).all()
        assert {(row.marks, row.at) for row in rows} == {(None, None)}
        # Sorted, and not in the order in which they came.
        assert session.get_one(Poll, poll_id).secret_votes == [{"1": 1}, {"3": 1}]
    assert close(live, poll_id)["tied"] == ["1", "3"]


def test_the_database_itself_keeps_marks_out_of_a_secret_poll(live):
    poll_id = opened(live, is_secret=True)
    with (
        pytest.raises(IntegrityError, match="ck_poll_vote_secret_says_nothing"),
        live.database.transaction() as session,
    ):
        session.add(
            PollVote(
                poll_id=poll_id, organisation_id=live.organisations["asaka"], is_secret=True,
                marks={"1": 1}, nonce="n", at=None,
            )
        )  # fmt: skip


def test_whoever_does_not_hold_the_seat_has_no_vote(live):
    poll_id = opened(live)
    with pytest.raises(NotAllowed, match="not-your-organisation"):
        vote(live, poll_id, "asaka", {"1": 1}, actor=live.actor("mizuumi"))
    with live.database.transaction() as session:
        session.get_one(Representation, live.seats["asaka"][0]).until_on = today(live.at)
    with pytest.raises(NotAllowed, match="not-your-organisation"):
        vote(live, poll_id, "asaka", {"1": 1})
    with live.database.transaction() as session:
        seat = session.get_one(Representation, live.seats["mizuumi"][0])
        seat.membership.seat = "observer"
    with pytest.raises(NotAllowed, match="seat-has-no-vote"):
        vote(live, poll_id, "mizuumi", {"1": 1})
    with pytest.raises(NotAllowed):
        vote(live, poll_id, "mizuumi", {})


def test_a_poll_belongs_to_a_running_meeting_and_only_one_is_open(scene):
    with pytest.raises(Conflict, match="meeting-not-live"):
        opened(scene)
    with scene.database.transaction() as session:
        operations.open_meeting(
            session, meeting=scene.meeting_in(session), actor=STAFF, at=scene.at
        )
    poll_id = opened(scene)
    with pytest.raises(Conflict, match="another-poll-is-open"):
        opened(scene, "sense")
    with pytest.raises(Invalid, match="vote-names-unknown-option"):
        vote(scene, poll_id, "asaka", {"4": 1})
    with scene.database.transaction() as session:
        meeting = session.get_one(Meeting, scene.meeting)
        operations.end_meeting(session, meeting=meeting, actor=STAFF, at=scene.at)
    with scene.database.reading() as session:
        poll = session.get_one(Poll, poll_id)
        assert (poll.state, poll.result["voted"]) == ("closed", 0)


def test_a_withdrawn_poll_counts_nothing_and_says_why(live):
    poll_id = opened(live)
    vote(live, poll_id, "asaka", {"1": 1})
    with live.database.transaction() as session:
        poll = session.get_one(Poll, poll_id)
        operations.withdraw_poll(
            session, poll=poll, reason="問いの書きまちがい", actor=STAFF, at=live.at
        )
        assert (poll.state, poll.result) == ("withdrawn", None)
    with pytest.raises(Conflict, match="poll-not-open"):
        close(live, poll_id)


@pytest.mark.parametrize("is_secret", [False, True])
def test_64_hands_of_two_people_give_one_vote_a_seat(live, is_secret):
    poll_id = opened(live, is_secret=is_secret)
    with live.database.transaction() as session:
        first = session.get_one(Representation, live.seats["asaka"][0])
        second = operations.appoint_delegate(
            session, membership=first.membership, account_id=live.seats["mizuumi"][1],
            kind="substitute", actor=STAFF, at=live.at,
        )  # fmt: skip
        second_id = second.id
    start = Barrier(64)

    def hand(number):
        start.wait()
        who = {"representation_id": second_id, "actor": live.actor("mizuumi")} if number % 2 else {}
        try:
            vote(live, poll_id, "asaka", {str(number % 3 + 1): 1}, **who)
        except DomainError as error:
            return error.code
        return "kept"

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(hand, range(64)))
    assert set(answers) <= {"kept", "seat-has-voted"}
    assert answers.count("kept") == (1 if is_secret else 64)
    with live.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM poll_vote")).scalar_one() == 1
        poll = session.get_one(Poll, poll_id)
        assert (poll.vote_count, len(poll.secret_votes)) == (1, 1 if is_secret else 0)
    assert close(live, poll_id)["voted"] == 1


POLLS = "/staff/council/meetings/3/polls"


@pytest.mark.sqlite_only
def test_from_the_question_on_the_desk_to_the_minutes(live, sign_in, client):
    staff = sign_in(Role.SECRETARIAT)
    asaka = sign_in(Role.DELEGATE, account_id=live.seats["asaka"][1])
    form = {
        "question": "<b>どれから</b>始めますか", "kind": "ranked", "item": live.item,
        "options": "夜間の窓口\n\n動画の案内\n出張の相談\n", "seats": "１",
    }  # fmt: skip
    assert staff.post(POLLS, data={**form, "options": "一つ"}).status_code == 422
    assert staff.post(POLLS, data=form).status_code == 303
    assert "どれから" not in Page.of(client.get("/council/meetings/3")).text
    assert asaka.get("/delegate/meetings/3/polls/1").status_code == 404  # still a draft
    assert staff.post(f"{POLLS}/1/open").status_code == 303

    url = "/delegate/meetings/3/polls/1"
    vote_form = {"organisation": live.organisations["asaka"], "nonce": "n1"}
    page = Page.of(asaka.get(url))
    assert page.faults() == []
    assert asaka.post(url, data=vote_form).status_code == 422  # blank, and no abstention
    unclear = Page.of(asaka.post(url, data={**vote_form, "mark-1": "1", "mark-2": "1"}))
    assert "同じ数を2度使わず" in unclear.text
    for _ in range(2):  # the browser sends twice
        sent = asaka.post(url, data={**vote_form, "mark-2": "１", "mark-3": "2"})
        assert sent.status_code == 303
    foreign = asaka.post(url, data={**vote_form, "organisation": live.organisations["mizuumi"]})
    assert foreign.status_code in (404, 422)
    assert b'name="mark-2" size="4" type="text" value="1"' in asaka.get(url).data  # as it was given
    wall = Page.of(client.get("/live/3"))
    assert "1団体が投票しました" in wall.text
    assert "選ばれたもの" not in wall.text

    assert staff.post(f"{POLLS}/1/close").status_code == 303
    late = asaka.post(url, data={**vote_form, "nonce": "n2", "mark-1": "1"})
    assert late.status_code == 409
    public = Page.of(client.get("/council/meetings/3"))
    assert public.faults() == []
    assert "選ばれたもの：動画の案内" in public.text
    assert "2団体のうち1団体が投票" in public.text
    staff.post("/staff/council/meetings/3/end")
    staff.post("/staff/council/meetings/3/minutes/compile")
    with live.database.reading() as session:
        (block,) = session.scalars(select(MinutesBlock).where(MinutesBlock.kind == "note"))
        assert block.poll_id is not None
        words = current_words(session, block).text
    assert "どれから</b>始めますか（順位をつける投票）" in words
    assert "選ばれたもの：動画の案内" in words
    assert Page.of(staff.get("/staff/council/meetings/3/minutes")).faults() == []


@pytest.mark.sqlite_only
def test_a_closed_meeting_shows_no_poll_to_citizens(live, client):
    close(live, opened(live))
    with live.database.transaction() as session:
        meeting = live.meeting_in(session)
        meeting.is_public, meeting.closed_reason = False, "個人の話が出るため"
    assert "どれから始めますか" not in Page.of(client.get("/council/meetings/3")).text
    assert client.get("/live/3").status_code == 404
