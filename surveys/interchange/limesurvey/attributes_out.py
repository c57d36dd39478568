"""The attributes of LimeSurvey's questions that say what fields of ours say."""

from collections.abc import Mapping

from surveys.definition import Question
from surveys.interchange.limesurvey.script_out import Called
from surveys.logic import Expression, Lit, Op, Ref
from surveys.logic.values import text_of

_FILES = {"pdf": ("pdf",), "jpeg": ("jpg", "jpeg"), "png": ("png",)}
_DATES = {"year": "yyyy", "month": "yyyy-mm", "day": "yyyy-mm-dd"}


def attributes_of(
    question: Question, called: Called, others: Mapping[str, Called]
) -> dict[str, str]:
    """Return the attributes of a question, by their names."""
    found: dict[str, str | None] = {
        **_of_choices(question, called),
        **_of_amounts(question),
        "maximum_chars": _number(question.max_length),
        "random_order": "1" if question.shuffle or question.shuffle_rows else None,
        "hidden": "1" if question.hidden else None,
        "numbers_only": "1" if question.type == "matrix_number" else None,
        "multiflexible_checkbox": "1" if question.type == "matrix_multiple" else None,
        "slider_layout": None,
    }
    if question.type == "matrix_number":
        found["input_boxes"] = "1"
    for carried in (question.options_from, question.rows_from):
        if carried is not None and carried.question in others:
            suffix = "" if carried.which == "chosen" else "_exclude"
            found[f"array_filter{suffix}"] = others[carried.question].code
    if question.type == "date":
        found |= {
            "date_format": _DATES[question.precision or "day"],
            "date_min": question.earliest,
            "date_max": question.latest,
        }
    if question.type == "file":
        kinds = question.kinds or ["pdf", "jpeg", "png"]
        found["allowed_filetypes"] = ", ".join(n for kind in kinds for n in _FILES[kind])
        found["max_num_of_files"] = str(question.max_files or 1)
    return {name: value for name, value in found.items() if value}


def _of_choices(question: Question, called: Called) -> dict[str, str | None]:
    exclusive = [
        called.options[code] for code in called.options if code in question.exclusive_codes
    ]
    found: dict[str, str | None] = {
        "exclude_all_others": ";".join(exclusive) or None,
        "min_answers": _number(question.min_choices),
        "max_answers": _number(question.max_choices),
    }
    if called.other and question.options[-1].code != called.other:
        at = next(n for n, o in enumerate(question.options) if o.code == called.other)
        found["other_position"] = "beginning" if at == 0 else "specific"
        if at:
            found["other_position_code"] = called.options[question.options[at - 1].code]
    return found


def _of_amounts(question: Question) -> dict[str, str | None]:
    if question.type not in {"number", "numbers", "matrix_number"}:
        return {}
    is_table = question.type == "matrix_number"
    low, high = (
        ("multiflexible_min", "multiflexible_max")
        if is_table
        else ("min_num_value_n", "max_num_value_n")
    )
    found: dict[str, str | None] = {
        low: _number(question.min),
        high: _number(question.max),
        "num_value_int_only": None if question.decimals or is_table else "1",
    }
    if question.sum is not None:
        found |= {
            "equals_num_value": _number(question.sum.equals),
            "min_num_value": _number(question.sum.min),
            "max_num_value": _number(question.sum.max),
        }
    return found


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.15g}"


def members_of(when: Expression, called: Mapping[str, Called]) -> list[tuple[str, str]] | None:
    """Return the answers that a quota counts, by question; None for what is no such list."""
    parts = when.operands if isinstance(when, Op) and when.name == "and" else (when,)
    found: list[tuple[str, str]] = []
    for part in parts:
        some = _of_one_question(part, called)
        if some is None or any(code in {c for c, _v in found} for code, _value in some):
            return None
        found += some
    return found


def _of_one_question(
    part: Expression, called: Mapping[str, Called]
) -> list[tuple[str, str]] | None:
    if not isinstance(part, Op) or part.name not in {"=", "has", "in", "or"}:
        return None
    if part.name == "or":
        each = [_of_one_question(one, called) for one in part.operands]
        if any(one is None for one in each):
            return None
        found = [pair for one in each if one for pair in one]
        return found if len({code for code, _value in found}) == 1 else None
    reference, *wanted = part.operands
    if not isinstance(reference, Ref) or len(reference.parts) > 2:
        return None
    own = called.get(reference.parts[0])
    row = f"{own.rows[reference.parts[1]]}-" if own and len(reference.parts) == 2 else ""
    codes = [text_of(w.value) or "" for w in wanted if isinstance(w, Lit)]
    if own is None or len(codes) < len(wanted) or any(code not in own.options for code in codes):
        return None
    return [(reference.parts[0], row + own.options[code]) for code in codes]
