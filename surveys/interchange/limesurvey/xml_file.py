"""LimeSurvey's XML files (.lss .lsg .lsq .lsr), in the old layout and in the new one."""

from collections import defaultdict
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from surveys.interchange.limesurvey.source import (
    Answer,
    Condition,
    Default,
    Group,
    Part,
    Question,
    Quota,
    Source,
    Words,
)
from surveys.interchange.report import Unreadable

LARGEST = 50 * 1024 * 1024
MOST_ELEMENTS = 2_000_000
Row = dict[str, str]
Tables = dict[str, list[Row]]
_KINDS = frozenset({"Survey", "Group", "Question"})


def tables_of(data: bytes) -> tuple[str, list[str], int, Tables]:
    """Return kind, languages, version and the rows of every table of an XML file."""
    if len(data) > LARGEST:
        raise Unreadable("file-too-large", mb=LARGEST // (1024 * 1024))
    try:
        parser = ElementTree.DefusedXMLParser(target=_Counting(), forbid_dtd=True)
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise Unreadable("import-xml-unsafe") from error
    except Unreadable:
        raise
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        line = getattr(error, "position", (1, 0))[0]
        raise Unreadable("import-xml-broken", line=line) from error
    kind = root.findtext("LimeSurveyDocType", "").strip()
    if root.tag != "document" or not kind:
        raise Unreadable("file-no-questionnaire")
    languages = [(e.text or "").strip() for e in root.findall("languages/language")]
    return (
        kind,
        [tag for tag in languages if tag],
        _number(root.findtext("DBVersion")),
        {table.tag: [_row(row) for row in table.findall("rows/row")] for table in root},
    )


class _Counting(TreeBuilder):
    """Builds the tree of a file that is not absurdly large."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        """Count each element."""
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise Unreadable("import-too-many-lines", most=MOST_ELEMENTS)
        return super().start(tag, attrs)


def read_xml(data: bytes) -> Source:
    """Return the questionnaire of a .lss, .lsg or .lsq file."""
    kind, languages, version, tables = tables_of(data)
    if kind not in _KINDS:
        raise Unreadable("file-no-questionnaire")
    return _Reading(languages, version, tables).source()


def responses_of(data: bytes) -> list[Row]:
    """Return the rows of a .lsr file; what is empty or missing there is not in a row."""
    kind, _languages, _version, tables = tables_of(data)
    if kind != "Responses":
        raise Unreadable("file-no-questionnaire")
    return [
        {_plain_column(name): text for name, text in row.items() if text}
        for row in tables.get("responses", [])
    ]


def _plain_column(name: str) -> str:
    return name[1:] if name.startswith("_") else name


def _row(row: Element) -> Row:
    return {cell.tag: cell.text or "" for cell in row}


def _number(text: str | None) -> int:
    text = (text or "").strip()
    return (
        int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 12 else 0
    )


class _Reading:
    """Puts the tables of one file together."""

    def __init__(self, languages: list[str], version: int, tables: Tables) -> None:
        self.tables = tables
        surveys = tables.get("surveys", [])
        self.settings = surveys[0] if surveys else {}
        main = self.settings.get("language", "").strip()
        listed = [main, *self.settings.get("additional_languages", "").split(), *languages]
        self.languages = list(dict.fromkeys(tag for tag in listed if tag)) or ["en"]
        self.version = version

    def source(self) -> Source:
        """Return everything that the tables say."""
        found = Source(
            id=self.settings.get("sid", ""),
            version=self.version,
            languages=self.languages,
            settings=self.settings,
            groups=self._groups(),
            conditions=[
                Condition(
                    row.get("qid", ""),
                    row.get("cqid", ""),
                    row.get("cfieldname", ""),
                    row.get("method", "").strip(),
                    row.get("value", ""),
                    row.get("scenario", "1"),
                )
                for row in self._rows("conditions")
            ],
            quotas=self._quotas(),
        )
        for row in self._rows("surveys_languagesettings"):
            tag = row.get("surveyls_language", "")
            for name, column in (
                ("title", "title"),
                ("description", "description"),
                ("welcome", "welcometext"),
                ("end", "endtext"),
            ):
                getattr(found, name)[tag] = row.get(f"surveyls_{column}", "")
        return found

    def _rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    def _said(self, table: str, key: str, names: tuple[str, ...]) -> dict[str, dict[str, Words]]:
        """Return texts by id, name and language, from the rows of a table of translations."""
        found: dict[str, dict[str, Words]] = defaultdict(lambda: {name: {} for name in names})
        for row in self._rows(table):
            for name in names:
                if row.get(name):
                    found[row.get(key, "")][name].setdefault(row.get("language", ""), row[name])
        return found

    def _texts(self, rows: list[Row], key: str, names: tuple[str, ...], new: str) -> Any:
        """Return texts of both layouts: in the rows themselves, and in a table beside them."""
        found = self._said(new, key, names)
        for row in rows:
            for name in names:
                if row.get(name) and "language" in row:
                    found[row.get(key, "")][name].setdefault(row["language"], row[name])
                elif row.get(name):
                    found[row.get(key, "")][name].setdefault(self.languages[0], row[name])
        return found

    def _groups(self) -> list[Group]:
        rows = self._rows("groups")
        texts = self._texts(rows, "gid", ("group_name", "description"), "group_l10ns")
        groups = {}
        for row in _main_first(rows, "gid", self.languages[0]):
            id_ = row.get("gid", "")
            groups[id_] = Group(
                id_,
                texts[id_]["group_name"],
                texts[id_]["description"],
                row.get("grelevance", ""),
                row.get("randomization_group", "").strip(),
                _number(row.get("group_order")),
            )
        for question in self._questions():
            groups.setdefault(question.group, Group(question.group)).questions.append(question)
        for group in groups.values():
            group.questions.sort(key=lambda question: question.order)
        return sorted(groups.values(), key=lambda group: group.order)

    def _questions(self) -> list[Question]:
        rows = self._rows("questions") + self._rows("subquestions")
        texts = self._texts(rows, "qid", ("question", "help", "script"), "question_l10ns")
        questions: dict[str, Question] = {}
        children: list[Row] = []
        for row in _main_first(rows, "qid", self.languages[0]):
            if row.get("parent_qid", "0") not in {"", "0"}:
                children.append(row)
                continue
            question = _question(row, texts[row.get("qid", "")])
            questions[question.id] = question
        for row in children:
            parent = questions.get(row["parent_qid"])
            if parent is not None:
                parent.parts.append(_part(row, texts[row.get("qid", "")]["question"]))
        self._add_answers(questions)
        self._add_attributes(questions)
        self._add_defaults(questions)
        for question in questions.values():
            question.parts.sort(key=lambda part: (part.scale, part.order))
            question.answers.sort(key=lambda answer: (answer.scale, answer.order))
        return list(questions.values())

    def _add_answers(self, questions: dict[str, Question]) -> None:
        texts = self._said("answer_l10ns", "aid", ("answer",))
        found: dict[tuple[str, str, str], Answer] = {}
        for row in self._rows("answers"):
            key = (row.get("qid", ""), row.get("scale_id", "0") or "0", row.get("code", ""))
            if key not in found and key[0] in questions:
                said = dict(texts[row["aid"]]["answer"]) if "aid" in row else {}
                found[key] = Answer(
                    key[2],
                    said,
                    _number(key[1]),
                    row.get("assessment_value", ""),
                    _number(row.get("sortorder")),
                )
                questions[key[0]].answers.append(found[key])
            if key in found and row.get("answer"):
                tag = row.get("language") or self.languages[0]
                found[key].text.setdefault(tag, row["answer"])

    def _add_attributes(self, questions: dict[str, Question]) -> None:
        for row in self._rows("question_attributes"):
            question = questions.get(row.get("qid", ""))
            if question is not None and row.get("value"):
                values = question.attributes.setdefault(row.get("attribute", ""), {})
                values.setdefault(row.get("language", ""), row["value"])

    def _add_defaults(self, questions: dict[str, Question]) -> None:
        texts = self._said("defaultvalue_l10ns", "dvid", ("defaultvalue",))
        found: dict[tuple[str, str, str], Default] = {}
        for row in self._rows("defaultvalues"):
            question = questions.get(row.get("qid", ""))
            if question is None:
                continue
            said = dict(texts[row["dvid"]]["defaultvalue"]) if "dvid" in row else {}
            if row.get("defaultvalue"):
                said[row.get("language") or self.languages[0]] = row["defaultvalue"]
            part = row.get("sqid", "0")
            key = (question.id, part, row.get("specialtype", ""))
            if key not in found:
                found[key] = Default("" if part == "0" else part, key[2], {})
                question.defaults.append(found[key])
            found[key].text.update(said)

    def _quotas(self) -> list[Quota]:
        quotas = {
            row.get("id", ""): Quota(
                row.get("id", ""),
                row.get("name", ""),
                row.get("qlimit", ""),
                row.get("active", "1") == "1",
            )
            for row in self._rows("quota")
        }
        for row in self._rows("quota_members"):
            if row.get("quota_id") in quotas:
                quotas[row["quota_id"]].members.append((row.get("qid", ""), row.get("code", "")))
        for row in self._rows("quota_languagesettings"):
            if row.get("quotals_quota_id") in quotas and row.get("quotals_message"):
                message = quotas[row["quotals_quota_id"]].message
                message[row.get("quotals_language", "")] = row["quotals_message"]
        return list(quotas.values())


def _main_first(rows: list[Row], key: str, main: str) -> list[Row]:
    """Return one row for each id: that of the main language where the rows are repeated."""
    found: dict[str, Row] = {}
    for row in rows:
        id_ = row.get(key, "")
        if id_ not in found or (row.get("language") == main != found[id_].get("language")):
            found[id_] = row
    return list(found.values())


def _question(row: Row, texts: dict[str, Words]) -> Question:
    return Question(
        id=row.get("qid", ""),
        group=row.get("gid", ""),
        type=row.get("type", "").strip(),
        code=row.get("title", "").strip(),
        text=texts["question"],
        help=texts["help"],
        other=row.get("other", "N") == "Y",
        mandatory=row.get("mandatory", "N").strip() or "N",
        relevance=row.get("relevance", "").strip(),
        pattern=row.get("preg", "").strip(),
        theme=row.get("question_theme_name", ""),
        has_script=any(words.strip() for words in texts["script"].values()),
        order=_number(row.get("question_order")),
    )


def _part(row: Row, text: Words) -> Part:
    return Part(
        id=row.get("qid", ""),
        code=row.get("title", "").strip(),
        text=text,
        scale=_number(row.get("scale_id")),
        relevance=row.get("relevance", "").strip(),
        order=_number(row.get("question_order")),
    )
