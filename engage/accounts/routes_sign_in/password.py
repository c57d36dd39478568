"""Sign in with a password, and sign out."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from engage.accounts import browser, operations, passwords, queries, rules, tries
from engage.accounts.blueprint import bp
from engage.accounts.forms import SignInForm
from engage.accounts.models import Account
from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import (
    commits,
    current_actor,
    database,
    db,
    go,
    mailbox_is_open,
    requires,
    settings,
)

BY = "password"


@bp.route("/sign-in", methods=["GET", "POST"])
@requires(Permission.VISIT)
def sign_in() -> ResponseReturnValue:
    """Let a person in with address and password; no lock is held while the password is checked."""
    form = SignInForm()
    if request.method == "GET" and current_actor().is_signed_in:
        return redirect(start_page(), 303)
    if form.validate_on_submit():
        browser.remember_next(request.form.get("next"))
        try:
            return arrive(_signed_in_with(form.email.data, form.password.data))
        except Invalid as error:
            form.refuse(error)
    return sign_in_page(form)


def sign_in_page(form: SignInForm) -> ResponseReturnValue:
    """Show the two ways in, with what was typed (never the password)."""
    wanted = rules.safe_next(request.values.get("next"))
    page = render_template(
        "accounts/sign_in.html", form=form, next=wanted, mailbox_is_open=mailbox_is_open()
    )
    return page, 422 if form.errors else 200


def _signed_in_with(email: str, password: str) -> str:
    who = rules.email_key(email)
    tries.refuse_more(BY, who=who)
    account = queries.account_of_email(db(), email)
    kept = account.password_hash if account else None
    if not passwords.matches(kept, password) or account is None or kept is None:
        tries.wrong(BY, who=who)
        raise Invalid("sign-in-refused", field="password")
    better = passwords.hashed(password) if passwords.is_outdated(kept) else None
    held, account_id, key, at = browser.held_token(), account.id, settings().key, now()

    def write(session: Session) -> str:
        if held:
            operations.sign_out(session, token=held, key=key, at=at)
        return operations.sign_in_with_password(
            session,
            account_id=account_id,
            checked_hash=kept,
            better_hash=better,
            key=key,
            at=at,
        )

    token = database().run_tx(write)
    db().rollback()  # what was read before is old now
    return token


def arrive(token: str) -> ResponseReturnValue:
    """Give the browser its token and go where the person wanted to go."""
    wanted = browser.wanted_page()
    if not browser.enter(token):
        return go("accounts.second_factor")
    return redirect(wanted if wanted != rules.HOME else start_page(), 303)


def start_page() -> str:
    """Return where a person's own work begins."""
    return url_for("home.workspace" if current_actor().is_staff else "accounts.mine")


@bp.post("/sign-out")
@requires(Permission.VISIT)
@commits
def sign_out() -> ResponseReturnValue:
    """End this browser's sign-in; a copy of its cookie is worth nothing from now on."""
    token = browser.held_token()
    if token:
        operations.sign_out(db(), token=token, key=settings().key, at=now())
    browser.leave()
    return go("home.index", notice=_l("ログアウトしました。"))


def owner(account_id: str | None) -> Account | None:
    """Return the account of somebody whose first step or sign-in was checked."""
    return queries.account(db(), account_id)
