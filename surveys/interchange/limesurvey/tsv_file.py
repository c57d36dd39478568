"""LimeSurvey's tab-separated form: one line for each thing in each language."""

import csv
import io
import re

from surveys.interchange.limesurvey.source import (
    Answer,
    Condition,
    Default,
    Group,
    Part,
    Question,
    Quota,
    Source,
)
from surveys.interchange.report import Unreadable

LARGEST = 20 * 1024 * 1024
MOST_LINES = 100_000
LONGEST_CELL = 500_000
_BASE = frozenset(
    {
        "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help",
        "language", "validation", "mandatory", "encrypted", "other", "default", "same_default",
        "same_script", "script",
    }
)  # fmt: skip
_TEXTS = frozenset(
    {
        "em_validation_q_tip", "em_validation_sq_tip", "other_replace_text", "dualscale_headerA",
        "dualscale_headerB", "prefix", "suffix",
    }
)  # fmt: skip
Line = dict[str, str]


def read_tsv(data: bytes, _name: str = "") -> Source:
    """Return the questionnaire of a tab-separated file."""
    if len(data) > LARGEST:
        raise Unreadable("file-too-large", mb=LARGEST // (1024 * 1024))
    reading = _Reading()
    for number, line in enumerate(_lines(data), 2):
        reading.take(line, number)
    return reading.finished()


def _lines(data: bytes) -> list[Line]:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("file-not-utf8") from error
    csv.field_size_limit(LONGEST_CELL)
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter="\t")
    try:
        head = [cell.strip() for cell in next(rows, [])]
        if "class" not in head or "type/scale" not in head or "name" not in head:
            raise Unreadable("file-no-questionnaire")
        found = []
        for number, row in enumerate(rows):
            if number >= MOST_LINES:
                raise Unreadable("import-too-many-lines", most=MOST_LINES)
            found.append({h: cell for h, cell in zip(head, row, strict=False) if h and cell})
    except csv.Error as error:
        raise Unreadable("import-broken-line", line=rows.line_num) from error
    return found


