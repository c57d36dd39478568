"""The report in each format, from one outline."""

import base64
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from engage.charts import png
from engage.core import paths
from engage.documents import HIDDEN, Column, Export, Table, docx, pdf, xlsx
from engage.documents.outline import CellKind, Facts, Grid, Outline, Picture
from engage.documents.table import file_name
from surveys.report import symbols
from surveys.results.charts import chart_of
from surveys.results.report import SurveyResults

LAYOUT = paths.TEMPLATES / "paper" / "report.typ"
PAGE = "page.html.j2"
"""Not a page of the site: it is handed out and must work alone, styles and pictures inside."""
HTML = "text/html; charset=utf-8"


def pictures_of(results: SurveyResults) -> dict[str, bytes]:
    """Return the figure of every question that has one, as a picture with its title and n."""
    found = {}
    for question in results.questions:
        chart = chart_of(question)
        if chart is not None:
            note = f"n＝{question.n:,}　{results.survey.title}"
            found[f"{question.code}.png"] = png(chart, note=note)
    return found


def as_docx(outline: Outline, pictures: Mapping[str, bytes]) -> Export:
    """Return the report for Word."""
    return docx.write(outline, pictures)


def as_pdf(outline: Outline, pictures: Mapping[str, bytes]) -> Export:
    """Return the report as a tagged PDF."""
    drawn = pdf.write(LAYOUT, outline.model_dump(), dict(pictures))
    return Export(drawn.content, file_name(outline.name, "pdf"), pdf.MEDIA_TYPE, _rows(outline))


def as_xlsx(outline: Outline, _pictures: Mapping[str, bytes]) -> Export:
    """Return every table of the report as a workbook, with charts that Excel draws."""
    return xlsx.write([_first_sheet(outline), *(_sheet(grid) for grid in outline.grids)])


def as_html(outline: Outline, pictures: Mapping[str, bytes]) -> Export:
    """Return the report as one page that needs nothing else, to keep or to publish."""
    engine = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    drawn = {name: base64.b64encode(content).decode() for name, content in pictures.items()}
    page = engine.get_template(PAGE).render(outline=outline, pictures=drawn)
    return Export(page.encode(), file_name(outline.name, "html"), HTML, _rows(outline))


Writer = Callable[[Outline, Mapping[str, bytes]], Export]
FORMATS: dict[str, Writer] = {
    "docx": as_docx,
    "pdf": as_pdf,
    "xlsx": as_xlsx,
    "html": as_html,
}


def as_files(outline: Outline, pictures: Mapping[str, bytes]) -> Iterator[tuple[str, Export]]:
    """Yield the report in every format, one after another."""
    used = {block.name for block in outline.blocks if isinstance(block, Picture)}
    kept = {name: content for name, content in pictures.items() if name in used}
    for name, write in FORMATS.items():
        yield name, write(outline, kept)


def _rows(outline: Outline) -> int:
    return sum(len(grid.rows) for grid in outline.grids)


def _first_sheet(outline: Outline) -> Table:
    facts = [row for block in outline.blocks if isinstance(block, Facts) for row in block.rows]
    rows = [("題名", outline.title), *facts]
    return Table("調査の概要", (Column("項目"), Column("内容")), rows)


def _sheet(grid: Grid) -> Table:
    return Table(
        name=grid.sheet,
        columns=tuple(Column(head.title, head.kind) for head in grid.columns),
        rows=[
            tuple(_value(text, head.kind) for text, head in zip(row, grid.columns, strict=True))
            for row in grid.rows
        ],
        bars=grid.bars,
        notes=(grid.caption, *grid.notes),
    )


def _value(text: str, kind: CellKind) -> Any:
    """Return a cell as the number that it prints; signs and marks stay text."""
    if kind == "text" or text == symbols.HIDDEN:
        return HIDDEN if text == symbols.HIDDEN else text
    try:
        number = Decimal(text.replace(",", ""))
    except ArithmeticError:
        return text
    if kind == "percent":
        return Fraction(number) / 100
    return int(number) if number == int(number) else number
