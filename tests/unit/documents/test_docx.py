"""A Word file has its headings, its tables and its pictures with words, and nothing dangerous."""

import io
import zipfile

import docx
import pytest
from PIL import Image

from engage.documents import docx as writer
from engage.documents.outline import Facts, Grid, Head, Heading, Outline, Paragraph, Picture


def a_picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 20), "navy").save(file, "PNG")
    return file.getvalue()


GRID = Grid(
    caption="問1（n＝326）",
    sheet="問1",
    columns=(Head(title="選んだもの"), Head(title="割合（％）", kind="percent")),
    rows=(("𠮷野家", "67.5"), ("=1+1", "－")),
    notes=("注です。",),
)


@pytest.fixture
def export():
    outline = Outline(
        name="dx",
        title="報告書",
        author="郡山市",
        blocks=(
            Heading(text="1　概要"),
            Paragraph(text="見え\x00ない\x07文字"),
            Facts(rows=(("目的", "ためし"),)),
            Picture(name="q1.png", alt="横棒の図", caption="図1"),
            GRID,
        ),
    )
    return writer.write(outline, {"q1.png": a_picture()})


@pytest.fixture
def document(export):
    return docx.Document(io.BytesIO(export.content))


def test_one_walks_by_headings(document):
    styles = [(p.style.name, p.text) for p in document.paragraphs]
    assert ("Title", "報告書") in styles
    assert ("Heading 1", "1　概要") in styles


def test_cells_are_the_texts_of_the_outline_and_the_head_repeats(document):
    table = document.tables[1]
    assert [[c.text for c in row.cells] for row in table.rows] == [
        ["選んだもの", "割合（％）"],
        ["𠮷野家", "67.5"],
        ["=1+1", "－"],
    ]
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_pictures_have_words_and_controls_are_gone(export, document):
    assert 'descr="横棒の図"' in document.element.xml
    assert any(p.text == "見えない文字" for p in document.paragraphs)
    assert export.rows == 2


def test_the_same_outline_gives_the_same_document(export):
    names = zipfile.ZipFile(io.BytesIO(export.content)).namelist()
    assert not any("vba" in name.lower() for name in names)
    core = docx.Document(io.BytesIO(export.content)).core_properties
    assert (core.author, core.title, core.created.year) == ("郡山市", "報告書", 2000)
