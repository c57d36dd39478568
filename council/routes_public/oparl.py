"""The public record for programs that know OParl."""

from datetime import datetime

from flask import Response, request

from council import oparl
from council.files import office, public_file
from council.queries import bodies, open_record
from council.routes_public.blueprint import blueprint
from engage.core.clock import JST, now, today
from engage.core.digest import canonical_json
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import db, or_404, requires, settings

MEDIA_TYPE = "application/json; charset=utf-8"
ROOT = "/oparl/v1.1"
_LISTS = "organizations, meetings, agendaitems, papers, files"
_EMPTY = "people, memberships, locations, legislativeterms, consultations"


@blueprint.get(f"{ROOT}/system")
@requires(Permission.VISIT)
def oparl_system() -> Response:
    """Hand out where a program begins."""
    return _answer(oparl.system(_record()))


@blueprint.get(f"{ROOT}/bodies")
@requires(Permission.VISIT)
def oparl_bodies() -> Response:
    """Hand out the list of bodies in the sense of OParl: one city."""
    record = _record()
    return _list(record, [oparl.city(record)], "bodies")


@blueprint.get(f"{ROOT}/body/city")
@requires(Permission.VISIT)
def oparl_city() -> Response:
    """Hand out the city."""
    return _answer(oparl.city(_record()))


@blueprint.get(f"{ROOT}/<any({_LISTS}, {_EMPTY}):name>")
@requires(Permission.VISIT)
def oparl_list(name: str) -> Response:
    """Hand out one page of a list; what is not published is an empty list."""
    record = _record()
    found = oparl.objects(record, oparl.KINDS[name]) if name in oparl.KINDS else []
    return _list(record, found, name)


@blueprint.get(f"{ROOT}/<any(organization, meeting, agendaitem, paper, file):kind>/<key>")
@requires(Permission.VISIT)
def oparl_object(kind: str, key: str) -> Response:
    """Hand out one object."""
    record = _record()
    address = record.address(f"{kind}/{key}")
    found = (each for each in oparl.objects(record, kind) if each["id"] == address)
    return _answer(or_404(next(found, None)))


def _record() -> oparl.Record:
    return oparl.Record(
        bodies=tuple(bodies.named(db(), today(now()))),
        meetings=tuple(open_record.open_meetings(db())),
        office=office(),
        city=settings().city_name,
    )


def _list(record: oparl.Record, found: list[oparl.Plain], name: str) -> Response:
    limits = {key: _limit(request.args[key]) for key in oparl.FILTERS if key in request.args}
    number = request.args.get("page", "1")
    if not (number.isascii() and number.isdigit() and 0 < len(number) < 6 and int(number)):
        raise Invalid("number-unreadable")
    query = "".join(f"&{key}={at.isoformat().replace('+', '%2B')}" for key, at in limits.items())
    return _answer(
        oparl.page(found, record.address(name), number=int(number), limits=limits, query=query)
    )


def _limit(words: str) -> datetime:
    try:
        at = datetime.fromisoformat(words.replace(" ", "+"))
    except ValueError as error:
        raise Invalid("moment-unreadable") from error
    return at if at.tzinfo else at.replace(tzinfo=JST)


def _answer(found: oparl.Plain) -> Response:
    response = public_file(canonical_json(found).encode(), MEDIA_TYPE)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
