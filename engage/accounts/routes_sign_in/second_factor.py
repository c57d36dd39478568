"""The code from the phone: asked at sign-in, and set up by whoever wants or must."""

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from engage.accounts import browser, operations, tries
from engage.accounts.blueprint import bp
from engage.accounts.forms import SecondFactorForm
from engage.accounts.models import Account
from engage.accounts.routes_sign_in.password import arrive, owner
from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, requires, settings
from engage.documents import qr

SECOND_FACTOR = "second-factor"


def _person() -> Account | None:
    """Return who is signed in here, or who has taken the first of two steps."""
    waiting = browser.first_step()
    return owner(waiting.account_id if waiting else current_actor().id)


@bp.get("/sign-in/second-factor")
@requires(Permission.VISIT)
def second_factor() -> ResponseReturnValue:
    """Ask for the code, or show how to set the phone up."""
    account = _person()
    if account is None:
        return go("accounts.sign_in", notice=_l("もう一度、はじめからログインしてください。"))
    return _page(account, SecondFactorForm())


@bp.post("/sign-in/second-factor/start")
@requires(Permission.VISIT)
@commits
def start_second_factor() -> ResponseReturnValue:
    """Prepare a secret for the phone and codes for paper."""
    account = _person()
    if account is not None:
        operations.start_second_factor(db(), account_id=account.id, key=settings().key, at=now())
    return go("accounts.second_factor")


@bp.post("/sign-in/second-factor")
@requires(Permission.VISIT)
@commits
def give_second_factor() -> ResponseReturnValue:
    """Take the code: it confirms a new phone, or completes the sign-in."""
    account, form = _person(), SecondFactorForm()
    if account is None:
        return go("accounts.sign_in", notice=_l("もう一度、はじめからログインしてください。"))
    if form.validate_on_submit():
        tries.refuse_more(SECOND_FACTOR, who=account.id)
        take = (
            operations.check_second_factor
            if account.has_second_factor
            else operations.confirm_second_factor
        )
        held, was_signed_in = browser.held_token(), current_actor().is_signed_in
        try:
            token = take(
                db(), account_id=account.id, code=form.code.data, key=settings().key, at=now()
            )
        except Invalid as error:
            tries.wrong(SECOND_FACTOR, who=account.id)
            form.refuse(error)
        else:
            if held:
                operations.sign_out(db(), token=held, key=settings().key, at=now())
            if not was_signed_in:
                return arrive(token)
            browser.enter(token)
            return go("accounts.mine", notice=_l("認証アプリを設定しました。"))
    return _page(account, form)


@bp.post("/sign-in/second-factor/renew")
@requires(Permission.SIGNED_IN)
@commits
def renew_second_factor() -> ResponseReturnValue:
    """Move to another phone, after a code of the old one."""
    account, form = owner(current_actor().id), SecondFactorForm()
    if account is None or not account.has_second_factor:
        return go("accounts.second_factor")
    if form.validate_on_submit():
        tries.refuse_more(SECOND_FACTOR, who=account.id)
        try:
            token = operations.renew_second_factor(
                db(), account_id=account.id, code=form.code.data, key=settings().key, at=now()
            )
        except Invalid as error:
            tries.wrong(SECOND_FACTOR, who=account.id)
            form.refuse(error)
        else:
            browser.enter(token)
            return go("accounts.second_factor")
    return _page(account, form)


def _page(account: Account, form: SecondFactorForm) -> ResponseReturnValue:
    prepared = operations.prepared_second_factor(account, key=settings().key)
    picture = None
    if prepared is not None:
        issuer = f"Engage {settings().city_name}"
        address = prepared.address(name=account.email or account.name, issuer=issuer)
        picture = qr.svg(address, title=gettext("認証アプリで読み取る図"), key="second-factor")
    page = render_template(
        "accounts/second_factor.html",
        form=form,
        account=account,
        prepared=prepared,
        picture=picture,
        is_signed_in=current_actor().is_signed_in,
        must=settings().staff_second_factor,
    )
    return page, 422 if form.errors else 200
