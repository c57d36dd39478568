"""What people type: codes, receipts, one page of answers, and what staff say of a survey."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional, Regexp, ValidationError

from engage.accounts.rules import is_email
from engage.core.forms import (
    Form,
    FormError,
    JstDateTimeField,
    LineField,
    NumberField,
    Required,
    UpTo,
)
from engage.core.i18n import reading_language
from engage.core.ids import random_id
from engage.core.messages import sentence
from surveys.questions import Mistake
from surveys.reading import LEFT_OPEN, OWN_WORDS


class CodeForm(Form):
    """The code of a letter or mail, or a resume number."""

    code = LineField(_l("番号"), [Required(_l("番号を入れてください。")), UpTo(60)])


class ReceiptForm(Form):
    """A receipt number."""

    receipt = LineField(_l("受付番号"), [Required(_l("受付番号を入れてください。")), UpTo(60)])


def _email(_form: Form, field: StringField) -> None:
    if not is_email(field.data or ""):
        raise ValidationError(sentence("email-unusable"))


class NoticeForm(Form):
    """The address to which one mail goes when results are public."""

    email = LineField(
        _l("メールアドレス"),
        [Required(_l("メールアドレスを書いてください。")), UpTo(254), _email],
    )


class StopForm(Form):
    """The number of a wish to be told, put in by the mail's link or by hand."""

    code = StringField(
        _l("メールにある番号"), [Required(_l("メールにある番号を入れてください。")), UpTo(200)]
    )


class AnswerForm:
    """The mistakes of one page of answers, in the order of its questions.

    The controls are drawn from the questionnaire, so there is no WTForms field behind them.
    """

    def __init__(self, mistakes: dict[str, tuple[Mistake, ...]], form_error: str = "") -> None:
        """Take the mistakes by question, and a sentence about the page as a whole."""
        self.errors: dict[str, list[str]] = {
            code: [_sentence(mistake) for mistake in found] for code, found in mistakes.items()
        }
        self.error_list = [
            FormError(control=mistake.control, text=_sentence(mistake))
            for found in mistakes.values()
            for mistake in found
        ]
        self.reminders = {
            code for code, found in mistakes.items() if any(m.code == LEFT_OPEN for m in found)
        }
        self.controls = {error.control for error in self.error_list}
        if form_error:
            self.errors["form"] = [form_error]
            self.error_list.insert(0, FormError(control="main", text=form_error))

    def of(self, question: str) -> list[str]:
        """Return the sentences about one question."""
        return self.errors.get(question, [])


def _sentence(mistake: Mistake) -> str:
    if mistake.code == OWN_WORDS:
        return _in_readers_language(mistake.values["texts"])
    return sentence(mistake.code, **mistake.values)


def _in_readers_language(texts: dict[str, str]) -> str:
    return texts[reading_language(list(texts))]


KINDS = (
    SelectChoice("panel", _l("ネットモニター")),
    SelectChoice("sample", _l("無作為に選んだ市民")),
    SelectChoice("census", _l("対象の全員")),
    SelectChoice("open", _l("だれでも")),
)
MODES = (
    SelectChoice("confidential", _l("秘匿（名前を回答に付けない）")),
    SelectChoice("named", _l("記名")),
    SelectChoice("anonymous", _l("匿名")),
)


class DatesForm(Form):
    """From when until when a survey takes answers."""

    opens_at = JstDateTimeField(_l("始まり"), [Required(_l("始まりの日時を書いてください。"))])
    closes_at = JstDateTimeField(
        _l("終わり"),
        [Required(_l("終わりの日時を書いてください。"))],
        description=_l("この時刻になると、受け付けません。12月4日までなら 12月5日 0時です。"),
    )


class SurveyForm(DatesForm):
    """A new survey."""

    code = LineField(
        _l("記号"),
        [
            Required(_l("記号を書いてください。")),
            Regexp(
                r"^[a-z0-9][a-z0-9-]{0,59}$",
                message=_l("半角の小文字と数字とハイフンで書いてください。"),
            ),
        ],
        description=_l("ページの住所になります。例：dx-2026"),
    )
    title = LineField(_l("題名"), [Required(_l("題名を書いてください。")), UpTo(200)])
    purpose = TextAreaField(
        _l("何のために聞くか"), [Required(_l("目的を書いてください。")), UpTo(2000)]
    )
    minutes = NumberField(_l("かかる時間（分）"), [Optional()])
    kind = RadioField(_l("だれに聞くか"), choices=KINDS, default="panel")
    mode = RadioField(_l("回答と名前の扱い"), choices=MODES, default="confidential")


class VersionForm(Form):
    """A questionnaire as a JSON file."""

    file = FileField(
        _l("調査票のファイル（JSON）"), [FileRequired(_l("ファイルを選んでください。"))]
    )

    problems: list[Any] = []  # noqa: RUF012 - set on the instance by the view


EXPORTS = (
    SelectChoice("xlsx", _l("Excel（数の意味の表つき）")),
    SelectChoice("csv", _l("CSV（UTF-8）")),
    SelectChoice("csv-cp932", _l("CSV（古いExcel用、Shift_JIS）")),
    SelectChoice("sav", _l("SPSS（.sav と、複数回答の設定の .sps）")),
    SelectChoice("json", _l("JSON")),
    SelectChoice("files", _l("回答に付いたファイル（ZIP）")),
)


class ExportForm(Form):
    """Which file of answers somebody wants, and what for."""

    kind = RadioField(_l("形"), choices=EXPORTS, default="xlsx")
    with_texts = BooleanField(_l("書かれた文も入れる"))
    reason = LineField(
        _l("使いみち"),
        [Required(_l("使いみちを書いてください。")), UpTo(300)],
        description=_l("だれが何のために持ち出したかが、監査の記録に残ります。"),
    )


class ReportForm(Form):
    """By which questions a report divides the others, and with which survey it compares."""

    by = SelectMultipleField(_l("どの問で分けて集計しますか"), validators=[Length(max=5)])
    before = SelectField(_l("くらべる調査"), default="")
    nonce = HiddenField(default=random_id, validators=[Regexp(r"^[0-9a-f]{32}$")])


class ViewForm(Form):
    """A name for a way of looking at the numbers, and what it is."""

    name = LineField(_l("この見方の名前"), [Required(_l("名前を書いてください。")), UpTo(100)])
    by = HiddenField()
    base = HiddenField()
