"""A questionnaire taken apart into units that two people can change side by side.

The units are the head (title, languages, quotas, …), the order of pages and questions, each page
without its questions, and each question. A change names only the units that it touches, so it can
be taken back, and two changes of different units never meet.
"""

from typing import Any

Document = dict[str, Any]
Units = dict[str, Any]
Changes = dict[str, list[Any]]
"""Unit → [before, after]; None where there was, or will be, nothing."""

HEAD, ORDER = "head", "order"


def page_unit(code: str) -> str:
    """Return the name of a page's unit."""
    return f"page:{code}"


def question_unit(code: str) -> str:
    """Return the name of a question's unit."""
    return f"question:{code}"


def apart(document: Document) -> Units:
    """Take a document apart."""
    units: Units = {HEAD: {key: value for key, value in document.items() if key != "pages"}}
    order = []
    for page in document["pages"]:
        units[page_unit(page["code"])] = {k: v for k, v in page.items() if k != "questions"}
        order.append([page["code"], [question["code"] for question in page["questions"]]])
        for question in page["questions"]:
            units[question_unit(question["code"])] = question
    units[ORDER] = order
    return units


def together(units: Units) -> Document:
    """Put a document together again."""
    pages = [
        units[page_unit(page)] | {"questions": [units[question_unit(code)] for code in questions]}
        for page, questions in units[ORDER]
    ]
    return units[HEAD] | {"pages": pages}


def changes(before: Document, after: Document) -> Changes:
    """Return what changed between two documents."""
    old, new = apart(before), apart(after)
    return {
        name: [old.get(name), new.get(name)]
        for name in dict.fromkeys([*old, *new])
        if old.get(name) != new.get(name)
    }


def changed(document: Document, made: Changes) -> Document:
    """Return the document with changes made."""
    units = apart(document)
    for name, (_before, after) in made.items():
        if after is None:
            units.pop(name, None)
        else:
            units[name] = after
    return together(units)


def reversed_changes(made: Changes) -> Changes:
    """Return the changes that take these back."""
    return {name: [after, before] for name, (before, after) in made.items()}
