"""What all forms share: plain messages, an error list for the summary, forgiving fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeField, Field, IntegerField, StringField
from wtforms.validators import InputRequired, Length, StopValidation, ValidationError

from engage.core.clock import JST
from engage.core.errors import Invalid
from engage.core.messages import sentence
from engage.japanese.text import to_int


@dataclass(frozen=True)
class FormError:
    """One mistake: the sentence, and the id of the control to mend."""

    control: str
    text: str


class Form(FlaskForm):
    """A form of Engage; keeps what was typed, explains each mistake beside its field."""

    @property
    def error_list(self) -> list[FormError]:
        """Every mistake in the order of the fields, for the summary on top."""
        return list(self._errors_in_order())

    def _errors_in_order(self) -> Iterator[FormError]:
        for field in self:
            for text in field.errors:
                yield FormError(control=control_id(field), text=str(text))
        for text in self.form_errors:
            yield FormError(control="main", text=str(text))

    def refuse(self, error: Invalid) -> None:
        """Show a refusal of the domain beside the field that it names."""
        text = sentence(error.code, **error.values)
        if error.field and error.field in self:
            field = self[error.field]
            field.errors = [*field.errors, text]
        else:
            self.form_errors: list[str] = [*self.form_errors, text]


def control_id(field: Field) -> str:
    """Return the id of the first control of a field; choices number theirs."""
    return f"{field.id}-0" if getattr(field, "choices", None) and _is_rows(field) else field.id


def _is_rows(field: Field) -> bool:
    return field.type in {"RadioField", "CheckboxesField", "SelectMultipleField"}


class Required(InputRequired):
    """The field must be filled; the sentence says what to write."""

    def __init__(self, message: Any = None) -> None:
        """Take the sentence, such as 「理由を書いてください。」."""
        super().__init__(message or _l("ここを書いてください。"))

    def __call__(self, form: Any, field: Field) -> None:
        """Refuse blanks of any width too."""
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data.strip():
            raise StopValidation(str(self.message))


class UpTo(Length):
    """At most so many characters."""

    def __init__(self, most: int) -> None:
        """Take the cap."""
        super().__init__(max=most)
        self.most = most

    def __call__(self, form: Any, field: Field) -> None:  # noqa: ARG002
        """Say how many characters are too many."""
        length = len(field.data or "")
        if length > self.most:
            raise ValidationError(
                _l(
                    "%(most)s字までにしてください。いま%(length)s字あります。",
                    most=self.most,
                    length=length,
                )
            )


class NumberField(IntegerField):
    """A whole number; full-width digits and commas are fine, and stay as typed on a mistake."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number the way people type it."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        number = to_int(valuelist[0])
        if number is None:
            self.data = None
            raise ValueError(sentence("number-unreadable"))
        self.data = number


class JstDateTimeField(DateTimeField):
    """A moment typed and shown in Japan's time, held as an aware instant."""

    def __init__(self, label: Any = None, validators: Any = None, **kwargs: Any) -> None:
        """Accept what browsers send and what people type."""
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
        super().__init__(label, validators, format=formats, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a local time as Japan's."""
        if not valuelist or not "".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(sentence("time-unreadable")) from None
        typed: Any = self.data
        if isinstance(typed, datetime):
            self.data = typed.replace(tzinfo=JST)

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        shown: Any = self.data
        return shown.astimezone(JST).strftime("%Y-%m-%dT%H:%M") if shown else ""


class LineField(StringField):
    """One line of text without the blanks around it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Trim; line breaks and control characters cannot be part of one line."""
        super().process_formdata(valuelist)
        typed = str(getattr(self, "data", None) or "")
        if typed:
            self.data = " ".join(typed.split())
