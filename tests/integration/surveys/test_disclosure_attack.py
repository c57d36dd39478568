"""An attacker with everything that is published: no small count can be worked out.

The attacker takes the simple tables and every cross table that the public page offers, links the
three tables of any three questions, and asks a linear program between which numbers each hidden
count must lie.
"""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from engage.stats.audit import PublishedTable, spans
from engage.stats.cells import NO_ANSWER
from engage.stats.disclose import K
from surveys.models import PublishedFigure, PublishedResult
from surveys.results import report
from surveys.results.banners import banner_table
from surveys.results.cuts import Cut
from surveys.results.tables import JAPANESE, design_of
from surveys.results.topics import topic_of

pytestmark = pytest.mark.sqlite_only

QUESTIONS = ("q1", "q2", "q3", "q6", "q11")
"""Sex, age, district, and two questions that everybody was asked."""


class Newspaper:
    """What is printed of a survey, as arrays with holes; the truth stands beside it for judging."""

    def __init__(self, session, code):
        survey = report.released_survey(session, code)
        self.results = report.results_of(session, survey)
        self.questions = self.results.frame.questionnaire.questions
        self.crosses = {
            (cross.question, by): cross
            for by in QUESTIONS
            for cross in report.crosses_by(session, survey, by)
        }

    def levels(self, code):
        return [option.code for option in self.questions[code].choices] + [NO_ANSWER]

    def truth(self, *codes):
        survey = self.results.survey
        cells = self.results.frame.cells.cells(codes, design_of(survey.kind, None))
        inside = tuple(slice(0, -1) for _ in codes)
        assert cells.n[inside].sum() == cells.n.sum(), "somebody was not asked"
        return cells.n[inside]

    def simple(self, code):
        question = next(q for q in self.results.questions if q.code == code)
        shown = np.array([not row.is_hidden for row in question.rows])
        return PublishedTable((code,), self.truth(code), shown, self.small(self.truth(code)))

    def cross(self, code, by):
        printed, truth = self.crosses[code, by], self.truth(code, by)
        shown = np.ones(truth.shape, dtype=bool)  # a column that is left out is nobody's
        groups = {group.code: place for place, group in enumerate(printed.groups)}
        for i, option in enumerate(self.levels(code)):
            row = next(row for row in printed.rows if row.code == option)
            for j, group in enumerate(self.levels(by)):
                if group in groups:
                    cell = row.cells[groups[group]]
                    shown[i, j] = cell.count is not None
                    assert cell.count in {None, truth[i, j]}
        return PublishedTable((code, by), truth, shown, self.small(truth))

    @staticmethod
    def small(counts):
        return (counts > 0) & (counts < K)


@pytest.fixture(scope="module")
def printed(sample_database):
    with sample_database.reading() as session:
        yield Newspaper(session, "dx-2021")


@pytest.mark.parametrize("three", list(combinations(QUESTIONS, 3)), ids="-".join)
def test_three_linked_tables_leave_every_small_count_its_room(printed, three):
    levels = {code: len(printed.levels(code)) for code in three}
    tables = [printed.simple(code) for code in three]
    tables += [printed.cross(*pair) for pair in combinations(three, 2)]
    found = spans(tables, levels)
    assert found
    narrow = [each for each in found if each.width < K]
    assert narrow == []


def test_the_attack_finds_a_planted_leak(printed):
    """Were only the small counts hidden, the totals would give some of them away."""
    naive = printed.cross("q2", "q1")
    small = printed.small(naive.counts)
    leaky = PublishedTable(naive.keys, naive.counts, ~small, small)
    everything = [np.ones(len(printed.levels(code)), dtype=bool) for code in ("q2", "q1")]
    margins = [
        PublishedTable((code,), printed.truth(code), shown)
        for code, shown in zip(("q2", "q1"), everything, strict=True)
    ]
    levels = {code: len(printed.levels(code)) for code in ("q2", "q1")}
    assert any(each.width < K for each in spans([leaky, *margins], levels))


