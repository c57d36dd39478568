"""A planner takes the answers of a survey that is over away, on a phone without scripts."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from engage.core.permissions import Role
from tests.browser.conftest import DESK, PHONE
from tests.browser.walk import sign_in

pyreadstat = pytest.importorskip("pyreadstat")


def of_a_finished_survey(page):
    """Open the page from the survey's own page, as a person does."""
    page.goto("/staff/surveys/")
    links = page.locator("main a[href^='/staff/surveys/']")
    addresses = [links.nth(n).get_attribute("href") for n in range(links.count())]
    for address in dict.fromkeys(addresses):
        page.goto(address)
        link = page.get_by_role("link", name="回答データを書き出す")
        if link.count():
            link.click()
            if page.get_by_label("使いみち").count():
                return
    raise AssertionError("no survey is over")


@pytest.mark.parametrize(("viewport", "javascript"), [(PHONE, False), (DESK, True)])
def test_the_file_comes_with_its_reason(open_page, tmp_path, viewport, javascript):
    page = open_page(viewport=viewport, javascript=javascript)
    sign_in(page, Role.PLANNER)
    of_a_finished_survey(page)
    page.get_by_role("button", name="書き出す").click()
    assert "使いみちを書いてください。" in page.locator("main").inner_text()
    page.get_by_label("SPSS").check()
    page.get_by_label("使いみち").fill("地区別の集計のため")
    if folder := os.environ.get("ENGAGE_SCREENSHOTS"):
        name = f"answers-{viewport['width']}.png"
        page.screenshot(path=str(Path(folder) / name), full_page=True)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="書き出す").click()
    package = zipfile.ZipFile(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    path = package.extract(package.namelist()[0], tmp_path)
    data, meta = pyreadstat.read_sav(path, output_format="dict")
    assert meta.number_rows > 0
    assert len(next(iter(data.values()))) == meta.number_rows
