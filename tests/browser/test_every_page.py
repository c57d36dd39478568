"""Every page in a real browser: accessible, as wide as a phone, quiet towards other hosts."""

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe

from engage.app import create_app
from engage.core.config import Settings
from engage.core.permissions import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.walk import role_name, sign_in
from tests.integration.crawl import addresses
from tests.integration.people import resident
from tests.integration.test_every_page import NOT_PAGES, STARTS

SERIOUS = {"serious", "critical"}
ROLES = [None, *Role]


@pytest.fixture(scope="session")
def addresses_by_role(site):
    """What each role reaches by links; found once, without the browser."""
    environment = {k: v for k, v in site.environment.items() if k.startswith("ENGAGE_")}
    app = create_app(Settings.from_env(environment))
    app.config["WTF_CSRF_ENABLED"] = False
    found, seen = {}, set()
    for role in ROLES:
        client = resident(app, role)
        mine = []
        for endpoint, urls in addresses(app, client, STARTS).items():
            if endpoint in NOT_PAGES or endpoint in seen:
                continue
            for url in urls[:1]:
                answer = client.get(url)
                if answer.status_code == 200 and "text/html" in answer.content_type:
                    mine.append(url)
                    seen.add(endpoint)
        found[role] = mine
    return found


@pytest.fixture
def visitor(open_page):
    def visit(role, **options):
        page = open_page(**options)
        if role:
            sign_in(page, role)
        return page

    return visit


@pytest.mark.parametrize("role", ROLES, ids=role_name)
def test_pages_are_accessible_and_say_the_same_without_javascript(visitor, addresses_by_role, role):
    """One visit of each page: what a script made of it is held against what the server sent."""
    page = visitor(role)
    found = {}
    for url in addresses_by_role[role]:
        page.goto(url)
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in SERIOUS:
                found.setdefault(url, []).append(
                    (violation["id"], [node["html"][:160] for node in violation["nodes"][:3]])
                )
        sent = html5lib.parse(page.request.get(url).text(), namespaceHTMLElements=False)
        main = sent.find(".//main")
        if shown(page) != (words(sent.find(".//h1")), len(main.findall(".//form"))):
            found.setdefault(url, []).append("needs a script")
        assert words(main)
    assert found == {}


def shown(page):
    """Return the heading and the number of forms as they stand in the browser."""
    heading = page.locator("h1").text_content()
    return "".join(heading.split()), page.locator("main form").count()


def words(element) -> str:
    return "".join("".join(element.itertext()).split())


@pytest.mark.parametrize("role", ROLES, ids=role_name)
def test_pages_fit_a_phone_in_the_largest_text(visitor, addresses_by_role, role, site):
    """No sideways scroll at 360 px, nor at 320 px in 特大; no script error; no other host."""
    page = visitor(role)
    wide = {}
    for width, size in ((360, ""), (320, "xlarge")):
        page.set_viewport_size({"width": width, "height": 780})
        page.context.add_cookies([{"name": "size", "value": size, "url": site.url}])
        for url in addresses_by_role[role]:
            page.goto(url)
            excess = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if excess > 0:
                culprit = page.evaluate(
                    """() => [...document.querySelectorAll('main *, header *, footer *')]
                    .filter(e => e.getBoundingClientRect().right > innerWidth + 1
                      && !e.closest('.table-scroll'))
                    .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""
                )
                wide[f"{width}px {url}"] = (excess, culprit)
    assert wide == {}
    assert page.foreign == []
    assert page.mistakes == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_touch_targets_are_large_enough(open_page, addresses_by_role, viewport):
    """Buttons and controls are at least 44 px high; links inside text are excepted."""
    page = open_page(viewport=viewport)
    small = {}
    for url in addresses_by_role[None]:
        page.goto(url)
        found = page.evaluate(
            """() => [...document.querySelectorAll(`button, .button, select, textarea,
                input:not([type=hidden], [type=checkbox], [type=radio]), summary`)]
              .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5)
              .map(e => e.outerHTML.slice(0, 100))"""
        )
        if found:
            small[url] = found
    assert small == {}


def test_the_keyboard_reaches_the_text_first(open_page):
    page = open_page("/", viewport=DESK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