class _Reading:
    """Goes through the lines; sub-questions and answers belong to the question before them."""

    def __init__(self) -> None:
        self.source = Source()
        self._groups: dict[str, Group] = {}
        self._questions: dict[str, Question] = {}
        self._quotas: dict[str, Quota] = {}
        self._group: Group | None = None
        self._question: Question | None = None
        self._parts: dict[tuple[int, str, int], Part] = {}
        self._answers: dict[tuple[int, str, int], Answer] = {}
        self._defaults: dict[tuple[int, str], Default] = {}

    def take(self, line: Line, number: int) -> None:
        """Take one line by its class."""
        kind = line.get("class", "").strip().upper()
        take = {
            "S": self._setting, "SL": self._words, "G": self._add_group, "Q": self._add_question,
            "SQ": self._add_part, "A": self._add_answer, "QTA": self._add_quota,
            "QTALS": self._quota_words, "QTAM": self._quota_member, "C": self._add_condition,
        }.get(kind)  # fmt: skip
        if take is not None:
            take(line, number)

    def finished(self) -> Source:
        """Return everything, the main language first."""
        source = self.source
        main = source.settings.get("language", "").strip()
        listed = [main, *source.settings.get("additional_languages", "").split(), *source.title]
        source.languages = list(dict.fromkeys(tag for tag in listed if tag)) or ["en"]
        source.id = source.settings.get("sid", "")
        source.groups = sorted(self._groups.values(), key=lambda group: group.order)
        source.quotas = list(self._quotas.values())
        return source

    def _language(self, line: Line) -> str:
        return line.get("language", "").strip() or self.source.settings.get("language", "en")

    def _setting(self, line: Line, _number: int) -> None:
        self.source.settings[line.get("name", "")] = line.get("text", "")

    def _words(self, line: Line, _number: int) -> None:
        name = line.get("name", "").removeprefix("surveyls_")
        field = {"welcometext": "welcome", "endtext": "end"}.get(name, name)
        if field in {"title", "description", "welcome", "end"}:
            getattr(self.source, field)[self._language(line)] = line.get("text", "")

    def _add_group(self, line: Line, _number: int) -> None:
        key = line.get("id") or line.get("type/scale") or line.get("name", "")
        group = self._groups.get(key)
        if group is None:
            group = Group(
                key,
                relevance=line.get("relevance", ""),
                random=line.get("random_group", "").strip(),
                order=len(self._groups),
            )
            self._groups[key] = group
        group.name.setdefault(self._language(line), line.get("name", ""))
        group.description.setdefault(self._language(line), line.get("text", ""))
        self._group, self._question = group, None

    def _add_question(self, line: Line, number: int) -> None:
        if self._group is None:
            self._group = self._groups.setdefault("", Group(""))
        code = line.get("name", "").strip()
        question = self._questions.get(code)
        if question is None:
            question = Question(
                id=line.get("id") or f"L{number}",
                group=self._group.id,
                type=line.get("type/scale", "").strip(),
                code=code,
                other=line.get("other", "") == "Y",
                mandatory=line.get("mandatory", "N") or "N",
                relevance=line.get("relevance", "").strip(),
                pattern=line.get("validation", "").strip(),
                order=number,
            )
            self._questions[code] = question
            self._group.questions.append(question)
        language = self._language(line)
        question.text.setdefault(language, line.get("text", ""))
        question.help.setdefault(language, line.get("help", ""))
        for name, value in line.items():
            if name not in _BASE and re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,60}", name):
                key = language if name in _TEXTS else ""
                question.attributes.setdefault(name, {}).setdefault(key, value)
        self._default(question, "", line)
        self._question = question

    def _default(self, question: Question, part: str, line: Line) -> None:
        if not line.get("default"):
            return
        default = self._defaults.get((id(question), part))
        if default is None:
            default = self._defaults[id(question), part] = Default(part, "", {})
            question.defaults.append(default)
        default.text.setdefault(self._language(line), line["default"])

    def _add_part(self, line: Line, number: int) -> None:
        question = self._question
        if question is None:
            return
        code, scale = line.get("name", "").strip(), 1 if line.get("type/scale") == "1" else 0
        part = self._parts.get((id(question), code, scale))
        if part is None:
            id_ = line.get("id") or f"{question.id}S{number}"
            part = Part(id_, code, {}, scale, line.get("relevance", "").strip(), number)
            question.parts.append(part)
            self._parts[id(question), code, scale] = part
        part.text.setdefault(self._language(line), line.get("text", ""))
        self._default(question, part.id, line)

    def _add_answer(self, line: Line, number: int) -> None:
        question = self._question
        if question is None:
            return
        code, scale = line.get("name", "").strip(), 1 if line.get("type/scale") == "1" else 0
        answer = self._answers.get((id(question), code, scale))
        if answer is None:
            value = line.get("assessment_value") or line.get("relevance", "")
            answer = Answer(code, {}, scale, value, number)
            question.answers.append(answer)
            self._answers[id(question), code, scale] = answer
        answer.text.setdefault(self._language(line), line.get("text", ""))

    def _add_quota(self, line: Line, _number: int) -> None:
        id_ = line.get("id", "")
        quota = self._quotas.setdefault(id_, Quota(id_, "", "", active=True))
        quota.name, quota.limit = line.get("name", ""), line.get("mandatory", "")
        quota.active = line.get("default", "1") == "1"

    def _quota_words(self, line: Line, _number: int) -> None:
        quota = self._quotas.get(line.get("related_id", ""))
        if quota is not None:
            quota.message[self._language(line)] = line.get("relevance", "")

    def _quota_member(self, line: Line, _number: int) -> None:
        id_ = line.get("related_id", "")
        quota = self._quotas.setdefault(id_, Quota(id_, "", "", active=True))
        if self._question is not None:
            quota.members.append((self._question.id, line.get("name", "")))

    def _add_condition(self, line: Line, _number: int) -> None:
        if self._question is not None:
            self.source.conditions.append(
                Condition(
                    self._question.id,
                    line.get("related_id", ""),
                    line.get("name", ""),
                    line.get("relevance", ""),
                    line.get("text", ""),
                    line.get("type/scale", "1"),
                )
            )
