"""What LimeSurvey's questions, parts, fields and variables are called in our document."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from surveys.definition.fields import NEEDS_ROWS
from surveys.definition.schema import MOST_COLUMNS, MOST_OPTIONS, MOST_POINTS, MOST_ROWS
from surveys.interchange.codes import Codes
from surveys.interchange.limesurvey.kinds import DROPPED, GIVEN, type_of
from surveys.interchange.limesurvey.source import Answer, Part, Question, Source, Words

OTHER = "-oth-"
"""LimeSurvey's code of the option "other"."""
Kind = Literal["value", "box", "rank", "files", "other", "comment", "beside", "none"]
YES_NO = {"Y": "yes", "N": "no"}


@dataclass
class Made:
    """A question of ours: what it and its parts were called, and are."""

    source: Question
    code: str
    type: str
    order: int
    options: dict[str, str] = field(default_factory=dict)
    """LimeSurvey's code → ours; so are the next three."""
    second: dict[str, str] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)
    columns: dict[str, str] = field(default_factory=dict)
    labels: dict[str, Words] = field(default_factory=dict)
    """Our option code → its words."""

    @property
    def other(self) -> str:
        """The code of the option "other"; "" without one."""
        return self.options.get(OTHER, "")

    @property
    def size_beyond(self) -> str:
        """What of the question is more than ours can have; "" when nothing is."""
        is_table = self.type in {"matrix", "matrix_multiple", "matrix_dual"}
        for found, most in (
            (self.rows, MOST_ROWS),
            (self.columns, MOST_COLUMNS),
            (self.options, MOST_POINTS if is_table else MOST_OPTIONS),
            (self.second, MOST_POINTS),
        ):
            if len(found) > most:
                return f"{len(found)} > {most}"
        return ""

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """Every code that had to change, apart from capitals."""
        pairs = [(self.source.code, self.code)]
        given = self.type in {"yes_no", "consent"}
        for codes in (self.rows, self.columns, self.second, {} if given else self.options):
            pairs += [(old, new) for old, new in codes.items() if old != OTHER]
        return [(old, new) for old, new in pairs if old.lower() != new.lower()]


@dataclass(frozen=True)
class Variable:
    """What one variable of LimeSurvey means in our document."""

    made: Made
    kind: Kind
    name: str
    """As LimeSurvey calls it: Q1_a."""
    column: str
    """The column of its answers, without the numbers of survey and group."""
    parts: tuple[str, ...] = ()
    """What follows the question's code in a reference of ours."""
    code: str = ""
    """The option of a box; the place of a rank."""
    codes: Mapping[str, str] | None = None
    labels: Mapping[str, Words] = field(default_factory=dict)
    part: Part | None = None
    id: str = ""
    """The column of its answers since version 7: Q12_S34."""


@dataclass
class Naming:
    """Every question that is taken over, and every variable by its name and by its column."""

    made: dict[str, Made] = field(default_factory=dict)
    """By the id of LimeSurvey's question."""
    pages: dict[str, str] = field(default_factory=dict)
    """Our page code by the id of the group."""
    codes: Codes = field(default_factory=lambda: Codes("question"))
    by_name: dict[str, Variable] = field(default_factory=dict)
    by_field: dict[str, Variable] = field(default_factory=dict)
    by_question: dict[str, list[Variable]] = field(default_factory=dict)
    """By the code of LimeSurvey's question."""


def naming_of(source: Source) -> Naming:
    """Give every question, part and page of a file its code, and list all variables."""
    naming = Naming()
    for number, question in enumerate(source.questions, 1):
        if type_of(question) != DROPPED:
            code = naming.codes.allot(question.code, f"q{number}")
            naming.made[question.id] = _made(question, code, number)
    pages = Codes("question")
    for number, group in enumerate(source.groups, 1):
        naming.pages[group.id] = pages.allot(f"p{number}", f"p{number}")
    for made in naming.made.values():
        if made.size_beyond:
            continue  # it is refused; its cells could be millions
        for variable in _variables(made):
            _list(naming, variable, source)
    return naming


def _list(naming: Naming, variable: Variable, source: Source) -> None:
    question = variable.made.source
    naming.by_name.setdefault(variable.name, variable)
    for id_ in dict.fromkeys((source.id, "")):
        naming.by_field[f"{id_}X{question.group}X{variable.column}"] = variable
    naming.by_field[variable.column] = variable
    if variable.id:
        naming.by_field.setdefault(variable.id, variable)
    naming.by_question.setdefault(question.code, []).append(variable)


def _made(question: Question, code: str, order: int) -> Made:
    made = Made(question, code, type_of(question), order)
    if made.type in {"multiple", "matrix_multiple"} or question.type == "R":
        parts = question.rows(1 if made.type == "matrix_multiple" else 0)
        answers = [Answer(part.code, part.text) for part in parts] or question.points()
    elif question.type in GIVEN:
        answers = [Answer(c, words) for c, words in GIVEN[question.type].items()]
    elif question.type == "Y":
        made.options = dict(YES_NO)
        return made
    elif question.type == "5":
        made.options = {str(n): str(n) for n in range(1, 6)}
        return made
    else:
        answers = question.points() if made.type in {"single", "matrix", "matrix_dual"} else []
    made.options = _named(answers, made)
    if question.other and made.type in {"single", "multiple"}:
        made.options[OTHER] = _free(made, "other")
    if len(made.options) == 1 and made.type in {"single", "multiple"}:
        _as_consent(made)
    if made.type == "matrix_dual":
        made.second = _named(question.points(1), made)
    if made.type in NEEDS_ROWS:  # others may still have some of a type that they had before
        made.rows = _named(question.rows(), None)
    if made.type in {"matrix_number", "matrix_text"}:
        made.columns = _named(question.rows(1), None)
    return made


