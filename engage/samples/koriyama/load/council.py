"""The council: its two printed meetings, an invented third one, and what the city answers."""

from datetime import date, timedelta
from typing import Any

from council.models import AgendaItem, Body, Meeting, Membership, Organisation, Representation
from council.operations import (
    add_item,
    add_paper,
    admit_organisation,
    appoint_delegate,
    convene_meeting,
    draft_meeting,
    draft_poll,
    found_body,
    post_opinion,
    record_attendance,
    record_opinion,
    record_past_meeting,
    register_organisation,
    respond,
)
from council.rules.meetings import Plan
from engage.core.ids import random_id
from engage.core.permissions import SYSTEM
from engage.samples.koriyama.data import data
from engage.samples.koriyama.load.city import City
from engage.samples.koriyama.moments import day_from, end_of, end_of_fiscal_year, midnight, moment

PREPARED_BEFORE = timedelta(days=9)
"""How long before the loading the third meeting was called."""
ANSWERED_BEFORE = timedelta(days=12)


def load_council(city: City) -> None:
    """Put in the council, its members, its meetings and the city's answers."""
    council = _body(city)
    members = _members(city, council)
    for record in data("meetings"):
        _past_meeting(city, council, record, members)
    for record in data("fictional/city_responses"):
        _city_response(city, record)
    _coming_meeting(city, council)


def _body(city: City) -> Body:
    [record] = [body for body in data("bodies") if body["code"] == "council"]
    [name] = record["names"]
    return found_body(
        city.session,
        code=record["code"],
        kind=record["kind"],
        name=name["name"],
        reading=name["reading"],
        task=record["role"],
        members_text=record["members"],
        source=record["source"],
        actor=city.actor("secretariat"),
        at=city.at - ANSWERED_BEFORE,
    )


def _members(city: City, council: Body) -> dict[str, Organisation]:
    """Admit the organisations of the report; when they joined and who spoke is not printed."""
    found = {}
    for record in data("organisations"):
        organisation, _ = _member(city, council, record)
        found[record["code"]] = organisation
    return found


def _member(city: City, council: Body, record: dict[str, Any]) -> tuple[Organisation, Membership]:
    step: dict[str, Any] = {
        "actor": city.actor("secretariat"),
        "at": city.at - ANSWERED_BEFORE,
    }
    organisation = register_organisation(
        city.session,
        code=record["code"],
        name=record["name"],
        reading=record["reading"],
        source=record.get("source", ""),
        is_fictional=record.get("fictional", False),
        **step,
    )
    membership = admit_organisation(city.session, body=council, organisation=organisation, **step)
    return organisation, membership


def _past_meeting(
    city: City, council: Body, record: dict[str, Any], members: dict[str, Organisation]
) -> None:
    step: dict[str, Any] = {
        "actor": city.actor("secretariat"),
        "at": city.at - ANSWERED_BEFORE,
    }
    meeting = record_past_meeting(
        city.session,
        body=council,
        code=record["code"],
        ordinal=record["number"],
        title=record["title"],
        held_on=date.fromisoformat(record["date"]),
        source=record["source"],
        **step,
    )
    for code in record["organisations"]:
        record_attendance(
            city.session,
            meeting=meeting,
            organisation=members[code],
            mode="unrecorded",
            **step,
        )
    for line in record["agenda"]:
        item = add_item(
            city.session,
            meeting=meeting,
            title=line["title"],
            short_title=line["short_title"],
            **step,
        )
        for opinion in line["opinions"]:
            _printed_opinion(city, item, opinion, meeting.held_on)


def _printed_opinion(
    city: City, item: AgendaItem, record: dict[str, Any], held_on: date | None
) -> None:
    """Copy an opinion of which the report names no organisation; no member of staff heard it."""
    city.opinions[record["code"]] = record_opinion(
        city.session,
        item=item,
        text=record["text"],
        channel="meeting",
        kind=record["kind"],
        note=record["note"],
        is_summary=True,
        received_on=held_on,
        source=record["source"],
        actor=SYSTEM,
        at=city.at - ANSWERED_BEFORE,
    )


def _city_response(city: City, record: dict[str, Any]) -> None:
    considering = record.get("until") == "end-of-fiscal-year"
    respond(
        city.session,
        opinions=[city.opinions[record["opinion"]]],
        disposition=record["disposition"],
        text=record["text"],
        due_on=end_of_fiscal_year(city.at) if considering else None,
        department="",
        is_fictional=True,
        actor=city.actor(record["by"]),
        at=city.at - ANSWERED_BEFORE,
    )


def _coming_meeting(city: City, council: Body) -> None:
    spec = data("fictional/council-demo")
    delegates = _invented_members(city, council, spec)
    record = spec["meeting"]
    day = day_from(city.at, record["days_after_load"])
    step: dict[str, Any] = {"actor": city.actor("secretariat"), "at": city.at - PREPARED_BEFORE}
    meeting = draft_meeting(
        city.session,
        body=council,
        code=record["code"],
        ordinal=record["number"],
        title=record["title"],
        summary=record["summary"],
        observer_seats=record["seats"],
        plan=Plan(
            mode=record["mode"],
            starts_at=moment(day, record["start"]),
            ends_at=moment(day, record["end"]),
            venue=record["place"],
            join_link=record["online_url"],
        ),
        is_fictional=True,
        **step,
    )
    items = [_coming_item(city, meeting, record, line) for line in record["agenda"]]
    convene_meeting(city.session, meeting=meeting, **step)
    for item, line in zip(items, record["agenda"], strict=True):
        for opinion in line["opinions"]:
            city.opinions[opinion["code"]] = post_opinion(
                city.session,
                item=item,
                representation=delegates[opinion["organisation"]],
                text=opinion["text"],
                channel="writing",
                is_fictional=True,
                nonce=random_id(),
                actor=city.actor(opinion["account"]),
                at=city.at + timedelta(days=opinion["days"]),
            )


def _coming_item(
    city: City, meeting: Meeting, record: dict[str, Any], line: dict[str, Any]
) -> AgendaItem:
    step: dict[str, Any] = {"actor": city.actor("secretariat"), "at": city.at - PREPARED_BEFORE}
    item = add_item(
        city.session,
        meeting=meeting,
        title=line["title"],
        short_title=line["short_title"],
        summary=line["summary"],
        plan_element_id=city.elements[line["element"]].id,
        opinions_open_at=midnight(day_from(city.at, record["opinions_open_days"])),
        opinions_close_at=end_of(day_from(city.at, record["opinions_close_days"])),
        **step,
    )
    for poll in line.get("polls", []):
        draft_poll(
            city.session,
            item=item,
            kind=poll["kind"],
            question=poll["question"],
            options=poll["options"],
            is_fictional=True,
            **step,
        )
    for paper in line["papers"]:
        add_paper(
            city.session,
            item=item,
            title=paper["title"],
            text=paper["text"],
            is_fictional=True,
            **step,
        )
    return item


def _invented_members(city: City, council: Body, spec: dict[str, Any]) -> dict[str, Representation]:
    delegates = {}
    for record in spec["organisations"]:
        _, membership = _member(city, council, record)
        [account] = record["delegates"]
        delegates[record["code"]] = appoint_delegate(
            city.session,
            membership=membership,
            account_id=city.actor(account).id or "",
            actor=city.actor("secretariat"),
            at=city.at - ANSWERED_BEFORE,
        )
    return delegates
