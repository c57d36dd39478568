"""Expressions of SurveyJS in our language."""

import re
from collections.abc import Mapping
from typing import Any

from surveys.interchange.climbing import Unsaid, function, joined, negated
from surveys.interchange.naming import Names, coded
from surveys.interchange.surveyjs.grammar import LIST, parse
from surveys.logic import Call, Expression, Lit, Op, Ref
from surveys.logic.values import text_of

_SAME = {"sum": "sum", "min": "min", "max": "max", "avg": "mean", "round": "round", "iif": "if",
         "today": "today", "currentdate": "today", "length": "length", "lower": "lower",
         "upper": "upper", "year": "year", "month": "month", "day": "day",
         "contains_text": "contains", "starts_with": "starts", "ends_with": "ends", "abs": "abs",
         "sqrt": "sqrt",
         "floor": "floor", "ceil": "ceil", "concat": "join", "number": "number"}  # fmt: skip
_INDEX = re.compile(r"\[(\d+)\]")
_SELF = frozenset({"$self", "$self.value", "this", "question", "value"})
_ITEM = frozenset({"item", "choice", "$item", "$item.value", "item.value"})


class Translator:
    """Turns expressions of one file into ours.

    `item` is the choice or row for which a condition is said; `own` the question whose answer is
    checked.
    """

    def __init__(
        self, names: Names, item: Mapping[str, Any] | None = None, own: Expression | None = None
    ) -> None:
        """Take the names of the file."""
        self._names = names
        self._item = item
        self._own = own
        self.changed = ""

    def condition(self, text: str) -> Expression:
        """Return a condition; a yes-or-no answer that stands alone must be yes."""
        return self._true(self.of(parse(text)))

    def value(self, text: str) -> Expression:
        """Return what an expression works out."""
        return self.of(parse(text))

    def of(self, tree: Expression) -> Expression:
        """Return one part in our language."""
        if isinstance(tree, Lit):
            return tree
        if isinstance(tree, Ref):
            return self._reference(tree.parts[0])
        if isinstance(tree, Op):
            return self._operation(tree)
        return self._call(tree)

    def _reference(self, name: str) -> Expression:
        name = name.removeprefix("#")
        if name in _SELF:
            return Ref(("this",))
        if name in _ITEM and self._item is not None:
            return Lit(_plain(self._item.get("value")))
        if self._item is not None and name.split(".", 1)[0] in {"item", "$item", "choice"}:
            return Lit(_plain(self._item.get(name.split(".", 1)[1], "")))
        found = self._names.get(name)
        if found is None:
            return self._within(name)
        if found.repeated:
            self.changed = self.changed or "import-repeat-once"
        return Ref(("this",)) if found.is_ == self._own else found.is_

    def _within(self, name: str) -> Expression:
        for prefix in ("panel.", "row.", "$row.", "parentPanel."):
            if name.startswith(prefix) and self._names.get(name.removeprefix(prefix)):
                self.changed = self.changed or "import-repeat-once"
                return self._names.meant(name.removeprefix(prefix)).is_
        if name.endswith(".length"):
            subject = self._reference(name.removesuffix(".length"))
            return function("count" if self._kind(subject) == "codes" else "length", subject)
        bare = _INDEX.sub("", name)
        place = _INDEX.search(name)
        if place and bare != name and self._names.get(bare):
            if self._names.kind(self._names.meant(bare).is_) == "codes":
                return function("at", self._names.meant(bare).is_, float(place[1]) + 1)
            self.changed = self.changed or "import-repeat-once"
            return self._names.meant(bare).is_
        if place and "." in bare and self._names.get(bare.rsplit(".", 1)[1]):
            self.changed = self.changed or "import-repeat-once"
            return self._names.meant(bare.rsplit(".", 1)[1]).is_
        return self._names.meant(name).is_

    def _operation(self, tree: Op) -> Expression:
        name = tree.name
        if name in {"anyof", "allof", "noneof", "contains", "notcontains"}:
            return self._among(name, tree)
        listed = [part for part in tree.operands if isinstance(part, Call) and part.name == LIST]
        if name in {"=", "!="} and listed:
            return self._equal_to_list(name, tree)
        parts = [self.of(part) for part in tree.operands]
        if name in {"and", "or"}:
            return joined(name, *(self._true(part) for part in parts))
        if name in {"=", "!="}:
            return self._compared(name, parts[0], parts[1])
        if len(parts) == 1:
            return self._of_one(name, parts[0])
        return self._worked_out(name, parts)

    def _of_one(self, name: str, part: Expression) -> Expression:
        if name == "not":
            return negated(self._true(part))
        if name == "neg":
            return Op(name, (part,))
        answered = function("answered", part)
        return answered if name == "notempty" else negated(answered)

    def _worked_out(self, name: str, parts: list[Expression]) -> Expression:
        if name == "^":
            return _power(parts[0], parts[1])
        if name == "+" and any(self._is_text(part) for part in parts):
            flat: list[Expression] = []
            for part in parts:
                flat += part.arguments if isinstance(part, Call) and part.name == "join" else [part]
            return Call("join", tuple(flat))
        return Op(name, tuple(parts))

    def _compared(self, name: str, left: Expression, right: Expression) -> Expression:
        if isinstance(left, Lit) and not isinstance(right, Lit):
            left, right = right, left
        if isinstance(left, Lit) and isinstance(right, Lit):
            same = text_of(left.value) == text_of(right.value)
            return Lit(same == (name == "="))
        if right in {Lit(""), Lit(None)}:
            answered = function("answered", left)
            return answered if name == "!=" else negated(answered)
        options = self._options(left)
        wanted = text_of(right.value) if isinstance(right, Lit) else None
        if self._item is not None and options and wanted is not None and wanted not in options:
            return Lit(name == "!=")
        if self._kind(left) == "codes" and isinstance(right, Lit) and options:
            has = Op("has", (left, coded(right, options)))
            return has if name == "=" else negated(has)
        if options:
            return self._names.compared(name, left, coded(right, options))
        return self._names.compared(name, left, right)

    def _options(self, part: Expression) -> dict[str, str]:
        return self._names.options(self._own if part == Ref(("this",)) and self._own else part)

    def _kind(self, part: Expression) -> str:
        return self._names.kind(self._own if part == Ref(("this",)) and self._own else part)

    def _list(self, part: Expression) -> list[Expression]:
        if isinstance(part, Call) and part.name == LIST:
            return [self.of(inner) for inner in part.arguments]
        return [self.of(part)]

    def _among(self, name: str, tree: Op) -> Expression:
        if isinstance(tree.operands[0], Call) and tree.operands[0].name == LIST:
            left = self.of(tree.operands[1])
            wanted = self._list(tree.operands[0])
            return (
                self._any(left, wanted)
                if name != "notcontains"
                else negated(self._any(left, wanted))
            )
        left, wanted = self.of(tree.operands[0]), self._list(tree.operands[1])
        if name in {"contains", "notcontains"}:
            if self._kind(left) in {"codes", "code"} or len(wanted) > 1:
                found = joined("and", *(self._has(left, part) for part in wanted))
            else:
                found = function("contains", left, wanted[0])
            return found if name == "contains" else negated(found)
        if name == "allof":
            return joined("and", *(self._has(left, part) for part in wanted))
        found = self._any(left, wanted)
        return found if name == "anyof" else negated(found)

    def _any(self, left: Expression, wanted: list[Expression]) -> Expression:
        if self._kind(left) == "code" and len(wanted) > 1:
            options = self._options(left)
            return Op("in", (left, *(coded(part, options) for part in wanted)))
        return joined("or", *(self._has(left, part) for part in wanted))

    def _has(self, left: Expression, part: Expression) -> Expression:
        if self._kind(left) == "codes":
            return Op("has", (left, coded(part, self._options(left))))
        return self._compared("=", left, part)

    def _equal_to_list(self, name: str, tree: Op) -> Expression:
        left, right = tree.operands
        if isinstance(left, Call) and left.name == LIST:
            left, right = right, left
        answer, wanted = self.of(left), self._list(right)
        count = Op("=", (function("count", answer), Lit(float(len(wanted)))))
        found = joined("and", *(self._has(answer, part) for part in wanted), count)
        return found if name == "=" else negated(found)

    def _true(self, part: Expression) -> Expression:
        """Return a part as a condition: an answer of yes or no is true when it is yes."""
        is_truth = self._kind(part) == "truth"
        if isinstance(part, Ref) and "true" in self._options(part) and not is_truth:
            return Op("=", (part, Lit(self._options(part)["true"])))
        return part

    def _is_text(self, part: Expression) -> bool:
        if isinstance(part, Lit):
            return isinstance(part.value, str) and not part.value.replace(".", "").isdigit()
        return (isinstance(part, Call) and part.name == "join") or self._kind(part) == "text"

    def _call(self, call: Call) -> Expression:
        name, given = call.name.lower(), call.arguments
        if name == LIST:
            raise Unsaid("import-list-in-expression")
        found = self._special(name, given)
        if found is not None:
            return found
        if name not in _SAME or (name == "today" and given):
            raise Unsaid("expression-unknown-function", name=call.name[:40])
        parts = [inner for part in given for inner in self._list(part)]
        if name == "iif" and parts:
            parts[0] = self._true(parts[0])
        return Call(_SAME[name], tuple(parts))

    def _special(self, name: str, given: tuple[Expression, ...]) -> Expression | None:
        """Return what a function is in our words where that is more than another name."""
        if name in {"year", "currentyear"} and not given:
            return function("year", function("today"))
        if name == "age" and len(given) == 1:
            return function("years_between", self.of(given[0]), function("today"))
        if name in {"datediff", "diffdays"} and len(given) >= 2:
            return self._between(given)
        if name == "trunc" and given:
            self.changed = self.changed or "import-rounded-down"
            return function("floor", self.of(given[0]))
        if name in {"getdate", "displayvalue"} and given:
            return self._named(name, given[0])
        if name == "substring" and len(given) in {2, 3}:
            return self._substring(given)
        return None

    def _named(self, name: str, given: Expression) -> Expression:
        if name == "displayvalue":
            self.changed = self.changed or "import-code-not-label"
        if isinstance(given, Lit) and isinstance(given.value, str):
            return self._reference(given.value)
        return self.of(given)

    def _between(self, given: tuple[Expression, ...]) -> Expression:
        unit = given[2].value if len(given) > 2 and isinstance(given[2], Lit) else "days"
        names = {"days": "days_between", "years": "years_between"}
        if unit not in names:
            raise Unsaid("import-no-pattern", pattern=str(unit)[:60])
        return function(names[str(unit)], self.of(given[0]), self.of(given[1]))

    def _substring(self, given: tuple[Expression, ...]) -> Expression:
        start = self.of(given[1])
        first: Expression = Op("+", (start, Lit(1.0)))
        if isinstance(start, Lit):
            first = Lit(float(start.value or 0) + 1)
        return function("substring", self.of(given[0]), first, *(self.of(p) for p in given[2:]))


def _power(base: Expression, exponent: Expression) -> Expression:
    if not isinstance(exponent, Lit) or exponent.value not in {2.0, 3.0, 4.0}:
        raise Unsaid("expression-unknown-function", name="^")
    found = base
    for _time in range(int(exponent.value) - 1):
        found = Op("*", (found, base))
    return found


def _plain(value: Any) -> str | float | bool | None:
    if isinstance(value, bool) or value is None:
        return value
    return float(value) if isinstance(value, int | float) else str(value)
