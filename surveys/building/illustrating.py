"""Pictures of options: each with the words that stand for it."""

from collections.abc import Mapping
from typing import Any

from surveys.building.finding import Refused, copied, question_at
from surveys.building.units import Document

Picture = dict[str, Any]


def set_pictures(
    document: Document, *, question: str, pictures: Mapping[str, Picture | None]
) -> Document:
    """Give options of a question their pictures; None takes one away, others keep theirs."""
    draft = copied(document)
    found = question_at(draft, question)[2]
    for option in found.get("options", []):
        if option["code"] not in pictures:
            continue
        picture = pictures[option["code"]]
        if picture is None:
            option.pop("picture", None)
        elif draft["language"] not in picture["alt"]:
            raise Refused("picture-without-words", question, option=option["code"])
        else:
            option["picture"] = picture
    return draft