def _as_consent(made: Made) -> None:
    """Make a question with one box that box: our choices have two options at least."""
    code, ours = next(iter(made.options.items()))
    made.labels = {"yes": made.labels.get(ours, {})}
    made.options = {"Y" if made.type == "multiple" else code: "yes"}
    made.type = "consent"


def _named(parts: Sequence[Answer | Part], made: Made | None) -> dict[str, str]:
    codes = Codes("option")
    found: dict[str, str] = {}
    for number, part in enumerate(parts, 1):
        if part.code in found:
            continue
        found[part.code] = codes.allot(part.code, str(number))
        if made is not None:
            made.labels.setdefault(found[part.code], part.text)
    return found


def _free(made: Made, wanted: str) -> str:
    codes = Codes("option")
    for code in made.options.values():
        codes.allot(code, code)
    return codes.allot(wanted, wanted)


def _variables(made: Made) -> Iterator[Variable]:
    question = made.source
    if question.type == "R":
        yield from _ranks(made)
    elif made.type == "multiple":
        yield from _boxes(made)
    elif made.type == "consent" and question.parts:
        part = question.parts[0]
        yield Variable(
            made, "value", f"{question.code}_{part.code}", f"{question.id}{part.code}", (), "",
            made.options, made.labels, part, f"Q{question.id}_S{part.id}",
        )  # fmt: skip
    elif made.type == "matrix_dual":
        for part in question.rows():
            for scale, points in enumerate((made.options, made.second)):
                yield Variable(
                    made, "value", f"{question.code}_{part.code}_{scale}",
                    f"{question.id}{part.code}#{scale}",
                    (made.rows[part.code], str(scale + 1)), "", points, made.labels, part,
                    f"Q{question.id}_S{part.id}#{scale}",
                )  # fmt: skip
    elif made.columns or made.type == "matrix_multiple":
        yield from _cells(made)
    elif made.rows:
        codes = made.options if made.type == "matrix" else None
        for part in question.rows():
            yield Variable(
                made, "value", f"{question.code}_{part.code}", f"{question.id}{part.code}",
                (made.rows[part.code],), "", codes, made.labels, part,
                f"Q{question.id}_S{part.id}",
            )  # fmt: skip
    else:
        yield from _single(made)


def _single(made: Made) -> Iterator[Variable]:
    question = made.source
    kind: Kind = "value"
    if made.type in {"note", "file"}:
        kind = "none" if made.type == "note" else "files"
    codes = made.options or None
    yield Variable(
        made, kind, question.code, question.id, (), "", codes, made.labels, None, f"Q{question.id}"
    )
    lines: tuple[tuple[Kind, bool], ...] = (
        ("other", bool(made.other)),
        ("comment", question.type == "O"),
    )
    for beside, wanted in lines:
        if wanted:
            yield Variable(
                made, beside, f"{question.code}_{beside}", f"{question.id}{beside}", (beside,),
                id=f"Q{question.id}_C{beside}",
            )  # fmt: skip
    if made.type == "file":
        yield Variable(
            made, "files", f"{question.code}_filecount", f"{question.id}_filecount", (), "count",
            id=f"Q{question.id}_Cfilecount",
        )  # fmt: skip


def _boxes(made: Made) -> Iterator[Variable]:
    question = made.source
    for part in question.rows():
        code, id_ = made.options[part.code], f"Q{question.id}_S{part.id}"
        yield Variable(
            made, "box", f"{question.code}_{part.code}", f"{question.id}{part.code}", (), code,
            None, made.labels, part, id_,
        )  # fmt: skip
        if question.type == "P":
            yield Variable(
                made, "beside", f"{question.code}_{part.code}comment",
                f"{question.id}{part.code}comment", (), code, part=part, id=f"{id_}_Ccomment",
            )  # fmt: skip
    if made.other:
        yield Variable(
            made, "other", f"{question.code}_other", f"{question.id}other", ("other",), made.other,
            id=f"Q{question.id}_Cother",
        )  # fmt: skip
        yield Variable(
            made, "beside", f"{question.code}_othercomment", f"{question.id}othercomment", (),
            made.other, id=f"Q{question.id}_Cothercomment",
        )  # fmt: skip


def _cells(made: Made) -> Iterator[Variable]:
    question = made.source
    boxes = made.type == "matrix_multiple"
    for row in question.rows():
        for column in question.rows(1):
            code = (made.options if boxes else made.columns)[column.code]
            parts = (made.rows[row.code],) if boxes else (made.rows[row.code], code)
            yield Variable(
                made, "box" if boxes else "value", f"{question.code}_{row.code}_{column.code}",
                f"{question.id}{row.code}_{column.code}", parts, code if boxes else "", None,
                made.labels, Part(row.id, f"{row.code}_{column.code}", row.text),
                f"Q{question.id}_S{row.id}_S{column.id}",
            )  # fmt: skip


def _ranks(made: Made) -> Iterator[Variable]:
    question = made.source
    slots = question.rows()
    for place in range(1, len(made.options) + 1):
        id_ = f"Q{question.id}_S{slots[place - 1].id}" if len(slots) >= place else ""
        yield Variable(
            made, "rank", f"{question.code}_{place}", f"{question.id}{place}", (), str(place),
            made.options, made.labels, None, id_,
        )  # fmt: skip
