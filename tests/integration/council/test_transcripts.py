"""A recording's captions come in, find their item and organisation, and become opinions."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from council import operations
from council.models import Opinion, OpinionRevision, Transcript, TranscriptPassage, TranscriptVoice
from engage.core.clock import JST
from engage.core.permissions import Role
from tests.integration.council.scene import STAFF
from tests.integration.page import Page

URL = "/staff/council/meetings/3/transcripts"
FILE = """WEBVTT

00:00:10.000 --> 00:00:14.000
安積: 夜も窓口を開けてほしい。

00:00:15.000 --> 00:00:18.000
安積: 8時まででよいです。

00:10:00.000 --> 00:10:05.000
湖南: <script>alert(1)</script>データも公開を。

00:11:00.000 --> 00:10:00.000
逆
"""


@pytest.fixture
def held(scene):
    """A meeting under way since `at`, its first item on."""
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        for code in scene.organisations:
            operations.record_attendance(
                session, meeting=meeting, organisation=scene.organisation_in(session, code),
                mode="room", actor=STAFF, at=scene.at,
            )  # fmt: skip
        operations.open_meeting(session, meeting=meeting, actor=STAFF, at=scene.at)
        operations.start_item(session, item=scene.item_in(session), actor=STAFF, at=scene.at)
        operations.finish_item(
            session, item=scene.item_in(session), actor=STAFF, at=scene.at + timedelta(minutes=5)
        )
    return scene


@pytest.fixture
def staff(held, sign_in):
    return sign_in(Role.SECRETARIAT)


def send(staff, scene, text=FILE, name="会議.vtt", **fields):
    data = {
        "file": (io.BytesIO(text.encode() if isinstance(text, str) else text), name),
        "begins_at": scene.at.astimezone(JST).strftime("%Y-%m-%dT%H:%M:%S"),
    } | fields
    return staff.post(URL, data=data, content_type="multipart/form-data")


def passages(scene):
    with scene.database.reading() as session:
        return session.scalars(select(TranscriptPassage).order_by(TranscriptPassage.position)).all()


def test_from_the_file_to_an_opinion_with_its_second(held, staff, client):
    answer = send(staff, held)
    assert answer.status_code == 303
    first, second = passages(held)
    assert first.text == "夜も窓口を開けてほしい。8時まででよいです。"
    page = Page.of(staff.get(answer.location))
    assert page.faults() == []
    assert "<script>alert" not in staff.get(answer.location).get_data(as_text=True)
    assert "議題の外" in page.text  # the second passage was said after the item

    voices = {"voice-0": held.organisations["asaka"], "voice-1": "someone-else"}
    assert staff.post(f"{answer.location.partition('?')[0]}/voices", data=voices).status_code == 303
    with held.database.reading() as session:
        named = {v.voice: v.organisation_id for v in session.scalars(select(TranscriptVoice))}
    assert named == {"安積": held.organisations["asaka"], "湖南": None}

    take = {
        f"p{first.id}-item": held.item, f"p{first.id}-organisation": held.organisations["asaka"],
        f"p{first.id}-channel": "room", f"p{first.id}-text": first.text,
    }  # fmt: skip
    for _ in range(2):
        url = f"/staff/council/meetings/3/passages/{first.id}"
        assert staff.post(url, data=take).status_code == 303
    with held.database.reading() as session:
        (opinion,) = session.scalars(select(Opinion)).all()
        words = session.scalars(select(OpinionRevision)).one()
    assert opinion.source.startswith("録音 0:00:10")
    assert opinion.organisation_id == held.organisations["asaka"]
    assert (words.text, words.is_summary) == (first.text, False)
    assert "意見にした" in Page.of(staff.get(answer.location)).text
    assert second.opinion_id is None


def test_the_same_file_again_is_the_one_that_is_there(held, staff):
    first, again = send(staff, held), send(staff, held, name="other.vtt")
    assert first.location.partition("?")[0] == again.location.partition("?")[0]
    with held.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Transcript)) == 1


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", {}),
        ("ただの文", {}),
        (b"\x00\x01", {}),
        (b"PK\x03\x04" + b"\xff" * 50, {}),
        (FILE, {"begins_at": ""}),
        (FILE, {"begins_at": "きのう"}),
    ],
)
def test_what_cannot_be_read_is_sent_back(held, staff, text, fields):
    answer = send(staff, held, text, **fields)
    assert answer.status_code == 422
    assert Page.of(answer).faults() == []
    assert passages(held) == []


def test_ten_hours_are_read_page_by_page(held, staff):
    cues = "\n\n".join(
        f"{n // 60:02}:{n % 60:02}:00.000 --> {n // 60:02}:{n % 60:02}:30.000\n声{n % 3}: 発言{n}"
        for n in range(600)
    )
    answer = send(staff, held, f"WEBVTT\n\n{cues}\n")
    assert len(passages(held)) == 600
    last = Page.of(staff.get(answer.location.partition("?")[0] + "?page=6"))
    assert last.faults() == []
    assert "発言599" in last.text
    for page in ("0", "-1", "99999999999", "x"):
        assert staff.get(f"{answer.location.partition('?')[0]}?page={page}").status_code == 200


@pytest.mark.parametrize("kind", ["vtt", "srt"])
def test_captions_go_out_again(held, staff, kind):
    where = send(staff, held).location.partition("?")[0]
    answer = staff.get(f"{where}/captions.{kind}")
    assert answer.status_code == 200
    assert "夜も窓口を開けてほしい。" in answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_emptied_passage_and_foreign_ones_are_refused(held, staff, sign_in):
    where = send(staff, held).location.partition("?")[0]
    first = passages(held)[0]
    answer = staff.post(
        f"/staff/council/meetings/3/passages/{first.id}", data={f"p{first.id}-text": " "}
    )
    assert answer.status_code == 422
    assert Page.of(answer).faults() == []
    assert staff.get(f"{URL}/nothing").status_code == 404
    assert staff.post("/staff/council/meetings/3/passages/nothing").status_code == 404
    planner = sign_in(Role.PLANNER)
    assert planner.get(where).status_code == 403


def test_before_the_meeting_there_is_nothing_to_read(scene, sign_in):
    staff = sign_in(Role.SECRETARIAT)
    assert send(staff, scene).status_code == 409
    assert Page.of(staff.get(URL)).faults() == []
