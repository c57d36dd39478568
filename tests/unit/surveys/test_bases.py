"""Shares of those who answered, only where that tells nothing that is withheld."""

from fractions import Fraction

from engage.stats.cells import NO_ANSWER
from engage.stats.design import About, Design, SurveyKind
from surveys.results.bases import of_those_who_answered
from surveys.results.tables import QuestionResult, ResultRow

MEMBERS = Design(kind=SurveyKind.PANEL, population=360, about=About.MEMBERS)


def row(code, count, n):
    share = None if count is None else Fraction(count, n)
    return ResultRow(code, code, count, share, None, None, code == NO_ANSWER)


def question(*counts, n=100):
    codes = ["1", "2", NO_ANSWER]
    rows = tuple(row(code, count, n) for code, count in zip(codes, counts, strict=True))
    return QuestionResult(
        code="q1", number=1, type="single", text="", limit=None, n=n, not_shown=0,
        no_answer=counts[-1], rows=rows,
    )  # fmt: skip


def test_the_base_shrinks_and_the_row_goes():
    found = of_those_who_answered(question(60, 20, 20), MEMBERS)
    assert (found.n, found.is_of_answered) == (80, True)
    assert [each.share for each in found.rows] == [Fraction(3, 4), Fraction(1, 4)]
    assert found.rows[0].low < 0.75 < found.rows[0].high


def test_where_no_answer_is_withheld_so_is_the_base():
    assert of_those_who_answered(question(70, None, None), MEMBERS) is None


def test_what_is_hidden_stays_hidden():
    found = of_those_who_answered(question(60, None, 10), MEMBERS)
    assert found.rows[1].share is None


def test_nobody_answered_and_few_did():
    assert of_those_who_answered(question(0, 0, 100), MEMBERS) is None
    assert "n-under-30" in of_those_who_answered(question(15, 5, 80), MEMBERS).flags