def tells_the_web_reply(figures):
    """Return whether a figure of 2017 is split by channel, or stands with 406 and 407 as bases."""
    bases = {}
    for figure in figures:
        bases.setdefault(figure.topic, set()).add(figure.n)
    return any({406, 407} <= each for each in bases.values()) or any(
        word in topic for topic in bases for word in ("ウェブ", "web", "回答方法", "紙")
    )


def test_nothing_is_printed_by_which_the_one_web_reply_of_2017_could_be_told(sample_database):
    """What the sample prints of 2017 is no split by channel; a planted split is found."""
    with sample_database.reading() as session:
        survey = session.query(PublishedResult).filter_by(fiscal_year=2017).one()
        figures = session.query(PublishedFigure).filter_by(result_id=survey.id).all()
    assert not tells_the_web_reply(figures)
    for topic in ("満足ですか", "回答方法"):
        planted = [PublishedFigure(topic=topic, label="はい", n=n) for n in (406, 407)]
        assert tells_the_web_reply([*figures, *planted])


def inside(questionnaire, codes):
    return [topic_of(questionnaire.questions[code], JAPANESE) for code in codes]


@pytest.mark.parametrize("rows", ["q6", "q11"])
@pytest.mark.parametrize("chosen", ["1", "23", "4", "567", "35", "1345678", "1234568", "34567"])
def test_a_filtered_table_beside_the_whole_leaves_every_small_count_its_room(printed, rows, chosen):
    """Planners filter q2; the whole table and the filtered one leave nobody outside exposed."""
    frame = printed.results.frame
    asked, by, only = inside(frame.questionnaire, (rows, "q1", "q2"))
    cut = Cut(asked, (by,), only=((only, tuple(chosen)),))
    design = design_of(printed.results.survey.kind, None)
    found = banner_table(frame.cells.columns, cut, design)
    if found.reason:
        return
    whole = banner_table(frame.cells.columns, replace(cut, only=()), design)
    cells = frame.cells.cells((rows, "q1", "q2"), design)
    picked = [cells.levels[2].index(code) for code in chosen]
    mine = cells.n[..., picked].sum(-1)
    people = np.stack([cells.n.sum(-1) - mine, mine], -1)[:-1, :-1]
    levels = {rows: people.shape[0], "q1": people.shape[1], "flag": 2}
    tables = [
        *facts(whole.crosses[0], (rows, "q1"), people.sum(-1), printed, (rows, "q1")),
        *facts(found.crosses[0], (rows, "q1", "flag"), people, printed, (rows, "q1")),
    ]
    assert not [each for each in spans(tables, levels) if each.width < K]


def facts(cross, keys, people, printed, codes):
    """Return what one printed table tells: cells, totals of options, sizes of groups."""
    rows, groups = (printed.levels(code) for code in codes)
    shown, totals, sizes = (np.zeros(shape, dtype=bool) for shape in (
        people.shape, people.sum(1).shape, people.sum(0).shape,
    ))  # fmt: skip
    at = 1 if len(keys) == 3 else ...
    named = {group.code: group for group in cross.groups}
    for i, option in enumerate(rows):
        row = next(row for row in cross.rows if row.code == option)
        totals[i, at] = row.total.count is not None
        for j, group in enumerate(groups):
            if group not in named:
                shown[i, j, at] = True  # a column that is left out is nobody's
                continue
            place = list(named).index(group)
            shown[i, j, at] = row.cells[place].count is not None
    for j, group in enumerate(groups):
        sizes[j, at] = group not in named or named[group].n is not None
    rest = keys[2:]
    return [
        PublishedTable(keys, people, shown, Newspaper.small(people)),
        PublishedTable((keys[0], *rest), people.sum(1), totals, Newspaper.small(people.sum(1))),
        PublishedTable((keys[1], *rest), people.sum(0), sizes, Newspaper.small(people.sum(0))),
    ]
