"""Questions come and go while somebody answers; nothing typed is lost on the way."""

import json
from typing import Any

import pytest

from surveys.logic import parse, to_plain


def tree(text: str) -> Any:
    return to_plain(parse(text))


CONDITIONS = {
    "today": "2026-11-23",
    "values": {"q1": "2"},
    "questions": [
        {
            "code": "q2",
            "reads": [
                {"of": "q2", "as": "code", "name": "q2"},
                {"of": "q2.other", "as": "text", "name": "q2-other-9", "option": "9"},
            ],
        },
        {
            "code": "q3",
            "show_if": tree("q2 = '1' and q1 = '2'"),
            "reads": [{"of": "q3", "as": "number", "name": "q3", "min": 0, "max": 150}],
        },
        {"code": "sum", "compute": tree("q3 * 2"), "unseen": True},
        {
            "code": "q4",
            "show_if": tree("sum >= 36 or starts(q2.other, '𠮷')"),
            "options": {"a": None, "b": tree("q3 > 64"), "c": tree("q3 > 64")},
            "reads": [{"of": "q4", "as": "codes", "name": "q4"}],
        },
        {
            "code": "q5",
            "show_if": tree("q4 has 'b'"),
            "rows": {"r1": tree("q3 = 70"), "r2": tree("q3 = 71")},
            "reads": [
                {"of": "q5.r1", "as": "code", "name": "q5-r1", "row": "r1"},
                {"of": "q5.r2", "as": "code", "name": "q5-r2", "row": "r2"},
            ],
        },
        {"code": "q6", "show_if": tree("q5.r1 = '1'")},
        {
            "code": "q7",
            "reads": [
                {
                    "of": "q7",
                    "as": "date",
                    "names": {
                        "era": "q7-era",
                        "year": "q7-year",
                        "month": "q7-month",
                        "day": "q7-day",
                    },
                }
            ],
        },
        {"code": "q8", "show_if": tree("years_between(q7, today()) >= 18")},
        {
            "code": "q9",
            "reads": [{"of": "q9", "as": "ranks", "names": {"a": "q9-a", "b": "q9-b"}}],
        },
        {"code": "q10", "show_if": tree("rank(q9, 'b') = 1")},
    ],
}

FORM = """
<form data-show-if="/static/js/expression.js">
<input type="hidden" name="asked" value="q2">
<fieldset data-question="q2">
<label><input type="radio" name="q2" value="1">1</label>
<label><input type="radio" name="q2" value="2">2</label>
<label><input type="radio" name="q2" value="9">9</label>
<input name="q2-other-9"></fieldset>
<div data-question="q3" hidden><input name="q3" disabled></div>
<fieldset data-question="q4" hidden>
<label data-option="q4/a"><input type="checkbox" name="q4" value="a">a</label>
<label data-option="q4/b"><input type="checkbox" name="q4" value="b">b</label>
<label data-option="q4/c"><input type="checkbox" name="q4" value="c" disabled>c</label></fieldset>
<table data-question="q5" hidden>
<tr data-row="q5/r1"><td><input type="radio" name="q5-r1" value="1"></td></tr>
<tr data-row="q5/r2"><td><input type="radio" name="q5-r2" value="1"></td></tr></table>
<div data-question="q6" hidden><input name="q6"></div>
<div data-question="q7"><select name="q7-era"><option value="western">西暦</option>
<option value="平成">平成</option></select><input name="q7-year"><input name="q7-month">
<input name="q7-day"></div>
<div data-question="q8"><input name="q8"></div>
<div data-question="q9"><select name="q9-a"><option value=""></option><option>1</option>
<option>2</option></select><select name="q9-b"><option value=""></option><option>1</option>
<option>2</option></select></div>
<div data-question="q10"><input name="q10"></div>
<script type="application/json" data-conditions>{conditions}</script>
<button disabled>次へ</button>
</form>
<script type="module" src="/static/js/show-if.js"></script>
"""


@pytest.fixture
def form(open_page: Any) -> Any:
    page = open_page("/healthz")
    conditions = json.dumps(CONDITIONS).replace("<", "\\u003c")
    page.set_content(FORM.replace("{conditions}", conditions))
    page.locator("[name=asked][value='q2 q7 q9']").wait_for(state="attached")
    yield page
    assert page.mistakes == []


