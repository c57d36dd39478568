"""What people type: an opinion, a reply, a meeting, an item, a paper, an answer, a passage."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, Regexp, ValidationError

from council.models.city_response import DISPOSITIONS
from council.rules.confirming import MAX_REQUEST
from council.rules.minutes import MAX_BLOCK
from council.rules.opinions import MAX_OPINION
from engage.core.forms import Form, JstDateTimeField, LineField, NumberField, Required, UpTo
from engage.core.ids import random_id
from engage.core.messages import sentence

MODES = [
    ("in_person", _l("会場")),
    ("online", _l("オンライン")),
    ("hybrid", _l("会場とオンライン")),
    ("in_writing", _l("書面")),
]
ANSWERS = [
    ("room", _l("会場に行く")),
    ("online", _l("オンラインで参加する")),
    ("writing", _l("書面で意見を出す")),
    ("substitute", _l("代理の人が参加する")),
    ("absent", _l("欠席する")),
]
CHANNELS = [
    ("room", _l("会場")),
    ("online", _l("オンライン")),
    ("writing", _l("書面")),
    ("mail", _l("郵送")),
    ("counter", _l("窓口")),
    ("phone", _l("電話")),
    ("fax", _l("ファクス")),
    ("email", _l("メール")),
]
KINDS = [
    ("opinion", _l("意見")),
    ("question", _l("質問")),
    ("answer", _l("回答")),
    ("explanation", _l("説明")),
]
ATTENDANCE = [
    ("", _l("未記入")),
    ("room", _l("会場")),
    ("online", _l("オンライン")),
    ("writing", _l("書面")),
    ("absent", _l("欠席")),
]
_DISPOSITION_WORDS = {
    "adopted": _l("反映する"),
    "partly": _l("一部を反映する"),
    "considering": _l("検討中"),
    "noted": _l("参考にする"),
    "done": _l("対応ずみ"),
    "declined": _l("反映しない"),
}


def choices(pairs: Sequence[tuple[str, Any]]) -> list[SelectChoice]:
    """Return what WTForms wants of (value, words) pairs."""
    return [SelectChoice(value, label) for value, label in pairs]


class Choice(RadioField):
    """One of a few answers; nothing chosen is a sentence, not a code."""

    def __init__(self, label: Any, pairs: Sequence[tuple[str, Any]] = (), **values: Any) -> None:
        """Take the words; a choice must be made."""
        values.setdefault("validators", [InputRequired(_l("1つ選んでください。"))])
        super().__init__(label, choices=choices(pairs), validate_choice=True, **values)
        self.type = "RadioField"

    def pre_validate(self, form: Any) -> None:
        """Say in words that a value is none of the choices."""
        try:
            super().pre_validate(form)
        except ValueError:
            if self.data not in (None, ""):
                raise ValidationError(str(_l("並んでいるものから選んでください。"))) from None


class WordsField(TextAreaField):
    """Several lines of text; line ends are made one kind, invisible control characters go."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what a reader can see, and line breaks."""
        if not valuelist:
            return
        lines = valuelist[0].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        self.data = "".join(c for c in lines if c == "\n" or c.isprintable() or c == "　")


class DayField(DateField):
    """A day; what cannot be read stays as typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day as browsers send it."""
        if not "".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(str(_l("日付は 2026-12-04 のように書いてください。"))) from None


class Between:
    """A number from `least` to `most`, both included."""

    def __init__(self, least: int, most: int) -> None:
        """Take the ends."""
        self.least, self.most = least, most

    def __call__(self, _form: Any, field: Any) -> None:
        """Say in words which numbers are possible."""
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(sentence("number-out-of-range", min=self.least, max=self.most))


def seq_field() -> HiddenField:
    """Return the hidden number of the wording that the person saw."""
    stale = _l("画面が古いか、こわれています。画面を開き直してください。")
    return HiddenField(validators=[InputRequired(stale), Regexp(r"\A[0-9]{1,6}\Z", message=stale)])


class OpinionForm(Form):
    """An organisation's opinion on an item; the nonce makes a second sending harmless."""

    organisation = Choice(_l("どの団体の意見ですか"))
    kind = Choice(_l("種類"), KINDS[:2], default="opinion")
    channel = Choice(_l("出し方"), CHANNELS[:3], default="online")
    text = WordsField(_l("意見"), [Required(_l("意見を書いてください。")), UpTo(MAX_OPINION)])
    nonce = HiddenField(validators=[InputRequired(), UpTo(64)], default=random_id)


