"""What stands in the report, chapter by chapter, from the counted survey."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from engage.core.clock import JST
from engage.documents.outline import Block, Facts, Grid, Head, Heading, Outline, Paragraph, Picture
from engage.japanese import era
from engage.stats.margins import margin_table
from engage.stats.nonresponse import bounds, differences
from engage.stats.rounding import percent_text
from surveys.definition.ruby import without_readings as plain
from surveys.freetext.tables import CodedItem
from surveys.report import symbols
from surveys.report.sentences import sentence, silence_sentence
from surveys.report.tables import coded_grid, cross_grid, question_grids, rate_grid, wave_grid
from surveys.results.charts import chart_of
from surveys.results.crosses import CrossResult
from surveys.results.report import SurveyResults
from surveys.results.waves import Wave

KINDS = {
    "panel": "ネットモニター全員に頼んだ調査",
    "sample": "くじで選んだ人に頼んだ調査",
    "census": "全員にたずねた調査",
    "open": "だれでも答えられる調査",
}
MODES = {"named": "記名", "confidential": "秘匿", "anonymous": "匿名"}
ROUNDED = "割合は小数第2位を四捨五入しています。合計が100％にならない場合があります。"
SEVERAL = "いくつか選べる問では、割合の合計が100％を超えることがあります。"


@dataclass(frozen=True)
class Comparison:
    """An earlier survey, and what can be set beside this one."""

    title: str
    waves: tuple[Wave, ...]


@dataclass(frozen=True)
class Wish:
    """What the report shall hold beyond the simple tables."""

    crosses: tuple[CrossResult, ...] = ()
    comparison: Comparison | None = None
    city: str = ""
    is_running: bool = False
    quotes: tuple[tuple[str, str], ...] = ()
    """What was released of the free answers: question and text."""
    coded: tuple[CodedItem, ...] = ()


def report_of(results: SurveyResults, wish: Wish) -> Outline:
    """Return the whole report; nothing is in it that the pages of results would hide."""
    survey = results.survey
    title = f"{survey.title}　報告書"
    return Outline(
        name=f"{survey.code}-report",
        title=f"{title}（途中集計）" if wish.is_running else title,
        subtitle="架空の見本です。" if survey.is_fictional else "",
        author=wish.city,
        blocks=tuple(_numbered(_blocks(results, wish))),
    )


def _blocks(results: SurveyResults, wish: Wish) -> Iterator[Block]:
    yield from _outline_of_survey(results)
    yield from _how_to_read(results)
    yield from _rates(results)
    yield from _margins(results)
    yield from _questions(results)
    yield from _crosses(wish)
    yield from _comparison(wish)
    yield from _free_texts(results, wish)
    yield from _questionnaire(results)


def _numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield the blocks with the chapters numbered in their order."""
    chapter = 0
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            chapter += 1
            yield Heading(text=f"{chapter}　{block.text}")
        else:
            yield block


def _outline_of_survey(results: SurveyResults) -> Iterator[Block]:
    survey, rate = results.survey, results.rate
    yield Heading(text="調査の概要")
    rows = [
        ("目的", survey.purpose or "記載なし"),
        ("対象と方法", KINDS.get(survey.kind, survey.kind)),
        ("期間", f"{_day(survey.opens_at)}～{_day(survey.closes_at)}"),
        ("依頼した人", f"{rate.n:,}人"),
        ("回答した人", f"{rate.count:,}人（{rate.percent or symbols.NOBODY}％）"),
        ("数えた回答", f"{results.frame.responses:,}件"),
        ("回答と名前", MODES.get(survey.mode, survey.mode)),
        ("問の数", f"{len(results.frame.questionnaire.asked)}問"),
    ]
    yield Facts(rows=tuple(rows))


def _how_to_read(results: SurveyResults) -> Iterator[Block]:
    yield Heading(text="数値の見方")
    yield Paragraph(text=ROUNDED + SEVERAL)
    yield Paragraph(
        text="割合は、その問をたずねた人（無回答を含む）を100％としています。"
        "たずねていない人は基数に含みません。"
    )
    yield Facts(rows=symbols.LEGEND)
    if results.survey.kind == "panel":
        yield Paragraph(
            text="この調査は、みずから登録したネットモニターに頼んだものです。"
            "市民全体の割合を表すものではなく、市民についての誤差の幅はありません。"
            "区間は、回答しなかった人も含むモニター全体についてのものです。"
        )


def _rates(results: SurveyResults) -> Iterator[Block]:
    yield Heading(text="回収状況")
    rate = results.rate
    yield Paragraph(
        text=f"{rate.n:,}人に頼み、{rate.count:,}人から回答を得ました。"
        f"回答率は{rate.percent or symbols.NOBODY}％です。"
    )
    for by in results.rates:
        if len(by.rows) > 1:
            yield rate_grid(by)
    if 0 < rate.count < rate.n:
        yield from _silence(results)


