"""One of several options; and the types that are one of a few given ones."""

from surveys.definition import Question
from surveys.questions import options
from surveys.questions.base import (
    NO_ANSWER,
    Item,
    Mistake,
    Raw,
    Reading,
    State,
    Value,
    invalid,
    item_key,
    sent,
)


class Single:
    """A list of radio buttons, a dropdown, a row of buttons or of pictures."""

    names = staticmethod(options.names)
    entries = staticmethod(options.entries)
    words = staticmethod(options.words)
    missing = "choose-one"
    """The reason when a choice is needed and none was made."""

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take exactly one option, or none where the question may be left open."""
        codes = sent(raw, question.code)
        others, mistakes = options.read_others(question, raw, codes)
        comment, long = options.read_comment(question, raw)
        mistakes += long
        first = options.first_control(question)
        if len(codes) > 1:
            mistakes.insert(0, Mistake("choose-only-one", first))
        elif options.unknown(question, codes):
            mistakes.insert(0, Mistake("option-unknown", first))
        elif not codes and (comment or question.must_be_answered) and not mistakes:
            mistakes.append(Mistake(self.missing, first))
        if mistakes:
            return invalid(raw, self.names(question), *mistakes)
        return Reading(
            options.answered(question, codes, others, comment) if codes else dict(NO_ANSWER)
        )

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the chosen code."""
        codes = state.get("codes") or [None]
        return {"": codes[0]} | options.written_values(state)

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the choice."""
        choices = question.choices
        return (
            Item(
                item_key(question.code),
                "one",
                lambda state: (state.get("codes") or [None])[0],
                options=choices,
                scores=options.scores(choices),
            ),
        )
