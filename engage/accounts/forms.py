"""What people type about themselves and, as administrators, about others."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectChoice, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from engage.accounts import rules
from engage.accounts.models.account import EMAIL_LENGTH, NAME_LENGTH
from engage.core.forms import Form, LineField, Required, UpTo
from engage.core.messages import sentence
from engage.core.permissions import Role

ROLE_NAMES: dict[Role, Any] = {
    Role.ADMINISTRATOR: _l("管理者"),
    Role.PLANNER: _l("計画担当"),
    Role.SECRETARIAT: _l("会議事務局"),
    Role.DEPARTMENT: _l("担当課"),
    Role.HEADQUARTERS: _l("推進本部"),
    Role.AUDITOR: _l("監査担当"),
    Role.MONITOR: _l("ネットモニター"),
    Role.DELEGATE: _l("構成団体の代表"),
}


def _email(_form: Form, field: StringField) -> None:
    if not rules.is_email(field.data or ""):
        raise ValidationError(sentence("email-unusable"))


class SignInForm(Form):
    """Address and password."""

    email = LineField(
        _l("メールアドレス"),
        [Required(_l("メールアドレスを書いてください。")), UpTo(EMAIL_LENGTH)],
    )
    password = PasswordField(
        _l("パスワード"), [Required(_l("パスワードを入れてください。")), UpTo(1000)]
    )


class MailLinkForm(SignInForm):
    """The address to which the link goes; the same fields as for signing in, without a password."""

    email = LineField(
        _l("メールアドレス"),
        [Required(_l("メールアドレスを書いてください。")), UpTo(EMAIL_LENGTH), _email],
    )
    password = PasswordField(_l("パスワード"))


class LinkForm(Form):
    """The code of a mailed link, put in by the page or by hand."""

    code = StringField(
        _l("メールにある番号"),
        [Required(_l("メールにある番号を入れてください。")), UpTo(200)],
    )


class InvitationForm(LinkForm):
    """The code of the invitation and the password that the person chooses."""

    password = PasswordField(
        _l("これから使うパスワード"), [Required(_l("パスワードを決めてください。")), UpTo(1000)]
    )


class SecondFactorForm(Form):
    """The code that the phone shows, or one from the paper."""

    code = LineField(_l("認証アプリの番号"), [Required(_l("番号を入れてください。")), UpTo(40)])


class PasswordForm(Form):
    """The old password, where there is one, and the new."""

    current = PasswordField(_l("いまのパスワード"), [UpTo(1000)])
    password = PasswordField(
        _l("新しいパスワード"), [Required(_l("新しいパスワードを書いてください。")), UpTo(1000)]
    )


class ErasureForm(Form):
    """The wish to be erased, said on purpose."""

    sure = BooleanField(
        _l("名前とメールアドレスを消すことを求めます"),
        [Required(_l("求めるときは、ここに印を付けてください。"))],
    )


def _roles_field() -> SelectMultipleField:
    return SelectMultipleField(
        _l("役割"),
        [Required(_l("役割を1つ以上選んでください。"))],
        choices=[SelectChoice(str(role), name) for role, name in ROLE_NAMES.items()],
    )


class RolesForm(Form):
    """The roles of an account."""

    roles = _roles_field()


class AccountForm(Form):
    """A person who is invited."""

    name = LineField(_l("名前"), [Required(_l("名前を書いてください。")), UpTo(NAME_LENGTH)])
    email = LineField(
        _l("メールアドレス"),
        [Required(_l("メールアドレスを書いてください。")), UpTo(EMAIL_LENGTH), _email],
    )
    roles = _roles_field()


class EraseForm(Form):
    """The administrator's decision to erase, said on purpose."""

    sure = BooleanField(
        _l("この利用者の名前とメールアドレスを消します。もとには戻せません"),
        [Required(_l("消すときは、ここに印を付けてください。"))],
    )
