"""Several lines on one scale, such as the five points from 満足 to 不満."""

from surveys.definition import Question, text_in
from surveys.questions.base import (
    NO_ANSWER,
    Mistake,
    Raw,
    Reading,
    State,
    invalid,
    kept_entries,
    sent,
)


def row_name(question: Question, row: str) -> str:
    """Return the name of one line's controls."""
    return f"{question.code}-{row}"


class Matrix:
    """A table of radio buttons: one choice a line."""

    def names(self, question: Question) -> list[str]:
        """Return one name a line."""
        return [row_name(question, row.code) for row in question.rows]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take one point a line; lines may stay open unless the question must be answered."""
        rows: dict[str, str] = {}
        missing: list[str] = []
        first_point = question.options[0].code
        for row in question.rows:
            name = row_name(question, row.code)
            points = sent(raw, name)
            if len(points) > 1 or any(p not in question.option_codes for p in points):
                mistake = Mistake("option-unknown", f"{name}-{first_point}")
                return invalid(raw, self.names(question), mistake)
            if points:
                rows[row.code] = points[0]
            else:
                missing.append(f"{name}-{first_point}")
        if missing and question.required:
            values = {"missing": len(missing), "rows": len(question.rows)}
            mistake = Mistake("rows-missing", missing[0], values)
            return invalid(raw, self.names(question), mistake)
        return Reading({"state": "answered", "rows": rows} if rows else dict(NO_ANSWER))

    def entries(self, question: Question, state: State) -> Raw:
        """Return the chosen point of each line."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        return {row_name(question, row): [point] for row, point in state.get("rows", {}).items()}

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return 「line：point」 for each line answered."""
        points = {option.code: text_in(option.text, language, main) for option in question.options}
        chosen = state.get("rows", {})
        return [
            f"{text_in(row.text, language, main)}：{points[chosen[row.code]]}"
            for row in question.rows
            if row.code in chosen
        ]
