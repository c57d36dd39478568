"""What leaves as another program's file and comes back is the same questionnaire."""

import re
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys.definition import parse
from surveys.interchange import surveyjs, xlsform
from surveys.messages import SENTENCES
from surveys.path import visible_path
from tests.factories.documents import EVERY, HELD_BY_XLSFORM, answers, documents

TODAY = date(2026, 11, 23)
SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def there_and_back(format_, document):
    return format_.read(format_.write(parse(document)), "drawn").document


@SLOW
@given(documents(HELD_BY_XLSFORM))
def test_a_spreadsheet_form_holds_its_own_types_without_loss(document):
    assert there_and_back(xlsform, document) == document


@SLOW
@given(documents(EVERY))
def test_what_a_spreadsheet_form_gives_back_it_gives_back_again(document):
    once = there_and_back(xlsform, document)
    assert there_and_back(xlsform, once) == once


@SLOW
@given(documents(EVERY))
def test_surveyjs_holds_every_type_without_loss(document):
    assert there_and_back(surveyjs, document) == document


@SLOW
@given(st.data())
def test_the_same_answers_walk_the_same_path_afterwards(data):
    document = data.draw(documents(EVERY))
    before = parse(document)
    given_answers = data.draw(answers(before))
    path = visible_path(before, given_answers, today=TODAY).codes
    for format_ in (xlsform, surveyjs):
        after = parse(there_and_back(format_, document))
        moved = _as_taken_apart(before, after, given_answers)
        codes = set(before.questions) & set(after.questions)
        shown = visible_path(after, moved, today=TODAY).codes
        assert shown & codes == path & codes


def _as_taken_apart(before, after, given_answers):
    """Give the answers of a table to the questions that a form makes of its rows."""
    moved = {}
    for code, state in given_answers.items():
        question = before.questions[code]
        if code in after.questions and after.questions[code].type == question.type:
            moved[code] = state
            continue
        if question.type == "district":
            moved[code] = state
        for row, value in (state.get("numbers") or state.get("texts") or {}).items():
            key = "number" if "numbers" in state else "text"
            part = f"{code}_{row.lower()}"
            assert part in after.questions
            moved[part] = {"state": "answered", key: value}
    return moved


def test_every_reason_can_be_said():
    folder = Path(xlsform.__file__).parent.parent
    files = [*folder.glob("*.py"), *(folder / "xlsform").glob("*.py")]
    files += (folder / "surveyjs").glob("*.py")
    code = re.compile(r'"((?:import|export)-[a-z-]+)"')
    said = {found for path in files for found in code.findall(path.read_text())}
    assert said - SENTENCES.keys() == set()
