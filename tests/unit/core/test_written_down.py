"""Ids, digests, Markdown and stored papers."""

import hashlib
import io
import time
import zipfile
from uuid import UUID

import pytest

from engage.core.digest import canonical_json, digest
from engage.core.errors import Invalid
from engage.core.ids import new_id, random_id
from engage.core.mail import Message
from engage.core.markdown import MAX_CHARACTERS, render
from engage.core.storage import Storage


def test_ids_sort_by_the_time_of_their_making():
    ids = []
    for _ in range(5):
        ids.append(new_id())
        time.sleep(0.002)
    assert ids == sorted(ids)
    assert {UUID(i).version for i in ids} == {7}


def test_random_ids_tell_no_time():
    assert len(random_id()) == 32
    first = [random_id()[:8] for _ in range(200)]
    assert first != sorted(first)


def test_equal_values_have_equal_digests():
    assert canonical_json({"ひ": 1, "あ": [1.5, None]}) == '{"あ":[1.5,null],"ひ":1}'
    assert digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
    assert digest([]) == hashlib.sha256(b"[]").hexdigest()
    with pytest.raises(ValueError, match="JSON"):
        digest(float("nan"))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/p.png)",
        '<img src=x onerror="alert(1)">',
        "<svg><style>*{}</style></svg>",
    ],
)
def test_markdown_cannot_carry_code(hostile):
    html = str(render(hostile))
    assert "<script" not in html
    assert "<img" not in html
    assert "<svg" not in html
    assert 'href="javascript' not in html


def test_markdown_keeps_plain_emphasis_and_links():
    html = str(render("**太字** と [市](https://example.jp)"))
    assert "<strong>太字</strong>" in html
    assert 'rel="nofollow noopener noreferrer"' in html


def test_markdown_is_capped_before_it_is_parsed():
    with pytest.raises(ValueError, match="text-too-long"):
        render("![" * MAX_CHARACTERS)


def test_a_mail_header_cannot_gain_recipients():
    with pytest.raises(Invalid, match="mail-header-line-break"):
        Message(to="a@example.jp\r\nBcc: b@example.jp", subject="x", text="")


PDF = b"%PDF-1.7\n" + b"x" * 100 + b"\n%%EOF\n"


def package(*names: str, filler: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, "x" * filler if filler else name)
    return buffer.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")


def test_a_paper_is_kept_under_its_digest(tmp_path):
    stored = Storage(tmp_path).keep(io.BytesIO(PDF), "資料1.PDF")
    assert stored.digest == hashlib.sha256(PDF).hexdigest()
    assert Storage(tmp_path).path(stored.digest).read_bytes() == PDF


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (PDF[:60], "a.pdf", "file-cut-short"),
        (b"", "a.pdf", "file-empty"),
        (b"<html>", "a.pdf", "file-not-what-it-says"),
        (PDF, "a.html", "file-kind-not-allowed"),
        (PDF, "a", "file-kind-not-allowed"),
        (DOCX[:-30], "a.docx", "file-cut-short"),
        (DOCX, "a.xlsx", "file-not-what-it-says"),
        (package("[Content_Types].xml", "index.html"), "a.docx", "file-not-what-it-says"),
        (
            package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "a.docx",
            "file-has-macros",
        ),
        (
            package("[Content_Types].xml", "word/document.xml", filler=8_000_000),
            "a.docx",
            "file-unpacks-too-large",
        ),
        (PDF + b"x" * 3_000_000 + b"%%EOF", "a.pdf", "file-too-large"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason_and_not_kept(tmp_path, data, name, reason):
    with pytest.raises(Invalid) as refused:
        Storage(tmp_path, max_mb=2).keep(io.BytesIO(data), name)
    assert refused.value.code == reason
    assert list(tmp_path.iterdir()) == []