def asked(page: Any) -> list[str]:
    return str(page.locator("[name=asked]").input_value()).split()


def sent(page: Any) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("Object.fromEntries(new FormData(document.forms[0]))")
    return {name: value for name, value in found.items() if name != "asked" and value}


def test_only_what_concerns_me_is_there(form: Any) -> None:
    assert asked(form) == ["q2", "q7", "q9"]
    assert form.locator("[data-question=q3]").is_hidden()
    assert form.locator("[data-question=q8]").is_hidden()


def test_a_question_comes_with_the_answer_before_it(form: Any) -> None:
    form.check("[name=q2][value='1']")
    assert form.locator("[data-question=q3]").is_visible()
    assert asked(form) == ["q2", "q3", "q7", "q9"]
    form.check("[name=q2][value='2']")
    assert asked(form) == ["q2", "q7", "q9"]


def test_what_was_typed_comes_back_and_is_not_sent_meanwhile(form: Any) -> None:
    form.check("[name=q2][value='1']")
    form.fill("[name=q3]", "４５")
    assert asked(form) == ["q2", "q3", "q4", "q7", "q9"]
    form.check("[name=q2][value='2']")
    assert asked(form) == ["q2", "q7", "q9"]
    assert sent(form) == {"q2": "2", "q7-era": "western"}
    form.check("[name=q2][value='1']")
    assert form.locator("[name=q3]").input_value() == "４５"
    assert sent(form)["q3"] == "４５"
    assert "q4" in asked(form)


def test_a_number_out_of_range_is_no_answer(form: Any) -> None:
    form.check("[name=q2][value='1']")
    for typed, is_answer in (("151", False), ("１８", True), ("18.5", False), ("1,8", True)):
        form.fill("[name=q3]", typed)
        assert ("q4" in asked(form)) is is_answer, typed


def test_options_and_rows_come_and_go(form: Any) -> None:
    form.check("[name=q2][value='1']")
    form.fill("[name=q3]", "70")
    form.check("[name=q4][value=b]")
    assert asked(form) == ["q2", "q3", "q4", "q5", "q7", "q9"]
    assert form.locator("[data-row='q5/r1']").is_visible()
    assert form.locator("[data-row='q5/r2']").is_hidden()
    form.check("[name=q5-r1]")
    assert "q6" in asked(form)
    form.fill("[name=q3]", "20")
    assert form.locator("[data-option='q4/b']").is_hidden()
    assert asked(form) == ["q2", "q3", "q4", "q7", "q9"]
    form.fill("[name=q3]", "71")
    assert asked(form) == ["q2", "q3", "q4", "q5", "q7", "q9"]
    form.fill("[name=q3]", "72")
    assert asked(form) == ["q2", "q3", "q4", "q7", "q9"]


def test_the_line_beside_an_option_counts_only_with_the_option(form: Any) -> None:
    form.check("[name=q2][value='9']")
    form.fill("[name='q2-other-9']", "𠮷野家")
    assert "q4" in asked(form)
    form.check("[name=q2][value='2']")
    assert "q4" not in asked(form)


def test_dates_by_era_and_places(form: Any) -> None:
    form.select_option("[name=q7-era]", "平成")
    form.fill("[name=q7-year]", "２０")
    form.fill("[name=q7-month]", "11月")
    form.fill("[name=q7-day]", "23")
    assert "q8" in asked(form)
    form.fill("[name=q7-day]", "24")
    assert "q8" not in asked(form)
    form.fill("[name=q7-day]", "31")
    assert "q8" not in asked(form)
    form.select_option("[name=q9-b]", "1")
    assert "q10" in asked(form)
    form.select_option("[name=q9-a]", "1")
    assert "q10" not in asked(form)


def test_what_the_page_itself_switched_off_stays_so(form: Any) -> None:
    form.check("[name=q2][value='1']")
    form.fill("[name=q3]", "70")
    assert form.locator("button").is_disabled()
    assert form.locator("[name=q3]").is_enabled()
