"""One variable: the question behind it, whom it was put to, its codes and how often each came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from engage.stats.cells import NO_ANSWER
from surveys.codebook import Code, Codebook, Variable
from surveys.definition import Question, Questionnaire, text_in
from surveys.definition.ruby import without_readings
from surveys.interchange.ddi.elements import add, add_texts
from surveys.interchange.ddi.groups import variable_id
from surveys.interchange.ddi.universe import universes
from surveys.logic import parse, questions_in

_DOMAINS = {"code": "category", "number": "numeric", "text": "text", "date": "datetime"}
_FORMS = {"code": "code", "number": "numeric", "text": "text", "date": "datetime"}
_TYPES = {-1: "no answer", -2: "not asked", -3: "invalid"}
_NATURES = {"nominal": "nominal", "ordinal": "ordinal", "scale": "interval"}


@dataclass
class Sheet:
    """The questionnaire, its codebook in every language, and the counts that may be told."""

    questionnaire: Questionnaire
    books: Mapping[str, Codebook]
    counts: Mapping[str, Mapping[str, int]]
    asked: set[str] = field(default_factory=set)
    """Questions that were written down already; others point there."""

    @property
    def main(self) -> str:
        """The questionnaire's own language."""
        return self.questionnaire.language


def add_variable(data: Element, sheet: Sheet, number: int) -> None:
    """Add one variable; the order of its parts is the schema's."""
    variable = sheet.books[sheet.main].variables[number]
    question = sheet.questionnaire.questions[variable.question]
    element = add(data, "var", **_attributes(variable, question, sheet.main))
    for language, book in sheet.books.items():
        add(element, "labl", book.variables[number].label, language)
    _question(element, sheet, question, variable)
    _ranges(element, question, variable)
    for told in universes(sheet.questionnaire, question):
        add(element, "universe", told, sheet.main, clusion="I")
    for code in variable.labels:
        _category(element, sheet, number, code)
    if question.type == "computed":
        _derivation(element, sheet, question)
    category = "date" if variable.kind == "date" else "other"
    kind = "numeric" if variable.is_numeric else "character"
    add(element, "varFormat", type=kind, schema="SPSS", category=category)


def _attributes(variable: Variable, question: Question, main: str) -> dict[str, str]:
    found = {
        "ID": variable_id(variable.name),
        "name": variable.name,
        "intrvl": "contin" if variable.kind == "number" else "discrete",
        "nature": _NATURES[variable.measure],
        "representationType": _FORMS[variable.kind],
    }
    if variable.kind == "number":
        found["dcml"] = str(variable.decimals)
        if question.unit:
            found["measUnit"] = without_readings(text_in(question.unit, main, main))
    return found


def _question(element: Element, sheet: Sheet, question: Question, variable: Variable) -> None:
    if not question.is_asked:
        return
    identity = f"Q.{question.code}"
    if question.code in sheet.asked:
        add(element, "qstn", qstn=identity)
        return
    sheet.asked.add(question.code)
    number = str(list(sheet.questionnaire.asked).index(question.code) + 1)
    kind = "multiple" if question.type == "multiple" else _DOMAINS[variable.kind]
    asked = add(element, "qstn", ID=identity, seqNo=number, responseDomainType=kind)
    add_texts(asked, "qstnLit", question.text, sheet.main)
    add_texts(asked, "postQTxt", question.hint, sheet.main)


def _ranges(element: Element, question: Question, variable: Variable) -> None:
    limits = {"min": question.min, "max": question.max}
    given = {name: str(limit) for name, limit in limits.items() if limit is not None}
    if variable.kind == "number" and given:
        units = "REAL" if variable.decimals else "INT"
        add(add(element, "valrng"), "range", UNITS=units, **given)
    if variable.declared:
        missing = add(element, "invalrng")
        for code in variable.declared:
            add(missing, "item", VALUE=str(code))


def _category(element: Element, sheet: Sheet, number: int, code: Code) -> None:
    variable = sheet.books[sheet.main].variables[number]
    category = add(element, "catgry")
    if code in variable.declared:
        category.set("missing", "Y")
        category.set("missType", _missing_type(variable, code))
    add(category, "catValu", str(code))
    for language, book in sheet.books.items():
        add(category, "labl", book.variables[number].labels[code], language)
    is_open = code == variable.missing.get("no-answer")
    option = NO_ANSWER if is_open else variable.origins.get(code, str(code))
    count = sheet.counts.get(variable.key, {}).get(option)
    if count is not None:
        add(category, "catStat", str(count), type="freq", wgtd="not-wgtd")


def _missing_type(variable: Variable, code: Code) -> str:
    for state, words in (("no-answer", -1), ("not-shown", -2), ("invalid", -3)):
        if variable.missing.get(state) == code:
            return _TYPES[words]
    return "refused" if variable.missing.get("refused") == code else "don't know"


def _derivation(element: Element, sheet: Sheet, question: Question) -> None:
    formula = question.formula or ""
    codes = questions_in(parse(formula)) if formula else frozenset()
    book = sheet.books[sheet.main]
    names = [v.name for v in book.variables if v.question in codes and not v.is_free_text]
    derivation = add(element, "derivation")
    if names:
        derivation.set("var", " ".join(variable_id(name) for name in names))
    add(derivation, "drvdesc", "前の回答から計算した値")
    add(derivation, "drvcmd", formula, syntax="engage")
