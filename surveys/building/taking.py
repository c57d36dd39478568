"""Questions and pages taken from another questionnaire: new codes where ours are taken."""

from dataclasses import dataclass

from surveys.building.arranging import FIRST, with_new_codes
from surveys.building.finding import (
    Part,
    Refused,
    copied,
    free_page_code,
    page_at,
    question_at,
    question_codes,
)
from surveys.building.references import without_absent
from surveys.building.units import Document
from surveys.definition.schema import MOST_PAGES, MOST_QUESTIONS


@dataclass(frozen=True)
class Taken:
    """The draft with what was taken: old code → new code, and how many references were left out."""

    document: Document
    codes: dict[str, str]
    left_out: int


def take_question(
    document: Document, *, source: Document, question: str, page: str, after: str
) -> Taken:
    """Take one question; a condition on a question that did not come along is left out."""
    _page, _place, found = question_at(source, question)
    return take_part(document, part=found, page=page, after=after)


def take_part(document: Document, *, part: Part, page: str, after: str) -> Taken:
    """Take one question as it stands by itself."""
    draft = copied(document)
    _number, target = page_at(draft, page)
    if len(question_codes(draft)) >= MOST_QUESTIONS:
        raise Refused("definition-too-many-questions", most=MOST_QUESTIONS)
    taken, left_out = _of_itself({"code": "x", "questions": [part]})
    new, codes = with_new_codes(draft, taken)
    places = [q["code"] for q in target["questions"]]
    if after not in {FIRST, *places}:
        raise Refused("building-question-gone", after, question=after)
    place = 0 if after == FIRST else places.index(after) + 1
    target["questions"].insert(place, new["questions"][0])
    return Taken(draft, codes, left_out)


def take_page(document: Document, *, source: Document, page: str, after: str) -> Taken:
    """Take a page with its questions and put it after one of ours."""
    draft = copied(document)
    _number, found = page_at(source, page)
    if len(draft["pages"]) >= MOST_PAGES:
        raise Refused("building-too-many-pages", most=MOST_PAGES)
    if len(question_codes(draft)) + len(found["questions"]) > MOST_QUESTIONS:
        raise Refused("definition-too-many-questions", most=MOST_QUESTIONS)
    taken, left_out = _of_itself(found)
    new, codes = with_new_codes(draft, taken)
    if new["code"] in {p["code"] for p in draft["pages"]}:
        new["code"] = free_page_code(draft)
    place = 0 if after == FIRST else page_at(draft, after)[0] + 1
    draft["pages"].insert(place, new)
    return Taken(draft, codes, left_out)


def take_whole(document: Document, *, source: Document) -> Document:
    """Begin again from another questionnaire; only the code stays ours."""
    return copied(source) | {"code": document["code"]}


def _of_itself(page: Part) -> tuple[Part, int]:
    """Return a page that refers to nothing outside itself."""
    inside: set[str] = set()
    kept, left_out = without_absent({k: v for k, v in page.items() if k != "questions"}, inside)
    questions = []
    for question in page["questions"]:
        cleaned, dropped = without_absent(question, inside)
        questions.append(cleaned)
        left_out += dropped
        inside.add(question["code"])
    return kept | {"questions": questions}, len(left_out)
