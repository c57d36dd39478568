"""Files of respondents are checked and carry nothing hidden."""

import io
import json
import zipfile

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from engage.core.errors import Invalid
from surveys.files import as_zip, put_away, storage_in

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(format_="JPEG", size=(40, 20), **more):
    stream = io.BytesIO()
    Image.new("RGB", size, "navy").save(stream, format_, **more)
    return stream.getvalue()


def with_place():
    exif = Image.Exif()
    exif[0x9003] = "2026:11:23 10:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def upload(data, name):
    return FileStorage(io.BytesIO(data), filename=name)


@pytest.fixture
def storage(tmp_path):
    return storage_in(tmp_path)


def test_a_picture_loses_what_is_hidden_in_it(storage):
    assert b"2026:11:23" in with_place()
    (listed,) = put_away(storage, [upload(with_place(), "公園.jpg")])
    file = json.loads(listed)
    kept = storage.path(file["id"]).read_bytes()
    assert b"2026:11:23" not in kept
    assert Image.open(io.BytesIO(kept)).size == (40, 20)
    assert (file["name"], file["kind"]) == ("公園.jpg", "jpg")


@pytest.mark.parametrize("name", ["a.pdf", "B.PDF", r"C:\写真\c.pdf", "../../d.pdf"])
def test_a_pdf_is_taken_and_its_name_is_only_a_name(storage, name):
    (listed,) = put_away(storage, [upload(PDF, name)])
    assert "/" not in json.loads(listed)["name"]
    assert "\\" not in json.loads(listed)["name"]


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"<svg onload=alert(1)>", "a.svg", "answer-file-not-allowed"),
        (b"MZ", "a.exe", "answer-file-not-allowed"),
        (b"<html>", "a.jpg", "answer-file-not-allowed"),
        (picture("PNG"), "a.jpg", "answer-file-not-allowed"),
        (picture()[:200], "a.jpg", "answer-file-not-allowed"),
        (PDF + b"0" * 5_000_001, "a.pdf", "answer-file-too-large"),
        (picture("PNG", (9000, 9000)), "a.png", "answer-file-too-large"),
        (b"no pdf", "a.pdf", "file-not-what-it-says"),
        (b"", "a.pdf", "file-empty"),
    ],
)
def test_anything_else_is_refused_and_not_kept(storage, tmp_path, data, name, reason):
    with pytest.raises(Invalid) as refused:
        put_away(storage, [upload(data, name)])
    assert refused.value.code == reason
    assert not list(tmp_path.rglob("*.*"))


def test_no_file_is_no_file(storage):
    assert put_away(storage, [upload(b"", "")]) == []


def test_an_archive_names_files_by_question_and_number(storage):
    listed = [json.loads(put_away(storage, [upload(PDF, f"山田{n}.pdf")])[0]) for n in (1, 2)]
    documents = [{"q1": {"state": "answered", "files": [file]}} for file in listed]
    names = zipfile.ZipFile(as_zip(storage, documents)).namelist()
    assert names == ["q1-00001.pdf", "q1-00002.pdf"]
