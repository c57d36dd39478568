"""What planners and headquarters type: items, texts, evidence, decisions, publication."""

import re
from typing import Any
from unicodedata import normalize

from flask_babel import lazy_gettext as _l
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
from wtforms.validators import Optional, ValidationError

from engage.core.forms import Form, LineField, Required, UpTo
from engage.core.messages import sentence
from engage.plan.evidence import EvidenceRef

TITLE_LENGTH = 200
ELEMENT_TITLE_LENGTH = 300
TEXT_LENGTH = 4000
NOTE_LENGTH = 1000

KIND_NAMES = {
    "new": _l("新規"),
    "expand": _l("拡充"),
    "continue": _l("継続"),
    "merge": _l("統合"),
    "retire": _l("廃止"),
}
RELATION_NAMES = {
    "basis": _l("根拠"),
    "against": _l("反対の根拠"),
    "reference": _l("参考"),
    "trigger": _l("きっかけ"),
}
OUTCOME_NAMES = {
    "adopted": _l("反映する"),
    "partly": _l("一部を反映する"),
    "considering": _l("検討中"),
    "noted": _l("参考にする"),
    "done": _l("対応ずみ"),
    "declined": _l("反映しない"),
}
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
SEPARATOR = "|"


def _choices(names: dict[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(code, name) for code, name in names.items()]


class DayField(DateField):
    """A calendar day; what cannot be read stays as typed and is explained."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day the way browsers send it."""
        if not valuelist or not "".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata([value.strip() for value in valuelist])
        except ValueError:
            self.data = None
            raise ValueError(sentence("day-unreadable")) from None


class AboutForm(Form):
    """The element of the plan that an item is about."""

    element = SelectField(
        _l("どの部分について"), [Required(_l("計画のどの部分についてかを選んでください。"))]
    )

    def validate_element(self, field: SelectField) -> None:
        """Refuse the empty line on top of the list."""
        if not field.data:
            raise ValidationError(_l("計画のどの部分についてかを選んでください。"))


class DescriptionForm(Form):
    """What an item is called and why it is proposed."""

    kind = RadioField(
        _l("改訂の種類"),
        [Required(_l("改訂の種類を選んでください。"))],
        choices=_choices(KIND_NAMES),
        validate_choice=False,
    )
    title = LineField(
        _l("項目の名前"),
        [Required(_l("何を変えるのかを一言で書いてください。")), UpTo(TITLE_LENGTH)],
    )
    rationale = TextAreaField(_l("なぜ提案するか"), [Optional(), UpTo(NOTE_LENGTH)])

    def validate_kind(self, field: RadioField) -> None:
        """Refuse what the form did not offer."""
        if field.data not in KIND_NAMES:
            raise ValidationError(_l("改訂の種類を選んでください。"))


class ItemForm(AboutForm, DescriptionForm):
    """A proposal about one element of the plan."""


class TextForm(Form):
    """A new text, and which text the writer saw."""

    expected = HiddenField()
    title = LineField(_l("名前"), [Optional(), UpTo(ELEMENT_TITLE_LENGTH)])
    body = TextAreaField(_l("本文"), [Required(_l("本文を書いてください。")), UpTo(TEXT_LENGTH)])


class ProjectForm(Form):
    """A new project."""

    title = LineField(
        _l("事業の名前"),
        [Required(_l("事業の名前を書いてください。")), UpTo(ELEMENT_TITLE_LENGTH)],
    )
    body = TextAreaField(_l("本文"), [Required(_l("本文を書いてください。")), UpTo(TEXT_LENGTH)])


class WithdrawDraftForm(Form):
    """Why a draft is given up."""

    reason = LineField(
        _l("やめる理由"),
        [Required(_l("やめる理由を書いてください。理由は記録に残ります。")), UpTo(NOTE_LENGTH)],
    )


class CiteForm(Form):
    """Things to be frozen and named, and how they speak to the item."""

    refs = SelectMultipleField(_l("根拠"), validate_choice=False)
    relation = RadioField(
        _l("この項目とのつながり"),
        choices=_choices(RELATION_NAMES),
        default="basis",
        validate_choice=False,
    )
    note = LineField(_l("引用のしかた"), [Optional(), UpTo(NOTE_LENGTH)])

    def validate_refs(self, field: SelectMultipleField) -> None:
        """Ask for at least one."""
        if not field.data:
            raise ValidationError(_l("写しとる根拠に印を付けてください。"))

    def validate_relation(self, field: RadioField) -> None:
        """Refuse what the form did not offer."""
        if field.data not in RELATION_NAMES:
            raise ValidationError(sentence("relation-unknown"))

    @property
    def chosen(self) -> list[EvidenceRef]:
        """The things that were ticked."""
        pairs = (value.partition(SEPARATOR) for value in self.refs.data or [])
        return [EvidenceRef(kind, key) for kind, _, key in pairs]


class RetractForm(Form):
    """Why a citation no longer counts."""

    reason = LineField(
        _l("外す理由"),
        [Required(_l("外す理由を書いてください。理由は公開されます。")), UpTo(NOTE_LENGTH)],
    )


class NoEvidenceForm(Form):
    """The open statement that there is no evidence."""

    reason = TextAreaField(
        _l("根拠がない理由"),
        [Required(_l("根拠がなくても提案する理由を書いてください。")), UpTo(NOTE_LENGTH)],
    )


class DecisionForm(Form):
    """What headquarters decided, why, when, and until when something is still open."""

    outcome = RadioField(
        _l("決定"),
        [Required(_l("決定を選んでください。"))],
        choices=_choices(OUTCOME_NAMES),
        validate_choice=False,
    )
    reason = TextAreaField(
        _l("理由"),
        [Required(_l("理由を書いてください。理由のない決定は公開できません。")), UpTo(2000)],
    )
    decided_on = DayField(_l("決定した日"), [Required(_l("決定した日を書いてください。"))])
    until = DayField(_l("いつまでに決めるか"), [Optional()])


class PublishForm(Form):
    """The month of the new version, and the confirmation said on purpose."""

    month = LineField(_l("版の年月"), [Required(_l("年月を 2026-12 のように書いてください。"))])
    sure = BooleanField(
        _l("この版を公開します。公開した版は変えられません"),
        [Required(_l("公開するときは、ここに印を付けてください。"))],
    )

    def validate_month(self, field: LineField) -> None:
        """Accept a year and a month in digits of any width."""
        field.data = normalize("NFKC", field.data or "").replace("/", "-")
        if not _MONTH.fullmatch(field.data):
            raise ValidationError(_l("年月を 2026-12 のように書いてください。"))


def element_choices(lines: list[tuple[str, str, str]]) -> list[SelectChoice]:
    """Return the elements of a plan as a list to pick from: (code, words, group)."""
    first = SelectChoice("", _l("選んでください"), optgroup="")
    return [first, *(SelectChoice(code, words, optgroup=group) for code, words, group in lines)]
