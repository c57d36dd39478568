"""ExpressionScript turned into our expression language: names, comparisons, truth and values."""

from dataclasses import dataclass, field
from typing import Any

from surveys.definition.texts import text_in
from surveys.interchange.html_text import plain_text
from surveys.interchange.limesurvey.naming import OTHER, Made, Naming, Variable
from surveys.interchange.limesurvey.script import Do, Name, Node, Use
from surveys.interchange.limesurvey.script import Value as Given
from surveys.logic import Call, Expression, Lit, Op, Ref
from surveys.logic.ast import THIS

MISSING = Lit(None)
_SIGNS = {"==": "=", "=": "=", "%": "mod"}
_ORDER = frozenset({"<", "<=", ">", ">="})
_OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
VALUES = frozenset({"NAOK", "value", "valueNAOK", "code", "codeNAOK"})
"""Suffixes that change nothing: .value differs only where answers are assessed."""
_TICKED = frozenset({"Y", "1", 1.0, "y"})


class Untranslatable(ValueError):
    """An expression that our language cannot say; `code` is the reason."""

    def __init__(self, code: str, **values: str) -> None:
        """Take the reason and what its sentence mentions."""
        super().__init__(code)
        self.code = code
        self.values: dict[str, Any] = dict(values)


@dataclass
class Surroundings:
    """Where an expression stands, and what was noted while it was translated."""

    naming: Naming
    language: str
    main: str
    own: Made | None = None
    """The question to which it belongs."""
    this: Variable | None = None
    """The cell that `this` means in a rule for each of several cells."""
    in_check: bool = False
    """Whether it is a check: there the own answer is called "this"."""
    notes: set[str] = field(default_factory=set)
    """Reasons why it is not quite the same."""


