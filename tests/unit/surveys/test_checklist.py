"""What an officer is told before publication; hints come from Japanese that is often written."""

import pytest

from surveys.definition.checklist import checklist, minutes, seconds
from tests.unit.surveys.building.draft import draft, option


def codes(document):
    return [(hint.place, hint.code) for hint in checklist(document)]


def with_question(text, **more):
    document = draft()
    document["title"] = {"ja": "ためし"}
    question = {"code": "q9", "type": "long_text", "text": {"ja": text}, **more}
    document["pages"][1]["questions"].append(question)
    return [hint.code for hint in checklist(document) if hint.place == "q9"]


def test_a_plain_questionnaire_has_nothing_but_gaps_in_english():
    assert {code for _place, code in codes(draft())} == {"checklist-untranslated"}
    hint = next(h for h in checklist(draft()) if h.place == "q1")
    assert hint.values == {"language": "en", "count": 2}
    assert not hint.is_problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("窓口はもっと早く開けるべきだと思いませんか", "checklist-leading"),
        ("この取組みは必要ではないでしょうか", "checklist-leading"),
        ("料金や速度に満足していますか", "checklist-double-barrelled"),
        ("窓口および電話の対応はいかがでしたか", "checklist-double-barrelled"),
        ("使わないことはないという方は理由を書いてください", "checklist-double-negation"),
        ("利用できないとは言えませんか", "checklist-double-negation"),
        ("下の赤いボタンの近くの説明を読みましたか", "checklist-colour"),
        ("氏名を書いてください", "checklist-personal"),
        ("連絡のつく電話番号を書いてください", "checklist-personal"),
        ("あ" * 61, "checklist-long-sentence"),
    ],
)
def test_wording_that_often_goes_wrong(text, expected):
    assert expected in with_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "いままでに市のホームページを見たことがありますか",
        "デジタル化について、どう思いますか",
        "やさしい日本語で読みたいページを書いてください",
        "ご意見を書いてください",
        "赤ちゃんとの外出で困ることを書いてください",
    ],
)
def test_good_wording_is_left_alone(text):
    assert with_question(text) == []


def test_a_choice_of_a_district_is_no_question_for_an_address():
    assert with_question(
        "お住まいの住所の地区", type="district", options=[option("1", "富田"), option("2", "安積")]
    ) == []  # fmt: skip


def test_a_scale_without_a_middle():
    four = [option("1", "満足"), option("2", "やや満足"), option("3", "やや不満"),
            option("4", "不満"), option("9", "わからない", role="dont_know")]  # fmt: skip
    assert "checklist-no-middle" in with_question(
        "対応はいかがでしたか", type="single", options=four
    )
    five = [*four[:2], option("5", "どちらともいえない"), *four[2:]]
    assert with_question("対応はいかがでしたか", type="single", options=five) == []
    assert "checklist-no-middle" in with_question("何点ですか", type="scale", lowest=1, highest=4)
    ends = {"low": {"ja": "悪い"}, "high": {"ja": "よい"}}
    assert with_question("何点ですか", type="scale", lowest=0, highest=10, ends=ends) == []


def test_a_scale_of_bare_numbers():
    assert with_question("何点ですか", type="scale") == ["checklist-scale-without-words"]


def test_a_picture_needs_words():
    pictures = [
        option("1", "駅", picture={"name": "a" * 64 + ".png", "alt": {"ja": "写真1"}}),
        option(
            "2", "公園", picture={"name": "b" * 64 + ".png", "alt": {"ja": "木の多い公園の入口"}}
        ),
    ]
    assert with_question("どちらがよいですか", type="single", options=pictures) == [
        "checklist-picture-without-words"
    ]


def test_an_empty_page_and_an_unfinished_question_are_problems():
    document = draft()
    document["pages"].append({"code": "p3", "questions": []})
    problems = [(h.kind, h.place, h.code) for h in checklist(document) if h.is_problem]
    assert problems == [("page", "p3", "checklist-empty-page")]
    document = draft()
    document["pages"][0]["questions"][0]["options"] = []
    assert ("question", "q1", "definition-too-few-options") in [
        (h.kind, h.place, h.code) for h in checklist(document) if h.is_problem
    ]


def test_time_is_reading_and_answering():
    document = draft()
    document["pages"] = [{"code": "p1", "questions": [
        {"code": "q1", "type": "long_text", "text": {"ja": "あ" * 80}}]}]  # fmt: skip
    assert seconds(document) == 70
    assert minutes(document) == 2
    many = [
        {"code": f"q{n}", "type": "long_text", "text": {"ja": "何かありますか"}} for n in range(11)
    ]
    document["pages"][0]["questions"] = many
    assert ("", "checklist-too-long") in codes(document)


def reach(document):
    found = checklist(document)
    return [(h.place, h.code) for h in found if h.code.endswith("-shown")]


def test_a_condition_that_never_holds_is_found():
    document = draft()
    document["pages"][1]["show_if"] = "q1 has '1' and q1 has '2'"
    assert reach(document) == [("p2", "checklist-never-shown")]


def test_a_question_that_needs_one_that_is_not_shown_is_found():
    document = draft()
    document["pages"][1]["questions"][0]["show_if"] = "q1 has '2' and q2 has '3'"
    assert reach(document) == [("q3", "checklist-never-shown")]
    document["pages"][1]["questions"][0]["show_if"] = "q1 has '2' or q2 has '3'"
    assert reach(document) == []


def test_a_condition_that_always_holds_is_found():
    document = draft()
    document["pages"][1]["show_if"] = "q1 has '1' or q1 has '2' or not answered(q1)"
    assert reach(document) == [("p2", "checklist-always-shown")]


def test_numbers_are_left_alone():
    document = draft()
    document["pages"][1]["questions"][1]["show_if"] = "q3 > 5 and q3 < 2"
    assert reach(document) == []
