"""A released survey as open data: a machine reads it without asking anybody."""

import csv
import io
import json

import pytest

from engage.core.permissions import Role
from tests.integration.page import Page
from tests.integration.people import resident

pytestmark = pytest.mark.sqlite_only

HOME = "/surveys/dx-2021/data"


@pytest.fixture(scope="module")
def anyone(sample_app):
    return resident(sample_app, None)


@pytest.fixture(scope="module")
def cells(anyone):
    answer = anyone.get(f"{HOME}/cells.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_the_page_says_licence_method_and_files(anyone):
    page = Page.of(anyone.get(HOME))
    assert page.faults() == []
    for words in (
        "CC BY 4.0",
        "市民全体の割合を表すものではありません",
        "cells.csv",
        "codebook.xml",
    ):
        assert words in page.text


def test_one_value_a_cell_codes_beside_words(cells):
    head = cells[0]
    assert (head["city_code"], head["survey_code"], head["year"]) == ("072036", "dx-2021", "2021")
    assert not any("\n" in text for row in cells for text in row.values())
    first = next(
        row
        for row in cells
        if row["question_code"] == "q4" and row["option_code"] == "1" and not row["group_code"]
    )
    assert (first["base_people"], first["count_people"], first["share_percent"]) == (
        "326", "220", "67.5",
    )  # fmt: skip


def test_blank_is_not_zero(cells):
    hidden = [row for row in cells if row["status"] == "hidden"]
    assert hidden
    assert all(row["count_people"] == row["share_percent"] == "" for row in hidden)
    shown = [row for row in cells if row["status"] == "shown"]
    assert all(row["count_people"] != "" for row in shown)
    assert not [r for r in shown if 0 < int(r["count_people"]) < 5]


def test_every_code_of_the_cells_is_in_the_table_of_codes(anyone, cells):
    answer = anyone.get(f"{HOME}/codes.csv")
    known = {
        (row["question_code"], row["option_code"])
        for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    }
    used = {(row["question_code"], row["option_code"]) for row in cells if not row["item_code"]}
    assert {each for each in used if each[1] != "no-answer"} <= known


def test_programs_learn_what_the_columns_mean(anyone, cells):
    about = json.loads(anyone.get(f"{HOME}/about.json").data)
    assert set(about["columns"]) == set(cells[0])
    assert (about["licence"], about["survey"]["answered"]) == ("CC-BY-4.0", 326)


def test_nothing_of_a_survey_that_is_not_released(anyone, sample_app):
    for path in ("", "/cells.csv", "/codes.csv", "/about.json"):
        assert anyone.get(f"/surveys/dx-next/data{path}").status_code == 404
        planner = resident(sample_app, Role.PLANNER)
        assert planner.get(f"/surveys/dx-next/data{path}").status_code == 404
