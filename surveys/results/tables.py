"""Simple tables of every question as a page shows them, small counts hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean, median, stdev

from engage.stats.cells import NO_ANSWER, NOT_ASKED
from engage.stats.design import About, Design
from engage.stats.disclose import K, multiple, one_way
from engage.stats.rounding import percent_text
from engage.stats.tables import Question as TableQuestion
from engage.stats.tables import Share, SimpleTable, simple_table
from surveys.definition import Question, text_in
from surveys.frame import Frame, row_key
from surveys.results.published import survey_kind

DECIMALS_OF_NUMBERS = 1


@dataclass(frozen=True)
class ResultRow:
    """One option: people and share; None where a number is hidden."""

    code: str
    label: str
    count: int | None
    share: Fraction | None
    low: float | None
    high: float | None
    is_rest: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether the count is too small to be shown, or protects one that is."""
        return self.count is None

    @property
    def percent(self) -> str | None:
        """The share as printed: 67.8."""
        return None if self.share is None else percent_text(self.share)

    @property
    def interval(self) -> str | None:
        """The interval as printed: 66.2～69.3."""
        if self.low is None or self.high is None:
            return None
        low, high = (percent_text(Fraction(end)) for end in (self.low, self.high))
        return f"{low}～{high}"


@dataclass(frozen=True)
class NumberSummary:
    """A number question in four figures; None when too few answered."""

    n: int
    mean: str | None
    median: str | None
    deviation: str | None


@dataclass(frozen=True)
class QuestionResult:
    """One question counted."""

    code: str
    number: int
    type: str
    text: str
    limit: int | None
    n: int
    """People in the base: everybody to whom the question was shown, 無回答 included."""
    not_shown: int
    no_answer: int | None
    rows: tuple[ResultRow, ...] = ()
    items: tuple["ItemResult", ...] = ()
    summary: NumberSummary | None = None
    reason: str | None = None
    """Why there is no interval, as a code."""
    flags: tuple[str, ...] = ()

    @property
    def has_hidden(self) -> bool:
        """Whether a note about hiding is needed."""
        return any(row.is_hidden for row in self.rows) or any(i.has_hidden for i in self.items)

    @property
    def has_intervals(self) -> bool:
        """Whether any row carries an interval."""
        return any(row.low is not None for row in self.rows)

    @property
    def top(self) -> ResultRow | None:
        """The option that most people chose, その他 and the like aside; None when unclear."""
        shown = sorted(
            (row for row in self.rows if row.count and not row.is_rest),
            key=lambda row: row.count or 0,
            reverse=True,
        )
        if not shown or (len(shown) > 1 and shown[0].count == shown[1].count):
            return None
        return shown[0]

    def row(self, code: str) -> ResultRow:
        """Return the row of an option; KeyError when there is none."""
        for row in self.rows:
            if row.code == code:
                return row
        raise KeyError(code)


@dataclass(frozen=True)
class ItemResult:
    """One row of a matrix question."""

    code: str
    label: str
    n: int
    rows: tuple[ResultRow, ...]

    @property
    def has_hidden(self) -> bool:
        """Whether a note about hiding is needed."""
        return any(row.is_hidden for row in self.rows)


@dataclass(frozen=True)
class Words:
    """The texts that tables need, in the reader's language."""

    no_answer: str
    language: str = "ja"
    main: str = "ja"
    """The questionnaire's own language, for texts that have no translation."""

    def of(self, texts: Mapping[str, str]) -> str:
        """Return a text of the questionnaire for this reader."""
        return text_in(texts, self.language, self.main)


JAPANESE = Words(no_answer="無回答")


def design_of(kind: str, asked: int | None) -> Design:
    """Return how a survey's answers may be read: a panel speaks for its own members."""
    found = survey_kind(kind)
    if kind == "panel":
        return Design(kind=found, population=asked, about=About.MEMBERS)
    return Design(kind=found)


def question_results(
    frame: Frame, design: Design, words: Words = JAPANESE
) -> tuple[QuestionResult, ...]:
    """Tabulate every question of a survey in the order of the questionnaire."""
    return tuple(
        question_result(frame, question, number, design, words)
        for number, question in enumerate(frame.questionnaire.questions.values(), start=1)
    )