def _silence(results: SurveyResults) -> Iterator[Block]:
    """Say how far those who did not answer may change the picture."""
    rate = results.rate
    open_points = bounds(0, rate.count, rate.n).width
    yield Paragraph(
        text=f"答えなかった人は{rate.n - rate.count:,}人です。"
        "その人たちがみな同じ答えだったと考えると、"
        f"どの割合も、全体では最大{percent_text(open_points)}ポイントの幅があります。"
    )
    for by in results.rates:
        groups = [group for group in by.table.groups if group.n]
        if len(groups) < 2:
            continue
        counts = {by.axis: [group.count for group in groups]}
        (found,) = differences({by.axis: [group.n for group in groups]}, counts)
        yield Paragraph(text=silence_sentence(by, found), is_note=True)


def _margins(results: SurveyResults) -> Iterator[Block]:
    yield Heading(text="誤差の早見表")
    kind, n = results.survey.kind, results.frame.responses
    if kind == "census" or not n:
        yield Paragraph(text="全員の回答を数えた値なので、誤差の幅はありません。")
        return
    if kind == "open":
        yield Paragraph(text="答える人をくじで選んでいないので、誤差の幅は計算できません。")
        return
    population = results.rate.n if kind == "panel" else None
    bases = (n, *(each for each in (1000, 500, 300, 200, 100, 50) if each < n))
    table = margin_table(bases, population)
    whole = f"モニター全体（{population:,}人）" if population else "市民全体"
    heads = [
        Head(title=f"{share:.0%}（{1 - share:.0%}）".replace("%", "％")) for share in table.shares
    ]
    yield Grid(
        caption=f"{whole}についての誤差の幅（±ポイント、信頼度95％）",
        sheet="誤差の早見表",
        columns=(Head(title="n", kind="number"), *heads),
        rows=tuple(
            (f"{row.n:,}", *(f"±{100 * margin:.1f}" for margin in row.margins))
            for row in table.rows
        ),
        notes=("単純にくじで選んだときの幅です。√((N－n)/(N－1)×p(1－p)/n)×1.96 で計算しました。",),
    )


def _questions(results: SurveyResults) -> Iterator[Block]:
    yield Heading(text="問ごとの結果")
    for question in results.questions:
        yield Heading(text=f"問{question.number}　{plain(question.text)}", level=2)
        yield Paragraph(text=sentence(question))
        if chart_of(question) is not None:
            words = f"問{question.number}の図。数値は下の表と同じです。{sentence(question)}"
            yield Picture(name=f"{question.code}.png", alt=words)
        yield from question_grids(question)


def _crosses(wish: Wish) -> Iterator[Block]:
    yield Heading(text="分けて見た結果")
    if not wish.crosses:
        yield Paragraph(text="この報告書では、分けた集計をしていません。")
        return
    yield Paragraph(
        text="列は全体と、それぞれの組です。▲と▼は、表全体の検定（5％）で差があり、"
        "調整済み残差が2を超えた値です。無回答の組は検定に入れていません。"
    )
    for cross in wish.crosses:
        yield cross_grid(cross)


def _comparison(wish: Wish) -> Iterator[Block]:
    if wish.comparison is None:
        return
    yield Heading(text="前の調査との比べ")
    yield Paragraph(text=f"「{wish.comparison.title}」と、同じ言い回しの問を比べました。")
    for wave in wish.comparison.waves:
        yield wave_grid(wave)
    if not wish.comparison.waves:
        yield Paragraph(text="同じ言い回しの問がないため、比べられません。")


def _free_texts(results: SurveyResults, wish: Wish) -> Iterator[Block]:
    written = [q for q in results.questions if q.type in {"long_text", "short_text"}]
    yield Heading(text="自由に書かれた意見")
    if not written:
        yield Paragraph(text="この調査に、自由に書く問はありません。")
    for question in written:
        count = question.summary.n if question.summary else 0
        yield Paragraph(
            text=f"問{question.number}　{plain(question.text)}：{count:,}人が書きました。"
        )
        yield from (coded_grid(each) for each in wish.coded if each.item.key == question.code)
        for code, text in wish.quotes:
            if code == question.code:
                yield Paragraph(text=f"・{text}")
    if written:
        yield Paragraph(
            text="書かれた文は、個人が分からないことを確かめ、1つずつ公開を決めたものだけを載せます。",
            is_note=True,
        )


def _questionnaire(results: SurveyResults) -> Iterator[Block]:
    yield Heading(text="単純集計を書き入れた調査票")
    for question in results.questions:
        if question.rows:
            listed = "　".join(
                f"{n}. {plain(row.label)} {symbols.percent(row.count, row.share)}"
                for n, row in enumerate(question.rows, start=1)
            )
            asked = f"問{question.number}　{plain(question.text)}"
            yield Paragraph(text=f"{asked}（n＝{symbols.base(question.n)}、％）\n{listed}")


def _day(moment: datetime) -> str:
    day: date = moment.astimezone(JST).date()
    return era.both(day)
