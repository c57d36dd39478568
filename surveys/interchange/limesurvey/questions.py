"""One question of LimeSurvey made into one of ours, with notes for texts that are too long."""

import re
from typing import Any

from surveys.definition.given import AGREED
from surveys.interchange.limesurvey.filters import show_parts
from surveys.interchange.limesurvey.kinds import COMMENT, OTHER, in_languages
from surveys.interchange.limesurvey.limits import default_of, limits_of
from surveys.interchange.limesurvey.naming import Made
from surveys.interchange.limesurvey.source import Words
from surveys.interchange.limesurvey.wording import LONGEST
from surveys.interchange.limesurvey.work import Work

Fields = dict[str, Any]
_PIECE = 3600
_SHUFFLED_ROWS = frozenset(
    {
        "matrix", "matrix_multiple", "matrix_dual", "matrix_number", "matrix_text", "numbers",
        "short_texts",
    }
)  # fmt: skip
_HEADED = {"first_heading": "dualscale_headerA", "second_heading": "dualscale_headerB"}


def questions_of(work: Work, made: Made, show_if: str | None) -> list[Fields]:
    """Return the question, and before it notes with what does not fit into its text."""
    source = made.source
    text = work.wording.say(_asked(made), f"{source.code}", made)
    hint = work.wording.say(source.help, f"{source.code}.help", made)
    notes, text = split(work, text, source.code)
    more, hint = split(work, hint, source.code) if hint else ([], {})
    document: Fields = {
        "code": made.code,
        "type": made.type,
        "text": filled(work, text, source.code),
    }
    if hint:
        document["hint"] = filled(work, hint, source.code)
    if show_if:
        document["show_if"] = show_if
    _required(made, document)
    _parts(work, made, document)
    fields, checks = limits_of(work, made) if made.type not in {"note", "computed"} else ({}, [])
    document |= fields
    show_parts(work, made, document)
    if checks or document.get("checks"):
        document["checks"] = [*document.get("checks", []), *checks][:20]
    if made.type not in {"note", "computed"}:
        default = default_of(work, made, made.order)
        if default is not None:
            document["default"] = default
    return [*_as_notes(work, made, [*notes, *more], show_if), document]


def _asked(made: Made) -> Words:
    """Return what is asked; where there is one box, with the words beside it."""
    if made.type != "consent":
        return made.source.text
    ours = set(AGREED.values())  # stands there anyway
    boxes = {tag: text for tag, text in made.labels["yes"].items() if text.strip() not in ours}
    return {
        tag: "<p>".join(part for part in (made.source.text.get(tag), boxes.get(tag)) if part)
        for tag in {**made.source.text, **boxes}
    }


def filled(work: Work, words: Words, fallback: str) -> Words:
    """Return a text that the main language has too."""
    main = work.source.main
    if main in words:
        return words
    return {main: next(iter(words.values()), "") or fallback or "…", **words}


def split(work: Work, words: Words, place: str) -> tuple[list[Words], Words]:
    """Return what comes before, in pieces, and the last piece of a text that is too long."""
    if all(len(text) <= LONGEST for text in words.values()):
        return [], words
    pieces = {tag: _pieces(text) for tag, text in words.items()}
    most = max(len(found) for found in pieces.values())
    work.report.changed("text", place, "import-text-split", pieces=most)
    rows: list[Words] = [{} for _n in range(most)]
    for tag, found in pieces.items():
        for n, text in enumerate(found):
            rows[n + most - len(found)][tag] = text
    return rows[:-1], rows[-1]


def _pieces(text: str) -> list[str]:
    found = []
    while len(text) > LONGEST:
        at = max(text.rfind(sign, 0, _PIECE) for sign in ("\n", " ", "　", "。"))
        at = at + 1 if at > _PIECE // 2 else _PIECE
        opened = text.rfind("{{", 0, at)
        if opened > 0 and text.find("}}", opened) >= at - 1:
            at = opened
        found.append(text[:at].strip())
        text = text[at:].strip()
    return [piece for piece in (*found, text) if piece]


def _as_notes(work: Work, made: Made, pieces: list[Words], show_if: str | None) -> list[Fields]:
    notes = []
    for piece in pieces:
        code = work.naming.codes.allot(f"{made.code[:24]}_text", "text")
        note: Fields = {"code": code, "type": "note", "text": filled(work, piece, "…")}
        notes.append(note | ({"show_if": show_if} if show_if else {}))
    return notes


def _required(made: Made, document: Fields) -> None:
    if made.source.mandatory in {"Y", "S"} and made.type not in {"note", "computed"}:
        document["required"] = True if made.source.mandatory == "Y" else "soft"


