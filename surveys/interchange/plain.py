"""Questionnaires of ours as JSON and YAML: read with every limit, written for people."""

import json
from typing import Any

import yaml

from surveys.definition.schema import EDITION, Questionnaire
from surveys.interchange.report import Imported, Report, Unreadable

LARGEST = 5 * 1024 * 1024
LARGEST_YAML = 2 * 1024 * 1024
DEEPEST = 40


def read_json(data: bytes, _name: str = "") -> Imported:
    """Read a document of ours as JSON; nothing is changed."""
    return _imported(_json(_text(data, LARGEST)))


def read_yaml(data: bytes, _name: str = "") -> Imported:
    """Read a document of ours as YAML; aliases and deep nesting are refused."""
    text = _text(data, LARGEST_YAML)
    _refuse_tricks(text)
    try:
        return _imported(yaml.load(text, Loader=_PlainLoader))  # noqa: S506 - a SafeLoader
    except Unreadable:
        raise
    except yaml.YAMLError as error:
        raise Unreadable("file-not-yaml", line=_line_of(error)) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable("file-not-yaml", line=1) from error


def write_json(questionnaire: Questionnaire) -> bytes:
    """Return the document as JSON that people can read."""
    plain = questionnaire.as_document()
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()


def write_yaml(questionnaire: Questionnaire) -> bytes:
    """Return the document as YAML."""
    plain = questionnaire.as_document()
    text = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100)
    return str(text).encode()


def json_schema() -> dict[str, Any]:
    """Return the published JSON Schema of the document."""
    made = Questionnaire.model_json_schema(by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": EDITION,
        **{key: value for key, value in made.items() if key != "title"},
    }


def _text(data: bytes, largest: int) -> str:
    if len(data) > largest:
        raise Unreadable("file-too-large", mb=largest // (1024 * 1024))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("file-not-utf8") from error


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_without_doubles)
    except Unreadable:
        raise
    except json.JSONDecodeError as error:
        raise Unreadable("definition-not-json", line=error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise Unreadable("definition-not-json", line=1) from error


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("file-key-twice", key=_double(pairs)[:40])
    return found


def _double(pairs: list[tuple[str, Any]]) -> str:
    seen: set[str] = set()
    for key, _value in pairs:
        if key in seen:
            return key
        seen.add(key)
    return ""


class _PlainLoader(yaml.SafeLoader):
    """Reads what JSON could say: dates stay texts, a key stands once."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key that stands twice."""
        keys = [self.construct_object(key, deep=True) for key, _value in node.value]
        for key in keys:
            if not isinstance(key, str):
                raise Unreadable("file-key-no-text", key=str(key)[:40])
            if keys.count(key) > 1:
                raise Unreadable("file-key-twice", key=key[:40])
        return super().construct_mapping(node, deep=deep)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _refuse_tricks(text: str) -> None:
    """Refuse aliases, which can make a small file huge, and nesting that no document has."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            if isinstance(event, yaml.AliasEvent):
                raise Unreadable("file-has-aliases", line=event.start_mark.line + 1)
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                depth += 1
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                depth -= 1
            if depth > DEEPEST:
                raise Unreadable("file-too-deep", most=DEEPEST)
    except yaml.YAMLError as error:
        raise Unreadable("file-not-yaml", line=_line_of(error)) from error
    except RecursionError as error:
        raise Unreadable("file-too-deep", most=DEEPEST) from error


def _line_of(error: Any) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _imported(document: Any) -> Imported:
    if not isinstance(document, dict):
        raise Unreadable("file-no-questionnaire")
    report = Report()
    report.kept("questionnaire", str(document.get("code", ""))[:60])
    for page in _dicts(document.get("pages")):
        report.kept("page", str(page.get("code", ""))[:40])
        for question in _dicts(page.get("questions")):
            report.kept("question", str(question.get("code", ""))[:40])
    return Imported(document, report)


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
