"""Attributes that limit an answer: how many, how much, how long, which files, which days."""

import re
from typing import Any

from surveys.definition.schema import LONGEST_ANSWER
from surveys.interchange.limesurvey.naming import Made
from surveys.interchange.limesurvey.script import NotScript, read_script
from surveys.interchange.limesurvey.source import Words
from surveys.interchange.limesurvey.translating import MISSING, Translator, Untranslatable
from surveys.interchange.limesurvey.work import Work, bare
from surveys.logic import Call, Expression, Lit, Op, Ref

Fields = dict[str, Any]
_THIS = Ref(("this",))
_AMOUNTS = frozenset({"number", "numbers", "matrix_number"})
_KINDS = {"pdf": "pdf", "jpg": "jpeg", "jpeg": "jpeg", "png": "png"}
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


def limits_of(work: Work, made: Made) -> tuple[Fields, list[Fields]]:
    """Return fields of a question that limit its answer, and checks for what fields cannot say."""
    limits = _Limits(work, made)
    if made.type in {"multiple", "ranking"}:
        limits.choices()
    elif made.rows:
        limits.counts()
    if made.type in _AMOUNTS:
        limits.amounts()
    if made.type in {"numbers"}:
        limits.sums()
    if made.type in {"short_text", "long_text", "short_texts", "matrix_text"}:
        limits.length()
    if made.type == "file":
        limits.files()
    if made.type == "date":
        limits.days()
    limits.rules()
    return limits.fields, limits.checks


