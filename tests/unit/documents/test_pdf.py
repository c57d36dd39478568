"""PDF documents are tagged, and other people's texts are only ever texts."""

import io

import pytest

from engage.documents import DocumentError, pdf

pypdf = pytest.importorskip("pypdf")

LAYOUT = """#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: none)
#set text(font: "IPAexGothic", lang: "ja")
= #data.title
#data.text
"""


@pytest.fixture
def layout(tmp_path):
    path = tmp_path / "layout.typ"
    path.write_text(LAYOUT)
    return path


def text_of(content):
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def drawn(layout, text):
    return pdf.write(layout, {"title": "調査票", "text": text})


def test_it_says_its_title_and_language_and_is_tagged(layout):
    root = pypdf.PdfReader(io.BytesIO(drawn(layout, "本文").content)).trailer["/Root"]
    assert root["/Lang"] == "ja"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_its_font_is_inside(layout):
    reader = pypdf.PdfReader(io.BytesIO(drawn(layout, "本文").content))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_data_gives_the_same_bytes(layout):
    assert drawn(layout, "同じ").content == drawn(layout, "同じ").content


@pytest.mark.parametrize(
    "evil",
    [
        '#eval("1 + 1")',
        '#read("/etc/passwd")',
        '#panic("x")',
        "$x^2$ *bold* _em_ `raw` <label> @ref",
        "\\u{1F600} \\ // comment /* more */",
        "= 見出し\n- 行",
        '"quotes" \\"escaped\\"',
    ],
)
def test_a_text_is_never_a_command(layout, evil):
    shown = text_of(drawn(layout, evil).content)
    assert evil.split()[0].split("(")[0] in shown.replace("\n", " ")


def test_a_character_that_the_font_lacks_is_replaced_and_told(layout):
    found = drawn(layout, "笑顔😀と𪜈")
    assert "😀" in found.missing
    assert "〓" in text_of(found.content)


@pytest.mark.parametrize("text", ["\u202eabc", "a\0b", "あ" * 10_000, "\n" * 50, ""])
def test_odd_texts_make_a_document_too(layout, text):
    assert drawn(layout, text).content.startswith(b"%PDF")


def test_a_layout_that_cannot_be_drawn_is_an_error(tmp_path):
    path = tmp_path / "broken.typ"
    path.write_text("#nobody(")
    with pytest.raises(DocumentError, match="not_drawn"):
        pdf.write(path, {})
