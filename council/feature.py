"""How the council is wired into the platform."""

from flask import Flask
from sqlalchemy.orm import Session

from council import cli, jobs, routes_delegate, routes_live, routes_public, routes_secretariat
from council.evidence_source import MinutesSource, OpinionSource
from council.messages import SENTENCES
from council.queries import minutes, opinions
from engage.core import messages, staff_menu
from engage.core.feature import House
from engage.core.permissions import Actor, Permission
from engage.core.staff_menu import MenuItem

cli_group = cli.cli_group


def init_app(app: Flask, house: House) -> None:
    """Register pages, jobs, sentences, evidence and the lines of the staff menu."""
    messages.register(SENTENCES)
    jobs.register(house.handlers)
    for room in (routes_public, routes_delegate, routes_secretariat, routes_live):
        app.register_blueprint(room.blueprint)
    house.registry.register(OpinionSource())
    house.registry.register(MinutesSource())
    staff_menu.add(app, _menu)


def _menu(session: Session, actor: Actor) -> list[MenuItem]:
    items = []
    if actor.may(Permission.RUN_MEETINGS):
        items = [
            MenuItem("会議", "会議", "council_staff.index", minutes.open_count(session) or None),
            MenuItem("会議", "構成団体", "council_staff.members"),
        ]
    if actor.may(Permission.ANSWER_OPINIONS):
        items.append(
            MenuItem(
                "会議",
                "市の考え方",
                "council_staff.opinion_list",
                opinions.unanswered_count(session),
            )
        )
    return items
