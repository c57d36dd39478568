"""The functions of ExpressionScript, said with ours."""

from collections.abc import Callable, Sequence

from surveys.interchange.limesurvey.arithmetic import worked_out
from surveys.interchange.limesurvey.many_values import counted, one_by_one, spread, values
from surveys.interchange.limesurvey.patterns import UnknownPattern, matching
from surveys.interchange.limesurvey.script import Name, Node, Use
from surveys.interchange.limesurvey.script import Value as Given
from surveys.interchange.limesurvey.translating import MISSING, Translator, Untranslatable
from surveys.logic import Call, Expression, Lit, Op

Function = Callable[[Translator, Use], Expression]
_TODAY = Call("today", ())
_SIGNS = {
    "==": "=", "=": "=", "eq": "=", "!=": "!=", "ne": "!=", "<": "<", "lt": "<", "<=": "<=",
    "le": "<=", ">": ">", "gt": ">", ">=": ">=", "ge": ">=",
}  # fmt: skip


def translated(translator: Translator, use: Use) -> Expression:
    """Return a call of a function in our language."""
    number = worked_out(use)
    if number is not None:
        return Lit(number)
    function = _FUNCTIONS.get(use.name)
    if function is None or not use.arguments:
        if use.name in {"time", "now"} and not use.arguments:
            return _TODAY
        raise Untranslatable("import-no-function", name=use.name[:40])
    try:
        return function(translator, use)
    except IndexError as error:
        raise Untranslatable("import-wrong-arguments", name=use.name[:40]) from error


def _call(name: str) -> Function:
    """Return what calls one of our functions with plain values."""

    def say(translator: Translator, use: Use) -> Expression:
        return Call(name, tuple(translator.value(part) for part in use.arguments))

    return say


def _call_many(name: str) -> Function:
    """Return what calls one of our functions that take many values."""

    def say(translator: Translator, use: Use) -> Expression:
        return Call(name, tuple(values(translator, use.arguments)))

    return say


def _same(translator: Translator, use: Use) -> Expression:
    """Leave out a function that changes nothing in a plain text."""
    return translator.value(use.arguments[0])


# -- questions about one value ------------------------------------------------------------------


def _is_empty(translator: Translator, use: Use) -> Expression:
    return _blank(translator, use.arguments[0])


def _blank(translator: Translator, node: Node) -> Expression:
    if isinstance(node, Name):
        variables = translator.variables(node)
        if len(variables) > 1:
            return Op("not", (Call("answered", tuple(values(translator, [node]))),))
        if variables[0].kind == "box":
            return Op("not", (translator.ticked(variables[0]),))
    return Op("=", (translator.value(node), MISSING))


def _number(translator: Translator, use: Use) -> Expression:
    return Call("number", (translator.value(use.arguments[0]),))


def _is_number(translator: Translator, use: Use) -> Expression:
    return Op("!=", (_number(translator, use), MISSING))


def _is_no_number(translator: Translator, use: Use) -> Expression:
    return Op("=", (_number(translator, use), MISSING))


def _is_text(translator: Translator, use: Use) -> Expression:
    written = Op("!=", (translator.value(use.arguments[0]), MISSING))
    return Op("and", (written, _is_no_number(translator, use)))


def _is_whole_number(translator: Translator, use: Use) -> Expression:
    number = _number(translator, use)
    whole = Op("=", (number, Call("floor", (number,))))
    return Op("and", (Op("!=", (number, MISSING)), whole))


# -- numbers ------------------------------------------------------------------------------------


def _whole_part(translator: Translator, use: Use) -> Expression:
    number = _as_number(translator, use.arguments[0])
    down, up = Call("floor", (number,)), Call("ceil", (number,))
    cut = Call("if", (Op("<", (number, Lit(0.0))), up, down))
    return Call("coalesce", (cut, Lit(0.0)))


def _float(translator: Translator, use: Use) -> Expression:
    return Call("coalesce", (_as_number(translator, use.arguments[0]), Lit(0.0)))


def _as_number(translator: Translator, node: Node) -> Expression:
    value = translator.value(node)
    if isinstance(value, Op) and value.name in {"=", "!=", "<", ">", "<=", ">=", "not", "has"}:
        return Call("if", (value, Lit(1.0), Lit(0.0)))
    return Call("number", (value,))


