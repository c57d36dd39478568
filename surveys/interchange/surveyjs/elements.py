"""The parts of a SurveyJS file as plain values: texts by language, choices, elements."""

from collections.abc import Iterator, Mapping
from typing import Any

from surveys.interchange.report import Unreadable
from surveys.interchange.wording import guessed_language, language_tag

Plain = dict[str, Any]
DEEPEST = 20
_SPECIAL = (
    ("None", "none", {"ja": "あてはまるものはない", "en": "None"}, None),
    ("Refuse", "refused", {"ja": "答えたくない", "en": "Refuse to answer"}, "refused"),
    ("DontKnow", "dontknow", {"ja": "わからない", "en": "Don't know"}, "dont_know"),
)
OTHER = {"ja": "その他", "en": "Other"}


def dicts(value: Any) -> list[Plain]:
    """Return the objects of a list; anything else is none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def listed(value: Any) -> list[Any]:
    """Return a list; anything else is an empty one."""
    return value if isinstance(value, list) else []


def children(part: Plain) -> list[Plain]:
    """Return the elements of a page or a panel, by their old name too."""
    return dicts(part.get("elements") or part.get("questions") or part.get("templateElements"))


def pages(document: Plain) -> list[Plain]:
    """Return the pages; a file without any is one page."""
    found = dicts(document.get("pages"))
    return found or [{"elements": children(document)}]


def walk(elements: list[Plain], depth: int = 0) -> Iterator[Plain]:
    """Yield every element, those in panels too."""
    if depth > DEEPEST:
        raise Unreadable("file-too-deep", most=DEEPEST)
    for element in elements:
        yield element
        yield from walk(children(element), depth + 1)


class Languages:
    """Which language the plain strings of a file are in, and the names of all others."""

    def __init__(self, document: Plain) -> None:
        """Find them out."""
        self.tags: dict[str, str] = {}
        plain: list[str] = []
        waiting: list[tuple[Any, int]] = [(document, 0)]
        while waiting:
            part, depth = waiting.pop()
            if depth > DEEPEST * 4:
                raise Unreadable("file-too-deep", most=DEEPEST)
            if isinstance(part, dict):
                if "default" in part and all(isinstance(v, str) for v in part.values()):
                    for name in part.keys() - {"default"}:
                        self.tags.setdefault(name, language_tag(name, self.tags))
                    plain.append(part["default"])
                    continue
                waiting += [(value, depth + 1) for value in part.values()]
            elif isinstance(part, list):
                waiting += [(value, depth + 1) for value in part]
            elif isinstance(part, str):
                plain.append(part)
        locale = document.get("locale")
        said = language_tag(locale) if isinstance(locale, str) and locale else ""
        taken = said and said not in self.tags.values()
        self.main = said if taken else guessed_language(" ".join(plain[:2000]))
        self.tags["default"] = self.main

    def own(self, words: Mapping[str, str]) -> dict[str, str]:
        """Return words of ours in the languages of the file."""
        found = {tag: words[tag] for tag in self.tags.values() if tag in words}
        return {"default": words.get(self.main, words["en"]), **found}

    def texts(self, value: Any) -> dict[str, str]:
        """Return a text by our language tags."""
        if isinstance(value, str):
            return {self.main: value}
        if isinstance(value, bool | int | float):
            return {self.main: said(value)}
        if not isinstance(value, Mapping):
            return {}
        found = {}
        for name, text in value.items():
            if isinstance(text, str):
                found[self.tags.get(name) or language_tag(str(name), self.tags)] = text
        return found


def said(value: Any) -> str:
    """Return a value as its digits or letters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def items(value: Any) -> list[Plain]:
    """Return choices, rows or columns as objects with a value, a text and what else they carry."""
    found = []
    for item in listed(value):
        if isinstance(item, dict):
            value_ = item.get("value", item.get("name", item.get("text")))
            if isinstance(value_, str | int | float):
                found.append(item | {"value": value_})
        elif isinstance(item, str | int | float):
            found.append({"value": item})
    return found


def choices(element: Plain, languages: Languages) -> list[Plain]:
    """Return the choices of an element, with those that it brings along by a switch."""
    found = items(element.get("choices"))
    low, high = element.get("choicesMin"), element.get("choicesMax")
    if not found and isinstance(low, int) and isinstance(high, int) and 0 <= high - low < 2000:
        step = element.get("choicesStep")
        step = step if isinstance(step, int) and step > 0 else 1
        found = [{"value": number} for number in range(low, high + 1, step)]
    for name, value, words, role in _SPECIAL:
        if element.get(f"show{name}Item") is True or element.get(f"has{name}") is True:
            text = element.get(f"{name[0].lower()}{name[1:]}Text") or languages.own(words)
            found.append({"value": value, "text": text, "isExclusive": True, "role": role})
    if element.get("showOtherItem") is True or element.get("hasOther") is True:
        text = element.get("otherText") or languages.own(OTHER)
        found.append({"value": "other", "text": text, "showCommentArea": True})
    return found