def _parts(work: Work, made: Made, document: Fields) -> None:
    """Put in options, rows, columns, and how they come."""
    source = made.source
    if made.options and made.type not in {"yes_no", "scale", "consent"}:
        document["options"] = _options(work, made)
    if made.type == "matrix_dual":
        document["second_options"] = [
            _option(work, made, point.code, made.second[point.code], point.text)
            for point in _once(source.points(1))
        ]
        for field, attribute in _HEADED.items():
            heading = work.wording.say(
                source.words(attribute, work.languages), f"{source.code}.{attribute}", made
            )
            if heading:
                document[field] = filled(work, heading, source.code)
    for name, scale, codes in (("rows", 0, made.rows), ("columns", 1, made.columns)):
        if codes:
            document[name] = [
                {"code": codes[part.code], "text": _label(work, made, part.code, part.text)}
                for part in _once(source.rows(scale))
            ]
    if made.type == "scale":
        document |= {"lowest": 1, "highest": 5}
    if source.type == "O":
        document["comment"] = in_languages(COMMENT, work.languages)
    _display(made, document)
    _order(made, document)
    _unit(work, made, document)


def _once(parts: list[Any]) -> list[Any]:
    """Return parts with codes of their own; a code that comes twice counts once."""
    return list({part.code: part for part in reversed(parts)}.values())[::-1]


def _label(work: Work, made: Made, code: str, words: Words) -> Words:
    """Return the words of a row or option: what stands before a bar is a row's left end."""
    said = work.wording.say(words, f"{made.source.code}_{code}", made)
    return filled(work, {tag: text[:LONGEST] for tag, text in said.items()}, code or "…")


def _option(work: Work, made: Made, code: str, ours: str, words: Words) -> Fields:
    return {"code": ours, "text": _label(work, made, code, words)}


def _options(work: Work, made: Made) -> list[Fields]:
    source = made.source
    words = {
        ours: made.labels.get(ours, {})
        for theirs, ours in made.options.items()
        if ours != made.other
    }
    options: list[Fields]
    if source.type in {"C", "E", "G", "A", "B"}:
        options = [
            {"code": code, "text": in_languages(text, work.languages)}
            for code, text in words.items()
        ]
    else:
        back = {ours: theirs for theirs, ours in made.options.items()}
        options = [_option(work, made, back[c], c, text) for c, text in words.items()]
    _values(made, options)
    exclusive = set(source.attribute("exclude_all_others").split(";")) & made.options.keys()
    alone = {made.options[code] for code in exclusive} if "multiple" in made.type else set()
    for option in options:
        if source.type == "P":
            option["other_text"] = True
        if option["code"] in alone:
            option["exclusive"] = True
    if source.is_on("alphasort") or source.attribute("answer_order") == "alphabetical":
        options.sort(key=lambda option: str(option["text"][work.source.main]).lower())
    if made.other:
        _place_other(work, made, options)
    return options


def _values(made: Made, options: list[Fields]) -> None:
    """Give the points of given scales their numbers; other options what they are assessed with."""
    if made.source.type in {"A", "B"}:
        for option in options:
            option["value"] = int(option["code"])
        return
    given = {made.options[a.code]: a.value for a in made.source.points() if a.code in made.options}
    if len(set(given.values())) < 2:
        return
    for option in options:
        value = given.get(option["code"], "")
        if re.fullmatch(r"-?\d{1,9}", value):
            option["value"] = int(value)


def _place_other(work: Work, made: Made, options: list[Fields]) -> None:
    """Put the option "other" where it belongs: last, first, or after a certain one."""
    source = made.source
    place = f"{source.code}_other"
    text = work.wording.say(source.words("other_replace_text", work.languages), place, made)
    text = in_languages(OTHER, work.languages) | text
    option: Fields = {"code": made.other, "text": text, "other_text": True, "fixed": True}
    at = len(options)
    if source.attribute("other_position") == "beginning":
        at = 0
    elif source.attribute("other_position") == "specific":
        after = made.options.get(source.attribute("other_position_code"))
        at = next((n + 1 for n, o in enumerate(options) if o["code"] == after), at)
    options.insert(at, option)


def _display(made: Made, document: Fields) -> None:
    if made.source.type == "!" and not made.other:
        document["display"] = "dropdown"
    elif made.type in {"single", "multiple"} and "button" in made.source.theme:
        document["display"] = "buttons"
    elif made.source.theme == "bootstrap_dropdown" and not made.other:
        document["display"] = "dropdown"


def _order(made: Made, document: Fields) -> None:
    source = made.source
    orders = {source.attribute("answer_order"), source.attribute("subquestion_order")}
    if not (source.is_on("random_order") or "random" in orders):
        return
    if made.type in _SHUFFLED_ROWS:
        document["shuffle_rows"] = True
    elif made.type in {"single", "multiple", "ranking"}:
        document["shuffle"] = True


def _unit(work: Work, made: Made, document: Fields) -> None:
    if made.type in {"number", "numbers", "matrix_number"}:
        suffix = made.source.words("suffix", work.languages)
        place = f"{made.source.code}.suffix"
        said = work.wording.say(suffix, place, made)
        if said:
            document["unit"] = filled(work, said, "")
