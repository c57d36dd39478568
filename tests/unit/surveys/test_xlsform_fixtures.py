"""Forms of other programs, where they are at hand: none crashes, almost nothing is lost."""

from collections import Counter

import pytest

from surveys.definition import parse, problems
from surveys.interchange import xlsform
from surveys.interchange.report import Unreadable
from surveys.interchange.taking_over import unusable

REFUSED = {
    "bad_calc.xlsx": "import-no-questions",
    "duplicate_columns.xlsx": "import-column-twice",
    "fruits.csv": "import-no-survey-sheet",
    "analysis_form__analysis_form.json": "import-no-survey-sheet",
    "selectone_to_multiple__submissions.json": "import-no-survey-sheet",
}


@pytest.fixture(scope="module")
def forms(shared):
    folder = shared / "fixtures"
    found = [*(folder / "xlsform").rglob("*.*"), *(folder / "kobo_formpack").glob("*.json")]
    imported, refused = {}, {}
    for path in sorted(found):
        try:
            imported[path.name] = xlsform.read(path.read_bytes(), path.name)
        except Unreadable as error:
            refused[path.name] = error.code
    return imported, refused


def test_only_what_is_no_form_is_refused(forms):
    imported, refused = forms
    assert refused == {name: code for name, code in REFUSED.items() if name in refused}
    assert len(imported) >= 40


def test_every_document_can_be_worked_on(forms):
    imported, _refused = forms
    assert [name for name, one in imported.items() if unusable(one.document)] == []
    assert all(problems(one.document) == [] for one in imported.values())


def test_almost_every_question_comes_over(forms):
    imported, _refused = forms
    counts = Counter(
        line.outcome for one in imported.values() for line in one.report.of("question")
    )
    assert counts["dropped"] / counts.total() <= 0.05


def test_what_is_doubtful_is_said_with_its_row(forms):
    imported, _refused = forms
    report = imported["xl_date_ambiguous.xlsx"].report
    assert [(x.code, x.line) for x in report.of("file", "dropped")] == [
        ("import-date-ambiguous", 2)
    ]
    misnamed = imported["extra_sheet_names.xlsx"].report
    assert "stettings" in {line.place for line in misnamed.of("file", "dropped")}


def test_what_comes_back_from_a_form_of_ours_is_the_same(forms):
    imported, _refused = forms
    for name, one in imported.items():
        once = xlsform.read(xlsform.write(parse(one.document)), name).document
        assert xlsform.read(xlsform.write(parse(once)), name).document == once, name
