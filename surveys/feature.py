"""How surveys are wired into the platform."""

from flask import Flask
from sqlalchemy.orm import Session

from engage.core import messages, staff_menu
from engage.core.feature import House
from engage.core.permissions import Actor
from engage.core.staff_menu import MenuItem
from surveys import (
    cli,
    frame,
    jobs,
    routes_answer,
    routes_builder,
    routes_exports,
    routes_paper,
    routes_reports,
    routes_results,
    routes_staff,
    routes_tables,
    routes_texts,
    templating,
)
from surveys.evidence_source import PublishedResults, SurveyStatistics
from surveys.messages import SENTENCES
from surveys.routes_builder.sentences import SENTENCES as BUILDING_SENTENCES

cli_group = cli.cli_group


def init_app(app: Flask, house: House) -> None:
    """Register pages, jobs, sentences and the lines of the staff menu."""
    messages.register(SENTENCES)
    messages.register(BUILDING_SENTENCES)
    templating.init_app(app)
    jobs.register(house.handlers)
    frame.keep_in(house.settings, house.database)
    app.register_blueprint(routes_answer.blueprint)
    app.register_blueprint(routes_staff.blueprint)
    app.register_blueprint(routes_builder.blueprint)
    app.register_blueprint(routes_results.bp)
    app.register_blueprint(routes_exports.blueprint)
    app.register_blueprint(routes_paper.blueprint)
    app.register_blueprint(routes_reports.blueprint)
    app.register_blueprint(routes_tables.blueprint)
    app.register_blueprint(routes_texts.blueprint)
    house.registry.register(SurveyStatistics())
    house.registry.register(PublishedResults())
    staff_menu.add(app, _menu)


def _menu(_session: Session, _actor: Actor) -> list[MenuItem]:
    return [
        MenuItem("調査", "アンケート", "surveys_staff.index"),
        MenuItem("調査", "集計", "surveys_results.staff_index"),
        MenuItem("調査", "モニター", "surveys_staff.panel"),
    ]
