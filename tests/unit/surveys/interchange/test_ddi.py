"""DDI-Codebook 2.5: the order and the attributes that its schema asks for, and what is told.

The schema itself is not part of this project. ORDER and ATTRIBUTES say in our own words what it
asks of the elements that we write.
"""

from xml.etree import ElementTree

import pytest

from surveys.codebook import codebook_of
from surveys.definition import parse
from surveys.interchange.ddi import Study, codebook_xml, write
from surveys.interchange.ddi.elements import NAMESPACE
from tests.factories.every_type import document, every_type, option

ORDER = {
    "codeBook": "docDscr stdyDscr fileDscr dataDscr otherMat",
    "stdyDscr": "citation studyAuthorization stdyInfo studyDevelopment method dataAccs notes",
    "citation": "titlStmt rspStmt prodStmt distStmt serStmt verStmt biblCit holdings notes",
    "titlStmt": "titl subTitl altTitl parTitl IDNo",
    "stdyInfo": "studyBudget subject abstract sumDscr qualityStatement notes",
    "sumDscr": "timePrd collDate nation geogCover geogUnit anlyUnit universe dataKind",
    "method": "dataColl notes anlyInfo stdyClas dataProcessing codingInstructions",
    "dataColl": "timeMeth dataCollector frequenc sampProc deviat collMode resInstru sources weight",
    "anlyInfo": "respRate EstSmpErr dataAppr",
    "dataAccs": "setAvail useStmt notes",
    "useStmt": "confDec specPerm restrctn contact citReq deposReq conditions disclaimer",
    "fileDscr": "fileTxt locMap notes",
    "fileTxt": "fileName fileCitation fileCont fileStrc dimensns fileType format software",
    "dimensns": "caseQnty varQnty logRecL recPrCas recNumTot",
    "dataDscr": "varGrp nCubeGrp var nCube notes",
    "varGrp": "labl txt concept defntn universe notes",
    "var": (
        "location labl imputation security embargo respUnit anlysUnit qstn valrng invalrng "
        "undocCod universe TotlResp sumStat txt stdCatgry catgryGrp catgry codInstr verStmt "
        "concept derivation varFormat geoMap catLevel notes"
    ),
    "qstn": "preQTxt qstnLit postQTxt forward backward ivuInstr",
    "valrng": "range",
    "invalrng": "item",
    "catgry": "catValu labl txt catStat mrow",
    "derivation": "drvdesc drvcmd",
}
"""Which elements may stand in which, and in which order."""

ONE = {"titl", "universe@varGrp", "catValu", "derivation", "varFormat", "confDec", "restrctn"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ATTRIBUTES = {
    "codeBook": {"version": {"2.5"}},
    "IDNo": {"agency": None},
    "abstract": {"contentType": {"abstract", "purpose", "mixed"}},
    "collDate": {"date": None, "event": {"start", "end", "single"}},
    "nation": {"abbr": None},
    "timeMeth": {"method": None},
    "fileDscr": {"ID": None},
    "fileStrc": {"type": {"rectangular"}},
    "fileType": {"charset": None},
    "varGrp": {"ID": None, "type": {"multipleResp", "grid"}, "var": None},
    "var": {
        "ID": None,
        "name": None,
        "intrvl": {"contin", "discrete"},
        "dcml": None,
        "measUnit": None,
        "nature": {"nominal", "ordinal", "interval", "ratio"},
        "representationType": {"text", "numeric", "code", "datetime"},
    },
    "qstn": {
        "ID": None,
        "qstn": None,
        "seqNo": None,
        "responseDomainType": {"text", "numeric", "category", "datetime", "multiple"},
    },
    "range": {"UNITS": {"INT", "REAL"}, "min": None, "max": None},
    "item": {"VALUE": None},
    "universe": {"clusion": {"I"}},
    "catgry": {"missing": {"Y"}, "missType": None},
    "catStat": {"type": {"freq"}, "wgtd": {"not-wgtd"}},
    "derivation": {"var": None},
    "drvcmd": {"syntax": None},
    "varFormat": {
        "type": {"numeric", "character"},
        "schema": {"SPSS"},
        "category": {"date", "other"},
    },
}
"""Which attributes an element may have, and which words they take; None: any."""

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


def name(element):
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def faults(xml):
    """What the schema would refuse."""
    root = ElementTree.fromstring(xml)
    found = []
    identities = [e.get("ID") for e in root.iter() if e.get("ID")]
    if len(set(identities)) < len(identities):
        found.append("an ID twice")
    for element in root.iter():
        order = ORDER.get(name(element), "").split()
        children = [name(child) for child in element]
        places = [order.index(child) if child in order else -1 for child in children]
        if -1 in places or places != sorted(places):
            found.append(f"{name(element)}: {children}")
        found += [
            f"{child} twice in {name(element)}"
            for child in set(children)
            if children.count(child) > 1 and (child in ONE or f"{child}@{name(element)}" in ONE)
        ]
        allowed = ATTRIBUTES.get(name(element), {})
        for key, value in element.attrib.items():
            words = allowed.get(key)
            if key != LANG and (key not in allowed or (words and value not in words)):
                found.append(f"{name(element)} {key}={value}")
        for key in ("var", "qstn"):
            found += [f"no {one}" for one in element.get(key, "").split() if one not in identities]
    return found


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


def test_a_wrong_order_would_be_noticed():
    xml = write(every_type()).replace(b"<titlStmt>", b"<titlStmt><IDNo />")
    assert faults(xml)


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


def test_an_empty_question_has_no_range():
    whole = every_type(one={"options": [option("a", "A"), option("b", "B")]})
    assert "valrng" not in [name(child) for child in variables(write(whole))["one"]]