class _Limits:
    def __init__(self, work: Work, made: Made) -> None:
        self.work = work
        self.made = made
        self.fields: Fields = {}
        self.checks: list[Fields] = []

    def _attribute(self, *names: str) -> tuple[str, str]:
        for name in names:
            value = bare(self.made.source.attribute(name))
            if value:
                return name, value
        return names[0], ""

    def _amount(self, *names: str) -> tuple[str, float | None, Expression | None]:
        """Return an attribute as a number, or as an expression."""
        name, text = self._attribute(*names)
        if not text:
            return name, None, None
        if _NUMBER.fullmatch(text):
            return name, float(text), None
        around = self.work.around(self.made, in_check=True)
        return name, None, self.work.value(text, self._place(name), around)

    def _place(self, name: str) -> str:
        return f"{self.made.source.code}.{name}"

    def _check(self, name: str, condition: Expression) -> None:
        found = self.work.checks([condition], self._place(name), self.made, {})
        self.checks += found

    def choices(self) -> None:
        """Take the smallest and the largest number of choices."""
        exclusive = set(self.made.source.attribute("exclude_all_others").split(";")) - {""}
        ordinary = len(self.made.options) - len(exclusive & self.made.options.keys())
        names = {
            "max_choices": ("max_answers", "max_subquestions"),
            "min_choices": ("min_answers",),
        }
        for field, attributes in names.items():
            name, number, expression = self._amount(*attributes)
            sign = "<=" if field == "max_choices" else ">="
            if expression is not None:
                limit = Op("or", (Op("=", (expression, MISSING)), _counted(sign, expression)))
                self._check(name, limit)
            elif number is not None and 1 <= number <= ordinary and number == int(number):
                self.fields[field] = int(number)
        if self.fields.get("min_choices", 0) > self.fields.get("max_choices", ordinary):
            del self.fields["min_choices"]
        if self.fields.get("max_choices") == ordinary:
            del self.fields["max_choices"]

    def counts(self) -> None:
        """Take how many parts must or may be answered."""
        for attribute, sign in (("min_answers", ">="), ("max_answers", "<=")):
            name, number, expression = self._amount(attribute)
            if number is not None and number > 0:
                expression = Lit(number)
            if expression is not None:
                self._check(name, _counted(sign, expression))

    def amounts(self) -> None:
        """Take the smallest and the largest number, and how exact it may be."""
        source = self.made.source
        is_slider = source.is_on("slider_layout")
        lows = ("min_num_value_n", "multiflexible_min", *(("slider_min",) if is_slider else ()))
        highs = ("max_num_value_n", "multiflexible_max", *(("slider_max",) if is_slider else ()))
        for field, sign, names in (("min", ">=", lows), ("max", "<=", highs)):
            name, number, expression = self._amount(*names)
            if number is not None:
                self.fields[field] = _plain(number)
            elif expression is not None:
                cells = [_THIS] if self.made.type == "number" else self._cells()
                parts: list[Expression] = [
                    Op("or", (_blank(cell), _blank(expression), Op(sign, (cell, expression))))
                    for cell in cells
                ]
                self.checks += self.work.checks(parts, self._place(name), self.made, {})
        if self.fields.get("min", 0) > self.fields.get("max", self.fields.get("min", 0)):
            self.fields["min"], self.fields["max"] = self.fields["max"], self.fields["min"]
        step = source.attribute("slider_accuracy") or source.attribute("multiflexible_step")
        if not source.is_on("num_value_int_only"):
            places = len(step.partition(".")[2]) if step else 6
            if places:
                self.fields["decimals"] = min(places, 6)

    def _cells(self) -> list[Ref]:
        rows = list(self.made.rows.values())
        if not self.made.columns:
            return [Ref(("this", row)) for row in rows]
        return [Ref(("this", row, column)) for row in rows for column in self.made.columns.values()]

    def sums(self) -> None:
        """Take what the numbers must add up to."""
        rule: Fields = {}
        total = Call("sum", (_THIS,))
        for field, sign, names in (
            ("equals", "=", ("equals_num_value", "num_value_equals_sgqa")),
            ("min", ">=", ("min_num_value", "min_num_value_sgqa")),
            ("max", "<=", ("max_num_value", "max_num_value_sgqa")),
        ):
            name, number, expression = self._amount(*names)
            if number is not None:
                rule[field] = _plain(number)
            elif expression is not None:
                self._check(name, Op("or", (_blank(expression), Op(sign, (total, expression)))))
        if rule:
            self.fields["sum"] = rule

    def length(self) -> None:
        """Take how long a text may be."""
        _name, number, _expression = self._amount("maximum_chars")
        if number and number >= 1:
            self.fields["max_length"] = min(int(number), LONGEST_ANSWER)
        elif self.made.source.type in {"T", "U"}:
            self.fields["max_length"] = LONGEST_ANSWER

    def files(self) -> None:
        """Take which files are wanted, and how many."""
        _name, wanted = self._attribute("allowed_filetypes")
        names = {part.strip().lower() for part in wanted.split(",") if part.strip()}
        kinds = sorted({_KINDS[name] for name in names if name in _KINDS})
        if kinds:
            self.fields["kinds"] = kinds
        lost = sorted(names - _KINDS.keys())
        if lost:
            place = self._place("allowed_filetypes")
            self.work.report.dropped("text", place, "import-file-kinds", kinds="、".join(lost)[:80])
        _name, number, _expression = self._amount("max_num_of_files")
        if number and number >= 1:
            self.fields["max_files"] = min(int(number), 10)

    def days(self) -> None:
        """Take the first and the last day, and how exact a date is asked."""
        form = self.made.source.attribute("date_format").lower()
        if form and "d" not in form:
            self.fields["precision"] = "month" if "m" in form.partition("h")[0] else "year"
        for field, sign in (("earliest", ">="), ("latest", "<=")):
            name, text = self._attribute("date_min" if field == "earliest" else "date_max")
            if _DAY.fullmatch(text):
                self.fields[field] = text
            elif text:
                self._day(name, sign, text)

    def _day(self, name: str, sign: str, text: str) -> None:
        around = self.work.around(self.made, in_check=True)
        script = {"now": "date('Y-m-d')", "today": "date('Y-m-d')"}.get(text.strip("'\""), text)
        limit = self.work.value(script, self._place(name), around)
        if limit is not None:
            self._check(name, Op("or", (_blank(limit), Op(sign, (_THIS, limit)))))

    def rules(self) -> None:
        """Take the rules that are written as expressions, and as patterns."""
        source, work = self.made.source, self.work
        cells = [
            v for v in work.naming.by_question.get(source.code, []) if v.kind in {"value", "box"}
        ]
        for name, all_cells in (("em_validation_q", []), ("em_validation_sq", cells)):
            script = source.attribute(name)
            if len(cells) > 1 and re.search(r"\bthis\b", script):
                all_cells = cells  # noqa: PLW2901 - "this" is each of them
            if script:
                tip = work.wording.say(
                    source.words(f"{name}_tip", work.languages),
                    self._place(f"{name}_tip"),
                    self.made,
                )
                tip = {tag: text for tag, text in tip.items() if "{{" not in text} or tip
                self.checks += work.check(
                    script, self._place(name), self.made, tip, cells=all_cells
                )
        if source.pattern and self.made.type not in {"note", "computed", "file"}:
            self._pattern(source.pattern, {})

    def _pattern(self, pattern: str, message: Words) -> None:
        """Take a regular expression as a condition on each text."""
        from surveys.interchange.limesurvey.patterns import UnknownPattern, matching

        place = self._place("preg")
        made_of_texts = self.made.type in {"short_text", "short_texts"}
        cells = self._cells() if self.made.rows else [_THIS]
        try:
            found = [matching(pattern, cell) for cell in cells]
        except UnknownPattern:
            self.work.report.dropped("expression", place, "import-no-pattern", pattern=pattern[:60])
            return
        parts: list[Expression] = [
            Op("or", (_blank(cell), f)) for cell, (f, _) in zip(cells, found, strict=True)
        ]
        notes = set() if all(exact for _f, exact in found) else {"import-pattern-as-format"}
        formats = {f.arguments[1] for f, _ in found if isinstance(f, Call) and f.name == "matches"}
        if made_of_texts and len(formats) == 1:
            (named,) = formats
            self.fields["format"] = named.value if isinstance(named, Lit) else None
            if notes:
                self.work.report.changed("expression", place, min(notes))
            else:
                self.work.report.kept("expression", place)
            return
        self.checks += self.work.checks(parts, place, self.made, message, notes)


