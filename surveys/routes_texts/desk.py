"""An item's texts on the desk of somebody who works on them."""

from dataclasses import dataclass

from flask import Blueprint

from engage.core.clock import now
from engage.core.errors import Conflict, NotFound
from engage.core.web import db, or_404
from surveys.frame import Frame, frame_of
from surveys.freetext.answers import TextAnswer, TextItem, answers_to, may_be_read, text_item
from surveys.models import Survey, TextCode
from surveys.queries import freetext as queries
from surveys.results import report
from surveys.templating import words

blueprint = Blueprint("surveys_texts", __name__, url_prefix="/staff/surveys/<code>/texts")


@dataclass(frozen=True)
class Desk:
    """An item of a closed survey, opened to be worked on."""

    survey: Survey
    frame: Frame
    item: TextItem

    @property
    def codes(self) -> list[TextCode]:
        """The codes of the item in their order."""
        return queries.codes_of(db(), self.survey, self.item.key)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The codes with their labels, for a form."""
        return [(code.code, code.label) for code in self.codes]

    def answers(self) -> tuple[TextAnswer, ...]:
        """Return the texts, masked."""
        return answers_to(self.frame, self.item.key)

    def answer(self, digest: str) -> TextAnswer:
        """Return one text, or say that it is gone."""
        found = next((each for each in self.answers() if each.digest == digest), None)
        if found is None:
            raise NotFound("text-gone")
        return found


def desk_of(code: str, path: str) -> Desk:
    """Return an item of a closed survey; 404 where there is none, refused before the close."""
    survey = or_404(report.any_survey(db(), code))
    frame = frame_of(db(), survey)
    found = or_404(text_item(frame, path, words()))
    if not may_be_read(survey, now()):
        raise Conflict("texts-not-yet")
    return Desk(survey, frame, found)
