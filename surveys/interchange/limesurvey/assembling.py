"""The whole questionnaire: pages, values that are worked out, quotas, and what was dropped."""

import re
from typing import Any

from surveys.definition import problems
from surveys.definition.schema import EDITION, MOST_PAGES, MOST_QUESTIONS
from surveys.interchange.codes import Codes
from surveys.interchange.limesurvey.conditions import script_of
from surveys.interchange.limesurvey.kinds import DROPPED, FULL, in_languages, type_of
from surveys.interchange.limesurvey.naming import Made, naming_of
from surveys.interchange.limesurvey.questions import Fields, filled, questions_of, split
from surveys.interchange.limesurvey.source import Group, Question, Quota, Source
from surveys.interchange.limesurvey.translating import MISSING
from surveys.interchange.limesurvey.wording import pieces_of
from surveys.interchange.limesurvey.work import Work
from surveys.interchange.report import Report
from surveys.logic import Call, Expression, Lit, Op, Ref, to_text

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def document_of(source: Source, report: Report) -> tuple[Fields, Work]:
    """Return our document of a LimeSurvey questionnaire."""
    _refuse_odd_languages(source)
    work = Work(source, naming_of(source), report)
    title = filled(work, work.wording.say(source.title, "title"), "LimeSurvey")
    document: Fields = {
        "schema": EDITION,
        "code": f"limesurvey-{source.id}"[:60] if source.id.isdigit() else "limesurvey",
        "language": source.main,
        "title": title,
    }
    report.kept("questionnaire", title[source.main][:60])
    for field, words in (("intro", source.welcome), ("thanks", source.end)):
        said = work.wording.say(words, field)
        if field == "intro":
            described = work.wording.say(source.description, "description")
            said = {
                tag: "\n\n".join(text for text in (described.get(tag), said.get(tag)) if text)
                for tag in source.languages
                if described.get(tag) or said.get(tag)
            }
        if said:
            short = {tag: text[:4000] for tag, text in said.items()}
            document[field] = filled(work, short, "…")
    pages = _Pages(work)
    for group in source.groups:
        pages.add(group)
    document["pages"] = pages.finished()
    if not document["pages"]:
        report.dropped("file", "", "import-no-questions")
    if pages.shuffled:
        document["shuffled_pages"] = pages.shuffled
    quotas = _quotas(work)
    if quotas:
        document["quotas"] = quotas
    _mend(document, report)
    return document, work


def _refuse_odd_languages(source: Source) -> None:
    source.languages = [tag for tag in source.languages if _TAG.fullmatch(tag)] or ["en"]


