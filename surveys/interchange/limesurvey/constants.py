"""What LimeSurvey works out from the questionnaire itself: attributes, names, options' words."""

from surveys.definition.texts import name_of, text_in
from surveys.interchange.html_text import plain_text
from surveys.interchange.limesurvey.arithmetic import digits, worked_out
from surveys.interchange.limesurvey.naming import Made, Variable
from surveys.interchange.limesurvey.script import Do, Name, Node, Use
from surveys.interchange.limesurvey.script import Value as Given
from surveys.interchange.limesurvey.source import Group, Question, Source
from surveys.interchange.limesurvey.translating import Surroundings, Untranslatable

_LONGEST_WRITTEN = 500


def attribute_of(variable: Variable, suffix: str, around: Surroundings) -> str | None:
    """Return what a suffix such as .question or .qid always says; None for unknown suffixes."""
    question = variable.made.source
    if suffix == "question":
        text = variable.part.text if variable.part else question.text
        return _without_braces(text_in(text, around.language, around.main))
    if suffix == "help":
        return _without_braces(text_in(question.help, around.language, around.main))
    known = {
        "qid": question.id,
        "gid": question.group,
        "type": question.type,
        "mandatory": question.mandatory,
        "relevance": question.relevance or "1",
        "sgqa": f"{question.group}X{variable.column}",
        "rowdivid": f"{question.group}X{variable.column}" if variable.part else "",
        "jsName": f"java{question.group}X{variable.column}",
        "qseq": str(max(variable.made.order - 1, 0)),
    }
    return known.get(suffix)


def _without_braces(text: str) -> str:
    return plain_text(text).text.replace("{", "").replace("}", "")[:_LONGEST_WRITTEN]


class Constants:
    """Parts of texts that need no answer to be known."""

    def __init__(self, source: Source) -> None:
        """Look at one questionnaire."""
        self.source = source
        self._questions = {question.id: question for question in source.questions}
        self._by_code = {question.code: question for question in source.questions}
        self._groups = {group.id: (n, group) for n, group in enumerate(source.groups)}

    def said(self, node: Node, around: Surroundings) -> str | None:
        """Return what an expression always says; None when it depends on an answer."""
        if isinstance(node, Given):
            return digits(node.value) if isinstance(node.value, float) else node.value
        if isinstance(node, Name):
            return self._of_name(node, around)
        if isinstance(node, Use) and node.name == "getAnswerOptionText":
            return self._option(node, around)
        if isinstance(node, Use) and node.name in {"join", "implode"}:
            parts = [self.said(part, around) for part in node.arguments]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts) or not parts:
                return None
            return "".join(known) if node.name == "join" else known[0].join(known[1:])
        if isinstance(node, Use | Do):
            number = worked_out(node)
            return None if number is None else digits(number)
        return None

    def _of_name(self, node: Name, around: Surroundings) -> str | None:
        silent = self._of_silent(node, around)
        if silent is not None:
            return silent
        name = node.name.upper()
        if not node.suffixes and node.name == name:
            found = self._of_survey(name, around)
            if found is not None:
                return found
        if not node.suffixes or node.suffixes[-1] in {"NAOK", "shown", "value", "code"}:
            return None
        if node.name in {"self", "this", "that"} and node.suffixes[-1] not in {"qid", "gid"}:
            return None
        found_variables = self._variables(node, around)
        if not found_variables:
            return None
        suffix, question = node.suffixes[-1], found_variables[0].made.source
        number, group = self._groups.get(question.group, (0, Group(question.group)))
        of_group = {"gseq": str(number), "grelevance": group.relevance or "1"}
        if suffix in of_group:
            return of_group[suffix]
        if suffix == "relevanceStatus" and question.relevance in {"", "1"}:
            return "1"
        return attribute_of(found_variables[0], suffix, around)

    def _of_silent(self, node: Name, around: Surroundings) -> str | None:
        """Return what a question says that has no answer of its own: a text, the language."""
        question = self._by_code.get(node.name) or self._questions.get(node.name.split("X")[-1])
        if question is None or question.type not in {"I", "X"}:
            return None
        suffix = node.suffixes[-1] if node.suffixes else "NAOK"
        if suffix in {"NAOK", "value", "valueNAOK", "code", "shown"}:
            if question.type == "X":
                return ""
            return name_of(around.language) if suffix == "shown" else around.language
        number, group = self._groups.get(question.group, (0, Group(question.group)))
        made = Made(question, "", "note", 1)
        known = {"gseq": str(number), "grelevance": group.relevance or "1", "relevanceStatus": "1"}
        variable = Variable(made, "none", question.code, question.id)
        return known.get(suffix) or attribute_of(variable, suffix, around)

    def _variables(self, node: Name, around: Surroundings) -> list[Variable]:
        naming = around.naming
        if node.name in {"self", "this"} and around.own is not None:
            return naming.by_question.get(around.own.source.code, [])
        if node.name == "that":
            return naming.by_question.get(node.suffixes[0], [])
        found = naming.by_name.get(node.name) or naming.by_field.get(node.name)
        return [found] if found else naming.by_question.get(node.name, [])

    def _of_survey(self, name: str, around: Surroundings) -> str | None:
        settings, language = self.source.settings, around.language
        if name == "SURVEYNAME":
            return _without_braces(text_in(self.source.title, language, around.main))
        if name == "SURVEYDESCRIPTION":
            return _without_braces(text_in(self.source.description, language, around.main))
        own = around.own.source if around.own else None
        known = {
            "ADMINNAME": settings.get("admin"),
            "ADMINEMAIL": settings.get("adminemail"),
            "SID": self.source.id,
            "SURVEYID": self.source.id,
            "LANG": language,
            "QID": own.id if own else None,
            "GID": own.group if own else None,
            "GROUPNAME": self._group_name(own, around),
        }
        return known.get(name)

    def _group_name(self, own: Question | None, around: Surroundings) -> str | None:
        group = self._groups.get(own.group) if own else None
        if group is None:
            return None
        return _without_braces(text_in(group[1].name, around.language, around.main))

    def _option(self, node: Use, around: Surroundings) -> str | None:
        """Return the words of an option, as the plugin of that name writes them."""
        asked = [self.said(part, around) for part in node.arguments]
        if len(asked) < 2 or asked[0] is None or asked[1] is None:
            return None
        question = self._questions.get(asked[0]) or self._by_code.get(asked[0])
        scale = int(asked[2]) if len(asked) > 2 and asked[2] in {"0", "1"} else 0
        points = question.points(scale) if question else []
        for point in points:
            if point.code == asked[1]:
                return _without_braces(text_in(point.text, around.language, around.main))
        raise Untranslatable("import-no-option", name=asked[0][:40], option=asked[1][:40])
