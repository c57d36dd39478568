"""What planners type to cut the numbers and to weight them."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange, Optional

from engage.core.forms import Form, LineField, NumberField, Required, UpTo
from engage.core.messages import sentence
from surveys.results.topics import Topic

MOST_PEOPLE = 200_000_000


class CutViewForm(Form):
    """A name for the cut that the page's address describes."""

    name = LineField(_l("この見方の名前"), [Required(_l("名前を書いてください。")), UpTo(100)])


class MarginsForm(Form):
    """How many people the population has, class by class; made for the questions of a survey."""

    source = LineField(_l("資料の名前"), [Required(_l("資料の名前を書いてください。")), UpTo(300)])
    topics: tuple[Topic, ...] = ()

    @classmethod
    def about(cls, topics: Sequence[Topic]) -> type["MarginsForm"]:
        """Return the form with a field for every class of some questions."""
        fields: dict[str, Any] = {"topics": tuple(topics)}
        for place, topic in enumerate(topics):
            for number, (_code, label) in enumerate(topic.options):
                fields[_name(place, number)] = NumberField(
                    label,
                    [Optional(), NumberRange(0, MOST_PEOPLE, sentence("people-out-of-range"))],
                )
        return type("MarginsFormOfSurvey", (cls,), fields)

    def groups(self) -> list[tuple[Topic, list[Any]]]:
        """Return each question with its fields."""
        return [
            (topic, [self[_name(place, number)] for number in range(len(topic.options))])
            for place, topic in enumerate(self.topics)
        ]

    def people(self) -> dict[str, dict[str, int]]:
        """Return what was typed, by question and class; classes left open are left out."""
        found = {
            topic.key: {
                code: field.data
                for (code, _label), field in zip(topic.options, fields, strict=True)
                if field.data is not None
            }
            for topic, fields in self.groups()
        }
        return {key: classes for key, classes in found.items() if classes}

    def show(self, people: dict[str, dict[str, int]]) -> None:
        """Fill in what is kept."""
        for topic, fields in self.groups():
            for (code, _label), field in zip(topic.options, fields, strict=True):
                field.data = people.get(topic.key, {}).get(code)


def _name(place: int, number: int) -> str:
    return f"people_{place}_{number}"
