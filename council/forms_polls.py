"""What people type about polls: a question to the seats, and a vote."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from council.forms import Between, Choice, WordsField, choices
from council.queries.polls import PollView
from council.rules.polls import MAX_OPTIONS, Marks
from engage.core.forms import Form, LineField, NumberField, Required, UpTo
from engage.core.ids import random_id

POLL_KINDS = [
    ("sense", _l("ようすを見る")),
    ("approval", _l("よいものをすべて選ぶ")),
    ("score", _l("点をつける")),
    ("dot", _l("持ち点を配る")),
    ("ranked", _l("順位をつける")),
]
SENSES = {
    "agree": _l("賛成できる"),
    "worried": _l("気になる点がある"),
    "against": _l("賛成できない"),
    "undecided": _l("まだ決められない"),
}


class PollForm(Form):
    """A question to the voting seats."""

    item = Choice(_l("議題"))
    question = LineField(_l("問い"), [Required(_l("問いを書いてください。")), UpTo(200)])
    kind = Choice(_l("投票のしかた"), POLL_KINDS, default="sense")
    options = WordsField(_l("選ぶもの"), [Optional(), UpTo(100 * MAX_OPTIONS)])
    most = NumberField(_l("上限の数"), [Optional(), Between(1, 20)])
    seats = NumberField(_l("選び出す数"), [Optional(), Between(1, MAX_OPTIONS)])
    is_secret = BooleanField(_l("秘密投票にする"))

    @property
    def option_lines(self) -> list[str]:
        """Return one option a line, blank lines left out."""
        lines = (self.options.data or "").split("\n")
        return [line.strip() for line in lines if line.strip()]


class VoteForm(Form):
    """A vote; the fields of the options are added for each poll by `vote_form`."""

    organisation = Choice(_l("どの団体の投票ですか"))
    abstains = BooleanField(_l("棄権する"))
    nonce = HiddenField(validators=[InputRequired(), UpTo(64)], default=random_id)
    codes: tuple[str, ...] = ()

    @property
    def option_fields(self) -> list[Any]:
        """Return the fields in which options get a number, in the order of the poll."""
        return [self[f"mark-{code}"] for code in self.codes]

    def marks(self) -> dict[str, int]:
        """Return what was chosen, option → number; nothing when the seat abstains."""
        if self.abstains.data:
            return {}
        if "mark" in self:
            chosen = self["mark"].data or []
            return dict.fromkeys([chosen] if isinstance(chosen, str) else chosen, 1)
        filled = {code: self[f"mark-{code}"].data for code in self.codes}
        return {code: value for code, value in filled.items() if value is not None}

    @property
    def is_blank(self) -> bool:
        """Whether nothing was chosen and the seat did not say that it abstains."""
        return not self.abstains.data and not self.marks()


def labels_of(view: PollView) -> list[tuple[str, Any]]:
    """Return code and words of what can be chosen."""
    return [(code, SENSES.get(code, label)) for code, label in view.options]


def vote_form(view: PollView, marks: Marks | None = None, **values: Any) -> VoteForm:
    """Return the form of one poll, filled with an earlier vote; `values` fill other fields."""
    pairs = labels_of(view)
    fields: dict[str, Any] = {}
    if view.poll.kind == "sense":
        fields["mark"] = Choice(view.poll.question, pairs, validators=[Optional()])
    elif view.poll.kind == "approval":
        fields["mark"] = SelectMultipleField(
            view.poll.question, choices=choices(pairs), validators=[Optional()]
        )
    else:
        least, most = _range(view)
        numbers = [Optional(), Between(least, most)]
        fields |= {f"mark-{code}": NumberField(label, numbers) for code, label in pairs}
        fields["codes"] = tuple(code for code, _label in pairs)
    return type("VoteFormOfPoll", (VoteForm,), fields)(data=values | _given(view, marks))


def _given(view: PollView, marks: Marks | None) -> dict[str, Any]:
    if marks is None:
        return {}
    if view.poll.kind == "sense":
        return {"mark": next(iter(marks), None), "abstains": not marks}
    if view.poll.kind == "approval":
        return {"mark": list(marks), "abstains": not marks}
    return {f"mark-{code}": value for code, value in marks.items()} | {"abstains": not marks}


def _range(view: PollView) -> tuple[int, int]:
    return (1, len(view.options)) if view.poll.kind == "ranked" else (0, view.poll.most or 0)