def _counted(sign: str, limit: Expression) -> Expression:
    return Op(sign, (Call("count", (_THIS,)), limit))


def _blank(value: Expression) -> Expression:
    return Op("=", (value, MISSING))


def _plain(number: float) -> int | float:
    return int(number) if number == int(number) else number


def default_of(work: Work, made: Made, before: int) -> str | None:
    """Return what the answer is before anybody answers."""
    main = work.source.main
    found: list[Expression] = []
    for default in made.source.defaults:
        text = (default.text.get(main) or next(iter(default.text.values()), "")).strip()
        place = f"{made.source.code}.default"
        if not text:
            continue
        if default.special or (default.part and made.type != "multiple"):
            work.report.dropped("expression", place, "import-default-of-part")
        elif default.part:
            found += _box_default(made, default.part, text)
        elif made.type in {"file", "note", "computed"} or made.rows:
            work.report.dropped("expression", place, "import-default-of-part")
        else:
            value = _default_value(work, made, text, place)
            return None if value is None else work.fitting(value, place, before=before)
    if not found:
        return None
    codes = ",".join(str(part.value) for part in found if isinstance(part, Lit))
    return work.fitting(Lit(codes), f"{made.source.code}.default", before=before)


def _box_default(made: Made, part: str, text: str) -> list[Expression]:
    codes = {p.id: p.code for p in made.source.rows()}
    code = made.options.get(codes.get(part, part))
    return [Lit(code)] if code and text in {"Y", "1"} else []


def _default_value(work: Work, made: Made, text: str, place: str) -> Expression | None:
    if text.startswith("{") and text.endswith("}"):
        return work.value(text, place, work.around(made))
    if "{" in text and made.type in {"short_text", "long_text"}:
        return _joined(work, made, text, place)
    if made.options:
        code = made.options.get(text)
        if code is None:
            values = {"name": made.source.code, "option": text[:40]}
            work.report.dropped("expression", place, "import-no-option", **values)  # type: ignore[arg-type]
            return None
        return Lit(code)
    if made.type == "number" and _NUMBER.fullmatch(text):
        return Lit(float(text))
    return Lit(text[:500])


def _joined(work: Work, made: Made, text: str, place: str) -> Expression | None:
    """Return a text with expressions in it as one value."""
    from surveys.interchange.limesurvey.wording import pieces_of

    parts: list[Expression] = []
    try:
        for piece, script in pieces_of(text):
            parts += [Lit(piece)] if piece else []
            if script is not None:
                parts.append(Translator(work.around(made)).value(read_script(script)))
    except NotScript:
        return Lit(text[:500])
    except Untranslatable as error:
        work.report.dropped("expression", place, error.code, **error.values)
        return None
    return Call("join", tuple(parts)) if len(parts) > 1 else parts[0]