class ReviseForm(Form):
    """New words for an opinion."""

    text = WordsField(_l("意見"), [Required(_l("意見を書いてください。")), UpTo(MAX_OPINION)])
    seq = seq_field()


class ReasonForm(Form):
    """A reason that will be public."""

    reason = LineField(_l("理由"), [Required(_l("理由を書いてください。")), UpTo(300)])


class WithdrawForm(Form):
    """Taking an opinion back; a reason may be given."""

    reason = LineField(_l("理由"), [Optional(), UpTo(300)])


class ReplyForm(Form):
    """The answer to an invitation."""

    organisation = Choice(_l("どの団体ですか"))
    answer = Choice(_l("出欠"), ANSWERS)
    note = LineField(_l("事務局への連絡"), [Optional(), UpTo(300)])


class MeetingForm(Form):
    """When, where and how a meeting will be."""

    title = LineField(_l("会議の名前"), [Required(_l("会議の名前を書いてください。")), UpTo(200)])
    summary = WordsField(_l("何を話し合うか"), [Optional(), UpTo(1000)])
    mode = Choice(_l("開き方"), MODES)
    starts_at = JstDateTimeField(_l("始まり"), [Optional()])
    ends_at = JstDateTimeField(_l("終わり"), [Optional()])
    venue = LineField(_l("会場"), [Optional(), UpTo(200)])
    join_link = LineField(_l("オンラインの入口"), [Optional(), UpTo(500)])
    writing_opens_at = JstDateTimeField(_l("書面の受付の始まり"), [Optional()])
    writing_closes_at = JstDateTimeField(_l("書面の受付の終わり"), [Optional()])
    observer_seats = NumberField(_l("傍聴の席"), [Optional(), Between(0, 100_000)])
    is_closed = BooleanField(_l("公開しない"))
    closed_reason = LineField(_l("公開しない理由"), [Optional(), UpTo(300)])


class NewMeetingForm(MeetingForm):
    """A meeting that does not exist yet: also which body, which number, which address."""

    body = SelectField(_l("会議体"))
    ordinal = NumberField(_l("第何回"), [Optional(), Between(1, 9_999)])
    code = LineField(_l("記号"), [Required(_l("記号を書いてください。")), UpTo(60)])

    def validate_code(self, field: Any) -> None:
        """Keep to letters that fit into an address."""
        if field.data == "new" or not all(
            c.isascii() and (c.isalnum() or c == "-") for c in field.data
        ):
            raise ValidationError(str(_l("記号は、半角の英数字と - だけで書いてください。")))


class ItemForm(Form):
    """One item of the agenda."""

    title = LineField(_l("議題"), [Required(_l("議題を書いてください。")), UpTo(200)])
    number_label = LineField(_l("番号"), [Optional(), UpTo(20)])
    summary = WordsField(_l("説明"), [Optional(), UpTo(1000)])
    planned_minutes = NumberField(_l("予定の分数"), [Optional(), Between(1, 600)])
    opinions_open_at = JstDateTimeField(_l("意見の受付の始まり"), [Optional()])
    opinions_close_at = JstDateTimeField(_l("意見の受付の終わり"), [Optional()])
    plan_element = SelectField(_l("計画のどの事業についてか"), validators=[Optional()])
    revision_item = SelectField(_l("どの改訂項目についてか"), validators=[Optional()])


class PaperForm(Form):
    """A paper: a file, a text to read on the page, or both."""

    title = LineField(_l("資料の名前"), [Required(_l("資料の名前を書いてください。")), UpTo(200)])
    file = FileField(_l("ファイル"))
    text = WordsField(_l("画面で読む文"), [Optional(), UpTo(20_000)])


class RecordForm(Form):
    """Words that somebody spoke, phoned or handed in, written down by the secretariat."""

    item = Choice(_l("議題"))
    organisation = SelectField(_l("団体"), validators=[Optional()])
    speaker_name = LineField(_l("発言した人の名前"), [Optional(), UpTo(200)])
    channel = Choice(_l("どこで受けたか"), CHANNELS, default="room")
    kind = Choice(_l("種類"), KINDS, default="opinion")
    text = WordsField(_l("意見"), [Required(_l("意見を書いてください。")), UpTo(MAX_OPINION)])
    is_summary = BooleanField(_l("話した言葉そのままではなく、要旨です"))
    nonce = HiddenField(validators=[InputRequired(), UpTo(64)], default=random_id)


