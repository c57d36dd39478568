"""A planner drops a file, reads its numbers, and nothing of it stays."""

import io

import pytest

from engage.core.permissions import Role
from tests.integration.databases import fingerprint
from tests.integration.page import Page
from tests.integration.people import resident

pytestmark = pytest.mark.sqlite_only

DATA = "q1,sex,w\nはい,女,1.5\nいいえ,男,2\nはい,女,1\nいいえ,女,3\n"


@pytest.fixture
def drop(sample_app):
    planner = resident(sample_app, Role.PLANNER)

    def send(text=DATA, name="手もと.csv", **fields):
        sent = {"what": "table", "lonely": "error"} | fields
        sent["file"] = (io.BytesIO(text.encode()), name)
        answer = planner.post("/staff/tabulate", data=sent)
        page = Page.of(answer)
        assert page.faults() == []
        return answer.status_code, page

    return send


def test_a_table_with_its_intervals(drop, sample_database):
    before = fingerprint(sample_database)
    status, page = drop(variable="q1", by="sex", weight="w")
    assert status == 200
    words = page.words(page.all("table")[0])
    assert "女" in words
    assert "n＝3*" in words
    assert fingerprint(sample_database) == before


def test_an_estimate(drop):
    status, page = drop(what="mean", variable="w")
    assert status == 200
    assert "1.875" in page.words(page.all("table")[0])


def test_without_a_column_the_file_says_what_it_has(drop):
    status, page = drop()
    assert status == 200
    assert "4行を読みました" in page.text
    assert "q1、sex、w" in page.text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"variable": "q9"}, "列「q9」がありません"),
        ({"what": "mean", "variable": "q1"}, "数でない値が4行"),
        ({"name": "a.exe"}, "使えるファイルは"),
        ({"text": "a,b\n1\n", "variable": "a"}, "列の数がちがう行が1行"),
        ({"name": "<b>.csv", "variable": "<script>"}, "列「&lt;script&gt;」がありません"),
    ],
)
def test_what_is_wrong_is_said(drop, fields, words):
    status, page = drop(**fields)
    assert status == 422
    assert words in page.text


def test_only_those_who_see_results(sample_app):
    for role in (None, Role.MONITOR, Role.DELEGATE):
        status = resident(sample_app, role).post("/staff/tabulate").status_code
        assert status in {303, 401, 403}
