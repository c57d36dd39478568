"""Every type of question in a real browser; what a script shows is what the server will ask."""

import random
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

from engage import metadata  # noqa: F401 - every table must be known
from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.permissions import SYSTEM
from surveys import operations
from surveys.definition import parse
from surveys.path import visible_path
from surveys.reading import read_page
from tests.browser.conftest import DESK, PHONE
from tests.factories.every_type import QUESTIONS, document, option, row
from tests.factories.surveys import ask, make_survey

TODAY = clock.today(clock.now())
CHANGES = 120


def on_pages(sizes, **changes):
    """The document with all types, cut into pages of these sizes."""
    whole = document(**changes)
    questions = iter(whole["pages"][0]["questions"])
    whole["pages"] = [
        {"code": f"p{n}", "title": {"ja": f"{n}"}, "questions": [next(questions) for _ in range(s)]}
        for n, s in enumerate(sizes, start=1)
    ]
    return whole


def ja(text):
    return {"ja": text}


def moving():
    """One page on which nearly everything depends on what stands above it."""
    tools = [option(str(n), f"道具{n}") for n in range(1, 6)]
    questions = [
        {"code": "how", "type": "single", "text": ja("方法"), "options": tools[:3]},
        {
            "code": "used",
            "type": "multiple",
            "text": ja("使ったもの"),
            "options": [*tools, option("9", "ない", exclusive=True)],
            "show_if": "how != '3'",
        },
        {
            "code": "best",
            "type": "single",
            "text": ja("いちばん"),
            "options": [*tools, option("98", "その他", other_text=True)],
            "options_from": {"question": "used"},
            "show_if": "count(used) >= 2",
        },
        {
            "code": "liked",
            "type": "matrix",
            "text": ja("満足"),
            "options": [option("1", "はい"), option("2", "いいえ")],
            "rows": [row(str(n), f"道具{n}") for n in range(1, 6)],
            "rows_from": {"question": "used", "which": "not_chosen"},
            "show_if": "answered(used)",
        },
        {"code": "times", "type": "number", "text": ja("回数"), "show_if": "count(liked) > 1"},
        {
            "code": "total",
            "type": "computed",
            "text": ja("年"),
            "formula": "times * 12",
            "hidden": True,
        },
        {"code": "why", "type": "short_text", "text": ja("理由"), "show_if": "total >= 36"},
        {
            "code": "more",
            "type": "yes_no",
            "text": ja("続き"),
            "show_if": "why != '' and best has '98'",
        },
    ]
    return {
        "schema": "engage-questionnaire/2",
        "code": "moving",
        "language": "ja",
        "title": ja("動く調査"),
        "pages": [{"code": "p1", "title": ja("道具"), "questions": questions}],
    }


@pytest.fixture(scope="session")
def offered(site):
    """`offered(document)` opens a survey with it and returns the code of somebody asked."""
    settings = Settings.from_env(site.environment)
    database = Database(settings.database_url, journal=settings.sqlite_journal)

    def offer(whole):
        def work(session):
            at = clock.now() - timedelta(minutes=1)
            survey = make_survey(session, at=at, code=whole["code"], publish=False)
            operations.add_version(session, survey=survey, document=whole, actor=SYSTEM, at=at)
            operations.publish(session, survey=survey, actor=SYSTEM, at=at)
            return ask(session, survey, key=settings.key).code

        return database.run_tx(work)

    yield offer
    database.dispose()


def start(page, whole, code):
    page.goto(f"/surveys/{whole['code']}")
    page.fill("[name=code]", code)
    page.locator("main form button").first.click()
    page.wait_for_url("**/pages/1")


def go_on(page):
    page.locator("main form p.actions button").first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize(("viewport", "javascript"), [(PHONE, False), (PHONE, True), (DESK, True)])
def test_every_type_can_be_answered(open_page, offered, viewport, javascript):
    sizes = (6, 5, 6, 6)
    assert sum(sizes) == len(QUESTIONS)
    whole = on_pages(sizes)
    whole["code"] = f"types-{viewport['width']}-{'js' if javascript else 'plain'}"
    page = open_page(viewport=viewport, javascript=javascript)
    start(page, whole, offered(whole))
    for number in range(1, len(sizes) + 1):
        assert page.url.endswith(f"/pages/{number}")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
        if javascript:
            found = Axe().run(page).response["violations"]
            serious = [v for v in found if v["impact"] in {"serious", "critical"}]
            assert not serious, [(v["id"], v["nodes"][0]["html"][:200]) for v in serious]
        go_on(page)
    assert page.url.endswith("/check")
    assert page.mistakes == []
    assert page.foreign == []


def test_what_a_script_shows_is_what_the_server_asks(open_page, offered):
    whole = moving()
    questionnaire = parse(whole)
    page = open_page(viewport=DESK)
    start(page, whole, offered(whole))
    chance = random.Random(20261123)
    shown_before = set()
    compared = 0
    for _change in range(CHANGES):
        controls = page.locator("main form :is(input, textarea)[name]:not([type=hidden]):visible")
        control = controls.nth(chance.randrange(controls.count()))
        if control.get_attribute("type") in {"radio", "checkbox"}:
            control.click()
        else:
            control.fill(chance.choice(["", "2", "３", "40", "たのしい"]))
        raw = page.evaluate(
            """() => { const found = {};
            for (const [name, value] of new FormData(document.querySelector("main form")))
              (found[name] ??= []).push(value);
            return found; }"""
        )
        asked = raw["asked"][0].split()
        reading = read_page(questionnaire, questionnaire.pages[0], raw, {}, today=TODAY)
        if reading.mistakes:
            continue  # the server asks to mend these first, and shows the rest afterwards
        compared += 1
        path = visible_path(questionnaire, reading.states, today=TODAY)
        assert asked == [question.code for question in path.questions], raw
        rows = {q.code: [r.code for r in q.rows] for q in path.questions}
        for code in rows.get("liked", []):
            assert page.locator(f'[data-row="liked/{code}"]').is_visible(), code
        shown_before |= set(asked)
    assert compared > CHANGES / 2
    assert {"best", "liked", "times", "why"} <= shown_before
    assert page.mistakes == []


def test_options_are_put_in_order_by_buttons(open_page, offered):
    whole = on_pages((len(QUESTIONS),))
    whole["code"] = "ordered"
    page = open_page(viewport=PHONE)
    start(page, whole, offered(whole))
    page.get_by_role("button", name="安全：上へ").click()
    page.get_by_role("button", name="早さ：上へ").click()
    page.get_by_role("button", name="早さ：上へ").click()
    assert page.locator("[name=order-1]").input_value() == "1"
    assert page.locator("[name=order-3]").input_value() == "2"
    assert page.locator("[data-ranking] li label").first.inner_text() == "早さ"
