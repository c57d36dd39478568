"""What an officer should look at before a questionnaire is published.

Problems must be mended: without that the questionnaire cannot be used. Hints are no obstacles: a
rule of thumb found something that often goes wrong, and the officer decides.

The time it takes is estimated as: characters to read ÷ 8 a second (about 500 a minute), plus
seconds to answer by type (`SECONDS`), times the number of rows where a type has rows; every
question is counted, also those that only some are shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from surveys.definition.checks import problems
from surveys.definition.problems import Problem
from surveys.definition.reaching import unreachable
from surveys.definition.schema import Questionnaire

Part = dict[str, Any]

CHARACTERS_A_SECOND = 8
LONG_MINUTES = 10
LONG_SENTENCE = 60
SECONDS = {
    "single": 5,
    "multiple": 8,
    "yes_no": 3,
    "scale": 5,
    "matrix": 4,
    "matrix_multiple": 6,
    "matrix_dual": 8,
    "matrix_number": 10,
    "matrix_text": 20,
    "number": 8,
    "numbers": 8,
    "short_text": 15,
    "long_text": 60,
    "short_texts": 15,
    "date": 10,
    "ranking": 20,
    "file": 45,
    "consent": 5,
    "district": 8,
    "note": 0,
    "computed": 0,
}
_WRITTEN = frozenset({"short_text", "short_texts", "long_text", "matrix_text", "number", "date"})

_LEADING = re.compile(
    r"(?:と|とは|だと|べきだと)?思いませんか|ではないでしょうか|べきではありませんか|"
    r"のは当然|言うまでもなく|もちろん|すばらしい|素晴らしい"
)
_DOUBLE_NEGATION = re.compile(
    r"ない(?:こと|わけ)(?:は|では|も)?(?:ない|ありません)|なく(?:は|も)(?:ない|ありません)|"
    r"ないとは(?:いえない|言えない|いえません|言えません|思わない|思いません)|"
    r"ずにはいられ(?:ない|ません)|なくてはならない(?:こと)?は(?:ない|ありません)"
)
_WORD = r"[一-龠々ァ-ヴー]{1,12}"
_DOUBLE_BARRELLED = re.compile(
    rf"{_WORD}(?:や|および|及び|ならびに|並びに|かつ){_WORD}(?:は|が|を|に|の|で|について)"
)
_COLOUR = re.compile(
    r"(?:赤|青|黄色|緑|紫|灰色|オレンジ|ピンク)(?:い|色の|の)(?:ボタン|欄|文字|枠|部分|ところ|所|線|印|もの)"
)
_PERSONAL = re.compile(
    r"氏名|お名前|名前を|フルネーム|住所|番地|電話|携帯番号|生年月日|メール|マイナンバー|個人番号|口座"
)
_PERSONAL_FORMATS = frozenset({"mail", "phone", "postal_code"})
_ORDINAL = re.compile(
    r"満足|不満|そう思|思わ|思う|よい|良い|悪い|重要|必要|賛成|反対|よく|あまり|まったく|やや|どちらか|"
    r"十分|不十分|増え|減|安心|不安"
)
_EMPTY_ALT = re.compile(r"(?:画像|写真|図|イラスト|image|img|picture)?[0-9０-９]*")


@dataclass(frozen=True)
class Hint:
    """One thing to look at: must it be mended, what kind of place, its code, the reason."""

    is_problem: bool
    kind: str
    """question, page or head."""
    place: str
    code: str
    values: dict[str, Any] = field(default_factory=dict)


def checklist(document: Part) -> list[Hint]:
    """Return everything to look at: problems first, then hints in the order of the document."""
    seen: dict[str, Hint] = {}
    for hint in (*_problems(document), *_hints(document)):
        seen.setdefault(repr(hint), hint)
    if not any(hint.is_problem for hint in seen.values()):
        for hint in _reach(document):
            seen[repr(hint)] = hint
    return list(seen.values())


def _reach(document: Part) -> Iterator[Hint]:
    """Yield what nobody can reach; only a draft without problems can be tried out."""
    for reach in unreachable(Questionnaire.model_validate(document)):
        code = "checklist-never-shown" if reach.never else "checklist-always-shown"
        yield Hint(False, reach.kind, reach.place, code)


def _problems(document: Part) -> Iterator[Hint]:
    empty = {page["code"] for page in document["pages"] if not page["questions"]}
    for code in empty:
        yield Hint(True, "page", code, "checklist-empty-page")
    for problem in problems(document):
        kind, place = _located(problem, document)
        if problem.place.endswith("questions") and place in empty:
            continue
        yield Hint(True, kind, place, problem.code, problem.values)


def _located(problem: Problem, document: Part) -> tuple[str, str]:
    """Return what a problem's place means: paths as 「pages → 1 → questions → 2」 and codes."""
    path = problem.place.split(" → ")
    if path[0] == "pages" and len(path) > 1 and path[1].isdigit():
        page = document["pages"][int(path[1]) - 1]
        if len(path) > 3 and path[3].isdigit():
            return "question", page["questions"][int(path[3]) - 1]["code"]
        return "page", page["code"]
    codes = {question["code"] for _page, question in _questions(document)}
    if problem.place in codes:
        return "question", problem.place
    if problem.place in {page["code"] for page in document["pages"]}:
        return "page", problem.place
    return "head", ""


def minutes(document: Part) -> int:
    """Return the estimated minutes to answer everything, rounded up."""
    return ceil(seconds(document) / 60)


