"""News of the council as Atom (RFC 4287): meetings called, minutes published, the city's answers.

An entry's id never changes; `updated` is the moment at which the thing itself last did.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from council.calendars import Office
from council.queries.open_record import OpenMeeting
from engage.core.clock import JST
from engage.plan.trace import OUTCOME_WORDS

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
MOST_ENTRIES = 100
_ATOM = "http://www.w3.org/2005/Atom"
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class News:
    """One entry: what happened, when, and where it is read."""

    id: str
    title: str
    summary: str
    path: str
    published: datetime
    updated: datetime
    category: str


def news(records: Iterable[OpenMeeting]) -> list[News]:
    """Return everything that happened in public, the newest first."""
    found = [entry for record in records for entry in _of_meeting(record)]
    return sorted(found, key=lambda entry: (entry.updated, entry.id), reverse=True)


def feed(
    entries: list[News], office: Office, *, key: str, title: str, path: str, page: str
) -> bytes:
    """Return an Atom feed; `path` is its own address, `page` what it tells of."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "ja"})
    _text(root, "id", _id("feed", key))
    _text(root, "title", title)
    newest = max((entry.updated for entry in entries), default=_BEGINNING)
    _text(root, "updated", _stamp(newest))
    _link(root, "self", office.page(path), "application/atom+xml")
    _link(root, "alternate", office.page(page), "text/html")
    _text(_child(root, "author"), "name", office.name or "Engage")
    for entry in entries[:MOST_ENTRIES]:
        _entry(root, entry, office)
    ET.indent(root, "")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _of_meeting(record: OpenMeeting) -> Iterator[News]:
    meeting = record.meeting
    path = f"/council/meetings/{meeting.code}"
    called = meeting.convened_at or _midnight(meeting.held_on)
    if meeting.state == "cancelled":
        yield News(
            _id("cancelled", meeting.id),
            f"中止：{meeting.title}",
            meeting.cancel_reason,
            path,
            called,
            called,
            "会議",
        )
    yield News(
        _id("meeting", meeting.id),
        meeting.title + _mark(meeting.is_fictional),
        record.summary if meeting.is_public else f"非公開。理由：{meeting.closed_reason}",
        path,
        called,
        called,
        "会議",
    )
    if record.publication:
        at = record.publication.at
        yield News(
            _id("minutes", meeting.id),
            f"議事要旨を公開しました：{meeting.title}",
            f"内容の指紋（SHA-256）：{record.publication.digest}",
            f"{path}/minutes",
            at,
            at,
            "議事要旨",
        )
    for opinion in record.opinions:
        if opinion.response:
            answer = opinion.response
            yield News(
                _id("response", opinion.id),
                f"市の考え方：{meeting.title}　意見{opinion.number}{_mark(answer.is_fictional)}",
                f"{OUTCOME_WORDS[answer.disposition]}。{answer.text}",
                f"/council/opinions/{opinion.id}",
                answer.at,
                answer.at,
                "市の考え方",
            )


def _entry(root: ET.Element, news: News, office: Office) -> None:
    entry = _child(root, "entry")
    _text(entry, "id", news.id)
    _text(entry, "title", news.title)
    _text(entry, "published", _stamp(news.published))
    _text(entry, "updated", _stamp(news.updated))
    _link(entry, "alternate", office.page(news.path), "text/html")
    _child(entry, "category").set("term", news.category)
    _text(entry, "summary", news.summary)


def _mark(is_fictional: bool) -> str:
    return "［架空］" if is_fictional else ""


def _id(kind: str, key: str) -> str:
    """Return a name that stays when the site moves to another address."""
    return uuid5(NAMESPACE_URL, f"engage:council:{kind}:{key}").urn


def _midnight(day: date | None) -> datetime:
    return datetime.combine(day, time(), JST) if day else _BEGINNING


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _child(parent: ET.Element, name: str) -> ET.Element:
    return ET.SubElement(parent, name)


def _text(parent: ET.Element, name: str, words: str) -> None:
    kept = "".join(each for each in words if each >= " " or each in "\t\n")
    _child(parent, name).text = kept


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    link = _child(parent, "link")
    for name, value in (("rel", rel), ("href", href), ("type", kind)):
        link.set(name, value)