class Translator:
    """Says an expression in our language; raises Untranslatable where that cannot be done."""

    def __init__(self, around: Surroundings) -> None:
        """Begin in these surroundings."""
        self.around = around

    def truth(self, node: Node) -> Expression:
        """Return a condition."""
        if isinstance(node, Name):
            variable = self.variable(node)
            if variable.kind == "box":
                return self.ticked(variable)
        if isinstance(node, Given) and isinstance(node.value, float):
            return Lit(node.value != 0)
        if isinstance(node, Do) and node.sign in {"&&", "||"}:
            name = "and" if node.sign == "&&" else "or"
            return Op(name, tuple(self.truth(part) for part in _flat(node, node.sign)))
        if isinstance(node, Do) and node.sign == "!":
            return Op("not", (self.truth(node.parts[0]),))
        return self.value(node)

    def value(self, node: Node) -> Expression:
        """Return a value."""
        if isinstance(node, Given):
            return Lit(node.value)
        if isinstance(node, Name):
            return self._of_name(node)
        if isinstance(node, Use):
            from surveys.interchange.limesurvey.functions import translated

            return translated(self, node)
        if node.sign in {"&&", "||", "!"}:
            return self.truth(node)
        if node.sign == "neg":
            return Op("neg", (self.value(node.parts[0]),))
        if node.sign in {"==", "=", "!="} | _ORDER:
            return self._compared(node.sign, *node.parts)
        left, right = (self.value(part) for part in node.parts)
        if node.sign == "+" and any(_is_text(part) for part in (left, right)):
            return Call("join", (left, right))
        return Op(_SIGNS.get(node.sign, node.sign), (left, right))

    # -- names ------------------------------------------------------------------------------

    def variables(self, node: Name) -> list[Variable]:
        """Return the variables that a name means: one, or all of self and that."""
        around = self.around
        if node.name == "this" and around.this is not None:
            return [around.this]
        if node.name in {"self", "this"} and around.own is not None:
            return _filtered(self._of_question(around.own.source.code), node.suffixes)
        if node.name == "that" and node.suffixes:
            return _filtered(self._of_question(node.suffixes[0]), node.suffixes[1:])
        found = around.naming.by_name.get(node.name) or around.naming.by_field.get(node.name)
        if found is None:
            code = "import-person-variable" if _is_of_a_person(node.name) else "import-no-variable"
            raise Untranslatable(code, name=node.name[:60])
        return [found]

    def _of_question(self, code: str) -> list[Variable]:
        found = self.around.naming.by_question.get(code)
        if not found:
            raise Untranslatable("import-no-variable", name=code[:60])
        return found

    def variable(self, node: Name) -> Variable:
        """Return the one variable that a name means."""
        found = self.variables(node)
        if len(found) != 1:
            raise Untranslatable("import-many-values", name=".".join((node.name, *node.suffixes)))
        return found[0]

    def reference(self, variable: Variable) -> Expression:
        """Return how our language calls a variable."""
        own = self.around.in_check and variable.made is self.around.own
        return Ref((THIS if own else variable.made.code, *variable.parts))

    def _of_name(self, node: Name) -> Expression:
        variable = self.variable(node)
        if "shown" in node.suffixes:
            return self.shown(variable)
        unknown = set(node.suffixes) - VALUES
        if unknown and node.name not in {"self", "that", "this"}:
            from surveys.interchange.limesurvey.constants import attribute_of

            said = attribute_of(variable, node.suffixes[-1], self.around)
            if said is None:
                raise Untranslatable("import-no-suffix", name=node.suffixes[-1][:30])
            self.around.notes.add("import-written-out")
            return Lit(said)
        return self.plain(variable)

    def plain(self, variable: Variable) -> Expression:
        """Return the code or the text that stands in a variable."""
        if variable.kind == "none":
            raise Untranslatable("import-no-answer-there", name=variable.name)
        if variable.kind == "beside":
            raise Untranslatable("import-comment-of-option", name=variable.name)
        if variable.kind == "box":
            sign = "1" if variable.made.type == "matrix_multiple" else "Y"
            return Call("if", (self.ticked(variable), Lit(sign), Lit("")))
        reference = self.reference(variable)
        if variable.kind == "rank":
            return Call("at", (reference, Lit(float(variable.code))))
        if variable.kind == "files" and variable.code == "count":
            return Call("count", (reference,))
        return reference

    def ticked(self, variable: Variable) -> Expression:
        """Return whether a box is ticked."""
        return Op("has", (self.reference(variable), Lit(variable.code)))

    def shown(self, variable: Variable) -> Expression:
        """Return the words of an answer: those of the option that was chosen."""
        words = {
            code: plain_text(text_in(text, self.around.language, self.around.main)).text
            for code, text in variable.labels.items()
        }
        if variable.kind == "box":
            return Call("if", (self.ticked(variable), Lit(words[variable.code]), MISSING))
        value = self.plain(variable)
        if variable.codes is None or not words:
            return value
        found: Expression = MISSING
        if len(words) > 25:
            raise Untranslatable("import-too-many-words", name=variable.name)
        for code in reversed(list(variable.codes.values())):
            if code in words:
                found = Call("if", (Op("=", (value, Lit(code))), Lit(words[code]), found))
        return found

    # -- comparing --------------------------------------------------------------------------

    def _compared(self, sign: str, left: Node, right: Node) -> Expression:
        if sign == "=":
            self.around.notes.add("import-assignment-compared")
        if isinstance(left, Given) and isinstance(right, Name):
            left, right = right, left
            sign = _OPPOSITE.get(sign, sign)
        sign = _SIGNS.get(sign, sign)
        if isinstance(left, Name) and isinstance(right, Given):
            said = self._with_literal(sign, left, right)
            if said is not None:
                return said
        return Op(sign, (self.value(left), self.value(right)))

    def _with_literal(self, sign: str, name: Name, literal: Given) -> Expression | None:
        """Return a comparison of an answer with a code; None where it is a plain one."""
        variable, given = self.variable(name), literal.value
        if set(name.suffixes) - VALUES - {"shown"} and name.name not in {"self", "that", "this"}:
            return None
        if sign in {"=", "!="} and isinstance(given, str) and not given.strip():
            return self._emptiness(sign, variable)
        if variable.kind == "box":
            return self._box(sign, variable, literal)
        if variable.codes is None or sign in _ORDER:
            return None
        wanted = self._code(variable, given, shown="shown" in name.suffixes)
        if wanted is None and "shown" in name.suffixes:
            return None
        if wanted is None:
            values = {"name": variable.name, "option": str(given)[:40]}
            raise Untranslatable("import-no-option", **values)
        return Op(sign, (self.plain(variable), Lit(wanted)))

    def _emptiness(self, sign: str, variable: Variable) -> Expression:
        if variable.kind == "box":
            ticked = self.ticked(variable)
            return Op("not", (ticked,)) if sign == "=" else ticked
        return Op(sign, (self.plain(variable), MISSING))

    def _box(self, sign: str, variable: Variable, literal: Given) -> Expression:
        ticked = self.ticked(variable)
        if (
            sign in {">", ">="}
            and literal.value in {0.0, "0", 1.0}
            and (sign == ">=" or literal.value != 1.0)
        ):
            return ticked
        if sign not in {"=", "!="}:
            raise Untranslatable("import-box-compared", name=variable.name)
        if literal.value not in _TICKED:
            if literal.value in {"N", "n", "0", 0.0}:  # never so in LimeSurvey, but this is meant
                self.around.notes.add("import-box-compared-with-no")
                return Op("not", (ticked,)) if sign == "=" else ticked
            values = {"name": variable.name, "option": str(literal.value)[:40]}
            raise Untranslatable("import-no-option", **values)
        return ticked if sign == "=" else Op("not", (ticked,))

    def _code(self, variable: Variable, given: float | str, *, shown: bool) -> str | None:
        """Return our code of an option that is compared with."""
        text = f"{given:g}" if isinstance(given, float) else given.strip()
        if shown:
            for code, words in variable.labels.items():
                if text in {plain_text(word).text for word in words.values()}:
                    return code
        codes = variable.codes or {}
        if text.lower() == "other" and OTHER in codes and text not in codes:
            return codes[OTHER]
        return codes.get(text)


