"""When an option, a row or a column gets another code, what mentions it follows."""

from collections.abc import Mapping
from typing import Any

from surveys.building.finding import copied
from surveys.building.references import EXPRESSIONS
from surveys.building.units import Document
from surveys.logic import (
    Call,
    Expression,
    ExpressionError,
    Lit,
    Op,
    Ref,
    changed,
    parse,
    references,
    to_text,
)

Codes = Mapping[str, Mapping[str, str]]
"""options, second_options, rows, columns → old code → new code."""
_COMPARING = frozenset({"=", "!=", "has", "in"})


def recoded(document: Document, question: str, codes: Codes) -> Document:
    """Return a draft in which every expression uses the new codes of a question's parts."""
    if not any(codes.values()):
        return document
    return _recoded(copied(document), question, codes)


def _recoded(part: Any, question: str, codes: Codes) -> Any:
    if isinstance(part, list):
        return [_recoded(item, question, codes) for item in part]
    if not isinstance(part, dict):
        return part
    return {
        key: recoded_expression(value, question, codes)
        if key in EXPRESSIONS and isinstance(value, str)
        else _recoded(value, question, codes)
        for key, value in part.items()
    }


def recoded_expression(text: str, question: str, codes: Codes) -> str:
    """Return one expression with the new codes; what cannot be read stays as it is."""
    try:
        tree = parse(text)
    except ExpressionError:
        return text
    if not any(path.split(".")[0] == question for path in references(tree)):
        return text
    new = changed(tree, lambda part: _changed(part, question, codes))
    return text if new == tree else to_text(new)


def _changed(part: Expression, question: str, codes: Codes) -> Expression:
    """Change one part; its own parts were changed before it, references among them."""
    if isinstance(part, Op) and part.name in _COMPARING:
        return Op(part.name, _with_options(part.operands, question, codes))
    if isinstance(part, Call) and part.name in {"rank", "count_if"}:
        return Call(part.name, _with_options(part.arguments, question, codes))
    if isinstance(part, Ref) and part.parts[0] == question and len(part.parts) > 1:
        names = [codes.get("rows", {}), codes.get("columns", {})]
        rest = [name.get(one, one) for name, one in zip(names, part.parts[1:], strict=False)]
        return Ref((question, *rest))
    return part


def _with_options(
    operands: tuple[Expression, ...], question: str, codes: Codes
) -> tuple[Expression, ...]:
    refs = [part for part in operands if isinstance(part, Ref) and part.parts[0] == question]
    if not refs:
        return operands
    is_second = len(refs[0].parts) == 3 and refs[0].parts[2] == "2"
    new = codes.get("second_options" if is_second else "options", {})
    return tuple(_literal(part, new) for part in operands)


def _literal(part: Expression, codes: Mapping[str, str]) -> Expression:
    if isinstance(part, Lit) and isinstance(part.value, str):
        return Lit(codes.get(part.value, part.value))
    if (
        isinstance(part, Lit)
        and isinstance(part.value, int | float)
        and not isinstance(part.value, bool)
    ):
        written = str(int(part.value)) if float(part.value).is_integer() else str(part.value)
        return Lit(codes[written]) if written in codes else part
    return part
