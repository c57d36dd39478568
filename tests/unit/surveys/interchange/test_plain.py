"""Questionnaires as JSON and YAML, and which format a file is in."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from surveys.definition import parse
from surveys.interchange import formats, plain
from surveys.interchange.report import Unreadable
from tests.unit.surveys.building.draft import draft

SCHEMA = Path(__file__).parents[4] / "docs" / "questionnaire.schema.json"


@pytest.mark.parametrize("name", ["engage", "yaml"])
def test_out_and_in_again_is_the_same(name):
    data = formats.write(name, parse(draft()))
    imported = formats.read(data, "x")
    assert imported.document == draft()
    assert imported.report.counts()["question"] == {"kept": 4, "changed": 0, "dropped": 0}


def test_yaml_that_people_write_keeps_dates_and_yes_as_they_mean():
    text = "schema: engage-questionnaire/2\npages:\n- questions:\n  - earliest: 2026-04-01\n"
    document = plain.read_yaml(text.encode()).document
    assert document["pages"][0]["questions"][0]["earliest"] == "2026-04-01"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a: &x [1]\nb: *x\n", "file-has-aliases"),
        (b"a: " + b"[" * 41 + b"]" * 41, "file-too-deep"),
        (b"a: 1\na: 2\n", "file-key-twice"),
        (b"1: 2\n", "file-key-no-text"),
        (b"a: [\n", "file-not-yaml"),
        (b"a: !!python/name:os.system\n", "file-not-yaml"),
        (b"- 1\n", "file-no-questionnaire"),
        (b"a: \xff\n", "file-not-utf8"),
        (b"a: " + b"x" * plain.LARGEST_YAML, "file-too-large"),
    ],
)
def test_a_hostile_yaml_is_refused(data, reason):
    with pytest.raises(Unreadable) as refused:
        plain.read_yaml(data)
    assert refused.value.code == reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1, "a": 2}', "file-key-twice"),
        (b"{", "definition-not-json"),
        (b"[" * 200_000, "definition-not-json"),
        (b"[]", "file-no-questionnaire"),
        (b"1" * 5000, "definition-not-json"),
    ],
)
def test_a_hostile_json_is_refused(data, reason):
    with pytest.raises(Unreadable) as refused:
        plain.read_json(data)
    assert refused.value.code == reason


def archive(*names):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (json.dumps(draft()).encode(), "x.txt", "engage"),
        (b'{"pages": [{"elements": []}]}', "x.json", "surveyjs"),
        (b"\xef\xbb\xbfschema: engage-questionnaire/2\n", "x", "yaml"),
        (b"title:\n  ja: x\n", "x.txt", "yaml"),
        (b"<?xml version='1.0'?><document><LimeSurveyDocType>Survey", "x.xml", "limesurvey"),
        (b"id\trelated_id\tclass\ttype/scale\tname\n", "x.tsv", "limesurvey"),
        (archive("xl/workbook.xml"), "renamed.zip", "xlsform"),
        (archive("survey_1.lss", "x.lsr"), "x.lsa", "limesurvey"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls", "xlsform"),
        (b"| survey |\n| | type | name |\n", "x.md", "xlsform"),
        (b'"survey",,\n,type,name\n', "x.csv", "xlsform"),
    ],
)
def test_a_format_is_known_by_its_content(data, name, expected):
    assert formats.detected(data, name) == expected


@pytest.mark.parametrize(
    "data", [b"hello", b"<html></html>", b"\x00\x01", archive("a.txt"), b"PK\x03\x04x"]
)
def test_a_file_of_something_else_is_refused(data):
    with pytest.raises(Unreadable):
        formats.detected(data, "x.bin")


def test_an_empty_file_is_refused():
    with pytest.raises(Unreadable, match="file-empty"):
        formats.read(b"", "x.json")


def test_the_published_schema_is_the_one_of_the_program():
    """When this fails: engage survey schema > docs/questionnaire.schema.json."""
    assert json.loads(SCHEMA.read_text()) == plain.json_schema()
