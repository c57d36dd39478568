"""Meetings as calendar files (iCalendar, RFC 5545 and 5546): one event, or the feed of a body.

The way in online is in the file of a member only; a citizen's file and the feed never carry it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from icalendar import Calendar, Event, vCalAddress

from council.models import Meeting
from council.rules.meetings import IN_WRITING
from engage.core.clock import JST

MEDIA_TYPE = "text/calendar; charset=utf-8"
Method = Literal["PUBLISH", "REQUEST", "CANCEL"]
PRODUCT = "-//Engage//Council//JA"


@dataclass(frozen=True)
class Office:
    """Who calls: the name and mail address of the office, and where its pages are."""

    name: str
    mail: str
    base_url: str

    def page(self, path: str) -> str:
        """Return the address of a page."""
        return f"{self.base_url.rstrip('/')}{path}"


@dataclass(frozen=True)
class Guest:
    """Who is called."""

    name: str
    mail: str


def event_file(
    meeting: Meeting,
    office: Office,
    *,
    method: Method,
    at: datetime,
    guest: Guest | None = None,
    with_link: bool = False,
) -> bytes:
    """Return one meeting; with a guest as an invitation that asks for a reply on the page.

    `with_link` is for a member who has signed in: mail may be passed on.
    """
    calendar = _calendar(method)
    calendar.add_component(_event(meeting, office, at, guest, with_link=with_link))
    return _finished(calendar)


def feed_file(meetings: Sequence[Meeting], office: Office, *, name: str, at: datetime) -> bytes:
    """Return the public meetings of a body, to be subscribed to."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Tokyo")
    for meeting in meetings:
        if meeting.starts_at or meeting.writing_closes_at:
            calendar.add_component(_event(meeting, office, at, None))
    return _finished(calendar)


def _calendar(method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _finished(calendar: Calendar) -> bytes:
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(
    meeting: Meeting, office: Office, at: datetime, guest: Guest | None, *, with_link: bool = False
) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.id}@engage")
    event.add("sequence", meeting.calendar_sequence)
    event.add("dtstamp", at)
    event.add("summary", meeting.title)
    event.add("status", "CANCELLED" if meeting.state == "cancelled" else "CONFIRMED")
    for name, moment in zip(("dtstart", "dtend"), _span(meeting), strict=True):
        if moment is not None:
            event.add(name, moment.astimezone(JST))
    if meeting.mode == IN_WRITING:
        event.add("transp", "TRANSPARENT")  # a window for answers, not a time to keep free
    area = "delegate" if guest is not None or with_link else "council"
    path = f"/{area}/meetings/{meeting.code}"
    event.add("url", office.page(path))
    if meeting.venue:
        event.add("location", meeting.venue)
    is_told = meeting.is_public or area == "delegate"
    event.add(
        "description",
        _description(meeting, office.page(path), is_told=is_told, with_link=with_link),
    )
    event["organizer"] = _address(office.mail, office.name)
    if guest is not None:
        attendee = _address(guest.mail, guest.name)
        attendee.params["ROLE"] = "REQ-PARTICIPANT"
        attendee.params["PARTSTAT"] = "NEEDS-ACTION"
        attendee.params["RSVP"] = "FALSE"  # replies are given on the page, where they are counted
        event.add("attendee", attendee, encode=False)
    return event


def _span(meeting: Meeting) -> tuple[datetime | None, datetime | None]:
    if meeting.mode == IN_WRITING:
        return meeting.writing_opens_at, meeting.writing_closes_at
    return meeting.starts_at, meeting.ends_at


def _description(meeting: Meeting, page: str, *, is_told: bool, with_link: bool) -> str:
    lines = [meeting.summary] if meeting.summary and is_told else []
    if meeting.state == "cancelled":
        lines.append(f"中止：{meeting.cancel_reason}")
    elif with_link and meeting.join_link:
        lines.append(f"オンラインの入口：{meeting.join_link}")
    lines.append(page)
    return "\n".join(lines)


def _address(mail: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{mail}")
    address.params["CN"] = name
    return address
