"""A day, a month or a year, in Western years or by era."""

import calendar
import re
import unicodedata

from engage.japanese.era import western_year
from surveys.definition import Question
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
    sent_text,
)

PARTS = {"year": ("year",), "month": ("year", "month"), "day": ("year", "month", "day")}
WESTERN = "western"
FIRST_YEAR, LAST_YEAR = 1868, 2200
_DIGITS = re.compile(r"[0-9]{1,4}")


def parts_of(question: Question) -> tuple[str, ...]:
    """Return which parts are asked for."""
    return PARTS[question.precision or "day"]


def part_name(question: Question, part: str) -> str:
    """Return the name of one part's control."""
    return f"{question.code}-{part}"


class Date:
    """Boxes for year, month and day, and a choice of era for the year."""

    def names(self, question: Question) -> list[str]:
        """Return the era and each part."""
        return [part_name(question, part) for part in ("era", *parts_of(question))]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take a date that exists, within the limits; 令和元年 and 2019 are the same year."""
        typed = {p: _narrow(sent_text(raw, part_name(question, p))) for p in parts_of(question)}
        first = part_name(question, "year")
        if not any(typed.values()):
            if question.must_be_answered:
                return invalid(raw, self.names(question), Mistake("write-date", first))
            return Reading(dict(NO_ANSWER))
        era = (sent(raw, part_name(question, "era")) or [WESTERN])[0]
        date, mistake = _date(question, typed, era)
        if mistake is None and not _within(question, date):
            mistake = _outside(question)
        if mistake is not None:
            return invalid(raw, self.names(question), mistake)
        return Reading({"state": ANSWERED, "date": date})

    def entries(self, question: Question, state: State) -> Raw:
        """Return year, month and day in Western years."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        if "date" not in state:
            return {}
        numbers = [str(int(part)) for part in state["date"].split("-")]
        found = {
            part_name(question, part): [number]
            for part, number in zip(parts_of(question), numbers, strict=False)
        }
        return found | {part_name(question, "era"): [WESTERN]}

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return 2026年11月23日 in Japanese, 2026-11-23 otherwise."""
        if "date" not in state:
            return []
        if not language.startswith("ja"):
            return [state["date"]]
        numbers = [int(part) for part in state["date"].split("-")]
        return ["".join(f"{n}{unit}" for n, unit in zip(numbers, "年月日", strict=False))]

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the date as an ISO text."""
        return {"": state.get("date")}

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return the year, as a number: what can be counted without pointing at anybody."""
        return (Item(item_key(question.code), "number", _year),)


def _year(state: State) -> int | None:
    return int(state["date"][:4]) if "date" in state else None


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().rstrip("年月日")


def _date(question: Question, typed: dict[str, str], era: str) -> tuple[str, Mistake | None]:
    """Return the ISO text of what was typed, or what is wrong and where."""
    numbers: list[int] = []
    for part, typed_part in typed.items():
        first = part == "year" and typed_part == "元" and era != WESTERN
        text = "1" if first else typed_part
        if not _DIGITS.fullmatch(text):
            return "", Mistake(f"write-{part}", part_name(question, part))
        numbers.append(int(text))
    if len(numbers) > 1 and not 1 <= numbers[1] <= 12:
        return "", Mistake("no-such-month", part_name(question, "month"))
    year = numbers[0] if era == WESTERN else western_year(era, numbers[0])
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return "", Mistake("no-such-year", part_name(question, "year"))
    if len(numbers) > 2 and not 1 <= numbers[2] <= calendar.monthrange(year, numbers[1])[1]:
        return "", Mistake("no-such-day", part_name(question, "day"))
    if era != WESTERN and western_year(era, *numbers) is None:
        return "", Mistake("not-in-era", part_name(question, "year"), {"era": era})
    return "-".join([f"{year:04d}", *(f"{n:02d}" for n in numbers[1:])]), None


def _within(question: Question, date: str) -> bool:
    """Whether a date lies within the limits, compared as exactly as both are known."""
    low, high = question.earliest, question.latest
    return (low is None or date[: len(low)] >= low[: len(date)]) and (
        high is None or date[: len(high)] <= high[: len(date)]
    )


def _outside(question: Question) -> Mistake:
    values = {"earliest": question.earliest or "", "latest": question.latest or ""}
    control = part_name(question, "year")
    if question.earliest and question.latest:
        return Mistake("date-out-of-range", control, values)
    return Mistake("date-too-early" if question.earliest else "date-too-late", control, values)
