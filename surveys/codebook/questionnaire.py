"""From a questionnaire to its variables, one method for each type of question."""

from collections.abc import Callable
from functools import partial

from surveys.codebook import cells
from surveys.codebook.coding import of_amounts, of_days, ticked
from surveys.codebook.formulas import kind_of_formula
from surveys.codebook.sheet import Sheet, measure_of
from surveys.codebook.variables import Codebook
from surveys.definition import Question, Questionnaire
from surveys.questions.ranking import places_of

LONGEST_NAMES = 2000
"""How many characters the names of files, or a computed text, are given."""


def codebook_of(
    questionnaire: Questionnaire,
    *,
    language: str = "",
    with_texts: bool = False,
    with_person: bool = False,
    with_channel: bool = False,
    with_weight: bool = False,
) -> Codebook:
    """Return the variables of a questionnaire; a name is the same with and without texts."""
    build = _Questions(questionnaire, language or questionnaire.language)
    if with_person:
        build.add_person()
    for question in questionnaire.questions.values():
        build.add(question)
    if with_channel:
        build.add_channel()
    if with_weight:
        build.add_weight()
    kept = [v for v in build.variables if with_texts or not v.is_free_text]
    return Codebook(
        title=build.say(questionnaire.title),
        language=build.language,
        variables=tuple(kept),
        sets=tuple(build.sets),
        weight=build.weight,
    )


class _Questions(Sheet):
    """Each type of question."""

    def add(self, question: Question) -> None:
        """Add everything that one question gives."""
        adder: Callable[[Question], None] = getattr(self, f"_{question.type}")
        adder(question)

    def _single(self, question: Question) -> None:
        how = self._coding(question.choices, question)
        measure = measure_of(question, question.choices)
        read = partial(cells.one_chosen, how)
        self._put(question, (), self.say(question.text), read, "code", how, measure)
        self._beside(question)

    _yes_no = _scale = _district = _consent = _single

    def _multiple(self, question: Question) -> None:
        words = self.say(question.text)
        names = tuple(
            self._put(
                question,
                (option.code,),
                f"{words}：{self.say(option.text)}",
                partial(cells.ticked, ("codes",), option.code),
                "code",
                ticked(),
            )
            for option in question.choices
        )
        self._group(question, (), words, names, dichotomous=True)
        self._beside(question)

    def _matrix(self, question: Question) -> None:
        how = self._coding(question.choices, question)
        measure = measure_of(question, question.choices)
        for row, label in self._rows(question):
            read = partial(cells.one_at, how, ("rows", row))
            self._put(question, (row,), label, read, "code", how, measure)

    def _matrix_multiple(self, question: Question) -> None:
        for row, label in self._rows(question):
            names = tuple(
                self._put(
                    question,
                    (row, option.code),
                    f"{label}：{self.say(option.text)}",
                    partial(cells.ticked, ("rows", row), option.code),
                    "code",
                    ticked(),
                )
                for option in question.choices
            )
            self._group(question, (row,), label, names, dichotomous=True)

    def _matrix_dual(self, question: Question) -> None:
        scales = (
            ("1", question.choices, question.first_heading),
            ("2", tuple(question.second_options), question.second_heading),
        )
        codings = {part: self._coding(options, question) for part, options, _ in scales}
        for row, label in self._rows(question):
            for part, options, heading in scales:
                how = codings[part]
                title = f"{label}（{self.say(heading)}）" if heading else f"{label}（{part}）"
                read = partial(cells.one_at, how, ("rows", row, part))
                measure = measure_of(question, options)
                self._put(question, (row, part), title, read, "code", how, measure)

    def _matrix_number(self, question: Question) -> None:
        for row, column, label in self._cells(question):
            self._amount(question, (row, column), label, ("rows", row, column))

    def _matrix_text(self, question: Question) -> None:
        for row, column, label in self._cells(question):
            read = partial(cells.text_at, ("rows", row, column))
            self._written(question, (row, column), label, read, question.longest)

    def _number(self, question: Question) -> None:
        self._amount(question, (), self.say(question.text), ("number",))

    def _numbers(self, question: Question) -> None:
        for row, label in self._rows(question):
            self._amount(question, (row,), label, ("numbers", row))

    def _short_text(self, question: Question) -> None:
        words = self.say(question.text)
        self._written(question, (), words, partial(cells.text_at, ("text",)), question.longest)

    _long_text = _short_text

    def _short_texts(self, question: Question) -> None:
        for row, label in self._rows(question):
            read = partial(cells.text_at, ("texts", row))
            self._written(question, (row,), label, read, question.longest)

    def _date(self, question: Question) -> None:
        label = self.say(question.text)
        if question.precision == "year":
            self._put(question, (), label, cells.year_of, "number", of_days(), "scale")
        else:
            read = partial(cells.text_at, ("date",))
            longest = len("2026-11") if question.precision == "month" else len("2026-11-23")
            self._put(question, (), label, read, "date", of_days(), "scale", longest=longest)

    def _ranking(self, question: Question) -> None:
        words = self.say(question.text)
        how = self._coding(question.choices, question)
        names = tuple(
            self._put(
                question,
                (str(place),),
                f"{words}：{place}位",
                partial(cells.ranked, how, place),
                "code",
                how,
            )
            for place in range(1, places_of(question) + 1)
        )
        self._group(question, (), words, names, dichotomous=False)

    def _file(self, question: Question) -> None:
        words = self.say(question.text)
        self._put(
            question, (), f"{words}（ファイルの数）", cells.files_sent, "number", of_days(), "scale"
        )
        self._text(question, ("names",), f"{words}（ファイル名）", cells.file_names, LONGEST_NAMES)

    def _note(self, question: Question) -> None:
        """Add nothing: a note is not answered."""

    def _computed(self, question: Question) -> None:
        label, kind = self.say(question.text), kind_of_formula(self.questionnaire, question)
        if kind == "truth":
            self._put(question, (), label, cells.truth_of, "code", ticked())
        elif kind == "number":
            self._put(
                question,
                (),
                label,
                partial(cells.number_at, of_amounts(question), ("value",)),
                "number",
                of_amounts(question),
                "scale",
                decimals=4 if question.decimals is None else question.decimals,
            )
        else:
            self._written(question, (), label, cells.worked_out, LONGEST_NAMES)
