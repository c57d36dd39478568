"""Members get the meeting into their calendars, its changes, and its end."""

import email
from dataclasses import replace
from datetime import timedelta
from email.policy import default

import pytest
import vobject
from sqlalchemy import select

from council import operations
from council.jobs import tell_cancelled, tell_changed, tell_convened
from council.operations.meetings import plan_of
from engage.core import clock
from engage.core.config import Settings
from engage.core.jobs import Job, JobContext
from engage.core.mail import MailboxMailer
from engage.core.permissions import Role
from tests.integration.council.scene import STAFF

HANDLERS = {
    "council.meeting-convened": tell_convened,
    "council.meeting-changed": tell_changed,
    "council.meeting-cancelled": tell_cancelled,
}


@pytest.fixture
def post(scene, tmp_path):
    """Carry every waiting mail away and return what lies in the mailbox, by subject."""
    settings = Settings(data_dir=tmp_path, database_url=scene.database.url, secret_key="k" * 40)
    mailer = MailboxMailer(tmp_path / "mailbox", "engage@city.example.jp")

    def carry():
        with scene.database.reading() as session:
            waiting = [(job.id, job.kind, job.payload) for job in session.scalars(select(Job))]
        with clock.stopped_at(scene.at):
            for job, kind, payload in waiting:
                if kind in HANDLERS:
                    HANDLERS[kind](JobContext(job, scene.database, settings, mailer), payload)
        mails = [
            email.message_from_bytes(path.read_bytes(), policy=default)
            for path in (tmp_path / "mailbox").glob("*.eml")
        ]
        return {f"{mail['To']} {mail['Subject'].partition('：')[0]}": mail for mail in mails}

    return carry


def event_in(mail):
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    calendar = vobject.readOne(part.get_content())
    assert part.get_param("method") == calendar.method.value
    return calendar.method.value, calendar.vevent


def change(scene, **changed):
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        plan = replace(plan_of(meeting), **changed)
        operations.change_meeting(
            session, meeting=meeting, title=meeting.title, plan=plan, actor=STAFF, at=scene.at
        )


def test_called_changed_and_called_off(scene, post):
    called = post()["asaka@test.example.jp 会議のお知らせ"]
    method, event = event_in(called)
    assert (method, event.sequence.value) == ("REQUEST", "0")
    uid = event.uid.value
    assert "開きます" in called.get_body(("plain",)).get_content()

    change(scene, venue="市民プラザ")
    method, event = event_in(post()["asaka@test.example.jp 会議の変更"])
    assert (method, event.sequence.value, event.uid.value) == ("REQUEST", "1", uid)
    assert event.location.value == "市民プラザ"

    with scene.database.transaction() as session:
        operations.cancel_meeting(
            session,
            meeting=scene.meeting_in(session),
            reason="大雪のため",
            actor=STAFF,
            at=scene.at,
        )
    method, event = event_in(post()["mizuumi@test.example.jp 会議の中止"])
    assert (method, event.sequence.value, event.uid.value) == ("CANCEL", "2", uid)
    assert event.status.value == "CANCELLED"


def test_two_changes_in_a_row_make_one_mail(scene, post):
    post()
    change(scene, venue="市民プラザ")
    with scene.database.reading() as session:
        start = scene.meeting_in(session).starts_at
    change(scene, starts_at=start + timedelta(minutes=30))
    mails = post()
    _, event = event_in(mails["asaka@test.example.jp 会議の変更"])
    assert event.sequence.value == "2"
    assert len([key for key in mails if "会議の変更" in key]) == 2  # one for each delegate


def test_what_calendars_do_not_show_changes_nothing(scene, post):
    post()
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        operations.change_meeting(
            session, meeting=meeting, title=meeting.title, summary="新しい説明",
            plan=plan_of(meeting), actor=STAFF, at=scene.at,
        )  # fmt: skip
        assert meeting.calendar_sequence == 0
    assert not [key for key in post() if "会議の変更" in key]


def test_files_for_everybody_and_for_members(scene, client, sign_in):
    public = client.get("/council/meetings/3/event.ics")
    feed = client.get("/council/calendar.ics")
    for answer in (public, feed):
        assert answer.status_code == 200
        assert answer.content_type == "text/calendar; charset=utf-8"
        assert "meet.example" not in answer.get_data(as_text=True).replace("\r\n ", "")
    assert client.get("/delegate/meetings/3/event.ics").status_code in {302, 303, 401}
    member = sign_in(Role.DELEGATE, account_id=scene.seats["asaka"][1])
    with scene.database.reading() as session:
        link = scene.meeting_in(session).join_link
    event = vobject.readOne(member.get("/delegate/meetings/3/event.ics").get_data(as_text=True))
    assert link
    assert link in event.vevent.description.value
    stranger = sign_in(Role.DELEGATE, email="stranger@test.example.jp")
    assert stranger.get("/delegate/meetings/3/event.ics").status_code == 404
    assert client.get("/council/meetings/none/event.ics").status_code == 404