class OutcomeForm(Form):
    """What the meeting came to on an item."""

    outcome = WordsField(_l("まとめ"), [Optional(), UpTo(1000)])


class ResponseForm(Form):
    """The city's answer."""

    disposition = Choice(_l("市の考え方"), [(c, _DISPOSITION_WORDS[c]) for c in DISPOSITIONS])
    text = WordsField(
        _l("理由"),
        [Required(_l("理由を書いてください。理由のない市の考え方は公開できません。")), UpTo(2000)],
    )
    due_on = DayField(_l("いつまでに決めるか"), [Optional()])
    department = LineField(_l("担当の課"), [Optional(), UpTo(100)])
    also = SelectMultipleField(_l("同じ考え方で答える意見"), validators=[Optional()])
    seq = seq_field()


class BlockForm(Form):
    """New words for one passage of the minutes."""

    text = WordsField(
        _l("議事要旨"), [Required(_l("議事要旨の文を書いてください。")), UpTo(MAX_BLOCK)]
    )
    seq = seq_field()


class TranscriptForm(Form):
    """A file of captions, and when the recording begins."""

    file = FileField(_l("字幕のファイル"))
    begins_at = JstDateTimeField(
        _l("録音が始まった日時"), [InputRequired(_l("録音が始まった日時を書いてください。"))]
    )


class PassageForm(Form):
    """A passage of a recording that becomes an opinion."""

    item = SelectField(_l("議題"))
    organisation = SelectField(_l("団体"), validators=[Optional()])
    channel = SelectField(
        _l("どこで話したか"), choices=choices([("room", _l("会場")), ("online", _l("オンライン"))])
    )
    text = WordsField(_l("意見"), [Required(_l("意見を書いてください。")), UpTo(MAX_OPINION)])


class RequestForm(Form):
    """What an organisation wants changed in the minutes; without a passage an objection."""

    organisation = SelectField(_l("団体"), validators=[Optional()])
    block = HiddenField(validators=[Optional(), UpTo(36)])
    text = WordsField(
        _l("直してほしいこと"),
        [Required(_l("何をどう直すかを書いてください。")), UpTo(MAX_REQUEST)],
    )
    nonce = HiddenField(validators=[InputRequired(), UpTo(64)], default=random_id)


class SettleForm(Form):
    """What became of a request, and why."""

    settlement = Choice(
        _l("どうしましたか"), [("done", _l("直した")), ("declined", _l("直さない"))]
    )
    reply = WordsField(
        _l("団体への返事"), [Required(_l("返事を書いてください。")), UpTo(MAX_REQUEST)]
    )


class ConfirmByForm(Form):
    """The last day of the check."""

    confirm_by = DayField(
        _l("確認のしめきり"), [InputRequired(_l("しめきりの日を書いてください。"))]
    )


class OrganisationForm(Form):
    """An organisation that becomes a member."""

    name = LineField(_l("団体の名前"), [Required(_l("団体の名前を書いてください。")), UpTo(200)])
    reading = LineField(_l("読み"), [Required(_l("読みを書いてください。")), UpTo(300)])
    code = LineField(_l("記号"), [Required(_l("記号を書いてください。")), UpTo(60)])
    from_on = DayField(_l("いつから構成団体か"), [Optional()])


class RenameForm(Form):
    """A new name from a day on."""

    name = LineField(_l("新しい名前"), [Required(_l("新しい名前を書いてください。")), UpTo(200)])
    reading = LineField(_l("読み"), [Required(_l("読みを書いてください。")), UpTo(300)])
    from_on = DayField(_l("いつから"), [InputRequired(_l("いつからかを書いてください。"))])


class DelegateForm(Form):
    """A person who will act for an organisation."""

    email = LineField(
        _l("メールアドレス"), [Required(_l("メールアドレスを書いてください。")), UpTo(254)]
    )
    kind = Choice(
        _l("役割"), [("delegate", _l("代表")), ("substitute", _l("代理"))], default="delegate"
    )
    from_on = DayField(_l("いつから"), [Optional()])
    until_on = DayField(_l("いつまで（その日から任期の外）"), [Optional()])
