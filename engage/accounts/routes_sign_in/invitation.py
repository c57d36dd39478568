"""Accept an invitation: choose a password."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from engage.accounts import operations, passwords, rules, tries
from engage.accounts.blueprint import bp
from engage.accounts.forms import InvitationForm
from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import database, go, requires, settings

INVITATION = "invitation"


@bp.route("/invitation", methods=["GET", "POST"])
@requires(Permission.VISIT)
def invitation() -> ResponseReturnValue:
    """Let an invited person choose a password; hashing it happens before the transaction."""
    form = InvitationForm()
    if form.validate_on_submit():
        try:
            _accept(form.code.data, form.password.data)
        except Invalid as error:
            form.refuse(error)
        else:
            return go(
                "accounts.sign_in", notice=_l("パスワードを決めました。ログインしてください。")
            )
    page = render_template("accounts/invitation.html", form=form, least=rules.MIN_PASSWORD)
    return page, 422 if form.errors else 200


def _accept(code: str, password: str) -> None:
    tries.refuse_more(INVITATION)
    new_hash = passwords.hashed(password)
    try:
        database().run_tx(
            lambda session: operations.accept_invitation(
                session,
                token=code,
                password=password,
                new_hash=new_hash,
                key=settings().key,
                at=now(),
            )
        )
    except Invalid as error:
        if error.field == "code":
            tries.wrong(INVITATION)
        raise
