"""Calendar files as other programs read them."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import vobject
from icalendar import Calendar

from council.calendars import Guest, Office, event_file, feed_file
from engage.core.clock import JST

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
OFFICE = Office("郡山市 政策開発部", "engage@city.example.jp", "https://engage.example.jp/")
GUEST = Guest("安積 はるか（架空）", "asaka@example.jp")
LINK = "https://meet.example.jp/abc?pwd=secret"


def meeting(**changed):
    given = {
        "id": "0193", "code": "shimin-kaigi-3", "title": "第3回　市民会議；窓口, 手続",
        "summary": "議題\nほか",
        "mode": "hybrid", "state": "convened", "starts_at": AT + timedelta(days=23),
        "ends_at": AT + timedelta(days=23, hours=2), "writing_opens_at": None,
        "writing_closes_at": None, "venue": "本庁舎 特別会議室", "join_link": LINK,
        "cancel_reason": "", "calendar_sequence": 0, "is_public": True,
    }  # fmt: skip
    return SimpleNamespace(**given | changed)


def read(content):
    """Read with a library that did not write the file."""
    return vobject.readOne(content.decode("utf-8"))


class MailProgram:
    """A calendar that does what RFC 5546 says with what comes by mail."""

    def __init__(self):
        self.events = {}

    def receive(self, content):
        calendar = read(content)
        event = calendar.vevent
        uid, sequence = event.uid.value, int(event.sequence.value)
        known = self.events.get(uid)
        if known is not None and sequence < int(known.sequence.value):
            return
        if calendar.method.value == "CANCEL":
            self.events.pop(uid, None)
        else:
            self.events[uid] = event


def invitation(found, method="REQUEST"):
    return event_file(found, OFFICE, method=method, at=AT, guest=GUEST)


def test_time_place_and_title_come_through_in_japan_time():
    event = read(invitation(meeting())).vevent
    assert event.summary.value == "第3回　市民会議；窓口, 手続"
    assert event.location.value == "本庁舎 特別会議室"
    assert event.dtstart.value == AT + timedelta(days=23)
    assert event.dtstart.value.utcoffset() == timedelta(hours=9)
    assert event.dtend.value - event.dtstart.value == timedelta(hours=2)
    assert event.attendee.value == "mailto:asaka@example.jp"
    assert event.organizer.value == "mailto:engage@city.example.jp"


def test_the_file_brings_its_time_zone_and_keeps_the_line_length():
    content = invitation(meeting(title="長い題" * 60))
    assert b"BEGIN:VTIMEZONE" in content
    assert b"TZID:Asia/Tokyo" in content
    assert content.endswith(b"\r\n")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert Calendar.from_ical(content).walk("VEVENT")[0]["summary"] == "長い題" * 60


def test_a_change_replaces_and_a_cancellation_removes():
    mine = MailProgram()
    mine.receive(invitation(meeting()))
    mine.receive(invitation(meeting(venue="市民プラザ", calendar_sequence=1)))
    (event,) = mine.events.values()
    assert event.location.value == "市民プラザ"
    mine.receive(invitation(meeting()))  # the first mail comes late
    assert next(iter(mine.events.values())).location.value == "市民プラザ"
    gone = meeting(state="cancelled", cancel_reason="大雪のため", calendar_sequence=2)
    mine.receive(invitation(gone, "CANCEL"))
    assert mine.events == {}
    cancelled = read(invitation(gone, "CANCEL")).vevent
    assert cancelled.status.value == "CANCELLED"
    assert "大雪のため" in cancelled.description.value


@pytest.mark.parametrize(
    "content",
    [
        invitation(meeting()),
        event_file(meeting(), OFFICE, method="PUBLISH", at=AT),
        feed_file([meeting()], OFFICE, name="会議", at=AT),
    ],
)
def test_the_way_in_is_in_no_mail_and_no_public_file(content):
    assert b"meet.example.jp" not in content.replace(b"\r\n ", b"")


def test_a_member_who_signed_in_gets_the_way_in():
    content = event_file(meeting(), OFFICE, method="PUBLISH", at=AT, with_link=True)
    assert LINK in read(content).vevent.description.value


def test_a_meeting_in_writing_is_a_window_that_keeps_nobody_busy():
    opens = AT + timedelta(days=2)
    written = meeting(
        mode="in_writing", starts_at=None, ends_at=None, venue="", join_link="",
        writing_opens_at=opens, writing_closes_at=opens + timedelta(days=10),
    )  # fmt: skip
    event = read(invitation(written)).vevent
    assert event.dtstart.value == opens
    assert event.transp.value == "TRANSPARENT"


def test_a_feed_leaves_out_what_has_no_clock():
    printed = meeting(id="old", starts_at=None, ends_at=None, state="closed")
    calendar = read(feed_file([meeting(), printed], OFFICE, name="市民会議", at=AT))
    assert [event.uid.value for event in calendar.vevent_list] == ["meeting-0193@engage"]
    assert calendar.x_wr_calname.value == "市民会議"


@pytest.mark.parametrize("text", ["\r\nATTENDEE:mailto:x@y", 'a;b,c\\d\n"e"', "\x00", "🏙️"])
def test_no_text_breaks_out_of_its_line(text):
    content = invitation(meeting(title=f"会議{text}", venue=text, summary=text))
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert str(event["attendee"]) == "mailto:asaka@example.jp"
    assert content.count(b"BEGIN:VEVENT") == 1


def test_times_are_those_of_the_clock_on_the_wall():
    event = read(invitation(meeting())).vevent
    assert event.dtstart.value.astimezone(JST).hour == 12
