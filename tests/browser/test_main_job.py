"""The main job, end to end in real browsers: from an answer and an opinion to a line."""

import json
import re

import pytest

from engage.core.permissions import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.walk import sign_in

OPINION = "転入の手続は、1回の入力で学校と保育所まで済むようにしてほしい。"


@pytest.fixture
def person(open_page):
    def enter(role, *, javascript=True, viewport=DESK, start="/sign-in"):
        page = open_page(viewport=viewport, javascript=javascript)
        sign_in(page, role, start=start)
        return page

    return enter


def answer_page(page):
    """Choose or write something for every question on the page, as a person would."""
    for group in page.locator("main fieldset:visible").all():
        boxes = group.locator("input[type=radio], input[type=checkbox]")
        if boxes.count() and not group.locator("fieldset").count():
            boxes.first.check()
    for field in page.locator("main textarea:visible, main input[type=text]:visible").all():
        if not field.input_value() and "other" not in (field.get_attribute("name") or ""):
            numeric = field.get_attribute("inputmode") == "numeric"
            field.fill("３" if numeric else "手続を分かりやすく。")


def answer_survey(page):
    page.goto("/surveys/dx-next")
    page.get_by_role("button", name=re.compile("始める|答える|続き")).first.click()
    for _ in range(20):
        if "/pages/" not in page.url:
            break
        answer_page(page)
        page.get_by_role("button", name="次へ").click()
        page.wait_for_load_state()
    assert page.url.endswith("/check"), page.locator("main").inner_text()[:500]
    page.get_by_role("button", name=re.compile("送る|送信")).click()
    page.wait_for_load_state()
    assert page.url.endswith("/receipt")
    found = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){6}", page.locator("main").inner_text())
    assert found
    return found.group(0)


def test_a_monitor_answers_on_a_phone_without_javascript(person, site):
    page = person(Role.MONITOR, javascript=False, viewport=PHONE)
    receipt = answer_survey(page)
    page.goto("/surveys/dx-next")
    assert page.locator("main").inner_text().count("回答")
    page.goto("/receipt")
    page.locator("main input[type=text]").fill(receipt.lower().replace("-", " "))
    page.locator("main form button").first.click()
    assert "数え" in page.locator("main").inner_text()
    counted = json.loads(site.engage("survey", "results", "dx-next", "--json"))
    assert (counted["answered"], counted["responses"]) == (1, 1)


def test_an_opinion_becomes_a_published_line_that_leads_back_to_it(person, site, open_page):
    delegate = person(Role.DELEGATE, viewport=PHONE, javascript=False)
    delegate.goto("/delegate")
    delegate.locator("main a[href*='/delegate/']").first.click()
    delegate.locator("main a[href*='/items/']").first.click()
    delegate.locator("main textarea").first.fill(OPINION)
    delegate.get_by_role("button", name=re.compile("意見を出す|送る|出す")).first.click()
    delegate.wait_for_load_state()
    assert OPINION in delegate.content()

    planner = person(Role.PLANNER)
    planner.goto("/staff/plan/koriyama/items/5-04")
    search = planner.locator("form[role=search] input, input[type=search]").first
    search.fill("学校と保育所")
    search.press("Enter")
    planner.wait_for_load_state()
    planner.locator(".pick input[type=checkbox]").first.check()
    planner.get_by_role("button", name=re.compile("根拠|引用")).first.click()
    planner.wait_for_load_state()
    assert "学校と保育所" in planner.locator("main").inner_text()

    head = person(Role.HEADQUARTERS)
    head.goto("/staff/plan/koriyama/items/5-04")
    head.get_by_label("反映する", exact=True).check()
    head.get_by_label("理由", exact=True).last.fill("会議を絶やさないためです。年に1回は開きます。")
    head.get_by_role("button", name=re.compile("決定")).first.click()
    head.wait_for_load_state()
    assert "反映する" in head.locator("main").inner_text()

    planner.goto("/staff/plan/koriyama/versions/5/publish")
    planner.locator("main input[type=checkbox]").first.check()
    planner.get_by_role("button", name=re.compile("公開する")).click()
    planner.wait_for_load_state()

    citizen = open_page("/plan/koriyama/elements/79", viewport=PHONE)
    text = citizen.locator("main").inner_text()
    assert "年に1回は開く" in text
    assert "学校と保育所" in text
    checked = json.loads(site.engage("plan", "check", "koriyama", "--json"))
    assert (checked["version"], checked["projects"], checked["problems"]) == (5, 80, [])
    traced = json.loads(site.engage("trace", "koriyama/1", "--json"))
    kinds = {e["kind"] for item in traced["items"] for e in item["evidence"]}
    assert {"statistic", "opinion", "published-result", "finding"} <= kinds
    assert "変えられたところはありません" in site.engage("audit", "verify")


def test_the_room_screen_shows_a_new_opinion_without_reloading(person, open_page):
    """A hybrid meeting: the secretariat opens it, a delegate speaks, the wall shows the words."""
    secretary = person(Role.SECRETARIAT)
    secretary.goto("/staff/council/meetings/shimin-kaigi-3/run")
    secretary.get_by_role("button", name="会議を始める").click()
    secretary.wait_for_load_state()
    secretary.get_by_role("button", name=re.compile("この議題に移る")).first.click()
    secretary.wait_for_load_state()
    wall = open_page("/live/shimin-kaigi-3", viewport=DESK)
    assert "手続のオンライン化" in wall.locator("h1").inner_text()
    delegate = person(Role.DELEGATE, viewport=PHONE)
    delegate.goto("/delegate/meetings/shimin-kaigi-3")
    delegate.locator("main a[href*='/items/']").first.click()
    delegate.locator("main textarea").first.fill("会議の最中に届いた意見です。")
    delegate.get_by_role("button", name=re.compile("意見を出す|送る|出す")).first.click()
    delegate.wait_for_load_state()
    wall.get_by_text("会議の最中に届いた意見です。").first.wait_for(timeout=20_000)
    assert wall.foreign == []
    assert wall.mistakes == []
