"""A filter of choices worked out for every choice: what of it is left becomes its own condition."""

import re
from collections.abc import Callable
from typing import Any

from surveys.interchange.climbing import Unsaid
from surveys.interchange.drafting import Draft, Source
from surveys.interchange.naming import Names
from surveys.interchange.xlsform.book import Row
from surveys.interchange.xlsform.choices import Choices
from surveys.interchange.xlsform.planning import Planned
from surveys.interchange.xlsform.translating import Translated, Translator
from surveys.logic import Lit

_SPACE = re.compile(r"\s+")


def say_filter(
    text: str,
    question: dict[str, Any],
    planned: Planned,
    names: Names,
    choices: Choices,
    draft: Draft,
) -> None:
    """Give every option of a question the condition under which the filter lets it through."""
    line = planned.item.row.line
    place = f"{question['code']} · choice_filter"
    by_code = {choices.code(row): row for row in choices.rows(planned.item.list_name)}
    said: list[tuple[dict[str, Any], Translated]] = []
    try:
        for option in question["options"]:
            row = by_code.get(option["code"])
            if row is not None:
                found = Translator.say(text, names, None, _cells(row, choices))
                said.append((option, found))
    except (Unsaid, RecursionError) as error:
        code = getattr(error, "code", "expression-too-deep")
        draft.report.dropped(
            "expression", place, code, line=line, **dict(getattr(error, "values", {}))
        )
        return
    _put(question, said, draft, place, line)


def _put(
    question: dict[str, Any],
    said: list[tuple[dict[str, Any], Translated]],
    draft: Draft,
    place: str,
    line: int,
) -> None:
    never = [option for option, found in said if found.tree == Lit(False)]
    question["options"] = [option for option in question["options"] if option not in never]
    changed = next((found.code for _option, found in said if found.code), "")
    here = place
    for option, found in said:
        if not isinstance(found.tree, Lit) or not isinstance(found.tree.value, bool):
            draft.say(option, "show_if", Source(found.tree, here, line, changed))
            here = ""
    if here and changed:
        draft.report.changed("expression", place, changed, line=line)
    elif here:
        draft.report.kept("expression", place, line=line)


def _cells(row: Row, choices: Choices) -> Callable[[str], str | None]:
    """Return what gives the columns of one choice; None for a column that the sheet lacks."""

    def cell(name: str) -> str | None:
        base, _colon, language = name.partition("::")
        column = (_SPACE.sub("_", base.lower()), language)
        if column in row.cells:
            return row.cells[column]
        if column in choices.columns:
            return ""
        lower = {(b, one.lower()) for b, one in choices.columns}
        return "" if (column[0], language.lower()) in lower else None

    return cell
