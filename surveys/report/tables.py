"""Tables of the report: the shown numbers as text, hidden where the pages hide them."""

from collections.abc import Iterator

from engage.documents.outline import Grid, Head
from surveys.definition.ruby import without_readings as plain
from surveys.freetext.tables import CodedItem
from surveys.report import symbols
from surveys.results.crosses import CrossResult, ShownCell
from surveys.results.rates import RatesBy
from surveys.results.tables import ItemResult, NumberSummary, QuestionResult, ResultRow
from surveys.results.waves import Wave

AXES = {"sex": "性別", "age_band": "年代", "district": "地区"}
SEXES = {"female": "女性", "male": "男性", "other": "その他", "unknown": "不明"}
MARKS = {"high": "▲", "low": "▼", None: ""}
TESTS = {"chi-square": "カイ二乗検定", "fisher": "フィッシャーの正確検定"}
NO_TEST = {
    "everybody-asked": "全員の回答なので、検定はしていません。",
    "weighted": "重みを付けた値なので、この検定はしていません。",
    "nothing-to-compare": "比べられる組がないので、検定はしていません。",
}
DIFFERENT = {
    "wording": "言い回しがちがいます。",
    "options": "選択肢がちがいます。",
    "kind": "対象の選び方がちがいます。",
    "base": "たずねた人がちがいます。",
    "hidden": "伏せた値があります。",
    "printed": "印刷された数値なので、差の区間を計算できません。",
    "same-people": "同じ人が両方に答えているおそれがあるため、独立とみなせません。",
}


def question_grids(question: QuestionResult) -> Iterator[Grid]:
    """Return the simple table of a question; a battery has one for each set of steps."""
    number = f"問{question.number}"
    if question.rows:
        yield _options(question, number)
    for place, battery in enumerate(question.batteries, start=1):
        part = f"の{place}" if len(question.batteries) > 1 else ""
        if battery[0].rows:
            yield _steps(question, battery, number + part)
        else:
            yield _amounts(battery, number + part)
    if question.summary and not question.rows and not question.items:
        yield _summary(question, question.summary, number)


def _options(question: QuestionResult, number: str) -> Grid:
    has_interval = question.has_intervals
    more = (Head(title="95％区間（％）", kind="number"),) if has_interval else ()
    rows = [("回答者（n）", symbols.base(question.n), "100.0", *([""] if has_interval else []))]
    for row in question.rows:
        ends = (row.interval or "",) if has_interval else ()
        rows.append((plain(row.label), *_figures(row), *ends))
    return Grid(
        caption=f"{number}（n＝{symbols.base(question.n)}）",
        sheet=number,
        columns=(
            Head(title="選んだもの"),
            Head(title="人数（人）", kind="number"),
            Head(title="割合（％）", kind="percent"),
            *more,
        ),
        rows=tuple(rows),
        notes=tuple(_notes(question)),
        bars=(0, 2),
    )


def _figures(row: ResultRow) -> tuple[str, str]:
    return symbols.people(row.count), symbols.percent(row.count, row.share)


def _notes(question: QuestionResult) -> Iterator[str]:
    if question.type == "multiple":
        answers = [row.count for row in question.rows if row.code != "no-answer"]
        if question.n and all(count is not None for count in answers):
            total = sum(count or 0 for count in answers) / question.n
            yield f"M.T.（回答の合計÷回答者）＝{100 * total:.1f}％"
    if question.not_shown:
        yield f"たずねなかった人 {question.not_shown:,}人は含みません（{symbols.NOT_ASKED}）。"
    if question.summary and question.summary.mean:
        yield f"平均 {question.summary.mean}（{question.summary.n:,}人）"


def _steps(question: QuestionResult, battery: tuple[ItemResult, ...], name: str) -> Grid:
    heads = [Head(title=f"{plain(row.label)}（％）", kind="percent") for row in battery[0].rows]
    with_mean = any(item.summary for item in battery)
    means = (Head(title="平均", kind="number"),) if with_mean else ()
    return Grid(
        caption=f"{name}（n＝{symbols.base(question.n)}）",
        sheet=name,
        columns=(Head(title="項目"), Head(title="n", kind="number"), *heads, *means),
        rows=tuple(
            (
                plain(item.label),
                symbols.base(item.n),
                *(symbols.percent(row.count, row.share) for row in item.rows),
                *([_mean(item)] if with_mean else []),
            )
            for item in battery
        ),
    )


def _mean(item: ItemResult) -> str:
    return (item.summary.mean if item.summary else None) or symbols.HIDDEN


def _amounts(battery: tuple[ItemResult, ...], name: str) -> Grid:
    return Grid(
        caption=name,
        sheet=name,
        columns=(Head(title="項目"), *(Head(title=t, kind="number") for t in _AMOUNTS)),
        rows=tuple((plain(item.label), *_amount(item.n, item.summary)) for item in battery),
    )


_AMOUNTS = ("n", "書いた人（人）", "平均", "中央値", "標準偏差")


