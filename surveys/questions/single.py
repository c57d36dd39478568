"""One of several options."""

from surveys.definition import Question
from surveys.questions import options
from surveys.questions.base import NO_ANSWER, Mistake, Raw, Reading, State, invalid, sent


class Single:
    """A list of radio buttons."""

    names = staticmethod(options.names)
    entries = staticmethod(options.entries)
    words = staticmethod(options.words)

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take exactly one option, or none where the question may be left open."""
        codes = sent(raw, question.code)
        others, mistakes = options.read_others(question, raw, codes)
        first = options.first_control(question)
        if len(codes) > 1:
            mistakes.insert(0, Mistake("choose-only-one", first))
        elif options.unknown(question, codes):
            mistakes.insert(0, Mistake("option-unknown", first))
        elif not codes and question.required and not mistakes:
            mistakes.append(Mistake("choose-one", first))
        if mistakes:
            return invalid(raw, self.names(question), *mistakes)
        return Reading(self._state(question, codes, others))

    def _state(self, question: Question, codes: list[str], others: dict[str, str]) -> State:
        return options.answered(question, codes, others) if codes else dict(NO_ANSWER)
