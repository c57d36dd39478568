"""Sign in with a link that was mailed: opening it changes nothing, the button uses it up."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from engage.accounts import browser, operations, rules, tries
from engage.accounts.blueprint import bp
from engage.accounts.forms import LinkForm, MailLinkForm
from engage.accounts.routes_sign_in.password import arrive, sign_in_page
from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, db, go, mailbox_is_open, requires, settings

REQUEST = "mail-link"
LINK = "link"


@bp.post("/sign-in/mail")
@requires(Permission.VISIT)
@commits
def request_link() -> ResponseReturnValue:
    """Mail a link; the answer is the same whether the address is known or not."""
    form = MailLinkForm()
    if not form.validate_on_submit():
        return sign_in_page(form)
    who = rules.email_key(form.email.data)
    tries.refuse_more(REQUEST, who=who)
    tries.wrong(REQUEST, who=who)
    browser.remember_next(request.form.get("next"))
    operations.request_sign_in_link(db(), email=form.email.data, at=now())
    return go(
        "accounts.sign_in_link",
        notice=_l("登録のあるアドレスなら、ログインのメールが届きます。数分待ってください。"),
    )


@bp.get("/sign-in/link")
@requires(Permission.VISIT)
def sign_in_link() -> ResponseReturnValue:
    """Show the field for the code; a mail scanner that opens the address uses nothing up."""
    return _page(LinkForm())


@bp.post("/sign-in/link")
@requires(Permission.VISIT)
@commits
def use_link() -> ResponseReturnValue:
    """Let the person in to whom the code was mailed."""
    form = LinkForm()
    if form.validate_on_submit():
        tries.refuse_more(LINK)
        held, key, at = browser.held_token(), settings().key, now()
        try:
            token = operations.sign_in_with_link(db(), token=form.code.data, key=key, at=at)
            if held:
                operations.sign_out(db(), token=held, key=key, at=at)
            return arrive(token)
        except Invalid as error:
            tries.wrong(LINK)
            form.refuse(error)
    return _page(form)


def _page(form: LinkForm) -> ResponseReturnValue:
    page = render_template(
        "accounts/sign_in_link.html", form=form, mailbox_is_open=mailbox_is_open()
    )
    return page, 422 if form.errors else 200