def _amount(n: int, summary: NumberSummary | None) -> tuple[str, ...]:
    if summary is None:
        return (symbols.base(n), *([symbols.HIDDEN] * 4))
    figures = (summary.mean, summary.median, summary.deviation)
    return (symbols.base(n), f"{summary.n:,}", *(f or symbols.HIDDEN for f in figures))


def _summary(question: QuestionResult, summary: NumberSummary, name: str) -> Grid:
    if question.type in {"long_text", "short_text"}:
        return Grid(
            caption=name,
            sheet=name,
            columns=(Head(title="n", kind="number"), Head(title="書いた人（人）", kind="number")),
            rows=((symbols.base(question.n), f"{summary.n:,}"),),
        )
    return Grid(
        caption=name,
        sheet=name,
        columns=tuple(Head(title=title, kind="number") for title in _AMOUNTS),
        rows=(_amount(question.n, summary),),
    )


def rate_grid(by: RatesBy) -> Grid:
    """Return the response rates of the groups of one attribute."""
    name = AXES[by.axis]
    return Grid(
        caption=f"{name}別の回答率",
        sheet=f"回答率_{name}",
        columns=(
            Head(title=name),
            Head(title="対象（人）", kind="number"),
            Head(title="回答（人）", kind="number"),
            Head(title="回答率（％）", kind="percent"),
        ),
        rows=tuple(
            (
                "全体" if row.is_total else SEXES.get(row.group, row.group) or "不明",
                symbols.people(row.asked),
                symbols.people(row.answered),
                row.percent or symbols.HIDDEN,
            )
            for row in by.rows
        ),
    )


def cross_grid(cross: CrossResult) -> Grid:
    """Return a question by groups: the groups are columns, every n stands in the first row."""
    name = f"{plain(cross.text)}（{plain(cross.by_text)}別）"
    heads = [Head(title=plain(group.label), kind="percent") for group in cross.groups]
    bases = tuple(symbols.base(group.n) for group in cross.groups)
    rows = [("n（人）", symbols.base(cross.n), *bases)]
    rows += [(plain(row.label), _cell(row.total), *map(_cell, row.cells)) for row in cross.rows]
    return Grid(
        caption=f"{name}　単位：％",
        sheet=f"{cross.question}×{cross.by}",
        columns=(Head(title="選んだもの"), Head(title="全体", kind="percent"), *heads),
        rows=tuple(rows),
        notes=(_tested(cross),),
    )


def _cell(cell: ShownCell) -> str:
    return f"{symbols.percent(cell.count, cell.share)}{MARKS[cell.mark]}"


def _tested(cross: CrossResult) -> str:
    if cross.test is None:
        if any(row.p is not None for row in cross.rows):
            return "選択肢ごとにカイ二乗検定などを行い、ホルム法で調整しました。"
        return NO_TEST.get(cross.no_test_reason or "", "検定はしていません。")
    name = TESTS.get(cross.test.method, cross.test.method)
    verdict = "差があります" if cross.test.differs else "差があるとはいえません"
    if cross.test.p is None or cross.test.v is None:
        return f"{name}（5％）：{verdict}。伏せた値があるため、検定の数値は示しません。"
    p = "p＜0.001" if cross.test.p < 0.001 else f"p＝{cross.test.p:.3f}"
    return f"{name}（5％）：{verdict}（{p}、クラメールのV＝{cross.test.v:.2f}）。"


def coded_grid(coded: CodedItem) -> Grid:
    """Return how many people wrote what, by the codes that people gave."""
    return Grid(
        caption=f"{plain(coded.item.text)}（n＝{symbols.base(coded.n)}、コードを付けた文）",
        sheet=f"自由記述_{coded.item.key}",
        columns=(
            Head(title="コード"),
            Head(title="人数", kind="number"),
            Head(title="割合（％）", kind="percent"),
        ),
        rows=tuple(
            (row.label, symbols.people(row.count), symbols.percent(row.count, row.share))
            for row in coded.rows
        ),
        notes=("1つの文に、いくつもコードが付くことがあります。",),
    )


def wave_grid(wave: Wave) -> Grid:
    """Return a question beside the same question of an earlier survey."""
    notes = tuple(DIFFERENT[code] for code in wave.differences)
    if wave.differences:
        notes = ("比べられません：" + "".join(notes) + "並べて示すだけで、差は計算していません。",)
    return Grid(
        caption=f"{plain(wave.text)}　単位：％",
        sheet=f"前回_{wave.question}",
        columns=(
            Head(title="選んだもの"),
            Head(title=f"前（n＝{symbols.base(wave.n_before)}）", kind="percent"),
            Head(title=f"今回（n＝{symbols.base(wave.n_now)}）", kind="percent"),
            Head(title="差（ポイント）", kind="number"),
            Head(title="差の95％区間", kind="number"),
        ),
        rows=tuple(
            (
                plain(row.label),
                symbols.percent(row.before_count, row.before),
                symbols.percent(row.now_count, row.now),
                "" if row.difference is None else symbols.points(row.difference),
                ""
                if row.low is None or row.high is None
                else f"{symbols.points(row.low)}～{symbols.points(row.high)}",
            )
            for row in wave.rows
        ),
        notes=notes,
    )
