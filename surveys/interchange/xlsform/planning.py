"""The plan of a form: every item gets its code, its page, and what expressions call it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from surveys.interchange.codes import Codes
from surveys.interchange.naming import Kind, Meant, Names, reference
from surveys.interchange.report import Report
from surveys.interchange.xlsform.choices import Choices
from surveys.interchange.xlsform.outline import METADATA, Group, Item, are_lines
from surveys.logic.ast import Call

_KINDS: dict[str, Kind] = {
    "integer": "number", "decimal": "number", "range": "number", "date": "date",
    "dateTime": "date", "select_one": "code", "select_multiple": "codes", "rank": "codes",
    "acknowledge": "truth", "text": "text",
}  # fmt: skip
_WITHOUT_PLACE = frozenset({"audio", "video", "osm", "background_audio"})


@dataclass
class Planned:
    """One question to be: its item or its table, its code, the groups around it."""

    item: Item
    code: str
    groups: tuple[Group, ...]
    rows: list[tuple[Item, str]] = field(default_factory=list)
    table: Group | None = None
    others: list[str] = field(default_factory=list)
    """The codes of options beside which something can be written, from rows of their own."""
    comment: Item | None = None
    is_intro: bool = False
    is_heading: bool = False
    """Whether it is the label of a group that is on the page of another."""

    @property
    def page(self) -> Group | None:
        """The group whose page this is on; None for a page of its own."""
        for group in self.groups:
            if "field-list" in group.appearance:
                return group
        return self.groups[-1] if self.groups else None

    @property
    def inner(self) -> tuple[Group, ...]:
        """The groups within the page."""
        return self.groups[self.groups.index(self.page) + 1 :] if self.page else ()


class Plan:
    """Everything that is to become a question, in order, with the names that expressions use."""

    def __init__(self, tree: list[Item | Group], choices: Choices, report: Report) -> None:
        """Go through the outline once."""
        self.names = Names()
        self.planned: list[Planned] = []
        self._choices = choices
        self._report = report
        self._codes = Codes("question")
        self._walk(tree, ())

    def _walk(self, nodes: list[Item | Group], groups: tuple[Group, ...]) -> None:
        waiting = list(nodes)
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, Group):
                self._group(node, groups)
            elif (lines := self._lines_after(node, waiting)) and "label" in node.appearance:
                del waiting[: len(lines)]
                self._table(node, lines, groups, None)
            else:
                self._item(node, groups)

    def _lines_after(self, node: Item, waiting: list[Item | Group]) -> list[Item]:
        """Return the lines of a table whose head this is: same list, no labels of their own."""
        lines: list[Item] = []
        for child in waiting:
            if not isinstance(child, Item) or "list-nolabel" not in child.appearance:
                break
            lines.append(child)
        return lines if lines and are_lines([node, *lines]) else []

    def _group(self, group: Group, groups: tuple[Group, ...]) -> None:
        if group.kind != "group":
            place = group.name[:40] or f"#{group.row.line}"
            code = "import-repeat-once" if group.kind == "repeat" else "import-loop-once"
            self._report.changed("page", place, code, line=group.row.line)
        lines = [child for child in group.children if isinstance(child, Item)]
        if group.is_table and group.kind == "group" and self._can_be_points(lines[0]):
            self._table(lines[0], lines, groups, group)
            return
        within = (*groups, group)
        planned = Planned(Item(group.row, "heading"), "", within, is_heading=True)
        if planned.page is not group and group.row.texts("label"):
            planned.code = self._codes.allot(group.name, "note")
            self.planned.append(planned)
        self._walk(group.children, within)

    def _can_be_points(self, item: Item) -> bool:
        return 2 <= len(self._choices.rows(item.list_name)) <= 20

    def _table(
        self, head: Item, lines: list[Item], groups: tuple[Group, ...], table: Group | None
    ) -> None:
        if not self._can_be_points(head):
            for item in [head, *lines] if table is None else lines:
                self._item(item, groups)
            return
        name = table.name if table else head.name
        code = self._codes.allot(name, f"q{head.row.line}")
        rows = Codes("option")
        planned = Planned(head, code, groups, table=table)
        kind: Kind = "code" if head.type == "select_one" else "codes"
        for number, line in enumerate(lines, start=1):
            row = rows.allot(line.name.removeprefix(f"{name}_"), str(number))
            planned.rows.append((line, row))
            options = self._choices.codes.get(head.list_name, {})
            self.names.add(line.name, Meant(reference(code, row), kind, options))
        if table is None:
            self.names.gone.add(head.name)
        self.planned.append(planned)

    def _item(self, item: Item, groups: tuple[Group, ...]) -> None:
        name = item.name
        if item.type == "metadata" or item.type in METADATA:
            if item.list_name in {"today", "start", "end"}:
                self.names.add(name, Meant(Call("today", ()), "date"))
            self.names.gone.add(name)
            return
        if self._folded(item):
            return
        if item.type in _WITHOUT_PLACE:
            self.names.gone.add(name)
            self._report.dropped(
                "question", name[:40], "import-no-place", line=item.row.line, type=item.type
            )
            return
        planned = Planned(item, self._codes.allot(name, f"q{item.row.line}"), groups)
        planned.is_intro = bool(
            planned.page
            and item.type == "note"
            and name == f"{planned.page.name}_intro"
            and not item.row.get("relevant")
        )
        self.planned.append(planned)
        if not planned.is_intro:
            self._name(item, planned)

    def _name(self, item: Item, planned: Planned) -> None:
        options = dict(self._choices.codes.get(item.list_name, {}))
        if item.other:
            options.setdefault("other", "other")
            own = reference(planned.code, "other")
            self.names.add(f"{item.name}_other", Meant(own, "text"))
        kind = _KINDS.get(item.type, "any")
        if item.type == "acknowledge":
            options = {"OK": "yes", "yes": "yes", "true": "yes"}
        elif not options and kind in {"code", "codes"}:
            kind = "text"
        repeated = any(group.kind == "repeat" for group in planned.groups)
        self.names.add(item.name, Meant(reference(planned.code), kind, options, repeated))

    def _folded(self, item: Item) -> bool:
        """Whether a text belongs beside the choice just before it: q_other, q_comment."""
        before = self.planned[-1] if self.planned else None
        if before is None or item.type != "text" or before.rows or not _is_bare(item):
            return False
        name, options = before.item.name, self._choices.codes.get(before.item.list_name, {})
        if before.item.type not in {"select_one", "select_multiple"} or before.item.from_file:
            return False
        if not options:
            return False
        relevant = item.row.get("relevant").replace(" ", "")
        numbered = re.sub(r"_\d+$", "", item.name)
        is_comment = f"{name}_comment" in {item.name, numbered}
        if is_comment and before.comment is None and not relevant:
            before.comment = item
            self.names.add(item.name, Meant(reference(before.code, "comment"), "text"))
            return True
        for written, code in options.items():
            asked = {f"selected(${{{name}}},'{written}')", f"${{{name}}}='{written}'"}
            names = {f"{name}_other", f"{name}_{written}_text"}
            if relevant in asked and names & {item.name, numbered} and code not in before.others:
                if _looks_dropdown(before.item):
                    return False
                before.others.append(code)
                own = reference(before.code, "other")
                self.names.add(item.name, Meant(own, "text"))
                return True
        return False

    def pages(self) -> Iterator[tuple[Group | None, list[Planned]]]:
        """Yield the items page by page; what is in no group has a page of its own."""
        here: list[Planned] = []
        for planned in self.planned:
            if here and not self._goes_on(here, planned):
                yield here[0].page, here
                here = []
            here.append(planned)
        if here:
            yield here[0].page, here

    def _goes_on(self, here: list[Planned], planned: Planned) -> bool:
        if here[0].page is not planned.page:
            return False
        quiet = {"note", "calculate", "hidden"}
        return planned.page is not None or all(before.item.type in quiet for before in here)


def _is_bare(item: Item) -> bool:
    cells = {name for (name, _language), text in item.row.cells.items() if text}
    return cells <= {"type", "name", "label", "relevant", "required", "appearance"} and (
        item.row.get("required").lower() not in {"yes", "true", "true()"}
    )


def _looks_dropdown(item: Item) -> bool:
    return bool(item.appearance & {"minimal", "autocomplete", "search"})
