"""What is invented beside the real figures: marked, deterministic, and true to the totals."""

from collections import Counter
from typing import Any

import pytest

from engage.samples.koriyama.answers import answers
from engage.samples.koriyama.data import FOLDER, data
from engage.samples.koriyama.panel import members

NEAREST_TO_67_6 = min(range(327), key=lambda count: abs(100 * count / 326 - 67.6))


def choices(answer: Any) -> list[str]:
    """What somebody ticked, with or without words beside it."""
    if isinstance(answer, dict):
        answer = answer.get("choice", list(answer.values()))
    return [c for c in (answer if isinstance(answer, list) else [answer]) if c is not None]


def questions(code: str) -> list[dict[str, Any]]:
    pages = data(f"fictional/questionnaire-{code}")["pages"]
    return [question for page in pages for question in page["questions"]]


def test_the_panel_has_164_men_and_196_women_in_15_districts():
    panel = members()
    assert Counter(m.sex for m in panel) == {"male": 164, "female": 196}
    assert len({m.code for m in panel}) == 360
    assert len({m.district for m in panel}) == 15


def test_151_men_and_175_women_answered():
    assert Counter(m.sex for m in members() if m.answered) == {"male": 151, "female": 175}


def test_answers_say_the_same_sex_as_the_panel_does():
    spoken = Counter(document["q1"] for _, document in answers())
    assert spoken == {"1": 151, "2": 175}
    assert all((m.sex == "male") == (document["q1"] == "1") for m, document in answers())


def test_the_main_question_reproduces_the_report_as_nearly_as_whole_people_can():
    ticks = Counter(option for _, document in answers() for option in choices(document["q4"]))
    assert NEAREST_TO_67_6 == 220
    assert (ticks["1"], ticks["2"], ticks["3"]) == (220, 143, 111)


def test_nobody_ticks_more_than_three_or_something_beside_nothing():
    for _, document in answers():
        ticked = choices(document["q4"])
        assert len(set(ticked)) == len(ticked) <= 3
        assert not ({"90", "99"} & set(ticked)) or len(ticked) == 1


def test_five_people_left_the_main_question_out():
    assert sum(document["q4"] is None for _, document in answers()) == 5


def test_the_same_answers_come_out_every_time():
    assert answers() == answers()


def test_answers_use_only_codes_that_the_questionnaire_has():
    for question in questions("dx-2021"):
        if "options" not in question:
            continue
        known = {option["code"] for option in question["options"]}
        for _, document in answers():
            answer = document.get(question["code"])
            assert set(choices(answer)) <= known
            if "rows" in question:
                assert set(answer) == {row["code"] for row in question["rows"]}


def test_questions_are_answered_only_where_they_are_shown():
    conditions = {q["code"]: q["show_if"] for q in questions("dx-2021") if "show_if" in q}
    assert set(conditions) == {"q7", "q10"}
    for _, document in answers():
        for code, condition in conditions.items():
            shown = document[condition["question"]] in condition["any_of"]
            assert (code in document) == shown


@pytest.mark.parametrize("code", ["dx-2021", "dx-next"])
def test_both_questionnaires_have_12_questions_of_all_six_types(code):
    assert [q["code"] for q in questions(code)] == [f"q{n}" for n in range(1, 13)]
    assert {q["type"] for q in questions(code)} == {
        "single",
        "multiple",
        "matrix",
        "number",
        "short_text",
        "long_text",
    }


@pytest.mark.parametrize("code", ["dx-2021", "dx-next"])
def test_a_question_depends_only_on_an_earlier_one(code):
    seen: set[str] = set()
    for question in questions(code):
        if "show_if" in question:
            assert question["show_if"]["question"] in seen
        seen.add(question["code"])


def test_all_seven_opinions_have_an_invented_city_response():
    spoken = [
        opinion["code"]
        for meeting in data("meetings")
        for item in meeting["agenda"]
        for opinion in item["opinions"]
    ]
    assert [r["opinion"] for r in data("fictional/city_responses")] == spoken


def test_revision_items_start_from_the_text_that_the_plan_has():
    body = {p["code"]: p["summary"] for p in data("projects")}
    for item in data("fictional/revision-demo")["items"]:
        if item["before"] is not None:
            assert item["before"] == body[item["element"]]
            assert item["after"] != item["before"]


def test_exactly_one_decision_is_left_for_the_newcomer():
    items = data("fictional/revision-demo")["items"]
    assert [i["code"] for i in items if i["decision"] is None] == ["5-04"]


def test_every_invented_person_and_organisation_says_so():
    names = [a["name"] for a in data("fictional/accounts")["accounts"]]
    names += [o["name"] for o in data("fictional/council-demo")["organisations"]]
    assert all(name.endswith("（架空）") for name in names)


def test_one_account_for_each_role_and_all_at_an_example_address():
    accounts = data("fictional/accounts")["accounts"]
    roles = Counter(role for account in accounts for role in account["roles"])
    assert len(roles) == 8
    assert (roles["delegate"], roles["monitor"]) == (2, 2)
    assert all(account["email"].endswith("@example.jp") for account in accounts)


@pytest.mark.parametrize(
    "path", sorted((FOLDER / "fictional").glob("*.json")), ids=lambda p: p.stem
)
def test_every_invented_file_is_marked(path):
    content = data(f"fictional/{path.stem}")
    if path.stem.startswith("questionnaire-"):
        return  # the survey that uses it carries the mark
    for record in content if isinstance(content, list) else [content]:
        assert record["fictional"] is True


def test_what_follows_a_survey_is_drawn_as_steps_of_the_thread():
    *_, survey = data("fictional/surveys")
    assert [step["kind"] for step in survey["next_steps"]] == ["evidence", "decision", "line"]