def seconds(document: Part) -> float:
    """Return the estimated seconds: reading, then answering; the formula stands above."""
    main, total = document["language"], 0.0
    for page in document["pages"]:
        total += _length(page.get("title"), main) + _length(page.get("intro"), main)
    total = (total + _length(document.get("intro"), main)) / CHARACTERS_A_SECOND
    for _page, question in _questions(document):
        rows = len(question.get("rows", ())) or 1
        total += SECONDS.get(question["type"], 5) * rows
        read = [question, *question.get("options", ())[:30], *question.get("rows", ())]
        total += sum(_length(part.get("text"), main) for part in read) / CHARACTERS_A_SECOND
        total += _length(question.get("hint"), main) / CHARACTERS_A_SECOND
    return total


def _length(texts: dict[str, str] | None, language: str) -> int:
    return len((texts or {}).get(language, ""))


def _hints(document: Part) -> Iterator[Hint]:
    estimate = minutes(document)
    if estimate > LONG_MINUTES:
        values = {"minutes": estimate, "most": LONG_MINUTES}
        yield Hint(False, "head", "", "checklist-too-long", values)
    languages = set(document["title"])
    head = {k: v for k, v in document.items() if k in {"title", "intro", "thanks", "quotas"}}
    yield from _untranslated("head", "", head, languages)
    for page in document["pages"]:
        alone = {key: value for key, value in page.items() if key != "questions"}
        yield from _untranslated("page", page["code"], alone, languages)
        for question in page["questions"]:
            yield from _of_question(question, document["language"], languages)


def _of_question(question: Part, main: str, languages: set[str]) -> Iterator[Hint]:
    place = question["code"]
    yield from _untranslated("question", place, question, languages)
    for code, values in [*_wording(question, main), *_shape(question, main)]:
        yield Hint(False, "question", place, code, values)


def _wording(question: Part, main: str) -> Iterator[tuple[str, dict[str, Any]]]:
    text = _plain(question["text"].get(main, ""))
    hint = _plain((question.get("hint") or {}).get(main, ""))
    if question["type"] in {"note", "computed"}:
        return
    for code, pattern in (
        ("checklist-leading", _LEADING),
        ("checklist-double-barrelled", _DOUBLE_BARRELLED),
        ("checklist-double-negation", _DOUBLE_NEGATION),
    ):
        if match := pattern.search(text):
            yield code, {"words": match[0]}
    if match := _COLOUR.search(text + "\n" + hint):
        yield "checklist-colour", {"words": match[0]}
    longest = max((len(s) for s in re.split(r"[。？?\n]", text)), default=0)
    if longest > LONG_SENTENCE:
        yield "checklist-long-sentence", {"length": longest, "most": LONG_SENTENCE}


def _shape(question: Part, main: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if (points := _points_without_middle(question, main)) is not None:
        yield "checklist-no-middle", {"points": points}
    if question["type"] == "scale" and not question.get("ends"):
        yield "checklist-scale-without-words", {}
    for option in question.get("options", ()):
        picture = option.get("picture")
        if picture and _EMPTY_ALT.fullmatch(picture.get("alt", {}).get(main, "").strip()):
            yield "checklist-picture-without-words", {"option": option["text"].get(main, "")}
    if question["type"] in _WRITTEN:
        asked = [question, *question.get("rows", ()), *question.get("columns", ())]
        words = "\n".join(part["text"].get(main, "") for part in asked)
        match = _PERSONAL.search(words)
        if match or question.get("format") in _PERSONAL_FORMATS:
            yield "checklist-personal", {"words": match[0] if match else question["format"]}


def _points_without_middle(question: Part, main: str) -> int | None:
    """Return how many steps a scale has that lacks a middle; None where there is no scale."""
    if question["type"] == "scale":
        points = question.get("highest", 5) - question.get("lowest", 1) + 1
        return points if points % 2 == 0 and points > 2 else None
    if question["type"] not in {"single", "matrix", "matrix_dual"}:
        return None
    steps = [
        option["text"].get(main, "")
        for option in question.get("options", ())
        if not (option.get("role") or option.get("exclusive") or option.get("other_text"))
        and not re.search(
            r"わからない|分からない|答えたくない|その他", option["text"].get(main, "")
        )
    ]
    is_scale = len(steps) >= 4 and all(_ORDINAL.search(step) for step in steps)
    return len(steps) if is_scale and len(steps) % 2 == 0 else None


def _untranslated(kind: str, place: str, part: Part, languages: set[str]) -> Iterator[Hint]:
    missing: dict[str, int] = {}
    for texts in _texts(part):
        for language in languages - set(texts):
            missing[language] = missing.get(language, 0) + 1
    for language, count in sorted(missing.items()):
        values = {"language": language, "count": count}
        yield Hint(False, kind, place, "checklist-untranslated", values)


def _texts(part: Any) -> Iterator[dict[str, str]]:
    if isinstance(part, list):
        for item in part:
            yield from _texts(item)
    elif isinstance(part, dict):
        if part and all(isinstance(v, str) and _is_language(k) for k, v in part.items()):
            yield part
            return
        for value in part.values():
            yield from _texts(value)


def _is_language(key: str) -> bool:
    return re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", key) is not None


def _plain(text: str) -> str:
    """Return a text without the marks for readings: ｜漢字《かんじ》 → 漢字."""
    return re.sub(r"《[^》]*》", "", text).replace("｜", "")


def _questions(document: Part) -> Iterator[tuple[Part, Part]]:
    return ((page, question) for page in document["pages"] for question in page["questions"])
