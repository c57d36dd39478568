"""The survey around the questionnaire: whom it asked, when, how, and what may be told of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from engage.core.clock import JST
from engage.stats.cells import NO_ANSWER
from surveys.definition import Questionnaire
from surveys.interchange.ddi.elements import add, add_texts
from surveys.models import Survey
from surveys.results.report import SurveyResults
from surveys.results.tables import ResultRow

WHOM = {
    "panel": (
        "応募した市民から委嘱したネットモニターの全員。"
        "無作為に選んだ人ではないので、市民全体についての誤差は計算できない。"
    ),
    "sample": "住民から無作為に選んだ人。",
    "census": "対象となる人の全員。選び出していない。",
    "open": "だれでも答えられる。選び出していないので、市民全体についての誤差は計算できない。",
}
UNIVERSES = {
    "panel": "ネットモニター",
    "sample": "住民から無作為に選んだ人",
    "census": "対象となる人の全員",
    "open": "答えようとした人",
}
PROMISES = {
    "named": "記名：だれの回答かを市の担当者が見られる。",
    "confidential": "秘匿：回答に名前を付けずに保存する。",
    "anonymous": "匿名：だれの回答かを、市の担当者もシステムの管理者も知ることができない。",
}
RESTRICTION = (
    "1件ずつの回答は公開しない。市の担当者が使いみちを記録したうえで使う。"
    "5人に満たない人数と、そこから分かる人数はここに書いていない。"
)


@dataclass(frozen=True)
class Study:
    """What is told beside the questionnaire; numbers only where they may be seen."""

    code: str
    purpose: str
    kind: str
    mode: str
    begins: str
    ends: str
    is_fictional: bool
    responses: int | None = None
    rate: str | None = None
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Key of a variable → option → people; small counts and those that give them away left out."""


def study_of(survey: Survey, results: SurveyResults | None) -> Study:
    """Return what is told of a survey; without results, no number."""
    begins, ends = survey.opens_at.astimezone(JST), survey.closes_at.astimezone(JST)
    return Study(
        code=survey.code,
        purpose=survey.purpose,
        kind=survey.kind,
        mode=survey.mode,
        begins=begins.date().isoformat(),
        ends=ends.date().isoformat(),
        is_fictional=survey.is_fictional,
        responses=results.frame.responses if results else None,
        rate=_rate(results) if results else None,
        counts=_counts(results) if results else {},
    )


def describe(parent: Element, questionnaire: Questionnaire, study: Study | None) -> None:
    """Add the description of the study."""
    described = add(parent, "stdyDscr")
    _citation(described, questionnaire, study)
    information = add(described, "stdyInfo")
    if study and study.purpose:
        add(information, "abstract", study.purpose, contentType="purpose")
    add_texts(information, "abstract", questionnaire.intro, questionnaire.language)
    summary = add(information, "sumDscr")
    if study:
        add(summary, "collDate", study.begins, date=study.begins, event="start")
        add(summary, "collDate", study.ends, date=study.ends, event="end")
    add(summary, "nation", "日本", abbr="JP")
    add(summary, "anlyUnit", "個人")
    if study:
        add(summary, "universe", UNIVERSES[study.kind])
        _method(described, study)
        use = add(add(described, "dataAccs"), "useStmt")
        add(use, "restrctn", RESTRICTION)
        add(use, "conditions", PROMISES[study.mode])
        if study.is_fictional:
            add(described, "notes", "この調査は架空のものです。")


def _citation(parent: Element, questionnaire: Questionnaire, study: Study | None) -> None:
    titles = add(add(parent, "citation"), "titlStmt")
    main = questionnaire.language
    add_texts(titles, "titl", {main: questionnaire.title[main]}, main)
    others = {tag: text for tag, text in questionnaire.title.items() if tag != main}
    add_texts(titles, "parTitl", others, main)
    add(titles, "IDNo", study.code if study else questionnaire.code, agency="engage")


def _method(parent: Element, study: Study) -> None:
    method = add(parent, "method")
    collection = add(method, "dataColl")
    add(collection, "timeMeth", "1回の調査", method="CrossSection")
    add(collection, "sampProc", WHOM[study.kind])
    add(collection, "collMode", "自分で答える調査票（ウェブ。求めに応じて郵送、窓口、電話）")
    add(collection, "resInstru", "選択肢と記述のある調査票")
    add(collection, "weight", "重み付けはしていない。")
    if study.rate:
        add(add(method, "anlyInfo"), "respRate", study.rate)


def _rate(results: SurveyResults) -> str | None:
    rate = results.rate
    return f"{rate.n}人のうち{rate.count}人（{rate.percent}％）" if rate.n else None


def _counts(results: SurveyResults) -> dict[str, dict[str, int]]:
    """Return the counts that the results page shows, by the key of their variable."""
    found: dict[str, dict[str, int]] = {}
    for question in results.questions:
        if question.type == "ranking":  # counted by option, not by place
            continue
        is_many = question.type in {"multiple", "matrix_multiple"}
        shown = [(question.code, question.rows)]
        shown += [(f"{question.code}/{item.code}", item.rows) for item in question.items]
        for key, rows in shown:
            found |= _by_option(key, rows) if is_many else _by_code(key, rows)
    return found


def _by_code(key: str, rows: tuple[ResultRow, ...]) -> dict[str, dict[str, int]]:
    return {key: {row.code: row.count for row in rows if row.count is not None}}


def _by_option(key: str, rows: tuple[ResultRow, ...]) -> dict[str, dict[str, int]]:
    """Return how many ticked each box; who ticked none is the same for all boxes."""
    counts = {row.code: row.count for row in rows if row.count is not None}
    none = {NO_ANSWER: counts.pop(NO_ANSWER)} if NO_ANSWER in counts else {}
    return {
        f"{key}/{row.code}": none | ({"1": counts[row.code]} if row.code in counts else {})
        for row in rows
        if row.code != NO_ANSWER
    }
