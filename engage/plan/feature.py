"""How the plan is wired into the platform."""

from flask import Flask
from sqlalchemy.orm import Session

from engage.core import messages, staff_menu
from engage.core.feature import House
from engage.core.permissions import Actor
from engage.core.staff_menu import MenuItem
from engage.plan import cli, jobs, links, queries, routes_planner, routes_public
from engage.plan.messages import SENTENCES
from engage.plan.own_sources import Advice, Findings, NationalItems

cli_group = cli.cli_group


def init_app(app: Flask, house: House) -> None:
    """Register pages, jobs, sentences, the plan's own evidence and the lines of the staff menu."""
    messages.register(SENTENCES)
    app.jinja_env.globals["address"] = links.address
    jobs.register(house.handlers)
    app.register_blueprint(routes_public.bp)
    app.register_blueprint(routes_planner.bp)
    for source in (Findings(), Advice(), NationalItems()):
        house.registry.register(source)
    staff_menu.add(app, _menu)


def _menu(session: Session, _actor: Actor) -> list[MenuItem]:
    """Offer the items of the draft, what it still lacks, and the demands of the auditors."""
    plans = queries.all_plans(session)
    draft = queries.draft_of(session, plans[0]) if plans else None
    items = len(queries.items_of(session, draft)) if draft else None
    lacking = len(queries.obstacles_of(session, draft)) if draft else None
    return [
        MenuItem("計画", "改訂項目", "plan_staff.index", count=items),
        MenuItem("計画", "公開の前の確認", "plan_staff.checks", count=lacking or None),
        MenuItem("計画", "監査の意見", "plan_staff.findings"),
    ]
