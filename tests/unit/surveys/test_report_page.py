"""The report's page alone: escaped, without script or foreign address."""

from engage.documents.outline import Grid, Head, Heading, Outline, Paragraph
from surveys.report.files import as_html

HOSTILE = '</title><script>alert(1)</script><img src="https://evil.example/x">{{7*7}}'


def test_texts_are_only_texts():
    outline = Outline(
        name="x",
        title=HOSTILE,
        blocks=(
            Heading(text=HOSTILE),
            Paragraph(text=HOSTILE),
            Grid(caption=HOSTILE, sheet="s", columns=(Head(title=HOSTILE),), rows=((HOSTILE,),)),
        ),
    )
    page = as_html(outline, {}).content.decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "{{7*7}}" in page
    assert page.count("&lt;script&gt;") >= 6
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
