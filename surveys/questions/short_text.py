"""One line in the respondent's own words."""

from surveys.definition import Question
from surveys.questions import written
from surveys.questions.base import Raw, Reading, sent_text


class ShortText:
    """A line to write on."""

    names = staticmethod(written.names)
    entries = staticmethod(written.entries)
    words = staticmethod(written.words)
    values = staticmethod(written.values)
    items = staticmethod(written.items)

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take one line; line breaks become spaces."""
        return written.read(question, raw, " ".join(sent_text(raw, question.code).split()))
