"""Hands go up and down, one speaks at a time, and notes of the desk reach the minutes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from council import operations
from council.models import MeetingNote, MinutesBlock, RaisedHand
from council.operations.minutes import current_words
from council.queries import speaking
from engage.core.errors import Conflict, NotAllowed
from engage.core.permissions import Role
from tests.integration.council.scene import STAFF
from tests.integration.page import Page


@pytest.fixture
def live(scene):
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        operations.open_meeting(session, meeting=meeting, actor=STAFF, at=scene.at)
        operations.start_item(session, item=scene.item_in(session), actor=STAFF, at=scene.at)
    return scene


def raise_hand(scene, code, seconds=0):
    def attempt(session):
        return operations.raise_hand(
            session,
            meeting=scene.meeting_in(session),
            representation=scene.seat_in(session, code),
            actor=scene.actor(code),
            at=scene.at + timedelta(seconds=seconds),
        ).id

    return scene.database.run_tx(attempt)


def up(scene):
    names = {organisation: code for code, organisation in scene.organisations.items()}
    with scene.database.reading() as session:
        found = speaking.queue(session, scene.meeting_in(session))
    return [(names[hand.organisation_id], hand.state) for hand in found]


def step(scene, operation, hand_id, **values):
    with scene.database.transaction() as session:
        hand = session.get_one(RaisedHand, hand_id)
        operation(session, hand=hand, actor=STAFF, at=scene.at, **values)


def test_first_come_first_served_and_one_speaks_at_a_time(live):
    first, second = raise_hand(live, "mizuumi"), raise_hand(live, "asaka", 5)
    assert up(live) == [("mizuumi", "waiting"), ("asaka", "waiting")]
    step(live, operations.call_hand, second)
    assert up(live) == [("asaka", "speaking"), ("mizuumi", "waiting")]
    step(live, operations.call_hand, first)  # the next is called: the one before is done
    assert up(live) == [("mizuumi", "speaking")]
    with pytest.raises(Conflict, match="hand-is-down"):
        step(live, operations.call_hand, second)
    step(live, operations.finish_hand, first)
    assert up(live) == []
    assert raise_hand(live, "asaka", 60) != second  # spoken once, and again in the queue


def test_32_presses_are_one_hand(live):
    with ThreadPoolExecutor(32) as pool:
        hands = set(pool.map(lambda _n: raise_hand(live, "asaka"), range(32)))
    assert len(hands) == 1
    with live.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RaisedHand)) == 1


def test_nobody_lowers_another_s_hand_and_the_end_lowers_all(live):
    hand = raise_hand(live, "asaka")
    with live.database.transaction() as session, pytest.raises(NotAllowed):
        operations.lower_hand(
            session, hand=session.get_one(RaisedHand, hand),
            representation=live.seat_in(session, "mizuumi"), actor=live.actor("mizuumi"),
            at=live.at,
        )  # fmt: skip
    with live.database.transaction() as session:
        operations.end_meeting(session, meeting=live.meeting_in(session), actor=STAFF, at=live.at)
    assert up(live) == []
    with pytest.raises(Conflict, match="meeting-not-live"):
        raise_hand(live, "mizuumi")


@pytest.mark.sqlite_only
def test_the_delegate_s_page_the_desk_and_the_wall_show_the_same_queue(live, sign_in, client):
    asaka = sign_in(Role.DELEGATE, account_id=live.seats["asaka"][1])
    staff = sign_in(Role.SECRETARIAT)
    url = "/delegate/meetings/3/live"
    page = asaka.get(url)
    assert Page.of(page).faults() == []
    fragment = asaka.get(f"{url}/fragment")
    again = {"If-None-Match": fragment.headers["ETag"]}
    assert asaka.get(f"{url}/fragment", headers=again).status_code == 304
    assert fragment.headers["Cache-Control"] == "private, no-cache"
    hand = {"organisation": live.organisations["asaka"]}
    assert asaka.post("/delegate/meetings/3/hand", data=hand).status_code == 303
    assert asaka.get(f"{url}/fragment", headers=again).status_code == 200
    foreign = {"organisation": live.organisations["mizuumi"]}
    assert asaka.post("/delegate/meetings/3/hand", data=foreign).status_code == 404
    (view,) = _queue(live)
    desk = Page.of(staff.get("/staff/council/meetings/3/run"))
    assert desk.faults() == []
    assert "発言してもらう" in desk.text
    assert staff.post(f"/staff/council/meetings/3/hands/{view.id}/call").status_code == 303
    assert "発言中" in Page.of(client.get("/live/3")).text
    lowered = asaka.post(f"/delegate/meetings/3/hands/{view.id}/lower")
    assert lowered.status_code == 409  # called already


def _queue(scene):
    with scene.database.reading() as session:
        return speaking.queue(session, scene.meeting_in(session))


@pytest.mark.sqlite_only
def test_a_note_of_the_desk_is_kept_once_and_reaches_the_minutes(live, sign_in, client):
    staff = sign_in(Role.SECRETARIAT)
    note = {"note": "<script>資料2を差しかえた", "nonce": "n1", "item": live.item}
    for _ in range(2):
        assert staff.post("/staff/council/meetings/3/notes", data=note).status_code == 303
    between = {"note": "10分の休憩", "nonce": "n2", "item": ""}
    assert staff.post("/staff/council/meetings/3/notes", data=between).status_code == 303
    assert "差しかえた" not in Page.of(client.get("/council/meetings/3")).text
    with live.database.transaction() as session:
        assert session.scalar(select(func.count()).select_from(MeetingNote)) == 2
        meeting = live.meeting_in(session)
        operations.end_meeting(session, meeting=meeting, actor=STAFF, at=live.at)
        operations.compile_minutes(session, meeting=meeting, actor=STAFF, at=live.at)
        blocks = session.scalars(
            select(MinutesBlock).where(MinutesBlock.kind == "note").order_by(MinutesBlock.position)
        ).all()
        words = [current_words(session, block).text for block in blocks]
    assert words == ["10分の休憩", "<script>資料2を差しかえた"]
