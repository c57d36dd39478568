"""The expression language of questionnaires: conditions, checks, defaults, computed values."""

from surveys.logic.ast import (
    Call,
    Expression,
    Lit,
    Op,
    Ref,
    changed,
    from_plain,
    questions_in,
    references,
    renamed,
    to_plain,
    to_text,
)
from surveys.logic.evaluate import Values, evaluate
from surveys.logic.grammar import ExpressionError, parse
from surveys.logic.values import Value, rounded, truth

__all__ = [
    "Call",
    "Expression",
    "ExpressionError",
    "Lit",
    "Op",
    "Ref",
    "Value",
    "Values",
    "changed",
    "evaluate",
    "from_plain",
    "parse",
    "questions_in",
    "references",
    "renamed",
    "rounded",
    "to_plain",
    "to_text",
    "truth",
]
