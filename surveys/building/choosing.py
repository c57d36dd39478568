"""What can be chosen: options, rows and columns of one question.

Each edit takes a question and returns a new one. `kind` is the field: options, second_options,
rows or columns.
"""

from surveys.building.finding import Part, Refused, copied, free_part_code
from surveys.definition.schema import MOST_COLUMNS, MOST_OPTIONS, MOST_POINTS, MOST_ROWS

MOST = {
    "options": MOST_OPTIONS,
    "second_options": MOST_POINTS,
    "rows": MOST_ROWS,
    "columns": MOST_COLUMNS,
}


def add_parts(question: Part, *, kind: str, parts: list[Part]) -> Part:
    """Add options, rows or columns at the end; those without a code get the next free one."""
    new = copied(question)
    kept = new.setdefault(kind, [])
    if len(kept) + len(parts) > MOST[kind]:
        raise Refused("building-too-many-parts", question["code"], most=MOST[kind])
    for part in parts:
        code = part.get("code") or free_part_code([*kept, *parts_with_codes(parts)])
        if any(other["code"] == code for other in kept):
            raise Refused("definition-code-twice", question["code"], code=code)
        kept.append({"code": code} | {k: v for k, v in part.items() if k != "code"})
    return new


def parts_with_codes(parts: list[Part]) -> list[Part]:
    """Return those that have a code already."""
    return [part for part in parts if part.get("code")]


def edit_part(question: Part, *, kind: str, code: str, by: Part) -> Part:
    """Write an option, row or column anew."""
    new = copied(question)
    place = _place(new, kind, code)
    others = [part["code"] for n, part in enumerate(new[kind]) if n != place]
    if by["code"] in others:
        raise Refused("definition-code-twice", question["code"], code=by["code"])
    new[kind][place] = copied(by)
    return new


def move_part(question: Part, *, kind: str, code: str, to: int) -> Part:
    """Put an option, row or column at a place, counted from 0."""
    new = copied(question)
    part = new[kind].pop(_place(new, kind, code))
    new[kind].insert(max(0, min(to, len(new[kind]))), part)
    return new


def copy_part(question: Part, *, kind: str, code: str) -> Part:
    """Put a copy of an option, row or column after it, with a free code."""
    new = copied(question)
    place = _place(new, kind, code)
    if len(new[kind]) >= MOST[kind]:
        raise Refused("building-too-many-parts", question["code"], most=MOST[kind])
    twin = copied(new[kind][place]) | {"code": free_part_code(new[kind])}
    new[kind].insert(place + 1, twin)
    return new


def delete_part(question: Part, *, kind: str, code: str) -> Part:
    """Take out an option, row or column."""
    new = copied(question)
    del new[kind][_place(new, kind, code)]
    return new


def _place(question: Part, kind: str, code: str) -> int:
    for number, part in enumerate(question.get(kind, [])):
        if part["code"] == code:
            return number
    raise Refused("building-part-gone", question["code"], part=code)
