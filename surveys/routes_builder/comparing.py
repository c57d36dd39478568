"""What changed between two questionnaires, for a person: words by words, the rest in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engage.plan.diff import Segment, segments
from surveys.building import Document
from surveys.building.units import HEAD, ORDER, apart
from surveys.routes_builder.showing import ConditionWords, words_of

WORDING = frozenset(
    {"text", "hint", "title", "intro", "thanks", "unit", "comment", "first_heading",
     "second_heading"}
)  # fmt: skip
_PARTS = ("options", "second_options", "rows", "columns")


@dataclass(frozen=True)
class Change:
    """One change: of a field, or of an option; as segments of text, or before and after."""

    kind: str
    """words, added, removed, condition or setting."""
    field: str
    code: str = ""
    language: str = ""
    segments: tuple[Segment, ...] = ()
    before: Any = None
    after: Any = None

    @property
    def is_wording(self) -> bool:
        """Whether answers are read the same before and after."""
        return self.kind == "words"


@dataclass(frozen=True)
class Changed:
    """One part of the questionnaire that changed: added, removed, or changed within."""

    kind: str
    """page, question, head or order."""
    code: str
    title: str
    what: str
    """added, removed or changed."""
    changes: tuple[Change, ...] = ()


def compared(old: Document, new: Document) -> list[Changed]:
    """Return every part that differs, in the order of the new document."""
    before, after = apart(old), apart(new)
    found = []
    for name in dict.fromkeys([*after, *before]):
        if before.get(name) == after.get(name):
            continue
        if name == ORDER:
            if _shared_order(before[ORDER], after[ORDER]):
                found.append(Changed("order", "", "", "changed"))
            continue
        found.append(_unit(name, before.get(name), after.get(name), old, new))
    return [changed for changed in found if changed.what != "changed" or changed.changes
            or changed.kind == "order"]  # fmt: skip


def _shared_order(before: Any, after: Any) -> bool:
    """Whether what both have stands in another order, or on other pages."""
    places = [{c: page for page, codes in order for c in codes} for order in (before, after)]
    shared = set(places[0]) & set(places[1])
    rows = [
        [c for _page, codes in order for c in codes if c in shared] for order in (before, after)
    ]
    return rows[0] != rows[1] or any(places[0][c] != places[1][c] for c in shared)


def _unit(name: str, before: Any, after: Any, old: Document, new: Document) -> Changed:
    kind, _colon, code = name.partition(":")
    shown = after or before
    texts = shown.get("text") or shown.get("title") or {}
    title = texts.get(new["language"]) or next(iter(texts.values()), "")
    if before is None or after is None:
        return Changed(kind, code, title, "removed" if after is None else "added")
    changes = tuple(_changes(before, after, old, new))
    return Changed("head" if name == HEAD else kind, code, title, "changed", changes)


def _changes(before: Any, after: Any, old: Document, new: Document) -> Iterator[Change]:
    for field in dict.fromkeys([*before, *after]):
        one, two = before.get(field), after.get(field)
        if _same(one, two) or field in {"code", "schema"}:
            continue
        if field in WORDING:
            yield from _words(field, "", one or {}, two or {})
        elif field in _PARTS:
            yield from _parts(field, one or [], two or [], old, new)
        elif field == "show_if":
            yield _condition(field, "", one, two, old, new)
        else:
            yield Change("setting", field, before=one, after=two)


def _same(one: Any, two: Any) -> bool:
    """Whether two values mean the same; what is not said is no, or nothing."""
    return one == two or all(value is False or value in (None, [], {}) for value in (one, two))


def _words(field: str, code: str, one: dict[str, str], two: dict[str, str]) -> Iterator[Change]:
    for language in dict.fromkeys([*one, *two]):
        left, right = one.get(language, ""), two.get(language, "")
        if left != right:
            yield Change("words", field, code, language, tuple(segments(left, right)))


def _parts(field: str, one: Any, two: Any, old: Document, new: Document) -> Iterator[Change]:
    before, after = ({part["code"]: part for part in parts} for parts in (one, two))
    for code in before.keys() - after.keys():
        yield Change("removed", field, code, before=_first(before[code]))
    for code, part in after.items():
        if code not in before:
            yield Change("added", field, code, after=_first(part))
            continue
        yield from _words(field, code, before[code]["text"], part["text"])
        for key in dict.fromkeys([*before[code], *part]):
            left, right = before[code].get(key), part.get(key)
            if key == "show_if" and left != right:
                yield _condition(field, code, left, right, old, new)
            elif key not in {"text", "code"} and not _same(left, right):
                yield Change("setting", key, code, before=left, after=right)
    shared = [[p["code"] for p in parts if p["code"] in before.keys() & after.keys()]
              for parts in (one, two)]  # fmt: skip
    if shared[0] != shared[1]:
        yield Change("order", field, before="、".join(shared[0]), after="、".join(shared[1]))


def _condition(
    field: str, code: str, one: str | None, two: str | None, old: Document, new: Document
) -> Change:
    left: ConditionWords | None = words_of(one, old)
    return Change("condition", field, code, before=left, after=words_of(two, new))


def _first(part: Any) -> str:
    return str(next(iter(part["text"].values()), ""))


def texts_by_code(document: Document) -> dict[str, str]:
    """Return "q1", "q1.options.2" → words, for a list of what is gone."""
    main, found = document["language"], {}
    for page in document["pages"]:
        for question in page["questions"]:
            found[question["code"]] = question["text"].get(main, "")
            for part in _PARTS:
                for one in question.get(part, []):
                    found[f"{question['code']}.{part}.{one['code']}"] = one["text"].get(main, "")
    return found
