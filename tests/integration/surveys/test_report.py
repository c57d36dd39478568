"""One click makes the report, and its numbers are the same in all four formats."""

import io
import re

import docx
import openpyxl
import pypdf
import pytest

from engage.core import jobs
from engage.core.ids import random_id
from engage.core.permissions import Role
from engage.documents.outline import Outline
from surveys.models import SurveyReport
from tests.integration.page import Page
from tests.integration.people import resident

REPORT = "/staff/surveys/dx-2021/report"


@pytest.fixture(scope="module")
def planner(sample_app):
    return resident(sample_app, Role.PLANNER)


@pytest.fixture(scope="module")
def work(sample_app):
    """Do what waits, as the worker does."""
    house = sample_app.extensions["engage.house"]

    def run():
        return jobs.run_due(
            database=house.database, handlers=house.handlers, settings=house.settings, mailer=None
        )

    return run


@pytest.fixture(scope="module")
def made(planner, work):
    """The address of a finished report by sex and age, and its outline."""
    sent = {"by": ["q1", "q2"], "before": "", "nonce": random_id()}
    answer = planner.post(REPORT, data=sent)
    again = planner.post(REPORT, data=sent)
    assert (answer.status_code, answer.location) == (303, again.location)
    waiting = planner.get(answer.location)
    assert waiting.headers["Refresh"] == "2"
    assert Page.of(waiting).faults() == []
    work()
    return answer.location


@pytest.fixture(scope="module")
def outline(made, sample_database):
    with sample_database.reading() as session:
        found = session.get(SurveyReport, made.rsplit("/", 1)[1])
        assert (found.state, found.step, found.responses) == ("done", found.steps, 326)
        return Outline.model_validate(found.outline)


def fetched(planner, made, kind):
    answer = planner.get(f"{made}/{kind}")
    assert answer.status_code == 200
    assert f"dx-2021-report.{kind}" in answer.headers["Content-Disposition"]
    return answer.data


def squeezed(text):
    return re.sub(r"\s", "", text)


def test_the_page_asks_and_lists(planner, made):
    page = Page.of(planner.get(REPORT))
    assert page.faults() == []
    assert made in page.text
    done = Page.of(planner.get(made))
    assert done.faults() == []
    assert "Wordで受け取る" in done.text


def test_the_numbers_are_those_of_the_page(outline):
    text = outline.model_dump_json()
    assert "「オンラインによる行政手続」が67.5％（220人）で最も高く" in text
    assert "360人に頼み、326人から回答を得ました。回答率は90.6％です。" in text
    assert "合計が100％にならない場合があります" in text
    assert "答えなかった人は34人です。" in text
    assert "全体では最大9.4ポイントの幅があります" in text
    assert (
        "性別では、答えた人と答えなかった人に差があるとはいえません（カイ二乗検定、p＝0.368）"
        in text
    )
    assert "市民全体の割合を表すものではなく" in text


def test_chapters_are_numbered_without_a_gap(outline):
    chapters = [b.text for b in outline.blocks if b.kind == "heading" and b.level == 1]
    assert [each[0] for each in chapters] == [str(n) for n in range(1, len(chapters) + 1)]


def test_word_holds_every_cell(planner, made, outline):
    tables = docx.Document(io.BytesIO(fetched(planner, made, "docx"))).tables
    read = [tuple(tuple(c.text for c in row.cells) for row in table.rows) for table in tables]
    written = [(tuple(h.title for h in grid.columns), *grid.rows) for grid in outline.grids]
    assert [table for table in read if table in written] == written


def test_excel_holds_every_cell_and_a_chart_for_every_question(planner, made, outline):
    book = openpyxl.load_workbook(io.BytesIO(fetched(planner, made, "xlsx")))
    sheets = book.worksheets[1:]
    assert len(sheets) == len(list(outline.grids))
    for sheet, grid in zip(sheets, outline.grids, strict=True):
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        for got, row in zip(rows, grid.rows, strict=True):
            for value, text, head in zip(got, row, grid.columns, strict=True):
                assert as_printed(value, head.kind, text) == text.replace(",", "")
        assert bool(sheet._charts) == bool(grid.bars)


def as_printed(value, kind, text):
    """What a cell shows: numbers in the printed number of decimals, signs as they are."""
    if value is None or isinstance(value, str):
        return (value or "").removeprefix("'")
    decimals = len(text.partition(".")[2])
    shown = f"{value * 100 if kind == 'percent' else value:.{decimals}f}"
    return f"+{shown}" if text.startswith("+") else shown


def test_html_holds_every_cell_and_asks_no_other_place(planner, made, outline):
    answer = planner.get(f"{made}/html")
    page = Page.of(answer)
    tables = page.all("table")
    written = [[tuple(h.title for h in grid.columns), *grid.rows] for grid in outline.grids]
    read = [
        [
            tuple("".join(cell.itertext()) for cell in row if cell.tag in {"th", "td"})
            for row in table.iter("tr")
        ]
        for table in tables
    ]
    assert read == written
    assert "http" not in page.text.replace("http-equiv", "")


def test_pdf_is_tagged_and_holds_every_number_in_order(planner, made, outline):
    document = pypdf.PdfReader(io.BytesIO(fetched(planner, made, "pdf")))
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = squeezed("".join(page.extract_text() for page in document.pages))
    for grid in outline.grids:
        for row in grid.rows:
            for cell in row[1:]:
                assert squeezed(cell) in text
    assert "「オンラインによる行政手続」が67.5％（220人）で最も高く" in text


def test_what_the_page_hides_the_report_hides(planner, outline):
    """No cell of a question's table under five people is printed, beside those nobody is in."""
    for grid in outline.grids:
        if grid.bars is None:
            continue
        counts = [row[1] for row in grid.rows[1:]]
        assert not [c for c in counts if c.isdigit() and 0 < int(c) < 5]


def test_others_do_not_get_in(sample_app, made):
    for role in (None, Role.MONITOR, Role.DELEGATE):
        assert resident(sample_app, role).get(f"{made}/pdf").status_code in {303, 403, 401}


def test_a_report_of_another_survey_is_not_there(planner, made):
    elsewhere = made.replace("dx-2021", "dx-next")
    assert planner.get(elsewhere).status_code == 404
    assert planner.get(f"{elsewhere}/pdf").status_code == 404


def test_a_choice_that_is_not_offered_is_refused(planner):
    sent = {"by": ["q99"], "before": "nothing", "nonce": random_id()}
    answer = planner.post(REPORT, data=sent)
    assert answer.status_code == 422
