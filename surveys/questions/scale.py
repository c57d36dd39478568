"""A row of points with words at its ends, such as 0 to 10."""

from surveys.definition import Question, text_in
from surveys.questions import options
from surveys.questions.base import State, Value
from surveys.questions.single import Single


class Scale(Single):
    """One point of a scale."""

    def words(self, question: Question, state: State, language: str, main: str) -> list[str]:
        """Return the point, with its words where it has some: 5（とてもよい）."""
        lines = options.words(question, state, language, main)
        code = (state.get("codes") or [""])[0]
        if question.ends is None or not lines:
            return lines
        ends = {
            str(question.points[0]): question.ends.low,
            str(question.points[-1]): question.ends.high,
        }
        if code in ends:
            lines[0] = f"{lines[0]}（{text_in(ends[code], language, main)}）"
        return lines

    def values(self, question: Question, state: State) -> dict[str, Value]:
        """Return the point as a number; わからない and the like are missing."""
        code = (state.get("codes") or [""])[0]
        point = float(code) if code in {str(p) for p in question.points} else None
        return {"": point} | options.written_values(state)