def question_result(
    frame: Frame, question: Question, number: int, design: Design, words: Words = JAPANESE
) -> QuestionResult:
    """Tabulate one question."""
    if question.type in {"single", "multiple"}:
        return _choice(frame, question, number, design, words)
    if question.type == "matrix":
        return _matrix(frame, question, number, design, words)
    if question.type == "number":
        return _number(frame, question, number, words)
    return _text(frame, question, number, words)


def is_rest(code: str, question: Question) -> bool:
    """Whether an option stands apart at the end: その他, とくにない, わからない, 無回答."""
    if code == NO_ANSWER:
        return True
    option = next(o for o in question.options if o.code == code)
    return option.exclusive or option.other_text


def _choice(
    frame: Frame, question: Question, number: int, design: Design, words: Words
) -> QuestionResult:
    many = question.type == "multiple"
    table = simple_table(
        frame.cells,
        TableQuestion(question.code, tuple(o.code for o in question.options), many),
        design,
    )
    hidden = hidden_rows(table)
    rows = _rows(table, hidden, question, words)
    return QuestionResult(
        code=question.code,
        number=number,
        type=question.type,
        text=words.of(question.text),
        limit=question.max_choices,
        n=table.n,
        not_shown=frame.responses - table.asked,
        no_answer=rows[-1].count,
        rows=rows,
        reason=table.rows[0].reason if table.rows else None,
        flags=table.flags,
    )


def hidden_rows(table: SimpleTable) -> Sequence[bool]:
    """Say for each row of a table, 無回答 included, whether its count is hidden."""
    counts = [row.count for row in table.rows]
    return multiple(counts, table.n).hidden if table.multiple else one_way(counts).hidden


def _rows(
    table: SimpleTable, hidden: Sequence[bool], question: Question, words: Words
) -> tuple[ResultRow, ...]:
    labels = {o.code: words.of(o.text) for o in question.options}
    labels[NO_ANSWER] = words.no_answer
    return tuple(
        _shown(share, hide, labels[share.option], is_rest(share.option, question))
        for share, hide in zip(table.rows, hidden, strict=True)
    )


def _shown(share: Share, hide: bool, label: str, rest: bool) -> ResultRow:
    if hide:
        return ResultRow(share.option, label, None, None, None, None, rest)
    return ResultRow(share.option, label, share.count, share.share, share.low, share.high, rest)


def _matrix(
    frame: Frame, question: Question, number: int, design: Design, words: Words
) -> QuestionResult:
    options = tuple(o.code for o in question.options)
    items = []
    for row in question.rows:
        key = row_key(question.code, row.code)
        table = simple_table(frame.cells, TableQuestion(key, options), design)
        rows = _rows(table, hidden_rows(table), question, words)
        items.append(ItemResult(row.code, words.of(row.text), table.n, rows))
    n = max((item.n for item in items), default=0)
    return QuestionResult(
        code=question.code,
        number=number,
        type=question.type,
        text=words.of(question.text),
        limit=None,
        n=n,
        not_shown=frame.responses - n,
        no_answer=None,
        items=tuple(items),
    )


def _number(frame: Frame, question: Question, number: int, words: Words) -> QuestionResult:
    given = frame.numbers[question.code]
    asked = [value for value in given if value != NOT_ASKED]
    said = [float(value) for value in asked if value is not None]
    few = len(said) < K
    blank = len(asked) - len(said)
    return QuestionResult(
        code=question.code,
        number=number,
        type=question.type,
        text=words.of(question.text),
        limit=None,
        n=len(asked),
        not_shown=len(given) - len(asked),
        no_answer=None if 0 < blank < K else blank,
        summary=NumberSummary(
            n=len(said),
            mean=None if few else _figure(fmean(said)),
            median=None if few else _figure(median(said)),
            deviation=None if few else _figure(stdev(said)),
        ),
    )


def _figure(value: float) -> str:
    return f"{value:.{DECIMALS_OF_NUMBERS}f}"


def _text(frame: Frame, question: Question, number: int, words: Words) -> QuestionResult:
    written = len(frame.texts[question.code])
    asked = frame.responses - frame.not_shown.get(question.code, 0)
    blank = asked - written
    return QuestionResult(
        code=question.code,
        number=number,
        type=question.type,
        text=words.of(question.text),
        limit=None,
        n=asked,
        not_shown=frame.responses - asked,
        no_answer=None if 0 < blank < K else blank,
        summary=NumberSummary(n=written, mean=None, median=None, deviation=None),
    )
