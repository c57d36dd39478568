"""Invented answers to any questionnaire, the same for the same number."""

import random
from datetime import date
from typing import Any

from surveys.definition import Question, Questionnaire
from surveys.path import final_document
from surveys.questions import TYPES


def answers(questionnaire: Questionnaire, *, number: int, today: date) -> dict[str, Any]:
    """What the respondent of this number sent, as the database keeps it."""
    chance = random.Random(number)
    states = {
        code: TYPES[asked.type].read(asked, sent(asked, chance)).state
        for code, asked in questionnaire.questions.items()
    }
    assert not [code for code, state in states.items() if state["state"] == "invalid"]
    return final_document(questionnaire, states, today=today)


def sent(asked: Question, chance: random.Random) -> dict[str, list[str]]:
    """What the controls of one question send."""
    code = asked.code
    one = lambda options: [chance.choice([o.code for o in options])]  # noqa: E731
    rows = [row.code for row in asked.rows]
    match asked.type:
        case "single" | "yes_no" | "scale" | "district" | "consent":
            return {code: one(asked.choices)}
        case "multiple":
            plain = [o.code for o in asked.options if not o.exclusive]
            return {code: chance.sample(plain, min(2, len(plain)))}
        case "matrix":
            return {f"{code}-{row}": one(asked.options) for row in rows}
        case "matrix_multiple":
            return {f"{code}-{row}": one(asked.options) for row in rows}
        case "matrix_dual":
            first = {f"{code}-{row}-1": one(asked.options) for row in rows}
            return first | {f"{code}-{row}-2": one(asked.second_options) for row in rows}
        case "matrix_number":
            names = [f"{code}-{row}-{column.code}" for row in rows for column in asked.columns]
            return {name: [str(chance.randint(0, 20))] for name in names}
        case "number":
            return {code: [str(chance.randint(20, 80))]}
        case "numbers":
            first = chance.randint(0, 100)
            return {f"{code}-{rows[0]}": [str(first)], f"{code}-{rows[1]}": [str(100 - first)]}
        case "date":
            year = [str(chance.randint(2000, 2025))]
            return {f"{code}-year": year, f"{code}-month": ["4"], f"{code}-day": ["1"]}
        case "ranking":
            places = chance.sample([o.code for o in asked.options], asked.max_choices or 1)
            return {f"{code}-{option}": [str(n)] for n, option in enumerate(places, 1)}
        case "short_text" | "long_text":
            return {code: ["namae@example.jp"]}
    return {}
