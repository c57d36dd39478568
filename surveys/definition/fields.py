"""Which fields each type of question may have, beside those that every question has."""

EVERY = frozenset({"code", "type", "text", "hint", "show_if"})
ANSWERED = frozenset({"required", "checks", "default"})
"""What everything has that is answered."""

_CHOICE = frozenset({"options", "options_from", "shuffle", "comment", "display"})
_ROWS = frozenset({"rows", "rows_from", "shuffle_rows"})
_AMOUNT = frozenset({"min", "max", "decimals", "unit"})

OF_TYPE: dict[str, frozenset[str]] = {
    "single": _CHOICE,
    "multiple": _CHOICE | {"min_choices", "max_choices"},
    "yes_no": frozenset({"comment", "display"}),
    "scale": frozenset({"lowest", "highest", "ends", "options", "display"}),
    "matrix": _ROWS | {"options", "shuffle", "options_from"},
    "matrix_multiple": _ROWS | {"options", "shuffle", "min_choices", "max_choices", "options_from"},
    "matrix_dual": _ROWS | {"options", "second_options", "first_heading", "second_heading"},
    "matrix_number": _ROWS | _AMOUNT | {"columns"},
    "matrix_text": _ROWS | {"columns", "max_length"},
    "number": _AMOUNT,
    "numbers": _ROWS | _AMOUNT | {"sum"},
    "short_text": frozenset({"max_length", "format"}),
    "long_text": frozenset({"max_length"}),
    "short_texts": _ROWS | {"max_length", "format"},
    "date": frozenset({"precision", "earliest", "latest"}),
    "ranking": frozenset({"options", "options_from", "shuffle", "min_choices", "max_choices"}),
    "file": frozenset({"kinds", "max_files"}),
    "consent": frozenset(),
    "district": frozenset({"options", "display"}),
    "note": frozenset(),
    "computed": frozenset({"formula", "unit", "decimals", "hidden"}),
}
NEEDS_OPTIONS = frozenset(
    {"single", "multiple", "matrix", "matrix_multiple", "matrix_dual", "ranking", "district"}
)
NEEDS_ROWS = frozenset(
    {
        "matrix",
        "matrix_multiple",
        "matrix_dual",
        "matrix_number",
        "matrix_text",
        "numbers",
        "short_texts",
    }
)
NEEDS_COLUMNS = frozenset({"matrix_number", "matrix_text"})


def allowed(type_: str) -> frozenset[str]:
    """Return every field that a question of this type may have."""
    asked = ANSWERED if type_ not in {"note", "computed"} else frozenset[str]()
    return EVERY | asked | OF_TYPE[type_]
