"""`create_app`: read this first; it is the table of contents of the platform."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import council.feature
import engage.accounts.feature
import engage.home.feature
import engage.plan.feature
import engage.tabulation.feature
import surveys.feature
from engage.core import (
    error_pages,
    extensions,
    headers,
    i18n,
    jobs,
    mail,
    paths,
    staff_menu,
    templating,
    web,
)
from engage.core.bell import Bell
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.feature import House
from engage.plan.evidence import EvidenceRegistry

FEATURES = (
    engage.accounts,
    engage.plan,
    surveys,
    council,
    engage.tabulation,
    engage.home,
)
"""In the order in which they may rely on each other."""


def create_app(settings: Settings, database: Database | None = None) -> Flask:
    """Assemble the platform from its settings."""
    app = Flask("engage", template_folder=str(paths.TEMPLATES), static_folder=str(paths.STATIC))
    app.config.from_mapping(_flask_config(settings))
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]

    house = build_house(settings, database)
    web.init_app(app, house.database, settings)
    app.extensions["engage.house"] = house
    app.extensions["engage.evidence"] = house.registry
    app.extensions["engage.bell"] = house.bell
    extensions.init_app(app)
    headers.init_app(app, settings)
    i18n.init_app(app)
    templating.init_app(app, settings)
    staff_menu.init_app(app)
    error_pages.init_app(app)

    for feature in FEATURES:
        feature.feature.init_app(app, house)
    return app


def build_house(settings: Settings, database: Database | None = None) -> House:
    """Make the parts that features hang themselves into."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = database or open_database(settings)
    handlers, registry, mailer = jobs.Handlers(), EvidenceRegistry(), mail.make_mailer(settings)

    def work() -> int:
        return jobs.run_due(
            database=database,
            handlers=handlers,
            settings=settings,
            mailer=mailer,
            registry=registry,
        )

    return House(settings, database, handlers, registry, Bell(settings, work))


def open_database(settings: Settings) -> Database:
    """Return the database that the settings name."""
    return Database(
        settings.database_url,
        journal=settings.sqlite_journal,
        strict=settings.is_production,
        pool=settings.threads + 2,
    )


def _flask_config(settings: Settings) -> dict[str, object]:
    secure = settings.is_production
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-engage" if secure else "engage",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * 1024 * 1024 + 65536,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 2_000,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,
        "TEMPLATES_AUTO_RELOAD": settings.debug,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "JSON_AS_ASCII": False,
    }
