"""The whole document: the study, the file, the variables."""

from xml.etree.ElementTree import Element

from surveys.codebook import Codebook, codebook_of
from surveys.definition import Questionnaire
from surveys.interchange.ddi.elements import XML_LANG, add, as_bytes, root
from surveys.interchange.ddi.groups import add_groups
from surveys.interchange.ddi.study import Study, describe
from surveys.interchange.ddi.variables import Sheet, add_variable

FILE = "F1"


def codebook_xml(questionnaire: Questionnaire, study: Study | None = None) -> bytes:
    """Return a questionnaire, and the study that asked it, as DDI-Codebook 2.5."""
    document = root("codeBook", version="2.5")
    document.set(XML_LANG, questionnaire.language)
    describe(document, questionnaire, study)
    books = {
        language: codebook_of(questionnaire, language=language, with_texts=True)
        for language in questionnaire.languages
    }
    book = books[questionnaire.language]
    if study and study.responses is not None:
        _file(document, study, book)
    data = add(document, "dataDscr")
    add_groups(data, questionnaire, book)
    sheet = Sheet(questionnaire, books, study.counts if study else {})
    for number in range(len(book.variables)):
        add_variable(data, sheet, number)
    return as_bytes(document)


def _file(document: Element, study: Study, book: Codebook) -> None:
    text = add(add(document, "fileDscr", ID=FILE), "fileTxt")
    add(text, "fileName", f"{study.code}-answers")
    add(text, "fileStrc", type="rectangular")
    dimensions = add(text, "dimensns")
    add(dimensions, "caseQnty", str(study.responses))
    add(dimensions, "varQnty", str(len(book.variables)))
    add(text, "fileType", "CSV、Excel、SPSS、JSON", charset="UTF-8")
