"""Which options and rows are shown: relevance of sub-questions, and answers that filter others."""

from typing import Any

from surveys.definition.texts import text_in
from surveys.interchange.html_text import plain_text
from surveys.interchange.limesurvey.kinds import DEPENDING, in_languages
from surveys.interchange.limesurvey.naming import Made
from surveys.interchange.limesurvey.script import NotScript, read_script
from surveys.interchange.limesurvey.source import Part
from surveys.interchange.limesurvey.translating import Translator, Untranslatable
from surveys.interchange.limesurvey.work import ALWAYS, Work, bare, not_chosen
from surveys.logic import Call, Expression, Lit, Op, Ref, parse, questions_in, to_text

Fields = dict[str, Any]


def show_parts(work: Work, made: Made, document: Fields) -> None:
    """Put conditions on the options and rows of a question, and filters on all of them."""
    source = made.source
    by_our_code = {
        part["code"]: part for part in (*document.get("rows", ()), *document.get("options", ()))
    }
    for part in source.parts:
        script = bare(part.relevance)
        if script in ALWAYS:
            continue
        place = f"{source.code}_{part.code}.relevance"
        target = _target(made, part, document, by_our_code)
        if target is None and part.code in made.columns:
            target = {"code": f"*.{made.columns[part.code]}"}
        if target is None:
            work.report.dropped("expression", place, "import-column-condition")
            continue
        _put(work, made, part, script, place, target, document)
    _filter(work, made, document)


def _target(made: Made, part: Part, document: Fields, parts: dict[str, Fields]) -> Fields | None:
    if part.code in made.rows and (part.scale == 0 or not made.options):
        found = made.rows[part.code] if part.scale == 0 else None
        return next((row for row in document.get("rows", ()) if row["code"] == found), None)
    code = made.options.get(part.code)
    return parts.get(code) if code and made.type != "matrix_dual" else None


def _put(
    work: Work, made: Made, part: Part, script: str, place: str, target: Fields, document: Fields
) -> None:
    """Put the condition of a sub-question on its row or option.

    One that looks at the question itself cannot hide anything: it becomes a check.
    """
    around = work.around(made)
    try:
        found = Translator(around).truth(read_script(script))
        if made.code not in questions_in(found) and not target["code"].startswith("*."):
            text = work.fitting(found, place, before=made.order, notes=around.notes)
            if text:
                target["show_if"] = text
            return
        around = work.around(made, in_check=True)
        found = Translator(around).truth(read_script(script))
    except NotScript as error:
        work.report.dropped("expression", place, error.code, text=script[:80])
        return
    except Untranslatable as error:
        work.report.dropped("expression", place, error.code, **error.values)
        return
    open_or = Op("or", (not_chosen(made, target["code"]), found))
    _add_check(work, made, part, open_or, place, document)


def _add_check(
    work: Work, made: Made, part: Part, holds: Expression, place: str, document: Fields
) -> None:
    main = work.source.main
    label = plain_text(text_in(part.text, main, main)).text.split("\n")[0][:100] or part.code
    message = {tag: text % label for tag, text in in_languages(DEPENDING, [main]).items()}
    document.setdefault("checks", [])
    document["checks"] += work.checks(
        [holds], place, made, message, {"import-part-condition-checked"}
    )


def _filter(work: Work, made: Made, document: Fields) -> None:
    """Take along what was chosen, or not chosen, in earlier questions."""
    wanted = _chain(work, made)
    parts = "rows" if document.get("rows") else "options"
    for code, which in wanted:
        place = f"{made.source.code}.array_filter{'' if which == 'chosen' else '_exclude'}"
        sources = work.naming.by_question.get(code)
        reason = _unfit(made, sources[0].made if sources else None, document, parts)
        if reason or not sources:
            reason = reason or "import-no-variable"
            work.report.dropped("expression", place, reason, name=code[:40])
        elif len(wanted) == 1:
            document[f"{parts}_from"] = {"question": sources[0].made.code, "which": which}
            work.report.kept("expression", place)
        else:
            _filter_each(sources[0].made, document[parts], which)
            if (code, which) in _named(made):
                work.report.changed("expression", place, "import-several-filters")


def _chain(work: Work, made: Made) -> list[tuple[str, str]]:
    """Return the questions that filter this one, with those that filter an excluded source.

    What was hidden there must not come back here just because it was not chosen.
    """
    found = _named(made)
    for code, which in found:
        sources = work.naming.by_question.get(code)
        if which == "not_chosen" and sources and len(found) < 20:
            found += [pair for pair in _named(sources[0].made) if pair not in found]
    return found


def _named(made: Made) -> list[tuple[str, str]]:
    attributes = (("array_filter", "chosen"), ("array_filter_exclude", "not_chosen"))
    return [
        (code.strip(), which)
        for attribute, which in attributes
        for code in made.source.attribute(attribute).split(";")
        if code.strip()
    ]


def _unfit(made: Made, source: Made | None, document: Fields, parts: str) -> str:
    """Return why a question cannot filter another; "" when it can."""
    if source is None:
        return "import-no-variable"
    if source.order >= made.order:
        return "import-looks-ahead"
    if source.type == "file" or not (source.options or source.rows) or not document.get(parts):
        return "import-nothing-to-filter"
    return ""


def _filter_each(source: Made, parts: list[Fields], which: str) -> None:
    """Say a filter as a condition on every option or row that the source knows."""
    known = set((source.rows or source.options).values())
    for part in parts:
        if part["code"] not in known:
            continue
        chosen: Expression = (
            Call("answered", (Ref((source.code, part["code"])),))
            if source.rows
            else Op("has", (Ref((source.code,)), Lit(part["code"])))
        )
        if source.type == "matrix_dual":
            chosen = Call(
                "answered", tuple(Ref((source.code, part["code"], s)) for s in ("1", "2"))
            )
        elif source.columns:
            cells = (Ref((source.code, part["code"], c)) for c in source.columns.values())
            chosen = Call("answered", tuple(cells))
        condition = chosen if which == "chosen" else Op("not", (chosen,))
        if part.get("show_if"):
            condition = Op("and", (parse(part["show_if"]), condition))
        part["show_if"] = to_text(condition)
