"""An officer builds a questionnaire: by keyboard alone, and without any script."""

import re

import pytest

from engage.core.permissions import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.walk import sign_in


def make_survey(page, code):
    page.goto("/staff/surveys/new")
    page.fill("#title", "組み立てる見本（架空）")
    page.fill("#code", code)
    page.fill("#purpose", "組立てをためすため。")
    page.fill("#opens_at", "2030-04-01T09:00")
    page.fill("#closes_at", "2030-04-30T09:00")
    page.get_by_role("button", name="下書きを作る").click()
    page.wait_for_load_state()
    page.get_by_role("link", name="調査票をつくる").click()
    page.wait_for_load_state()


def press_to(page, wanted, *, most=90):
    """Press Tab until the focus stands on a control whose name begins so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return (e.getAttribute('aria-label') || (l && l.innerText) || e.innerText || '') })()"
        )
        if re.match(wanted, name.strip()):
            return
    raise AssertionError(f"{wanted} is not reached by Tab on {page.url}")


@pytest.fixture
def officer(open_page):
    def enter(*, javascript=True, viewport=DESK):
        page = open_page(viewport=viewport, javascript=javascript)
        sign_in(page, Role.PLANNER)
        return page

    return enter


def enter(page):
    """Press Enter and wait for the next page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_questionnaire_is_built_by_keyboard(officer):
    page = officer()
    make_survey(page, "by-keyboard")
    press_to(page, "問を足す")
    enter(page)
    press_to(page, "問の文")
    page.keyboard.type("スマートフォンを使っていますか")
    press_to(page, "1つ選ぶ")
    press_to(page, "問を足す")
    enter(page)
    press_to(page, "まとめて足す")
    page.keyboard.type("はい")
    page.keyboard.press("Enter")
    page.keyboard.type("いいえ")
    page.wait_for_timeout(1500)
    drawn = page.frame_locator("iframe[title=スマートフォンで見たところ]")
    drawn.get_by_label("いいえ").wait_for()
    press_to(page, "問を保存する")
    enter(page)
    assert page.locator("input[name=options-1-text-ja]").input_value() == "いいえ"
    press_to(page, "下へ")
    enter(page)
    assert page.locator("input[name=options-0-text-ja]").input_value() == "いいえ"
    press_to(page, "組立てへ戻る")
    enter(page)
    press_to(page, "元に戻す")
    enter(page)
    assert "元に戻しました" in page.locator("main").inner_text()
    assert page.mistakes == []


def test_a_questionnaire_is_built_and_used_without_javascript_on_a_phone(officer):
    page = officer(javascript=False, viewport=PHONE)
    make_survey(page, "without-script")
    for text, type_ in [("市の窓口に行きましたか", "yes_no"), ("行った理由は何ですか", "single")]:
        page.get_by_role("link", name=re.compile("問を足す")).click()
        page.fill("#text", text)
        page.check(f"input[name=type][value={type_}]")
        page.get_by_role("button", name="問を足す").click()
        if type_ == "single":
            page.fill("#options-lines", "住民票\n税\nその他\t記入欄")
            page.get_by_role("button", name="問を保存する").click()
        page.get_by_role("link", name="組立てへ戻る").click()
    page.locator("#at-q2 details summary").click()
    page.locator("#at-q2").get_by_role("link", name=re.compile("条件")).click()
    page.select_option("#about-0", "q1")
    page.get_by_role("button", name="選択肢を出す").last.click()
    page.get_by_label("はい", exact=True).check()
    page.get_by_role("button", name="この条件にする").click()
    assert "問1で「はい」を選んだときだけ" in page.locator("main").inner_text()
    page.get_by_role("link", name="ためしに答える").click()
    page.get_by_label("いいえ").check()
    page.get_by_role("button", name="次へ").click()
    assert "q2" in page.locator("main").inner_text()
    page.get_by_role("link", name="組立てへ戻る").click()
    page.get_by_role("link", name="この調査票を使う").click()
    page.get_by_role("button", name="この下書きを版にする").click()
    assert "第1版にしました" in page.locator("main").inner_text()
