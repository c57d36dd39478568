"""Options put in order, the first place first."""

from functools import partial
from typing import Any

from surveys.definition import Question, text_in
from surveys.definition.schema import Option
from surveys.questions.base import (
    ANSWERED,
    NO_ANSWER,
    Item,
    Mistake,
    Raw,
    Reading,
    State,
    Value,
    invalid,
    item_key,
    kept_entries,
    sent,
)
from surveys.questions.rows import row_name


class Ranking:
    """A place to choose for each option; a script lets people drag instead."""

    def names(self, question: Question) -> list[str]:
        """Return one name an option."""
        return [row_name(question, option.code) for option in question.options]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take places 1, 2, 3 … without gaps and without ties."""
        chosen: dict[int, str] = {}
        for option in question.options:
            name = row_name(question, option.code)
            places = sent(raw, name)
            if not places:
                continue
            place = _place(places[0], len(question.options))
            if len(places) > 1 or place is None:
                return invalid(raw, self.names(question), Mistake("option-unknown", name))
            if place in chosen:
                mistake = Mistake("same-place-twice", name, {"place": place})
                return invalid(raw, self.names(question), mistake)
            chosen[place] = option.code
        wrong = self._mistake(question, sorted(chosen))
        if wrong:
            return invalid(raw, self.names(question), wrong)
        ranks = [chosen[place] for place in sorted(chosen)]
        return Reading({"state": ANSWERED, "ranks": ranks} if ranks else dict(NO_ANSWER))

    def _mistake(self, question: Question, places: list[int]) -> Mistake | None:
        first = row_name(question, question.options[0].code)
        least = question.min_choices or (1 if question.must_be_answered else 0)
        if not places:
            return Mistake("choose-places", first) if question.must_be_answered else None
        if places != list(range(1, len(places) + 1)):
            gap = next(n for n in range(1, len(places) + 1) if n not in places)
            return Mistake("place-missing", first, {"place": gap})
        if len(places) < least:
            return Mistake("too-few-places", first, {"least": least, "chosen": len(places)})
        most = question.max_choices
        if most is not None and len(places) > most:
            return Mistake("too-many-places", first, {"most": most, "chosen": len(places)})
        return None

    def entries(self, question: Question, state: State) -> Raw:
        """Return the place of each option."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        ranks = state.get("ranks", [])
        return {row_name(question, code): [str(place)] for place, code in enumerate(ranks, 1)}

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return 「1：option」 for each place taken."""
        texts = {option.code: text_in(option.text, language, main) for option in question.options}
        ranks = enumerate(state.get("ranks", []), 1)
        return [f"{place}：{texts[code]}" for place, code in ranks if code in texts]

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the codes in order."""
        return {"": list(state.get("ranks", []))}

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the place of each option."""
        places = tuple(
            Option(code=str(place), text={"ja": f"{place}番", "en": f"No. {place}"})
            for place in range(1, places_of(question) + 1)
        )
        scores = {place.code: float(place.code) for place in places}
        return tuple(
            Item(
                item_key(question.code, option.code),
                "one",
                partial(_place_of, option.code),
                option.text,
                places,
                scores,
            )
            for option in question.options
        )


def places_of(question: Question) -> int:
    """Return how many places there are to give."""
    return min(question.max_choices or len(question.options), len(question.options))


def _place(text: str, most: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= most else None


def _place_of(code: str, state: State) -> Any:
    ranks = state.get("ranks", [])
    return str(ranks.index(code) + 1) if code in ranks else None
