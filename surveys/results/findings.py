"""What a question's numbers say, in one sentence that claims no more than they allow."""

from surveys.results.tables import QuestionResult, ResultRow

MOST_NAMED = 3


def finding(question: QuestionResult, *, english: bool = False) -> str:
    """Return the finding of a question with its number; "" where nothing may be said.

    The largest share is called the largest only where its interval lies above the next one's, or
    where everybody was asked; otherwise the leading options are named together.
    """
    if question.rows:
        return _of_options(question, english=english)
    if question.items and question.items[0].starts_high is not None:
        return _of_scale(question, english=english)
    return ""


def stands_out(question: QuestionResult) -> bool:
    """Whether one option is ahead of all others beyond doubt."""
    leading = _leading(question)
    return bool(leading) and all(_is_above(leading[0], other) for other in leading[1:2])


def _of_options(question: QuestionResult, *, english: bool) -> str:
    leading = _leading(question)
    if not leading:
        return ""
    if stands_out(question):
        first = leading[0]
        if english:
            return f"“{first.label}” was chosen most ({first.percent}%)."
        return f"「{first.label}」がもっとも多く、{first.percent}％。"
    first = leading[0]
    level = [row for row in leading if row is first or not _is_above(first, row)][:MOST_NAMED]
    if english:
        named = ", ".join(f"“{row.label}” {row.percent}%" for row in level)
        return f"Ahead, too close to tell apart: {named}."
    named = "、".join(f"「{row.label}」{row.percent}％" for row in level)
    return f"{named}が上位で、順位の差ははっきりしません。"


def _leading(question: QuestionResult) -> list[ResultRow]:
    """Return the shown options, the largest first; none while a hidden one may be ahead."""
    shown = [row for row in question.rows if row.count and not row.is_rest]
    found = sorted(shown, key=lambda row: -(row.count or 0))
    return [] if found and question.may_hide_more_than(found[0].count or 0) else found


def _is_above(first: ResultRow, second: ResultRow) -> bool:
    if first.low is None or second.high is None:
        return (first.share or 0) > (second.share or 0)
    return first.low > second.high


def _of_scale(question: QuestionResult, *, english: bool) -> str:
    """Name the item with the most on its good side beyond the bad one, and that with the least."""
    known = [(item.label, item.sides) for item in question.items if item.sides is not None]
    if not known:
        return ""
    best, worst = (pick(known, key=lambda pair: pair[1].net) for pick in (max, min))
    if english:
        said = f"Good minus bad is highest for “{best[0]}” ({best[1].points} points)"
        return said + (
            f" and lowest for “{worst[0]}” ({worst[1].points})." if len(known) > 1 else "."
        )
    said = f"よい側とよくない側の差は「{best[0]}」が{best[1].points}ポイント"
    if len(known) > 1:
        said += f"でもっとも大きく、「{worst[0]}」が{worst[1].points}ポイントでもっとも小さい"
    return said + "。"
