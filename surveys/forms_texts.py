"""What planners type to sort free answers."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from engage.core.forms import Form, LineField, Required, UpTo


class TextCodeForm(Form):
    """The name of a code and when to give it."""

    label = LineField(
        _l("コードの名前"), [Required(_l("コードの名前を書いてください。")), UpTo(80)]
    )
    definition = TextAreaField(_l("付けるとき、付けないとき"), [UpTo(500)])


class GiveCodesForm(Form):
    """Which codes one text has."""

    digest = HiddenField()
    codes = SelectMultipleField(_l("あてはまるコード"))

    def offer(self, codes: Sequence[tuple[str, str]]) -> None:
        """Say what can be chosen."""
        self.codes.choices = [SelectChoice(code, label) for code, label in codes]


class QuoteForm(Form):
    """The words in which a text is released."""

    digest = HiddenField()
    text = TextAreaField(_l("載せる文"), [Required(_l("載せる文を書いてください。")), UpTo(2000)])
