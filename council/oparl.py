"""The public record in the shape of OParl 1.1: objects whose ids are addresses, lists with pages.

Deviations are told in the object `system` and in the manual: persons are not published, so people
and memberships are empty lists; a closed meeting has no agenda; names are Japanese.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from council.calendars import Office
from council.models import AgendaItem, Body, Paper
from council.open_data import LICENCE_URL
from council.queries.open_record import OpenMeeting
from engage.core.clock import JST

SCHEMA = "https://schema.oparl.org/1.1"
PATH = "/council/oparl/v1.1"
PAGE_SIZE = 100
KINDS = {
    "organizations": "organization",
    "meetings": "meeting",
    "agendaitems": "agendaitem",
    "papers": "paper",
    "files": "file",
}
EMPTY = ("people", "memberships", "locations", "legislativeterms", "consultations")
FILTERS = ("created_since", "created_until", "modified_since", "modified_until")
_BEGINNING = datetime(2000, 1, 1, tzinfo=JST)

Plain = dict[str, Any]


@dataclass(frozen=True)
class Record:
    """Everything public, and where it is read."""

    bodies: tuple[tuple[Body, str], ...]
    meetings: tuple[OpenMeeting, ...]
    office: Office
    city: str

    def address(self, path: str) -> str:
        """Return the id of an object or list."""
        return self.office.page(f"{PATH}/{path}")


def system(record: Record) -> Plain:
    """Return where everything begins."""
    return {
        "id": record.address("system"),
        "type": f"{SCHEMA}/System",
        "oparlVersion": f"{SCHEMA}/",
        "body": record.address("bodies"),
        "name": record.city,
        "contactName": record.office.name,
        "contactEmail": record.office.mail,
        "website": record.office.page("/council"),
        "product": "Engage",
        "license": LICENCE_URL,
        **_stamps(_BEGINNING, _BEGINNING),
        "engage:deviations": [
            "Persons are not published: people and memberships are empty.",
            "A meeting that is not public has no agenda, papers or location.",
            "Opinions and responses are not part of OParl; see the open data.",
        ],
    }


def city(record: Record) -> Plain:
    """Return the one body in the sense of OParl: the city."""
    lists = {
        "organization": "organizations",
        "person": "people",
        "meeting": "meetings",
        "paper": "papers",
        "agendaItem": "agendaitems",
        "file": "files",
        "locationList": "locations",
        "legislativeTermList": "legislativeterms",
        "consultation": "consultations",
        "membership": "memberships",
    }
    return {
        "id": record.address("body/city"),
        "type": f"{SCHEMA}/Body",
        "system": record.address("system"),
        "name": record.city,
        "license": LICENCE_URL,
        "legislativeTerm": [],
        **{name: record.address(path) for name, path in lists.items()},
        **_stamps(_BEGINNING, _BEGINNING),
    }


def objects(record: Record, kind: str) -> list[Plain]:
    """Return every object of a kind, in the order of meetings."""
    if kind == "organization":
        return [_organization(record, body, name) for body, name in record.bodies]
    if kind == "meeting":
        return [_meeting(record, each) for each in record.meetings]
    if kind == "agendaitem":
        return [_item(record, each, item) for each in record.meetings for item in each.items]
    papers = [(each, paper) for each in record.meetings for paper in each.papers]
    if kind == "paper":
        return [_paper(record, each, paper) for each, paper in papers]
    return [_file(record, paper) for _each, paper in papers if paper.file_digest]


def page(
    found: Iterable[Plain], address: str, *, number: int, limits: Mapping[str, datetime], query: str
) -> Plain:
    """Return one page of an external list; `limits` are the filters by moment."""
    kept = [each for each in found if _is_within(each, limits)]
    pages = max(1, -(-len(kept) // PAGE_SIZE))

    def link(to: int) -> str:
        return f"{address}?page={to}{query}"

    links = {"first": link(1), "self": link(number), "last": link(pages)}
    if 1 < number <= pages:
        links["prev"] = link(number - 1)
    if number < pages:
        links["next"] = link(number + 1)
    start = (number - 1) * PAGE_SIZE
    return {
        "data": kept[start : start + PAGE_SIZE],
        "pagination": {
            "totalElements": len(kept),
            "elementsPerPage": PAGE_SIZE,
            "currentPage": number,
            "totalPages": pages,
        },
        "links": links,
    }


def _organization(record: Record, body: Body, name: str) -> Plain:
    return {
        "id": record.address(f"organization/{body.id}"),
        "type": f"{SCHEMA}/Organization",
        "body": record.address("body/city"),
        "name": name,
        "classification": body.kind,
        "membership": [],
        "web": record.office.page(f"/council/bodies/{body.code}"),
        **_stamps(_BEGINNING, _BEGINNING),
    }


def _meeting(record: Record, each: OpenMeeting) -> Plain:
    meeting = each.meeting
    found = {
        "id": record.address(f"meeting/{meeting.id}"),
        "type": f"{SCHEMA}/Meeting",
        "name": meeting.title,
        "meetingState": meeting.state,
        "cancelled": meeting.state == "cancelled",
        "start": _moment(meeting.starts_at or meeting.writing_opens_at, meeting.held_on),
        "end": _moment(meeting.ends_at or meeting.writing_closes_at, None),
        "organization": [record.address(f"organization/{meeting.body_id}")],
        "agendaItem": [_item(record, each, item) for item in each.items],
        "web": record.office.page(f"/council/meetings/{meeting.code}"),
        "engage:public": meeting.is_public,
        **_stamps(_called(each), _changed(each)),
    }
    if meeting.is_public and meeting.venue:
        found["location"] = {
            "id": record.address(f"meeting/{meeting.id}#location"),
            "type": f"{SCHEMA}/Location",
            "description": meeting.venue,
        }
    return found


def _item(record: Record, each: OpenMeeting, item: AgendaItem) -> Plain:
    return {
        "id": record.address(f"agendaitem/{item.id}"),
        "type": f"{SCHEMA}/AgendaItem",
        "meeting": record.address(f"meeting/{each.meeting.id}"),
        "number": item.number_label,
        "order": item.position,
        "name": item.title,
        "public": True,
        "resolutionText": item.outcome,
        "start": _moment(item.started_at, None),
        "end": _moment(item.ended_at, None),
        **_stamps(_called(each), _changed(each)),
    }


def _paper(record: Record, each: OpenMeeting, paper: Paper) -> Plain:
    found = {
        "id": record.address(f"paper/{paper.id}"),
        "type": f"{SCHEMA}/Paper",
        "body": record.address("body/city"),
        "name": paper.title,
        "reference": f"{each.meeting.code}-{paper.number}",
        "date": paper.added_at.astimezone(JST).date().isoformat(),
        "consultation": [],
        "web": record.office.page(f"/council/papers/{paper.id}"),
        "engage:agendaItem": record.address(f"agendaitem/{paper.agenda_item_id}"),
        **_stamps(paper.added_at, paper.added_at),
    }
    if paper.file_digest:
        found["mainFile"] = _file(record, paper)
    return found


def _file(record: Record, paper: Paper) -> Plain:
    address = record.office.page(f"/council/papers/{paper.id}/file")
    return {
        "id": record.address(f"file/{paper.id}"),
        "type": f"{SCHEMA}/File",
        "name": paper.title,
        "mimeType": paper.media_type,
        "size": paper.file_size,
        "sha512Checksum": None,
        "engage:sha256": paper.file_digest,
        "accessUrl": address,
        "downloadUrl": address,
        "paper": [record.address(f"paper/{paper.id}")],
        **_stamps(paper.added_at, paper.added_at),
    }


def _called(each: OpenMeeting) -> datetime:
    meeting = each.meeting
    if meeting.convened_at or meeting.held_on is None:
        return meeting.convened_at or _BEGINNING
    return datetime.combine(meeting.held_on, time(), JST)


def _changed(each: OpenMeeting) -> datetime:
    """Return the last moment that the record knows of; a closed meeting tells only its call."""
    if not each.meeting.is_public:
        return _called(each)
    moments = [each.meeting.opened_at, each.meeting.ended_at]
    moments += [moment for item in each.items for moment in (item.started_at, item.ended_at)]
    moments += [paper.added_at for paper in each.papers]
    moments.append(each.publication.at if each.publication else None)
    return max([_called(each), *(moment for moment in moments if moment)])


def _is_within(found: Plain, limits: Mapping[str, datetime]) -> bool:
    for name, limit in limits.items():
        field, edge = name.split("_")
        at = datetime.fromisoformat(found[field])
        if at < limit if edge == "since" else at > limit:
            return False
    return True


def _stamps(created: datetime, modified: datetime) -> Plain:
    return {
        "created": created.astimezone(JST).isoformat(timespec="microseconds"),
        "modified": modified.astimezone(JST).isoformat(timespec="microseconds"),
    }


def _moment(at: datetime | None, day: date | None) -> str | None:
    if at is None and day is not None:
        at = datetime.combine(day, time(), JST)
    return at.astimezone(JST).isoformat(timespec="seconds") if at else None
