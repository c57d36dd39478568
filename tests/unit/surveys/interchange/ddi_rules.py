"""What the schema of DDI-Codebook 2.5 asks of the elements that we write, in our own words.

The schema itself is not part of this project. What is not told here is refused, also where the
schema would take it: who writes another element says here first what may stand in it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from surveys.interchange.ddi.elements import NAMESPACE, XML_LANG

CHILDREN = {
    "codeBook": "stdyDscr+ fileDscr* dataDscr*",
    "stdyDscr": "citation+ stdyInfo* method* dataAccs* notes*",
    "citation": "titlStmt",
    "titlStmt": "titl parTitl* IDNo*",
    "stdyInfo": "abstract* sumDscr* notes*",
    "sumDscr": "collDate* nation* geogCover* geogUnit* anlyUnit* universe* dataKind*",
    "method": "dataColl* notes* anlyInfo?",
    "dataColl": "timeMeth* frequenc* sampProc* deviat* collMode* resInstru* collSitu* weight*",
    "anlyInfo": "respRate* EstSmpErr* dataAppr*",
    "dataAccs": "useStmt* notes*",
    "useStmt": "confDec? specPerm? restrctn? contact* citReq? deposReq? conditions? disclaimer?",
    "fileDscr": "fileTxt* notes*",
    "fileTxt": "fileName? fileCont? fileStrc? dimensns? fileType? format? dataMsng? software*",
    "fileStrc": "",
    "dimensns": "caseQnty* varQnty*",
    "dataDscr": "varGrp* var* notes*",
    "varGrp": "labl* txt* concept* defntn? universe? notes*",
    "var": (
        "labl* respUnit? anlysUnit? qstn* valrng* invalrng* undocCod* universe* TotlResp? "
        "sumStat* txt* catgryGrp* catgry* codInstr* concept* derivation? varFormat? notes*"
    ),
    "qstn": "preQTxt* qstnLit* postQTxt*",
    "valrng": "range+",
    "invalrng": "item+",
    "range": "",
    "item": "",
    "catgry": "catValu? labl* txt* catStat*",
    "derivation": "drvdesc? drvcmd?",
}
"""What stands in an element, in this order; ? at most once, * any number, + at least once.

An element that is not told here holds text and no other element.
"""

ANY = r"(?s).*"
DAY = r"\d{4}-\d\d-\d\d"
REFERENCE = {("varGrp", "var"): "var", ("derivation", "var"): "var", ("qstn", "qstn"): "qstn"}
"""Attributes that name other elements by their ID, and which element that must be."""
SINGLE = {("qstn", "qstn")}
"""Of these, the ones that name a single element."""
ATTRIBUTES = {
    "codeBook": {"version!": r"2\.5"},
    "IDNo": {"agency": ANY},
    "abstract": {"contentType": "abstract|purpose|mixed"},
    "collDate": {"date": DAY, "event": "start|end|single"},
    "nation": {"abbr": ANY},
    "timeMeth": {"method": ANY},
    "universe": {"clusion": "I|E"},
    "fileStrc": {"type": "rectangular|hierarchical|relational|nested"},
    "fileType": {"charset": ANY},
    "varGrp": {"type": "section|multipleResp|grid|subject", "var": ANY},
    "var": {
        "name!": r"[A-Za-z]\w*",
        "intrvl": "contin|discrete",
        "dcml": r"\d+",
        "measUnit": ANY,
        "nature": "nominal|ordinal|interval|ratio|percent",
        "representationType": "text|numeric|code|datetime",
    },
    "qstn": {
        "qstn": ANY,
        "seqNo": r"\d+",
        "responseDomainType": "text|numeric|code|category|datetime|geographic|multiple",
    },
    "range": {"UNITS": "INT|REAL", "min": ANY, "max": ANY},
    "item": {"UNITS": "INT|REAL", "VALUE!": ANY},
    "catgry": {"missing": "Y|N", "missType": ANY},
    "catStat": {"type": "freq|percent", "wgtd": "wgtd|not-wgtd"},
    "derivation": {"var": ANY},
    "drvcmd": {"syntax": ANY},
    "varFormat": {
        "type": "numeric|character",
        "schema": "SAS|SPSS|ISO|XML-Data",
        "category": "date|time|currency|other",
    },
}
"""Which attributes an element may have, and how they read; ! must be there."""
EVERYWHERE = {"ID": r"[A-Za-z_][\w.-]*", XML_LANG: r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"}
NOT_HERE = {"confDec"}
"""Says that a reader signs before seeing data, unless told otherwise: we ask nobody to."""


def name(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def faults(xml: bytes) -> list[str]:
    """What the schema would refuse."""
    root = ElementTree.fromstring(xml)
    every = list(root.iter())
    owners = {each.attrib["ID"]: name(each) for each in every if "ID" in each.attrib}
    given = Counter(each.attrib["ID"] for each in every if "ID" in each.attrib)
    found = [f"ID {identity} twice" for identity, times in given.items() if times > 1]
    found += [] if name(root) == "codeBook" else ["not a codeBook"]
    for element in every:
        found += [f"{name(element)}: {fault}" for fault in _inside(element)]
        found += [f"{name(element)}: {fault}" for fault in _attributes(element)]
        found += [f"{name(element)}: {fault}" for fault in _references(element, owners)]
    return found


def _inside(element: Element) -> Iterator[str]:
    children = "".join(f"{name(child)} " for child in element)
    order = CHILDREN.get(name(element), "").split()
    pattern = "".join(re.sub(r"(\w+)", r"(?:\1 )", part) for part in order)
    if not re.fullmatch(pattern, children):
        yield f"holds {children or 'nothing'}"
    if name(element) in NOT_HERE:
        yield "is not what we mean"
    if name(element) in CHILDREN:
        between = [element.text, *(child.tail for child in element)]
        if any(text and text.strip() for text in between):
            yield "text between elements"
        if not CHILDREN[name(element)] and element.text is not None:
            yield "is to be empty"


def _attributes(element: Element) -> Iterator[str]:
    rules = ATTRIBUTES.get(name(element), {})
    readings = {key.rstrip("!"): reading for key, reading in rules.items()} | EVERYWHERE
    for key in rules:
        if key.endswith("!") and key[:-1] not in element.attrib:
            yield f"no {key[:-1]}"
    for key, value in element.attrib.items():
        if key not in readings or not re.fullmatch(readings[key], value, re.ASCII):
            yield f"{key}={value}"


def _references(element: Element, owners: dict[str, str]) -> Iterator[str]:
    for (owner, key), what in REFERENCE.items():
        if name(element) != owner or key not in element.attrib:
            continue
        named = element.attrib[key].split()
        if not named or ((owner, key) in SINGLE and len(named) > 1):
            yield f"{key} names {len(named)}"
        for one in named:
            if owners.get(one) != what:
                yield f"{key}: {one} is no {what}"
