"""What of a questionnaire answers depend on: everything but the wording."""

from typing import Any

from surveys.definition.schema import Questionnaire

_WORDING = {
    "text",
    "hint",
    "title",
    "intro",
    "thanks",
    "unit",
    "comment",
    "message",
    "alt",
    "ends",
    "first_heading",
    "second_heading",
}


def structure(questionnaire: Questionnaire) -> Any:
    """Return the document without its words: equal structures read each other's answers."""
    return _without_words(questionnaire.model_dump(by_alias=True, exclude_defaults=True))


def _without_words(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _without_words(value) for key, value in part.items() if key not in _WORDING}
    if isinstance(part, list):
        return [_without_words(value) for value in part]
    return part
