"""The paper asks the same as the web, in the same order, under the same numbers."""

import io

import pytest
from PIL import Image

from surveys.definition import parse
from surveys.paper import Facts, questionnaire_pdf
from surveys.paper.questionnaire import paper_of
from tests.factories.every_type import document, every_type, option, row

pypdf = pytest.importorskip("pypdf")


def blocks(questionnaire, **more):
    paper = paper_of(questionnaire, Facts(), more.get("size", "standard"), more.get("language", ""))
    return [block for page in paper["pages"] for block in page["blocks"]]


def text_of(content):
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def test_every_question_is_there_under_its_number():
    questionnaire = every_type()
    numbers = [block["number"] for block in blocks(questionnaire) if block["number"]]
    assert numbers == [f"問{n}" for n in range(1, len(questionnaire.asked) + 1)]


def test_a_computed_value_is_not_asked_for():
    assert len(blocks(every_type())) == len(every_type().questions) - 1


def test_who_is_asked_is_said_in_words():
    found = blocks(every_type(many={"show_if": "one = '1'"}))
    block = next(b for b in found if b["text"] == [["使いたいもの", ""]])
    assert block["condition"] == "問1で「1　した」を選んだ方だけ、お答えください。"


@pytest.mark.parametrize(
    ("code", "instruction"),
    [
        ("one", "あてはまる番号を1つ、○で囲んでください。"),
        ("many", "あてはまる番号を2つまで、○で囲んでください。"),
        ("order", "□に、1から2までの順番を書いてください。"),
        ("opinion", ""),
    ],
)
def test_how_to_answer(code, instruction):
    questionnaire = every_type()
    at = list(questionnaire.asked).index(code) + 1
    block = next(b for b in blocks(questionnaire) if b["number"] == f"問{at}")
    assert block["instruction"] == instruction


def test_options_without_numbers_get_their_place_in_the_box():
    questionnaire = every_type()
    block = next(b for b in blocks(questionnaire) if b["text"] == [["地区", ""]])
    assert [o["code"] for o in block["options"]] == ["1", "2", "3"]


def test_readings_are_apart_from_the_characters():
    found = blocks(every_type(word={"text": {"ja": "｜郡山《こおりやま》の町"}}))
    texts = [block["text"] for block in found]
    assert [["郡山", "こおりやま"], ["の町", ""]] in texts


def test_an_earlier_answer_is_named_by_its_question():
    found = blocks(every_type(word={"text": {"ja": "{{one}} について"}}))
    assert [["［問1の答え］ について", ""]] in [block["text"] for block in found]


@pytest.mark.parametrize("size", ["standard", "large"])
def test_every_type_is_drawn(size):
    drawn = questionnaire_pdf(every_type(), Facts(city="郡山市"), size=size)
    text = text_of(drawn.content)
    assert "ネットで手続きをしましたか。" in text
    assert "大切な順" in text
    assert drawn.missing == ()


def test_a_persons_code_is_printed_with_a_qr_code():
    facts = Facts(code="C2NTM8EYDJH90ZEQ", address="https://example.jp/answer")
    assert "C2NT-M8EY" in text_of(questionnaire_pdf(every_type(), facts).content)


def test_the_largest_questionnaires_are_drawn():
    whole = document(
        one={"options": [option(str(n), f"選択肢{n}") for n in range(2000)], "comment": None},
        names={
            "rows": [row(f"r{n}", f"行{n}") for n in range(50)],
            "columns": [row(f"c{n}", f"列{n}") for n in range(20)],
        },
    )
    assert questionnaire_pdf(parse(whole)).content.startswith(b"%PDF")


def test_a_picture_stands_on_paper_with_the_words_for_who_cannot_see_it(tmp_path):
    drawn = tmp_path / "drawn"
    Image.new("RGB", (300, 200), "teal").save(drawn, "PNG")
    name = f"{'0' * 64}.png"
    pictured = option("1", "広場") | {"picture": {"name": name, "alt": {"ja": "芝生の広場"}}}
    questionnaire = every_type(one={"options": [pictured, option("2", "池")]})
    with_it = questionnaire_pdf(questionnaire, pictures={name: drawn}).content
    without = questionnaire_pdf(questionnaire).content
    images = [len(p.images) for p in pypdf.PdfReader(io.BytesIO(with_it)).pages]
    assert sum(images) == 1
    assert not any(len(p.images) for p in pypdf.PdfReader(io.BytesIO(without)).pages)
    assert "広場" in text_of(without)
    assert "芝生の広場" in alt_texts(with_it)


def alt_texts(content):
    root = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]
    found, waiting = [], [root]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            found += [node["/Alt"]] if "/Alt" in node else []
            waiting += [node["/K"]] if isinstance(node.get("/K"), pypdf.generic.PdfObject) else []
    return found
