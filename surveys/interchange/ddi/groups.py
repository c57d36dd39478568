"""Variables that belong together: several answers to one question, and the lines of a table."""

from xml.etree.ElementTree import Element

from surveys.codebook import Codebook
from surveys.definition import Questionnaire
from surveys.interchange.ddi.elements import add, add_texts


def variable_id(name: str) -> str:
    """Return the id of a variable in the document."""
    return f"V.{name}"


def add_groups(data: Element, questionnaire: Questionnaire, book: Codebook) -> None:
    """Add the groups; they stand before all variables."""
    for each in book.sets:
        group = _group(data, f"G.{each.name[1:]}", "multipleResp", each.variables)
        add(group, "labl", each.label, book.language)
    for question in questionnaire.questions.values():
        names = tuple(v.name for v in book.variables if v.question == question.code)
        if question.rows and len(names) > 1:
            group = _group(data, f"T.{question.code}", "grid", names)
            add_texts(group, "labl", question.text, questionnaire.language)


def _group(data: Element, identity: str, kind: str, names: tuple[str, ...]) -> Element:
    members = " ".join(variable_id(name) for name in names)
    return add(data, "varGrp", ID=identity, type=kind, var=members)
