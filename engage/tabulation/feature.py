"""How tables of anybody's data are wired into the platform."""

from flask import Flask
from sqlalchemy.orm import Session

from engage.core import messages, staff_menu
from engage.core.feature import House
from engage.core.permissions import Actor
from engage.core.staff_menu import MenuItem
from engage.tabulation import routes
from engage.tabulation.messages import SENTENCES


def init_app(app: Flask, _house: House) -> None:
    """Register the page, its sentences and its line of the staff menu."""
    messages.register(SENTENCES)
    app.register_blueprint(routes.blueprint)
    staff_menu.add(app, _menu)


def _menu(_session: Session, _actor: Actor) -> list[MenuItem]:
    return [MenuItem("調査", "手もとのデータ", "tabulation.ask")]
