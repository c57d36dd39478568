"""How accounts are wired into the platform."""

from flask import Flask
from sqlalchemy.orm import Session

from engage.accounts import (
    browser,
    jobs,
    messages,
    queries,
    routes_account,
    routes_sign_in,
    routes_staff,
    tries,
)
from engage.accounts.blueprint import bp
from engage.accounts.cli import account_group
from engage.accounts.operations.links import MAIL_INVITATION, MAIL_SIGN_IN_LINK
from engage.core import staff_menu
from engage.core.feature import House
from engage.core.messages import register
from engage.core.permissions import Actor, Permission
from engage.core.staff_menu import MenuItem

cli_group = account_group
ROUTES = (routes_account, routes_sign_in, routes_staff)

register(messages.SENTENCES)  # here, so that the command line says the same sentences
register(messages.AUDIT_WORDS)


def init_app(app: Flask, house: House) -> None:
    """Hang sign-in, pages, mail and menu lines into the platform."""
    browser.init_app(app)
    tries.init_app(app)
    app.register_blueprint(bp)
    house.handlers.add(MAIL_SIGN_IN_LINK, jobs.mail_sign_in_link)
    house.handlers.add(MAIL_INVITATION, jobs.mail_invitation)
    staff_menu.add(app, _menu)


def _menu(session: Session, actor: Actor) -> list[MenuItem]:
    """Offer the list of people, with how many wait to be erased, and the audit log."""
    waiting = len(queries.open_erasures(session)) if actor.may(Permission.MANAGE_ACCOUNTS) else 0
    return [
        MenuItem("運用", "利用者", "accounts.staff_accounts", count=waiting or None),
        MenuItem("運用", "監査の記録", "accounts.staff_audit"),
    ]
