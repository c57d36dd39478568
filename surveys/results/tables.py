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
from surveys.definition import Question, Questionnaire, text_in
from surveys.frame import Frame
from surveys.questions import TYPES, Item
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
    def is_of_answered(self) -> bool:
        """Whether 無回答 was taken out of the base."""
        return bool(self.rows) and self.rows[-1].code != NO_ANSWER

    @property
    def batteries(self) -> tuple[tuple["ItemResult", ...], ...]:
        """The items in groups that share their columns: both scales of a table apart."""
        found: list[list[ItemResult]] = []
        for item in self.items:
            if found and item.columns == found[-1][0].columns:
                found[-1].append(item)
            else:
                found.append([item])
        return tuple(tuple(group) for group in found)

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
        return None if self.may_hide_more_than(shown[0].count or 0) else shown[0]

    @property
    def all_answers(self) -> str | None:
        """All answers given in percent of the people (M.T.); None where one is hidden."""
        if self.type != "multiple" or self.has_hidden or not self.rows:
            return None
        given = (row.share or Fraction(0) for row in self.rows if row.code != NO_ANSWER)
        return percent_text(sum(given, Fraction(0)))

    def may_hide_more_than(self, count: int) -> bool:
        """Whether a hidden option could have been chosen by as many people.

        Where one answer is given, all hidden ones together have the people that are missing from
        n; where several may be, one that nearly all chose is hidden too.
        """
        if not any(row.is_hidden and not row.is_rest for row in self.rows):
            return False
        missing = self.n - sum(row.count or 0 for row in self.rows)
        return self.type == "multiple" or missing >= count

    def row(self, code: str) -> ResultRow:
        """Return the row of an option; KeyError when there is none."""
        for row in self.rows:
            if row.code == code:
                return row
        raise KeyError(code)


@dataclass(frozen=True)
class Sides:
    """The shares on both sides of a scale's middle."""

    good: Fraction
    bad: Fraction

    @property
    def net(self) -> Fraction:
        """Good minus bad."""
        return self.good - self.bad

    @property
    def points(self) -> str:
        """Good minus bad in points, with its sign: +35.0."""
        text = percent_text(self.net)
        return text if self.net <= 0 or text == "0.0" else f"+{text}"


def _sum(rows: Sequence[ResultRow]) -> Fraction:
    return sum((row.share or Fraction(0) for row in rows), Fraction(0))


@dataclass(frozen=True)
class ItemResult:
    """One thing of several that a question asks: a row of a matrix, one of several numbers."""

    code: str
    label: str
    n: int
    rows: tuple[ResultRow, ...] = ()
    summary: NumberSummary | None = None
    no_answer: int | None = None
    """People who left a number or text open; None when they are few."""
    reason: str | None = None
    flags: tuple[str, ...] = ()
    starts_high: bool | None = None
    """Whether the first option counts for more than the last; None when they are no scale."""

    @property
    def has_hidden(self) -> bool:
        """Whether a note about hiding is needed."""
        return any(row.is_hidden for row in self.rows)

    @property
    def sides(self) -> "Sides | None":
        """How many stand on the good side of a scale and on the bad one; None where hidden."""
        steps = [row for row in self.rows if not row.is_rest]
        if self.starts_high is None or self.has_hidden or not self.n or len(steps) < 2:
            return None
        half = len(steps) // 2
        first, last = _sum(steps[:half]), _sum(steps[-half:])
        return Sides(first, last) if self.starts_high else Sides(last, first)

    @property
    def columns(self) -> tuple[str, ...]:
        """The words over its numbers; none for a number or a text."""
        return tuple(row.label for row in self.rows)


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
    """Tabulate everything that a survey asked, in the order of the questionnaire."""
    return tuple(
        question_result(frame, question, number, design, words)
        for number, question in enumerate(counted(frame.questionnaire), start=1)
    )


def counted(questionnaire: Questionnaire) -> list[Question]:
    """Return what has a result: the questions as they are numbered, then values worked out."""
    computed = [q for q in questionnaire.questions.values() if q.type == "computed"]
    return [*questionnaire.asked.values(), *computed]


def question_result(
    frame: Frame, question: Question, number: int, design: Design, words: Words = JAPANESE
) -> QuestionResult:
    """Tabulate one question."""
    items = tuple(
        _item(frame, question, item, design, words) for item in TYPES[question.type].items(question)
    )
    whole = items[0] if len(items) == 1 and not items[0].label else None
    n = max((item.n for item in items), default=0)
    return QuestionResult(
        code=question.code,
        number=number,
        type=question.type,
        text=words.of(question.text),
        limit=question.max_choices if question.type != "ranking" else None,
        n=n,
        not_shown=frame.responses - n,
        no_answer=_open(whole) if whole else None,
        rows=whole.rows if whole else (),
        items=() if whole else items,
        summary=whole.summary if whole else None,
        reason=whole.reason if whole else None,
        flags=whole.flags if whole else (),
    )


