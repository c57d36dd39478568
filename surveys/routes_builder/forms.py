"""What officers type on the builder's smaller pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from engage.core.forms import Form, LineField, Required, UpTo
from surveys.routes_builder.words import TYPE_NAMES


class NewQuestionForm(Form):
    """A new question: how it is answered, and what it asks."""

    text = TextAreaField(_l("問の文"), [Required(_l("問の文を書いてください。")), UpTo(4000)])
    type = RadioField(
        _l("答え方"),
        choices=[SelectChoice(code, name) for code, name in TYPE_NAMES.items()],
        default="single",
    )


class ConditionForm(Form):
    """A condition as an expression."""

    show_if = TextAreaField(_l("式"), [Optional(), UpTo(4000)])


class ImportForm(Form):
    """A questionnaire in a file of ours or of another program."""

    file = FileField(_l("調査票のファイル"), [FileRequired(_l("ファイルを選んでください。"))])


class SearchForm(Form):
    """Words to look for among questions."""

    words = LineField(_l("さがすことば"), [Optional(), UpTo(100)])
