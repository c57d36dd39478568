"""Arguments with many values: self, that and lists of variables."""

from collections.abc import Sequence

from surveys.interchange.limesurvey.naming import Variable
from surveys.interchange.limesurvey.script import Name, Node
from surveys.interchange.limesurvey.translating import VALUES, Translator, Untranslatable
from surveys.logic import Call, Expression, Ref


def spread(translator: Translator, nodes: Sequence[Node]) -> list[list[Variable] | Expression]:
    """Return arguments, those with many values as their variables."""
    found: list[list[Variable] | Expression] = []
    for node in nodes:
        if isinstance(node, Name) and node.name in {"self", "that", "this"}:
            found.append(translator.variables(node))
        else:
            found.append(translator.value(node))
    return found


def values(translator: Translator, nodes: Sequence[Node]) -> list[Expression]:
    """Return arguments for a function that takes many values; a whole question stays whole."""
    found: list[Expression] = []
    for argument in spread(translator, nodes):
        if not isinstance(argument, list):
            found.append(argument)
        elif _is_whole(translator, argument):
            reference = translator.reference(argument[0])
            assert isinstance(reference, Ref)
            found.append(Ref(reference.parts[:1]))
        else:
            found += [translator.plain(variable) for variable in argument]
    if not found:
        raise Untranslatable("import-wrong-arguments", name="self")
    return found


def _is_whole(translator: Translator, variables: list[Variable]) -> bool:
    """Whether these are all rows of a question, whose values are as they stand."""
    if len(variables) < 2 or any(v.kind != "value" for v in variables):
        return False
    siblings = translator.around.naming.by_question[variables[0].made.source.code]
    return len(variables) == sum(v.kind == "value" for v in siblings)


def one_by_one(translator: Translator, nodes: Sequence[Node]) -> list[Expression]:
    """Return arguments with every value on its own."""
    found: list[Expression] = []
    for argument in spread(translator, nodes):
        if isinstance(argument, list):
            found += [translator.plain(variable) for variable in argument]
        else:
            found.append(argument)
    return found


def counted(translator: Translator, nodes: Sequence[Node]) -> Expression:
    """Return how many are answered; all boxes of a question are the question itself."""
    variables: list[Variable] = []
    for node in nodes:
        known = isinstance(node, Name) and not set(node.suffixes) - VALUES
        if not known or not isinstance(node, Name):
            return Call("count", tuple(values(translator, nodes)))
        variables += translator.variables(node)
    made = variables[0].made if variables else None
    codes = {v.code for v in variables if v.made is made and v.kind in {"box", "other"}}
    whole = made is not None and made.type == "multiple" and codes == set(made.options.values())
    if whole and len(variables) == len(codes):
        reference = translator.reference(variables[0])
        assert isinstance(reference, Ref)
        return Call("count", (Ref(reference.parts[:1]),))
    return Call("count", tuple(values(translator, nodes)))