def _open(item: ItemResult) -> int | None:
    return item.rows[-1].count if item.rows else item.no_answer


def is_rest(code: str, question: Question) -> bool:
    """Whether an option stands apart at the end: その他, とくにない, わからない, 無回答."""
    if code == NO_ANSWER:
        return True
    option = next((o for o in question.options if o.code == code), None)
    return option is not None and (option.exclusive or option.other_text or bool(option.role))


def _item(frame: Frame, question: Question, item: Item, design: Design, words: Words) -> ItemResult:
    """Tabulate one item as its kind demands."""
    label = words.of(item.label) if item.label else ""
    code = item.key.partition("/")[2] or item.key
    if item.kind == "number":
        return _number(frame, item, code, label)
    if item.kind == "text":
        return _text(frame, item, code, label)
    many = item.kind == "many"
    options = tuple(option.code for option in item.options)
    table = simple_table(frame.cells, TableQuestion(item.key, options, many), design)
    rows = _rows(table, hidden_rows(table), question, item, words)
    return ItemResult(
        code=code,
        label=label,
        n=table.n,
        rows=rows,
        summary=_mean_of(item, rows),
        reason=table.rows[0].reason if table.rows else None,
        flags=table.flags,
        starts_high=_starts_high(item),
    )


def _starts_high(item: Item) -> bool | None:
    scores = [item.scores[option.code] for option in item.options if option.code in item.scores]
    return scores[0] > scores[-1] if len(scores) > 1 and scores[0] != scores[-1] else None


def _mean_of(item: Item, rows: Sequence[ResultRow]) -> NumberSummary | None:
    """Return the mean of options that count for something; none where a count is hidden."""
    if not item.scores or any(row.count is None for row in rows):
        return None
    said = [
        score
        for row in rows
        for score in [item.scores.get(row.code)] * (row.count or 0)
        if score is not None
    ]
    return _summary(said)


def hidden_rows(table: SimpleTable) -> Sequence[bool]:
    """Say for each row of a table, 無回答 included, whether its count is hidden."""
    counts = [row.count for row in table.rows]
    return multiple(counts, table.n).hidden if table.multiple else one_way(counts).hidden


def _rows(
    table: SimpleTable, hidden: Sequence[bool], question: Question, item: Item, words: Words
) -> tuple[ResultRow, ...]:
    labels = {option.code: words.of(option.text) for option in item.options}
    labels[NO_ANSWER] = words.no_answer
    return tuple(
        _shown(share, hide, labels[share.option], is_rest(share.option, question))
        for share, hide in zip(table.rows, hidden, strict=True)
    )


def _shown(share: Share, hide: bool, label: str, rest: bool) -> ResultRow:
    if hide:
        return ResultRow(share.option, label, None, None, None, None, rest)
    return ResultRow(share.option, label, share.count, share.share, share.low, share.high, rest)


def _number(frame: Frame, item: Item, code: str, label: str) -> ItemResult:
    given = frame.numbers[item.key]
    asked = [value for value in given if value != NOT_ASKED]
    said = [float(value) for value in asked if value is not None]
    return ItemResult(
        code=code,
        label=label,
        n=len(asked),
        summary=_summary(said),
        no_answer=_few_hidden(len(asked) - len(said)),
    )


def _summary(said: Sequence[float]) -> NumberSummary:
    few = len(said) < K
    return NumberSummary(
        n=len(said),
        mean=None if few else _figure(fmean(said)),
        median=None if few else _figure(median(said)),
        deviation=None if few else _figure(stdev(said)),
    )


def _figure(value: float) -> str:
    return f"{value:.{DECIMALS_OF_NUMBERS}f}"


def _text(frame: Frame, item: Item, code: str, label: str) -> ItemResult:
    written = len(frame.texts[item.key])
    asked = frame.responses - frame.not_shown.get(item.key, 0)
    return ItemResult(
        code=code,
        label=label,
        n=asked,
        summary=NumberSummary(n=written, mean=None, median=None, deviation=None),
        no_answer=_few_hidden(asked - written),
    )


def _few_hidden(blank: int) -> int | None:
    return None if 0 < blank < K else blank
