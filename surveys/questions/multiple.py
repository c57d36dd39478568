"""Several of several options, with a limit and with options that stand alone."""

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


class Multiple:
    """A list of boxes to tick."""

    names = staticmethod(options.names)
    entries = staticmethod(options.entries)
    words = staticmethod(options.words)

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take what was ticked; when two kinds contradict each other, ask, never guess."""
        codes = sent(raw, question.code)
        others, mistakes = options.read_others(question, raw, codes)
        comment, long = options.read_comment(question, raw)
        mistake = choice_mistake(question, codes, options.first_control(question))
        mistakes += long
        if mistake and not (mistake.code == "choose-some" and mistakes):
            mistakes.insert(0, mistake)
        if comment and not codes and not mistakes:
            mistakes.append(Mistake("choose-some", options.first_control(question)))
        if mistakes:
            return invalid(raw, self.names(question), *mistakes)
        if not codes:
            return Reading(dict(NO_ANSWER))
        return Reading(options.answered(question, codes, others, comment))

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the chosen codes."""
        return {"": list(state.get("codes", []))} | options.written_values(state)

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the choices."""
        key = item_key(question.code)
        return (Item(key, "many", lambda state: state.get("codes"), options=question.choices),)


def choice_mistake(question: Question, codes: list[str], first: str) -> Mistake | None:
    """Return what is wrong with these boxes ticked together."""
    if options.unknown(question, codes):
        return Mistake("option-unknown", first)
    if not codes:
        return Mistake("choose-some", first) if question.must_be_answered else None
    alone = question.exclusive_codes.intersection(codes)
    if alone and len(codes) > 1:
        chosen = next(o.code for o in question.options if o.code in alone)
        return Mistake("exclusive-with-others", options.control(question, chosen))
    if alone:
        return None
    most, least, count = question.max_choices, question.min_choices or 1, len(codes)
    if most is not None and count > most:
        values = {"most": most, "chosen": count, "over": count - most}
        return Mistake("too-many-chosen", first, values)
    if count < least:
        return Mistake("too-few-chosen", first, {"least": least, "chosen": count})
    return None