def _flat(node: Node, sign: str) -> list[Node]:
    """Return the parts of a && b && c side by side."""
    if isinstance(node, Do) and node.sign == sign:
        return [part for inner in node.parts for part in _flat(inner, sign)]
    return [node]


def _filtered(found: list[Variable], suffixes: tuple[str, ...]) -> list[Variable]:
    """Return the parts that self.sq_a, self.comments … mean."""
    parts = [v for v in found if v.kind not in {"other", "comment", "beside"}]
    if "comments" in suffixes:
        parts = [v for v in found if v.kind in {"comment", "beside"}]
    wanted = [suffix[3:] for suffix in suffixes if suffix.startswith("sq_")]
    if not wanted:
        return parts
    exact = [v for v in parts if any(_is_part(v, one) for one in wanted)]
    loose = [v for v in parts if any(v.part and one in v.part.code for one in wanted)]
    return exact or loose


def _is_part(variable: Variable, wanted: str) -> bool:
    if variable.part is None:
        return False
    name = variable.name.removeprefix(f"{variable.made.source.code}_")
    return wanted in {variable.part.code, name} or wanted in name.split("_")


def _is_of_a_person(name: str) -> bool:
    return name.startswith(("TOKEN", "ATTRIBUTE")) or name in {
        "FIRSTNAME",
        "LASTNAME",
        "EMAIL",
        "OPTOUTURL",
        "SAVEDID",
    }


def _is_text(part: Expression) -> bool:
    """Whether adding this makes a text: one that is no number."""
    if isinstance(part, Lit) and isinstance(part.value, str):
        return not part.value.strip().replace(".", "", 1).isdigit()
    return isinstance(part, Call) and part.name in {"join", "text", "substring"}
