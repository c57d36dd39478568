"""What survey pages need to draw a text: readings beside characters, or none."""

import json
from typing import Any

from flask import Flask
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from surveys.definition.ruby import pieces, without_readings
from surveys.results.tables import Words

ERA_NAMES = {
    "令和": _l("令和"),
    "平成": _l("平成"),
    "昭和": _l("昭和"),
    "大正": _l("大正"),
    "明治": _l("明治"),
}
"""The eras as readers of other languages know them."""


def init_app(app: Flask) -> None:
    """Add the filters."""
    app.jinja_env.filters.update(
        ruby=ruby, plain=without_readings, from_json=from_json, era_name=ERA_NAMES.get
    )


def words() -> Words:
    """Return the texts of tables in the visitor's language."""
    return Words(no_answer=gettext("無回答"), language=str(get_locale() or "ja"))


def ruby(text: str) -> Markup:
    """Return a text with its readings above the characters and its line breaks kept."""
    drawn = Markup("")
    for base, reading in pieces(text):
        if reading:
            drawn += Markup("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>").format(
                base, reading
            )
        else:
            drawn += Markup("<br>").join(escape(line) for line in base.split("\n"))
    return drawn


def from_json(text: str) -> Any:
    """Return what a JSON text of our own says; an empty name when it is not ours."""
    try:
        return json.loads(text)
    except ValueError:
        return {"name": ""}
