"""Elements of a DDI document: names in its namespace, texts without what XML cannot hold."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from surveys.definition.ruby import without_readings

NAMESPACE = "ddi:codebook:2_5"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

register_namespace("", NAMESPACE)


def root(name: str, **attributes: str) -> Element:
    """Return the first element of a document."""
    return Element(f"{{{NAMESPACE}}}{name}", attributes)


def add(
    parent: Element, name: str, text: str | None = None, language: str = "", /, **attributes: str
) -> Element:
    """Add an element; `language` says in which its text is."""
    given = {key: _readable(value) for key, value in attributes.items()}
    found = SubElement(parent, f"{{{NAMESPACE}}}{name}", given)
    if language:
        found.set(XML_LANG, language)
    if text is not None:
        found.text = _readable(text)
    return found


def add_texts(parent: Element, name: str, texts: Mapping[str, str] | None, main: str) -> None:
    """Add a text in every language, the questionnaire's own first."""
    for language in sorted(texts or (), key=lambda each: (each != main, each)):
        assert texts is not None
        add(parent, name, without_readings(texts[language]), language)


def _readable(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def as_bytes(document: Element) -> bytes:
    """Return the document as a file."""
    indent(document)
    found: bytes = tostring(document, encoding="utf-8", xml_declaration=True)
    return found + b"\n"
