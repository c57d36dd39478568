"""Word documents from an outline: headings to walk by, tables with heads, pictures with words."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from engage.documents.outline import Facts, Grid, Heading, Outline, Paragraph, Picture
from engage.documents.table import DocumentError, Export, file_name, is_unprintable

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Yu Gothic"
# The same outline must give the same bytes, so the file does not say when it was made.
_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
_SOFT = RGBColor(0x4D, 0x4D, 0x55)
_WIDE = Cm(16)


def write(outline: Outline, pictures: Mapping[str, bytes]) -> Export:
    """Return a document in Word's format; its tables are counted in the file again."""
    document = Document()
    _settle(document, outline)
    document.add_heading(_clean(outline.title), 0)
    if outline.subtitle:
        document.add_paragraph(_clean(outline.subtitle), style="Subtitle")
    for block in outline.blocks:
        _add(document, block, pictures)
    file = io.BytesIO()
    document.save(file)
    rows = sum(len(grid.rows) for grid in outline.grids)
    _count_again(file, outline, rows)
    return Export(file.getvalue(), file_name(outline.name, "docx"), MEDIA_TYPE, rows)


def _settle(document: Any, outline: Outline) -> None:
    """Set the page, the fonts and what the file says of itself."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    for name in ("Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        style = document.styles[name]
        style.font.name = _FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), _FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
        style.font.color.rgb = RGBColor(0x1A, 0x1A, 0x1C)
    document.styles["Normal"].font.size = Pt(10.5)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "ja-JP" if outline.language == "ja" else outline.language)
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    core = document.core_properties
    core.title, core.author, core.language = _clean(outline.title), outline.author, outline.language
    core.created = core.modified = _CREATED
    core.comments = ""


def _add(document: Any, block: Any, pictures: Mapping[str, bytes]) -> None:
    match block:
        case Heading():
            document.add_heading(_clean(block.text), block.level)
        case Paragraph():
            _paragraph(document, block.text, small=block.is_note)
        case Facts():
            _table(document, block.rows, head=None, numeric=(False, False))
        case Grid():
            _grid(document, block)
        case Picture():
            _picture(document, block, pictures)


def _paragraph(document: Any, text: str, *, small: bool) -> None:
    run = document.add_paragraph().add_run(_clean(text))
    if small:
        run.font.size, run.font.color.rgb = Pt(9), _SOFT


def _grid(document: Any, grid: Grid) -> None:
    caption = document.add_paragraph(_clean(grid.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    _table(
        document,
        grid.rows,
        head=tuple(column.title for column in grid.columns),
        numeric=tuple(column.kind != "text" for column in grid.columns),
    )
    for note in grid.notes:
        _paragraph(document, note, small=True)


def _table(document: Any, rows: Any, *, head: tuple[str, ...] | None, numeric: Any) -> None:
    lines = [*([head] if head else []), *rows]
    table = document.add_table(rows=len(lines), cols=len(numeric), style="Table Grid")
    # Cells are reached through the rows once: asking the table for each is slow in large ones.
    for line, row in zip(lines, table.rows, strict=True):
        for text, cell, right in zip(line, row.cells, numeric, strict=True):
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(_clean(text))
            run.font.size = Pt(9)
            run.bold = bool(head) and line is head
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if head:
        mark = OxmlElement("w:tblHeader")
        mark.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(mark)
    document.add_paragraph()


def _picture(document: Any, picture: Picture, pictures: Mapping[str, bytes]) -> None:
    shape = document.add_picture(io.BytesIO(pictures[picture.name]), width=_WIDE)
    shape._inline.docPr.set("descr", _clean(picture.alt))
    if picture.caption:
        document.add_paragraph(_clean(picture.caption), style="Caption")


def _clean(text: str) -> str:
    return "".join(each for each in text if not is_unprintable(each))


def _count_again(file: io.BytesIO, outline: Outline, rows: int) -> None:
    file.seek(0)
    tables = Document(file).tables
    facts = [block for block in outline.blocks if isinstance(block, Facts)]
    expected = rows + len(list(outline.grids)) + sum(len(block.rows) for block in facts)
    found = sum(len(table.rows) for table in tables)
    if found != expected:
        raise DocumentError("rows_lost", written=expected, found=found)
