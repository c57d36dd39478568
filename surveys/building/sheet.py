"""Which controls the form of each type of question has, from the fields of the type.

One table says for every field how it is typed; the template draws the controls, `typed` reads
them. A field that is not in the table has a page of its own (conditions).
"""

from dataclasses import dataclass

from surveys.definition.fields import NEEDS_ROWS, allowed


@dataclass(frozen=True)
class Control:
    """One field of the form: its name in the document, how it is typed, the group it stands in."""

    name: str
    kind: str
    """texts, area, choice, several, flag, whole, amount, line, parts, carry, ends, sum, expression,
    checks."""
    group: str
    choices: tuple[str, ...] = ()


_TABLE = (
    Control("text", "area", "words"),
    Control("hint", "area", "words"),
    Control("required", "choice", "answer", ("false", "soft", "true")),
    Control("lowest", "whole", "parts"),
    Control("highest", "whole", "parts"),
    Control("ends", "ends", "parts"),
    Control("first_heading", "texts", "parts"),
    Control("options", "parts", "parts"),
    Control("second_heading", "texts", "parts"),
    Control("second_options", "parts", "parts"),
    Control("rows", "parts", "parts"),
    Control("columns", "parts", "parts"),
    Control("display", "choice", "look", ("", "list", "dropdown", "buttons", "pictures")),
    Control("comment", "texts", "answer"),
    Control("min_choices", "whole", "answer"),
    Control("max_choices", "whole", "answer"),
    Control("min", "amount", "answer"),
    Control("max", "amount", "answer"),
    Control("decimals", "whole", "answer"),
    Control("unit", "texts", "answer"),
    Control("sum", "sum", "answer"),
    Control("max_length", "whole", "answer"),
    Control(
        "format",
        "choice",
        "answer",
        ("", "mail", "phone", "postal_code", "url", "digits", "katakana", "hiragana"),
    ),
    Control("precision", "choice", "answer", ("", "day", "month", "year")),
    Control("earliest", "line", "answer"),
    Control("latest", "line", "answer"),
    Control("kinds", "several", "answer", ("pdf", "jpeg", "png")),
    Control("max_files", "whole", "answer"),
    Control("formula", "expression", "answer"),
    Control("hidden", "flag", "answer"),
    Control("shuffle", "flag", "look"),
    Control("shuffle_rows", "flag", "look"),
    Control("options_from", "carry", "more"),
    Control("rows_from", "carry", "more"),
    Control("default", "expression", "more"),
    Control("checks", "checks", "more"),
)
_DISPLAYS = {
    "yes_no": ("", "list", "dropdown", "buttons"),
    "scale": ("", "list", "dropdown", "buttons"),
    "district": ("", "list", "dropdown"),
    "multiple": ("", "list", "buttons", "pictures"),
}
FLAGGED = frozenset(
    {"single", "multiple", "matrix", "matrix_multiple", "scale", "district", "ranking"}
)
GROUPS = ("words", "parts", "answer", "look", "more")


def controls(type_: str) -> tuple[Control, ...]:
    """Return the controls of a type's form, in the order of the page."""
    may_have = allowed(type_)
    found = [control for control in _TABLE if control.name in may_have]
    return tuple(
        Control(c.name, c.kind, c.group, _DISPLAYS.get(type_, c.choices))
        if c.name == "display"
        else c
        for c in found
    )


def flags_of(type_: str, kind: str) -> tuple[str, ...]:
    """Return which marks the options or rows of a type may carry."""
    if kind == "columns":
        return ()
    if kind != "options":
        return ("fixed",) if kind == "rows" and type_ in NEEDS_ROWS else ()
    if type_ in {"matrix", "matrix_dual"}:
        return ("fixed",)
    if type_ == "matrix_multiple":
        return ("exclusive", "fixed")
    if type_ in {"multiple"}:
        return ("other_text", "exclusive", "fixed")
    if type_ == "ranking":
        return ("fixed",)
    return ("other_text", "fixed")
