"""DDI-Codebook 2.5: as its schema asks (see `ddi_rules`), and what is told."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from surveys.codebook import codebook_of
from surveys.definition import parse
from surveys.interchange.ddi import Study, codebook_xml, write
from surveys.interchange.ddi.elements import NAMESPACE
from tests.factories.every_type import document, every_type, option
from tests.factories.naughty import NAUGHTY
from tests.unit.surveys.interchange.ddi_rules import faults, name

STUDY = Study(
    code="every-type",
    purpose="手続きを直す順番を決めるためです。",
    kind="panel",
    mode="confidential",
    begins="2026-10-01",
    ends="2026-10-31",
    is_fictional=True,
    responses=326,
    rate="360人のうち326人（90.6％）",
    counts={
        "one": {"1": 220, "no-answer": 6},
        "many/2": {"1": 40},
        "praise": {"x": 12},
        "liked/desk": {"3": 100},
    },
)
TWO_LANGUAGES = {
    "card": {
        "text": {"ja": "｜郡山《こおりやま》に住んでいますか。", "en": "Do you live here?"},
        "show_if": "many has '2'",
    }
}


def variables(xml):
    root = ElementTree.fromstring(xml)
    return {e.get("name"): e for e in root.iter(f"{{{NAMESPACE}}}var")}


def texts(element, tag):
    return [e.text for e in element.iter(f"{{{NAMESPACE}}}{tag}")]


def counts(element):
    return {
        category.find(f"{{{NAMESPACE}}}catValu").text: stat.text
        for category in element.iter(f"{{{NAMESPACE}}}catgry")
        for stat in category.iter(f"{{{NAMESPACE}}}catStat")
    }


@pytest.mark.parametrize("study", [None, STUDY])
@pytest.mark.parametrize("changes", [{}, TWO_LANGUAGES])
def test_the_document_is_as_the_schema_asks(study, changes):
    xml = codebook_xml(every_type(**changes), study)
    assert faults(xml) == []
    assert xml.startswith(b"<?xml version='1.0' encoding='utf-8'?>")


@pytest.mark.parametrize("mode", ["named", "confidential", "anonymous"])
@pytest.mark.parametrize("kind", ["panel", "sample", "census", "open"])
def test_every_kind_of_study_is_as_the_schema_asks(kind, mode):
    study = replace(STUDY, kind=kind, mode=mode, purpose="", rate=None, is_fictional=False)
    assert faults(codebook_xml(every_type(), study)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<titlStmt>", b"<titlStmt><IDNo />"),
        (b"titlStmt>", b"titl>"),
        (b"<restrctn>", b"<restrctn /><restrctn>"),
        (b"<restrctn>", b"<confDec /><restrctn>"),
        (b"<conditions>", b"<disclaimer /><conditions>"),
        (b"<derivation ", b"<derivation /><derivation "),
        (b"<item ", b"<range "),
        (b"<range ", b"<range>0</range><range "),
        (b"<stdyInfo>", b"<stdyInfo>text"),
        (b"<catValu>", b"<catValu><labl />"),
        (b' version="2.5"', b' version="2.6"'),
        (b' name="one"', b""),
        (b' VALUE="-1"', b""),
        (b' intrvl="contin"', b' intrvl="continuous"'),
        (b' nature="interval"', b' nature="scale"'),
        (b' type="multipleResp"', b' type="multiple"'),
        (b' wgtd="not-wgtd"', b' wgtd="no"'),
        (b' event="start"', b' event="begin"'),
        (b' date="2026-10-01"', b' date="1 October"'),
        (b' schema="SPSS"', b' program="SPSS"'),
        (b'ID="Q.many"', b'ID="Q.one"'),
        (b'ID="V.one"', b'ID="1"'),
        (b'var="V.many_1 ', b'var="V.nobody '),
        (b'var="V.many_1 ', b'var="Q.many '),
        (b'qstn="Q.many"', b'qstn="Q.many Q.one"'),
        (b'xml:lang="ja"', b'xml:lang="ja_JP"'),
    ],
)
def test_what_the_schema_refuses_would_be_noticed(right, wrong):
    xml = codebook_xml(every_type(), STUDY)
    assert right in xml
    assert faults(xml.replace(right, wrong))


def test_every_variable_is_described():
    book = codebook_of(every_type(), with_texts=True)
    assert list(variables(write(every_type()))) == [v.name for v in book.variables]


class TestVariables:
    """What a reader learns of one variable."""

    @pytest.fixture
    def found(self):
        return variables(codebook_xml(every_type(**TWO_LANGUAGES), STUDY))

    def test_the_question_in_every_language_without_readings(self, found):
        assert texts(found["card"], "qstnLit") == ["郡山に住んでいますか。", "Do you live here?"]

    def test_whom_it_was_put_to(self, found):
        (told,) = texts(found["card"], "universe")
        assert "「予約」を選んだ方" in told
        assert "many has '2'" in told

    def test_codes_that_are_no_answers(self, found):
        missing = {
            category.find(f"{{{NAMESPACE}}}catValu").text: category.get("missType")
            for category in found["praise"].iter(f"{{{NAMESPACE}}}catgry")
            if category.get("missing") == "Y"
        }
        assert missing == {
            "-1": "no answer",
            "-2": "not asked",
            "-3": "invalid",
            "-8": "don't know",
        }

    def test_counts_that_may_be_told_and_no_others(self, found):
        assert counts(found["one"]) == {"1": "220", "-1": "6"}
        assert counts(found["many_2"]) == {"1": "40"}
        assert counts(found["praise"]) == {"-8": "12"}
        assert counts(found["liked_desk"]) == {"3": "100"}
        assert counts(found["liked_web"]) == {}

    def test_a_computed_value_says_from_what(self, found):
        derivation = found["total"].find(f"{{{NAMESPACE}}}derivation")
        assert derivation.get("var") == "V.points_a V.points_b"
        assert texts(derivation, "drvcmd") == ["sum(points)"]


def test_the_study_says_what_it_can_not_do():
    text = codebook_xml(every_type(), STUDY).decode()
    assert "無作為に選んだ人ではないので、市民全体についての誤差は計算できない。" in text
    assert "360人のうち326人（90.6％）" in text
    assert "この調査は架空のものです。" in text
    assert "<caseQnty>326</caseQnty>" in text


def test_texts_that_xml_cannot_hold():
    whole = document(one={"text": {"ja": "a\x0b\ufffe<&>b"}})
    xml = write(parse(whole))
    assert texts(variables(xml)["one"], "qstnLit") == ["a\ufffd\ufffd<&>b"]


@pytest.mark.parametrize("text", [*NAUGHTY, "a\x0b\ufffe\x1b"])
def test_any_text_anywhere_is_as_the_schema_asks(text):
    texts_ = {"ja": text}
    whole = document(
        one={"text": texts_, "hint": texts_, "options": [option("1", text), option("2", text)]},
        age={"text": texts_, "unit": texts_},
        liked={"text": texts_},
    )
    whole["title"] = texts_
    study = replace(STUDY, purpose=text)
    assert faults(codebook_xml(parse(whole), study)) == []


def test_a_unit_is_said_in_the_main_language_without_readings():
    whole = every_type(age={"unit": {"en": "years", "ja": "｜歳《さい》"}})
    assert variables(write(whole))["age"].get("measUnit") == "歳"


def test_tags_of_every_language_are_such_as_xml_knows():
    whole = document()
    whole["title"] = dict.fromkeys(["ja", "ja-easy", "en", "zh-Hant", "fil"], "題")
    assert faults(codebook_xml(parse(whole), STUDY)) == []


def test_groups_that_would_share_a_name_have_ids_of_their_own():
    options = [option("1", "a"), option("2", "b")]
    many = {"type": "multiple", "text": {"ja": "問"}, "options": options}
    rows = [option("a", "い"), option("b", "ろ")]
    questions = [
        {"code": "x_a_2", **many},
        {"code": "x_a", **many},
        {"code": "x", **many, "type": "matrix_multiple", "rows": rows},
    ]
    whole = document() | {"pages": [{"code": "p", "questions": questions}]}
    assert faults(write(parse(whole))) == []


def test_what_was_promised_is_no_form_to_sign():
    root = ElementTree.fromstring(codebook_xml(every_type(), STUDY))
    (use,) = root.iter(f"{{{NAMESPACE}}}useStmt")
    assert [name(child) for child in use] == ["restrctn", "conditions"]
    assert texts(use, "conditions") == ["秘匿：回答に名前を付けずに保存する。"]


def test_an_empty_question_has_no_range():
    whole = every_type(one={"options": [option("a", "A"), option("b", "B")]})
    assert "valrng" not in [name(child) for child in variables(write(whole))["one"]]
