"""Languages: Japanese is the source, English comes from one catalogue, no build step."""

from collections.abc import Sequence
from functools import cache, cached_property
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale

from engage.core import paths

LANGUAGES = {"ja": "日本語", "en": "English"}
COOKIE = "lang"
READING_COOKIE = "reading"
"""The language in which somebody reads questionnaires; there are more of them than of pages."""


def chosen_language() -> str:
    """Return the language that the visitor chose by link; Japanese until then."""
    if not has_request_context():
        return "ja"
    chosen = request.cookies.get(COOKIE, "ja")
    return chosen if chosen in LANGUAGES else "ja"


def reading_language(languages: Sequence[str]) -> str:
    """Return which of these languages the visitor reads; the first one until they choose."""
    chosen = request.cookies.get(READING_COOKIE, "") if has_request_context() else ""
    for language in (chosen, chosen_language()):
        if language in languages:
            return language
    return languages[0]


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
    _give_templates_the_short_way(app)


def _give_templates_the_short_way(app: Flask) -> None:
    """Let templates look texts up directly: a page asks some forty times."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _texts_here().gettext(text),
        lambda one, many, n: _texts_here().ngettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, text: _texts_here().pgettext(context, text),
    )


def _texts_here() -> NullTranslations:
    """Return the texts of this request's language, found once a request."""
    found = g.get("texts")
    if found is None:
        found = g.texts = _texts(chosen_language())
    return found
