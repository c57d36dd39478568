"""Several lines in the respondent's own words."""

from surveys.definition import Question
from surveys.questions import written
from surveys.questions.base import Raw, Reading, sent_text


class LongText:
    """A box to write in."""

    names = staticmethod(written.names)
    entries = staticmethod(written.entries)
    words = staticmethod(written.words)
    values = staticmethod(written.values)
    items = staticmethod(written.items)

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take the text with its line breaks."""
        return written.read(question, raw, sent_text(raw, question.code))