def _power(translator: Translator, use: Use) -> Expression:
    base, exponent = translator.value(use.arguments[0]), use.arguments[1]
    if not (isinstance(exponent, Given) and exponent.value in {1.0, 2.0, 3.0, 4.0}):
        raise Untranslatable("import-no-function", name="pow")
    found = base
    for _again in range(int(exponent.value) - 1):
        found = Op("*", (found, base))
    return found


def _number_format(translator: Translator, use: Use) -> Expression:
    places = use.arguments[1] if len(use.arguments) > 1 else Given(0.0)
    translator.around.notes.add("import-number-format")
    return Call("round", (translator.value(use.arguments[0]), translator.value(places)))


# -- many values --------------------------------------------------------------------------------


def _codes(translator: Translator, wanted: Node, listed: Sequence[Node]) -> Expression:
    """Return what is counted, by our code where the answers are codes that were renamed."""
    value = translator.value(wanted)
    for argument in spread(translator, listed):
        if isinstance(argument, list) and argument and argument[0].codes and isinstance(value, Lit):
            text = f"{value.value:g}" if isinstance(value.value, float) else str(value.value)
            return Lit(argument[0].codes.get(text, text))
    return value


def _count_if(translator: Translator, use: Use) -> Expression:
    wanted = _codes(translator, use.arguments[0], use.arguments[1:])
    return Call("count_if", (wanted, *values(translator, use.arguments[1:])))


def _each_if(*, counts: bool) -> Function:
    """Return what says countifop and sumifop: one condition for each value."""

    def say(translator: Translator, use: Use) -> Expression:
        sign, wanted = use.arguments[0], use.arguments[1]
        if not isinstance(sign, Given) or not isinstance(sign.value, str):
            raise Untranslatable("import-wrong-arguments", name=use.name)
        parts = []
        for value in one_by_one(translator, use.arguments[2:]):
            if sign.value.upper() == "RX":
                condition = _matches(translator, wanted, value)
            elif sign.value.lower() in _SIGNS:
                compared = (value, translator.value(wanted))
                condition = Op(_SIGNS[sign.value.lower()], compared)
            else:
                raise Untranslatable("import-no-function", name=f"{use.name} {sign.value[:9]}")
            parts.append(Call("if", (condition, Lit(1.0) if counts else value, Lit(0.0))))
        if not parts:
            raise Untranslatable("import-wrong-arguments", name=use.name)
        return Call("sum", tuple(parts))

    return say


def _sum_if(translator: Translator, use: Use) -> Expression:
    wanted = translator.value(use.arguments[0])
    parts = [
        Call("if", (Op("=", (value, wanted)), value, Lit(0.0)))
        for value in one_by_one(translator, use.arguments[1:])
    ]
    return Call("sum", tuple(parts))


def _unique(translator: Translator, use: Use) -> Expression:
    values = one_by_one(translator, use.arguments)
    if not 2 <= len(values) <= 12:
        raise Untranslatable("import-wrong-arguments", name="unique")
    different = [
        Op("or", (Op("!=", (a, b)), Op("=", (a, MISSING))))
        for n, a in enumerate(values)
        for b in values[n + 1 :]
    ]
    return different[0] if len(different) == 1 else Op("and", tuple(different))


# -- texts --------------------------------------------------------------------------------------


def _implode(translator: Translator, use: Use) -> Expression:
    between = translator.value(use.arguments[0])
    values = one_by_one(translator, use.arguments[1:])
    if between == Lit(""):
        return Call("join", tuple(values))
    parts: list[Expression] = []
    for value in values:
        parts += [between, value] if parts else [value]
    return Call("join", tuple(parts))


def _join(translator: Translator, use: Use) -> Expression:
    return Call("join", tuple(one_by_one(translator, use.arguments)))


def _listed(translator: Translator, use: Use) -> Expression:
    parts: list[Expression] = []
    seen: list[Expression] = []
    for value in one_by_one(translator, use.arguments):
        comma = Call("if", (Call("answered", tuple(seen)), Lit(", "), MISSING)) if seen else None
        shown = [comma, value] if comma is not None else [value]
        written = shown[0] if len(shown) == 1 else Call("join", tuple(shown))
        parts.append(Call("if", (Op("!=", (value, MISSING)), written, MISSING)))
        seen.append(value)
    return parts[0] if len(parts) == 1 else Call("join", tuple(parts))


