"""Languages: Japanese is the source, English comes from one catalogue, no build step."""

from functools import cache, cached_property
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel, Domain, get_locale

from engage.core import paths

LANGUAGES = {"ja": "日本語", "en": "English"}
COOKIE = "lang"


def chosen_language() -> str:
    """Return the language that the visitor chose by link; Japanese until then."""
    if not has_request_context():
        return "ja"
    chosen = request.cookies.get(COOKIE, "ja")
    return chosen if chosen in LANGUAGES else "ja"


class Catalogue(Domain):
    """Reads the .po file itself, so that a checkout needs no compile step."""

    def get_translations(self) -> Any:
        """Return the texts of the visitor's language."""
        locale = get_locale()
        return _texts(str(locale.language)) if locale else NullTranslations()


@cache
def _texts(language: str) -> NullTranslations:
    path = paths.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


class Languages(Babel):
    """Flask-Babel with our catalogue."""

    @cached_property
    def domain_instance(self) -> Catalogue:
        """The one domain of all texts."""
        return Catalogue()


def init_app(app: Flask) -> None:
    """Bind Babel with the catalogue that reads .po files."""
    Languages(
        app,
        default_locale="ja",
        default_timezone="Asia/Tokyo",
        locale_selector=chosen_language,
    )
