"""Find people, invite them, give roles, lock, erase."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from engage.accounts import operations, queries
from engage.accounts.blueprint import bp
from engage.accounts.forms import AccountForm, EraseForm, RolesForm
from engage.accounts.models import Account
from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission, Role
from engage.core.web import commits, current_actor, db, go, or_404, requires

WORDS_LENGTH = 100


@bp.get("/staff/accounts")
@requires(Permission.MANAGE_ACCOUNTS)
def staff_accounts() -> ResponseReturnValue:
    """List the accounts; those who wish to be erased come first."""
    words = request.args.get("words", "").strip()[:WORDS_LENGTH]
    number = request.args.get("page", 1, type=int)
    found = queries.accounts(db(), words=words, number=number)
    return render_template("accounts/staff/accounts.html", found=found, words=words)


@bp.get("/staff/accounts/new")
@requires(Permission.MANAGE_ACCOUNTS)
def new_account() -> ResponseReturnValue:
    """Show the form for inviting a person."""
    return render_template("accounts/staff/new.html", form=AccountForm())


@bp.post("/staff/accounts/new")
@requires(Permission.MANAGE_ACCOUNTS)
@commits
def invite_account() -> ResponseReturnValue:
    """Make an account and mail the invitation."""
    form, actor, at = AccountForm(), current_actor(), now()
    if form.validate_on_submit():
        try:
            account = operations.create_account(
                db(),
                email=form.email.data,
                name=form.name.data,
                roles=[Role(role) for role in form.roles.data],
                actor=actor,
                at=at,
            )
            operations.invite(db(), account=account, actor=actor, at=at)
            return go(
                "accounts.staff_account",
                account_id=account.id,
                notice=_l("登録しました。招待のメールを送ります。"),
            )
        except Invalid as error:
            form.refuse(error)
    return render_template("accounts/staff/new.html", form=form), 422


@bp.get("/staff/accounts/<account_id>")
@requires(Permission.MANAGE_ACCOUNTS)
def staff_account(account_id: str) -> ResponseReturnValue:
    """Show one account and what can be done with it."""
    return _page(_load(account_id))


@bp.post("/staff/accounts/<account_id>/roles")
@requires(Permission.MANAGE_ACCOUNTS)
@commits
def set_roles(account_id: str) -> ResponseReturnValue:
    """Say anew what a person is to the city."""
    account, form = _load(account_id), RolesForm()
    if not form.validate_on_submit():
        return _page(account, roles_form=form)
    roles = [Role(role) for role in form.roles.data]
    operations.set_roles(db(), account=account, roles=roles, actor=current_actor(), at=now())
    return _back(account, _l("役割を変えました。この人は、もう一度ログインします。"))


@bp.post("/staff/accounts/<account_id>/invite")
@requires(Permission.MANAGE_ACCOUNTS)
@commits
def invite_again(account_id: str) -> ResponseReturnValue:
    """Mail a new invitation; the older one ends."""
    account = _load(account_id)
    operations.invite(db(), account=account, actor=current_actor(), at=now())
    return _back(account, _l("招待のメールを送ります。前の招待は使えなくなります。"))


@bp.post("/staff/accounts/<account_id>/lock")
@requires(Permission.MANAGE_ACCOUNTS)
@commits
def lock_account(account_id: str) -> ResponseReturnValue:
    """Keep a person out."""
    account = _load(account_id)
    operations.lock(db(), account=account, actor=current_actor(), at=now())
    return _back(account, _l("使えないようにしました。ログインはすべて切れました。"))


@bp.post("/staff/accounts/<account_id>/unlock")
@requires(Permission.MANAGE_ACCOUNTS)
@commits
def unlock_account(account_id: str) -> ResponseReturnValue:
    """Let a locked person in again."""
    account = _load(account_id)
    operations.unlock(db(), account=account, actor=current_actor(), at=now())
    return _back(account, _l("また使えるようにしました。"))


@bp.post("/staff/accounts/<account_id>/second-factor/reset")
@requires(Permission.MANAGE_ACCOUNTS)
@commits
def reset_second_factor(account_id: str) -> ResponseReturnValue:
    """Help a person who lost phone and paper."""
    account = _load(account_id)
    operations.reset_second_factor(db(), account=account, actor=current_actor(), at=now())
    return _back(account, _l("認証アプリの設定を消しました。次のログインで設定し直します。"))


@bp.post("/staff/accounts/<account_id>/erase")
@requires(Permission.MANAGE_ACCOUNTS)
@commits
def erase_account(account_id: str) -> ResponseReturnValue:
    """Forget who a person is; what they did stays in the records, without them."""
    account, form = _load(account_id), EraseForm()
    if not form.validate_on_submit():
        return _page(account, erase_form=form)
    operations.erase_account(db(), account=account, actor=current_actor(), at=now())
    return go("accounts.staff_accounts", notice=_l("名前とメールアドレスを消しました。"))


def _load(account_id: str) -> Account:
    account = or_404(queries.account(db(), account_id))
    return or_404(account if account.erased_at is None else None)


def _back(account: Account, notice: object) -> ResponseReturnValue:
    return go("accounts.staff_account", account_id=account.id, notice=notice)


def _page(
    account: Account, *, roles_form: RolesForm | None = None, erase_form: EraseForm | None = None
) -> ResponseReturnValue:
    mistaken = roles_form or erase_form
    chosen = [str(role) for role in account.role_set]
    page = render_template(
        "accounts/staff/account.html",
        form=mistaken,
        account=account,
        roles_form=roles_form or RolesForm(formdata=None, data={"roles": chosen}),
        erase_form=erase_form or EraseForm(formdata=None),
        wish=queries.erasure_of(db(), account.id),
        is_own=account.id == current_actor().id,
    )
    return page, 422 if mistaken else 200
