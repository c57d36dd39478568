"""How the home pages are wired into the platform."""

from flask import Flask

from engage.core.feature import House
from engage.home import routes_staff


def init_app(app: Flask, _house: House) -> None:
    """Register the pages."""
    app.register_blueprint(routes_staff.blueprint)