class _Pages:
    """The pages as they come together."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.pages: list[Fields] = []
        self._groups: dict[str, list[str]] = {}
        self._count = 0

    @property
    def shuffled(self) -> list[list[str]]:
        """Pages that change places among themselves."""
        return [codes for codes in self._groups.values() if len(codes) > 1][:20]

    def add(self, group: Group) -> None:
        """Add a group as a page."""
        work, code = self.work, self.work.naming.pages[group.id]
        place = next((t for t in group.name.values() if t.strip()), code)[:60]
        made = [work.naming.made[q.id] for q in group.questions if q.id in work.naming.made]
        first = min((one.order for one in made), default=0)
        page: Fields = {"code": code}
        title = work.wording.say(group.name, f"{place}")
        if title:
            page["title"] = filled(work, {t: text[:4000] for t, text in title.items()}, code)
        intro = work.wording.say(group.description, f"{place}.description")
        notes, intro = split(work, intro, place) if intro else ([], {})
        if intro:
            page["intro"] = filled(work, intro, "…")
        questions: list[Fields] = [
            {"code": work.naming.codes.allot(f"{code}_text", "text"), "type": "note",
             "text": filled(work, note, "…")}
            for note in notes
        ]  # fmt: skip
        for question in group.questions:
            questions += self._questions(question)
        show_if = work.condition(group.relevance, f"{place}.relevance", own=None, before=first or 1)
        if not questions:
            work.report.dropped("page", place, "import-page-empty")
            return
        page["questions"] = questions
        if show_if:
            page["show_if"] = show_if
        if len(self.pages) >= MOST_PAGES:
            work.report.dropped("page", place, "import-too-many-pages", most=MOST_PAGES)
            return
        self._random(page, made)
        work.report.kept("page", place)
        self.pages.append(page)
        if group.random:
            self._groups.setdefault(group.random, []).append(code)

    def _random(self, page: Fields, made: list[Made]) -> None:
        """Let the questions of a page change places, where all of them are in one random group."""
        groups = {one.source.attribute("random_group") for one in made}
        if groups == {""}:
            return
        if len(groups) == 1 and len(made) > 1 and len(page["questions"]) == len(made):
            page["shuffle"] = True
        elif made:
            place = made[0].source.code
            self.work.report.dropped("text", place, "import-random-questions")

    def _questions(self, question: Question) -> list[Fields]:
        """Return one question with what belongs to it, and report it."""
        work = self.work
        if type_of(question) == DROPPED:
            code = "import-language-switch" if question.type == "I" else "import-unknown-type"
            work.report.dropped("question", question.code, code, type=question.type[:20])
            return []
        made = work.naming.made[question.id]
        if self._count >= MOST_QUESTIONS:
            work.report.dropped(
                "question", question.code, "import-too-many-questions", most=MOST_QUESTIONS
            )
            return []
        if made.size_beyond:
            size = made.size_beyond
            work.report.dropped("question", question.code, "import-too-large", size=size)
            return []
        if lacking := _lacking(made):
            work.report.dropped("question", question.code, lacking)
            return []
        show_if = work.condition(
            script_of(work.source, work.naming, question),
            f"{question.code}.relevance", own=made, before=made.order,
        )  # fmt: skip
        if made.type == "computed":
            found = self._computed(made, show_if)
        else:
            found = questions_of(work, made, show_if)
        if question.is_on("hidden") and made.type not in {"computed", "note"}:
            self._hide(made, found[-1])
        self._count += len(found)
        self._report(made)
        return found

    def _report(self, made: Made) -> None:
        source, report = made.source, self.work.report
        reasons = list(_changes(made))
        if reasons:
            report.changed("question", source.code, reasons[0])
        else:
            report.kept("question", source.code)
        for reason in reasons[1:]:
            report.changed("text", source.code, reason)
        for old, new in made.renamed:
            report.changed("text", source.code, "import-code-renamed", old=old[:40], new=new)
        if source.has_script or source.attribute("javascript"):
            report.dropped("text", source.code, "import-script")
        if source.attribute("time_limit"):
            report.dropped("text", source.code, "import-time-limit")

    def _hide(self, made: Made, document: Fields) -> None:
        """Keep a hidden question hidden: with its default it is a value that is worked out."""
        default = document.get("default")
        if default and made.type in {"short_text", "long_text", "number", "date"}:
            kept: Fields = {k: v for k, v in document.items() if k in {"code", "text", "show_if"}}
            document.clear()
            document.update(kept)
            document.update({"type": "computed", "formula": default, "hidden": True})
        else:
            document["show_if"] = "false"

    def _computed(self, made: Made, show_if: str | None) -> list[Fields]:
        work, source = self.work, made.source
        main = work.source.main
        script = source.attribute("equation") or source.text.get(main, "")
        place = f"{source.code}.equation"
        formula = self._formula(script, place, made)
        said = work.wording.say(
            {tag: "".join(p for p, _s in pieces_of(text)) for tag, text in source.text.items()},
            source.code, made,
        )  # fmt: skip
        document: Fields = {
            "code": made.code,
            "type": "computed",
            "text": filled(work, {t: x[:4000] for t, x in said.items()}, source.code),
            "formula": formula or "missing",
        }
        if source.is_on("hidden"):
            document["hidden"] = True
        return [document | ({"show_if": show_if} if show_if else {})]

    def _formula(self, script: str, place: str, made: Made) -> str | None:
        """Return an equation: text with expressions in it, or one expression."""
        work, parts = self.work, list[Expression]()
        around = work.around(made)
        for piece, inside in pieces_of(script):
            if piece.strip():
                parts.append(
                    Lit(
                        work.wording.say({work.source.main: piece}, place).get(work.source.main, "")
                    )
                )
            if inside is not None:
                value = work.value(inside, place, around)
                if value is None:
                    return None
                parts.append(value)
        if not parts:
            return None
        whole = parts[0] if len(parts) == 1 else Call("join", tuple(parts))
        return work.fitting(whole, place, before=made.order, notes=around.notes)

    def finished(self) -> list[Fields]:
        """Return the pages with the values that texts ask for, each right after what it needs."""
        places = {q["code"]: (n, at) for n, page in enumerate(self.pages)
                  for at, q in enumerate(page["questions"])}  # fmt: skip
        waiting: dict[tuple[int, int], list[Fields]] = {}
        for working in self.work.wording.workings.found.values():
            after = max((places[c] for c in working.looks_at if c in places), default=(0, -1))
            waiting.setdefault(after, []).append(
                {
                    "code": working.code,
                    "type": "computed",
                    "text": {self.work.source.main: working.code},
                    "formula": working.formula,
                    "hidden": True,
                }
            )
        for n, at in sorted(waiting, reverse=True):
            questions = self.pages[n]["questions"] if n < len(self.pages) else None
            if questions is None:
                continue
            if self.pages[n].get("shuffle"):
                del self.pages[n]["shuffle"]
                code = questions[0]["code"]
                self.work.report.dropped("text", code, "import-random-questions")
            questions[at + 1 : at + 1] = waiting[n, at]
        return self.pages


def _lacking(made: Made) -> str:
    """Return why a question asks nothing; "" when it does."""
    choices = {"single", "multiple", "ranking", "matrix_dual", "matrix", "matrix_multiple"}
    too_few = len(made.options) < 2 or (made.type == "matrix_dual" and len(made.second) < 2)
    if made.type in choices and too_few:
        return "import-no-options"
    needs_rows = {"matrix", "matrix_multiple", "matrix_dual", "numbers", "short_texts",
                  "matrix_number", "matrix_text"}  # fmt: skip
    if made.type in needs_rows and not made.rows:
        return "import-no-rows"
    return (
        "import-no-rows"
        if made.type in {"matrix_number", "matrix_text"} and not made.columns
        else ""
    )


def _changes(made: Made) -> list[str]:
    source = made.source
    found = []
    if source.type == "H":
        found.append("import-array-by-column")
    if source.type == "D" and "h" in source.attribute("date_format").lower():
        found.append("import-time-of-day")
    if source.type == "P":
        found.append("import-own-line")
    if source.type == "!" and made.other:
        found.append("import-dropdown-other")
    if source.is_on("hidden") and made.type != "computed":
        found.append("import-hidden")
    if made.type == "consent":
        found.append("import-one-option")
    return found


def _quotas(work: Work) -> list[Fields]:
    codes, found = Codes("option"), []
    for number, quota in enumerate(work.source.quotas, 1):
        place = f"quota {quota.name[:40]}"
        when = _when(work, quota)
        if not quota.active or when is None or not quota.limit.isdigit():
            reason = "import-quota-off" if not quota.active else "import-quota-unclear"
            work.report.dropped("expression", place, reason)
            continue
        message = {
            **in_languages(FULL, [work.source.main]),
            **work.wording.say(quota.message, place),
        }
        work.report.kept("expression", place)
        found.append(
            {
                "code": codes.allot(quota.name, str(number)),
                "when": to_text(when),
                "limit": min(int(quota.limit), 10_000_000),
                "message": {tag: text[:4000] for tag, text in message.items()},
            }
        )
    return found


def _when(work: Work, quota: Quota) -> Expression | None:
    """Return which answers a quota counts: any of the options named of each question."""
    by_question: dict[str, list[Expression]] = {}
    for id_, code in quota.members:
        made = work.naming.made.get(id_)
        if made is None:
            return None
        condition = _is_member(made, code)
        if condition is None:
            return None
        by_question.setdefault(id_, []).append(condition)
    parts = [p[0] if len(p) == 1 else Op("or", tuple(p)) for p in by_question.values()]
    return None if not parts else parts[0] if len(parts) == 1 else Op("and", tuple(parts))


def _is_member(made: Made, code: str) -> Expression | None:
    reference = Ref((made.code,))
    if code in made.options and not made.rows:
        name = "has" if made.type == "multiple" else "="
        return Op(name, (reference, Lit(made.options[code])))
    row, _dash, answer = code.partition("-")
    if row in made.rows and answer in made.options:
        return Op("=", (Ref((made.code, made.rows[row])), Lit(made.options[answer])))
    return Op("=", (reference, MISSING)) if code == "" and not made.rows else None


def _mend(document: Fields, report: Report) -> None:
    """Take out expressions that are not allowed after all, so that the rest can be used."""
    for _again in range(3):
        wrong = {p.place: p for p in problems(document) if _is_of_expression(p.code)}
        if not wrong:
            return
        for page in document["pages"]:
            _strip(page, wrong, report)
            for question in page["questions"]:
                _strip(question, wrong, report)


def _is_of_expression(code: str) -> bool:
    return code.startswith(("expression-", "definition-condition", "definition-this"))


def _strip(part: Fields, wrong: dict[str, Any], report: Report) -> None:
    problem = wrong.get(part["code"])
    if problem is None:
        return
    inside = [*part.get("options", ()), *part.get("rows", ())]
    count = sum("show_if" in one for one in (part, *inside)) + len(part.get("checks", ()))
    for one in (part, *inside):
        one.pop("show_if", None)
    for name in ("checks", "default", "options_from", "rows_from"):
        count += name in part and name != "checks"
        part.pop(name, None)
    if "formula" in part:
        part["formula"] = "missing"
        count += 1
    for _one in range(max(count, 1)):
        report.dropped("expression", part["code"], "import-not-allowed", why=problem.code)