def _substring(translator: Translator, use: Use) -> Expression:
    start = use.arguments[1]
    if not isinstance(start, Given) or not isinstance(start.value, float):
        raise Untranslatable("import-no-function", name=use.name)
    first = Lit(start.value + 1)
    rest = tuple(translator.value(part) for part in use.arguments[2:3])
    return Call("substring", (translator.value(use.arguments[0]), first, *rest))


def _matched(translator: Translator, use: Use) -> Expression:
    return _matches(translator, use.arguments[0], translator.value(use.arguments[1]))


def _matches(translator: Translator, pattern: Node, value: Expression) -> Expression:
    if not isinstance(pattern, Given) or not isinstance(pattern.value, str):
        raise Untranslatable("import-no-pattern", pattern="…")
    try:
        condition, exact = matching(pattern.value, value)
    except UnknownPattern as error:
        raise Untranslatable("import-no-pattern", pattern=pattern.value[:60]) from error
    if not exact:
        translator.around.notes.add("import-pattern-as-format")
    return condition


def _contains(translator: Translator, use: Use) -> Expression:
    return Call("contains", tuple(translator.value(part) for part in use.arguments[:2]))


# -- conditions and dates -----------------------------------------------------------------------


def _if(translator: Translator, use: Use) -> Expression:
    condition, yes, no = use.arguments[0], use.arguments[1], use.arguments[2]
    return Call("if", (translator.truth(condition), translator.value(yes), translator.value(no)))


def _date(translator: Translator, use: Use) -> Expression:
    wanted = use.arguments[0]
    of = _TODAY if len(use.arguments) == 1 else translator.value(use.arguments[1])
    form = wanted.value if isinstance(wanted, Given) and isinstance(wanted.value, str) else ""
    if form in {"Y-m-d", "y-m-d"}:
        return of
    part = {"Y": "year", "n": "month", "m": "month", "j": "day", "d": "day"}.get(form)
    if part is None:
        raise Untranslatable("import-time-of-day", name=form[:20])
    return Call(part, (of,))


def _instant(translator: Translator, use: Use) -> Expression:
    """Take a date as it stands: dates compare without becoming seconds first."""
    if isinstance(use.arguments[0], Given) and use.arguments[0].value in {"now", "today"}:
        return _TODAY
    return translator.value(use.arguments[0])


_FUNCTIONS: dict[str, Function] = {
    "abs": _call("abs"),
    "sqrt": _call("sqrt"),
    "ceil": _call("ceil"),
    "floor": _call("floor"),
    "round": _call("round"),
    "strlen": _call("length"),
    "strtolower": _call("lower"),
    "strtoupper": _call("upper"),
    "count": lambda translator, use: counted(translator, use.arguments),
    "sum": _call_many("sum"),
    "min": _call_many("min"),
    "max": _call_many("max"),
    "avg": _call_many("mean"),
    "mean": _call_many("mean"),
    "is_empty": _is_empty,
    "is_null": _is_empty,
    "is_numeric": _is_number,
    "is_float": _is_number,
    "is_nan": _is_no_number,
    "is_string": _is_text,
    "is_int": _is_whole_number,
    "intval": _whole_part,
    "floatval": _float,
    "pow": _power,
    "number_format": _number_format,
    "countif": _count_if,
    "countifop": _each_if(counts=True),
    "sumifop": _each_if(counts=False),
    "sumif": _sum_if,
    "unique": _unique,
    "implode": _implode,
    "join": _join,
    "list": _listed,
    "substr": _substring,
    "regexMatch": _matched,
    "strstr": _contains,
    "if": _if,
    "iif": _if,
    "date": _date,
    "strtotime": _instant,
    **dict.fromkeys(
        (
            "trim", "ltrim", "rtrim", "nl2br", "strip_tags", "htmlentities", "htmlspecialchars",
            "html_entity_decode", "htmlspecialchars_decode", "addslashes", "stripslashes",
            "quoted_printable_decode", "quoted_printable_encode",
        ),
        _same,
    ),
}  # fmt: skip
