"""The component macros in a bare Jinja environment: no Flask, no database."""

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_null_translations(newstyle=True)
    env.globals["csrf_token"] = lambda: "token"
    return env


@pytest.fixture
def show(environment: Environment) -> Callable[..., Element]:
    """Render a line of template and return what a browser would build from it."""

    def render(source: str, **values: object) -> Element:
        html = environment.from_string(source).render(**values)
        return html5lib.parseFragment(html, namespaceHTMLElements=False)

    return render


def words(element: Element) -> str:
    return "".join("".join(element.itertext()).split())
