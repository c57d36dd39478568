"""Questionnaires of SurveyJS, where they are at hand: none crashes, almost nothing is lost."""

from collections import Counter
from datetime import date

import pytest

from surveys.definition import parse
from surveys.interchange import surveyjs
from surveys.interchange.report import Unreadable
from surveys.interchange.taking_over import unusable

EMPTY = {"doc_data-validation_00.survey.json", "doc_data-validation_09.survey.json"}
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def folder(shared):
    return shared / "fixtures" / "surveyjs"


@pytest.fixture(scope="module")
def imported(folder):
    found = {}
    for path in sorted(folder.glob("*.survey.json")):
        if path.name not in EMPTY:
            found[path.name] = surveyjs.read(path.read_bytes(), path.name)
    return found


def test_what_asks_nothing_is_refused(folder):
    for name in EMPTY:
        with pytest.raises(Unreadable, match="import-no-questions"):
            surveyjs.read((folder / name).read_bytes(), name)


def test_every_document_can_be_worked_on(imported):
    assert len(imported) >= 25
    later = {"definition-asks-nothing"}
    for name, one in imported.items():
        assert [p for p in unusable(one.document) if p.code not in later] == [], name


def test_every_question_comes_over(imported):
    counts = Counter(
        line.outcome for one in imported.values() for line in one.report.of("question")
    )
    assert counts["dropped"] / counts.total() <= 0.05


def test_what_comes_back_is_the_same(imported):
    for name, one in imported.items():
        if name.endswith("_02.survey.json") and "logic" in name:
            continue  # it asks nothing
        once = surveyjs.read(surveyjs.write(parse(one.document)), name).document
        assert surveyjs.read(surveyjs.write(parse(once)), name).document == once, name


def test_answers_are_counted_as_they_stand_in_the_file(folder):
    def count(name, question):
        data = [(folder / f"{name}.{kind}.json").read_bytes() for kind in ("survey", "responses")]
        found = surveyjs.read_responses(*data, today=TODAY).responses
        states = [one[question] for one in found]
        return Counter(code for state in states for code in state.get("codes", [])), len(states)

    assert count("poll", "organization_type") == ({"Hobbyist": 2, "In_house": 1, "other": 1}, 4)
    sources, people = count("pivot2", "income_sources")
    assert people == 50
    assert sorted(sources.values()) == [11, 13, 17, 17, 17, 19]
    assert sources["other"] == 19
