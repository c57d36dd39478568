"""One sentence for each question, made from its numbers and nothing else."""

from engage.stats.nonresponse import Difference
from surveys.definition.ruby import without_readings
from surveys.results.rates import RatesBy
from surveys.results.tables import QuestionResult, ResultRow

NOTABLE_P = 0.05
AXES = {"sex": "性別", "age_band": "年代", "district": "地区"}


def sentence(question: QuestionResult) -> str:
    """Return what a question found, in one sentence with its numbers."""
    if not question.n:
        return "この問に当てはまる回答者はいません。"
    if question.rows:
        return _of_options(question)
    if question.items and question.items[0].rows:
        return _of_items(question)
    if question.summary and question.summary.mean:
        what = "まんなかの年" if question.type == "date" else "平均"
        figure = question.summary.median if question.type == "date" else question.summary.mean
        return f"{question.summary.n:,}人が答え、{what}は{figure}です（n＝{question.n:,}）。"
    if question.summary:
        return f"{question.summary.n:,}人が書きました（n＝{question.n:,}）。"
    return f"項目ごとの数値は表のとおりです（n＝{question.n:,}）。"


def silence_sentence(by: RatesBy, found: Difference) -> str:
    """Say whether those who answered differ in one attribute from those who did not."""
    name = AXES[by.axis]
    if found.test is None:
        return f"{name}では、答えた人と答えなかった人を比べられません。"
    differs = "差があります" if found.test.p < NOTABLE_P else "差があるとはいえません"
    if by.has_hidden:
        return f"{name}では、答えた人と答えなかった人に{differs}（5％水準）。"
    p = "p＜0.001" if found.test.p < 0.001 else f"p＝{found.test.p:.3f}"
    return f"{name}では、答えた人と答えなかった人に{differs}（カイ二乗検定、{p}）。"


def _of_options(question: QuestionResult) -> str:
    ranked = _ranked(question.rows)
    if not ranked:
        return f"示せる人数のある選択肢がありません（n＝{question.n:,}）。"
    first, *others = ranked
    if others and others[0].count == first.count:
        names = "と".join(_name(row) for row in ranked if row.count == first.count)
        return f"{names}が{first.percent}％（{first.count:,}人）で並んで最も高くなっています。"
    text = f"{_name(first)}が{first.percent}％（{first.count:,}人）で最も高く"
    rest = [f"{_name(row)}が{row.percent}％" for row in others[:2]]
    if not rest:
        return f"{text}なっています。"
    return f"{text}、次いで{'、'.join(rest)}の順です。"


def _of_items(question: QuestionResult) -> str:
    tops = [(item.label, row) for item in question.items if (row := _first(item.rows))]
    if not tops:
        return f"示せる人数のある項目がありません（n＝{question.n:,}）。"
    label, row = max(tops, key=lambda each: each[1].share or 0)
    return (
        f"「{without_readings(label)}」で{_name(row)}が{row.percent}％と、"
        f"項目の中で最も高い割合です。"
    )


def _first(rows: tuple[ResultRow, ...]) -> ResultRow | None:
    return next(iter(_ranked(rows)), None)


def _ranked(rows: tuple[ResultRow, ...]) -> list[ResultRow]:
    shown = [row for row in rows if row.count and not row.is_rest]
    return sorted(shown, key=lambda row: row.count or 0, reverse=True)


def _name(row: ResultRow) -> str:
    return f"「{without_readings(row.label)}」"
