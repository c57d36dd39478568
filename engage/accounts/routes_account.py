"""One's own page: name and roles, sign-ins, password, second factor, leaving."""

from datetime import timedelta

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from engage.accounts import browser, operations, passwords, queries, rules, tries
from engage.accounts.blueprint import bp
from engage.accounts.forms import ErasureForm, PasswordForm
from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.forms import Form
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, database, db, go, or_404, requires, settings

CHANGE = "own-password"


@bp.get("/account")
@requires(Permission.SIGNED_IN)
def mine() -> ResponseReturnValue:
    """Show what the city knows of this account, and what the person can do with it."""
    return _page()


@bp.route("/account/password", methods=["POST"])
@requires(Permission.SIGNED_IN)
def change_password() -> ResponseReturnValue:
    """Put a new password; hashing happens before the transaction, other browsers are signed out."""
    form = PasswordForm()
    if form.validate_on_submit():
        try:
            token = _changed(form.current.data or "", form.password.data)
        except Invalid as error:
            form.refuse(error)
        else:
            browser.enter(token)
            return go(
                "accounts.mine",
                notice=_l("パスワードを変えました。ほかの機器ではログアウトしました。"),
            )
    return _page(password_form=form)


def _changed(current: str, password: str) -> str:
    account = or_404(queries.account(db(), current_actor().id))
    tries.refuse_more(CHANGE, who=account.id)
    kept = account.password_hash
    if kept is not None and not passwords.matches(kept, current):
        tries.wrong(CHANGE, who=account.id)
        raise Invalid("password-differs", field="current")
    faults = rules.password_faults(password, email=account.email or "", name=account.name)
    if faults:
        raise Invalid(faults[0], field="password", least=rules.MIN_PASSWORD)
    new_hash, actor = passwords.hashed(password), current_actor()
    second_factor = current_user.sign_in.second_factor_at is not None
    token = database().run_tx(
        lambda session: operations.change_password(
            session,
            actor=actor,
            checked_hash=kept,
            new_hash=new_hash,
            key=settings().key,
            second_factor=second_factor,
            at=now(),
        )
    )
    db().rollback()  # what was read before is old now
    return token


@bp.post("/account/sign-ins/<session_id>/end")
@requires(Permission.SIGNED_IN)
@commits
def end_sign_in(session_id: str) -> ResponseReturnValue:
    """End one of one's own sign-ins."""
    operations.sign_out_of(db(), actor=current_actor(), session_id=session_id, at=now())
    return go("accounts.mine", notice=_l("その機器ではログアウトしました。"))


@bp.post("/account/sign-out-everywhere")
@requires(Permission.SIGNED_IN)
@commits
def sign_out_everywhere() -> ResponseReturnValue:
    """End every sign-in, this one included."""
    operations.sign_out_everywhere(db(), account_id=current_actor().id, at=now())
    browser.leave()
    return go("accounts.sign_in", notice=_l("すべての機器でログアウトしました。"))


@bp.post("/account/erasure")
@requires(Permission.SIGNED_IN)
@commits
def request_erasure() -> ResponseReturnValue:
    """Ask to be erased."""
    form = ErasureForm()
    if not form.validate_on_submit():
        return _page(erasure_form=form)
    operations.request_erasure(db(), actor=current_actor(), at=now())
    return go("accounts.mine", notice=_l("消去の求めを受け取りました。管理者が確かめて消します。"))


@bp.post("/account/erasure/withdraw")
@requires(Permission.SIGNED_IN)
@commits
def withdraw_erasure() -> ResponseReturnValue:
    """Take the wish back."""
    operations.withdraw_erasure(db(), actor=current_actor(), at=now())
    return go("accounts.mine", notice=_l("消去の求めを取り下げました。"))


def _page(
    password_form: PasswordForm | None = None, erasure_form: ErasureForm | None = None
) -> ResponseReturnValue:
    account = queries.account(db(), current_actor().id)
    if account is None:
        return redirect("/", 303)
    mistaken: Form | None = password_form or erasure_form
    created_after = now() - timedelta(hours=settings().session_hours)
    page = render_template(
        "accounts/mine.html",
        form=mistaken,
        account=account,
        password_form=password_form or PasswordForm(formdata=None),
        erasure_form=erasure_form or ErasureForm(formdata=None),
        sign_ins=queries.sign_ins(db(), account.id, created_after=created_after),
        this_sign_in=current_user.sign_in.session_id,
        wish=queries.erasure_of(db(), account.id),
        least=rules.MIN_PASSWORD,
        must=settings().staff_second_factor,
    )
    return page, 422 if mistaken else 200
