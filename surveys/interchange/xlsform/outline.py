"""The outline of a form: its rows as groups and items, before anything is made of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from surveys.interchange.report import Report, Unreadable
from surveys.interchange.xlsform.book import Row

DEEPEST = 20
METADATA = frozenset(
    {
        "start", "end", "today", "deviceid", "device_id", "username", "phonenumber",
        "simserial", "sim_id", "subscriberid", "subscriber_id", "imei", "email", "audit",
        "start_geopoint", "background_audio", "background_geopoint", "instanceid", "instance_id",
        "csv_external", "xml_external", "entity",
    }
)  # fmt: skip
_TYPES = {
    "string": "text", "int": "integer", "phone_number": "text", "photo": "image",
    "picture": "image", "add_image_prompt": "image", "gps": "geopoint", "location": "geopoint",
    "trigger": "acknowledge", "datetime": "dateTime", "date_time": "dateTime", "phone": "text",
    "q_date": "date", "q_string": "text", "number": "integer", "add_note_prompt": "note",
    "add_date_prompt": "date", "add_integer_prompt": "integer", "add_text_prompt": "text",
}  # fmt: skip
_SELECT = re.compile(
    r"^(?P<kind>select[ _]?one|select1|select[ _]all[ _]that[ _]apply|select[ _]?multiple|rank|"
    r"select_one_external|select)(?:[ _](?P<file>from[ _]file))?\s+(?:from\s+)?(?P<list>\S+?)"
    r"(?P<other>\s+(?:or_other|or[ _]specify[ _]other|or[ _]other))?$",
    re.IGNORECASE,
)
_BEGIN = re.compile(r"^begin[ _](group|repeat|loop|lgroup)(?:\s+over\s+(\S+))?", re.IGNORECASE)
_END = re.compile(r"^end[ _](group|repeat|loop|lgroup)?", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """One row that asks, says or works something out."""

    row: Row
    type: str
    list_name: str = ""
    other: bool = False
    from_file: bool = False

    @property
    def name(self) -> str:
        """The name of the row."""
        return self.row.get("name")

    @property
    def appearance(self) -> frozenset[str]:
        """The words of its appearance."""
        return frozenset(self.row.get("appearance").lower().split())

    @property
    def parameters(self) -> dict[str, str]:
        """What its parameters say."""
        pairs = re.findall(r"([\w-]+)\s*=\s*([^\s;,]+)", self.row.get("parameters"))
        return {key.lower(): value for key, value in pairs}


@dataclass(frozen=True)
class Group:
    """Rows between a begin and its end."""

    row: Row
    kind: str
    children: list["Item | Group"] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the group."""
        return self.row.get("name")

    @property
    def appearance(self) -> frozenset[str]:
        """The words of its appearance."""
        return frozenset(self.row.get("appearance").lower().split())

    @property
    def is_table(self) -> bool:
        """Whether all its items choose from one list and stand as a table."""
        items = [child for child in self.children if isinstance(child, Item)]
        return (
            "table-list" in self.appearance
            and len(items) == len(self.children) > 0
            and are_lines(items)
        )


def are_lines(items: list[Item]) -> bool:
    """Whether all these choose in the same way from the same list, nothing beside it."""
    first = items[0]
    return first.type in {"select_one", "select_multiple"} and all(
        (item.type, item.list_name) == (first.type, first.list_name)
        and not (item.other or item.from_file or item.row.get("choice_filter"))
        for item in items
    )


def outline(rows: list[Row], report: Report) -> list[Item | Group]:
    """Return the rows as a tree; raise Unreadable where a group does not begin or end."""
    top: list[Item | Group] = []
    open_: list[Group] = []
    for row in rows:
        written = re.sub(r"\s+", " ", row.get("type")).strip()
        here = open_[-1].children if open_ else top
        begins = _BEGIN.match(written)
        if begins:
            if len(open_) == DEEPEST:
                raise Unreadable("import-groups-too-deep", line=row.line, most=DEEPEST)
            open_.append(Group(row, begins[1].lower()))
            here.append(open_[-1])
        elif _END.match(written) and written.lower() not in METADATA:
            if not open_:
                raise Unreadable("import-group-not-open", line=row.line)
            open_.pop()
        elif written:
            here.extend(_items(row, written, report))
        elif row.get("name") or row.texts("label"):
            report.dropped(
                "question", row.get("name")[:40] or f"#{row.line}", "import-no-type", line=row.line
            )
    if open_:
        raise Unreadable("import-group-not-closed", line=open_[-1].row.line)
    return top


def _items(row: Row, written: str, report: Report) -> Iterator[Item]:
    found = _SELECT.match(written)
    if found:
        kind = re.sub(r"[ _]+", "_", found["kind"].lower())
        type_ = {"select1": "select_one", "select_one_external": "select_one", "rank": "rank"}.get(
            kind, "select_multiple" if "multiple" in kind or "all" in kind else "select_one"
        )
        if kind == "select":
            type_ = "select_multiple"
        yield Item(row, type_, found["list"], bool(found["other"]), bool(found["file"]))
        return
    plain = re.sub(r"[ _-]+", "_", written.lower())
    if plain in METADATA or plain.startswith("uri:") or written.startswith("uri:"):
        report.dropped("response", row.get("name")[:40] or plain, "import-metadata", line=row.line)
        yield Item(row, "metadata", plain)
        return
    yield Item(row, _TYPES.get(plain, plain if plain != "datetime" else "dateTime"))
