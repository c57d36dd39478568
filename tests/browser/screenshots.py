"""Take the README's pictures from the running sample city (`make screenshots`)."""

import io
import json
import os
import subprocess
import sys
import tempfile
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst
from PIL import Image
from playwright.sync_api import sync_playwright

from engage.core.permissions import Role
from engage.samples.koriyama.data import data
from surveys.definition import parse
from surveys.paper import Facts
from surveys.paper.questionnaire import LAYOUT, paper_of
from tests.browser import chromium
from tests.browser.conftest import free_port, wait_for
from tests.browser.walk import sign_in

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDTHS = {360: 780, 1280: 900}
TALLEST = 1800
"""Pixels; a longer page is cut, a picture in a README need not scroll."""

MEETING = "shimin-kaigi-3"

PAGES: tuple[tuple[str, str, Role | None], ...] = (
    ("home", "/", None),
    ("survey", "/surveys/dx-next", Role.MONITOR),
    ("results", "/surveys/dx-2021/results", None),
    ("meeting", "/council/meetings/{meeting}", None),
    ("live", "/live/{meeting}", None),
    ("element", "/plan/koriyama/elements/1", None),
    ("workspace", "/staff", Role.PLANNER),
    ("builder", "/staff/surveys/dx-next/builder/", Role.PLANNER),
    ("question", "/staff/surveys/dx-next/builder/questions/q3", Role.PLANNER),
)
PAPER_SURVEY = "dx-next"
PAPER_PPI = 72
FONTS = [Path(str(files("matplotlib_fontja"))) / "fonts"]


def take(page: Any, file: Path) -> None:
    """Write what the page shows as a small PNG."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    picture.convert("RGB").quantize(128).save(file, optimize=True)


def begin_survey(page: Any) -> None:
    """Go from the introduction of a survey to its first page of questions."""
    page.locator("main form button").first.click()
    page.wait_for_load_state()


def main() -> None:
    """Start the sample city, walk it at phone and desk width, and write every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        environment = os.environ | {"ENGAGE_DATA_DIR": folder, "ENGAGE_BASE_URL": url}
        engage = Path(sys.executable).with_name("engage")
        for command in (("init",), ("sample", "load", "koriyama")):
            subprocess.run([engage, *command], env=environment, check=True, capture_output=True)
        server = subprocess.Popen(
            [engage, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
        )
        try:
            wait_for(url, server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium.find(), args=list(chromium.FLAGS)
                )
                for width, height in WIDTHS.items():
                    walk(browser, url, width, height)
                browser.close()
            paper(url)
        finally:
            server.terminate()
            server.wait(20)


def paper(url: str) -> None:
    """Write the first page of the paper questionnaire beside its large print."""
    sheets = []
    with urllib.request.urlopen(f"{url}/surveys/{PAPER_SURVEY}/questionnaire.pdf") as answer:
        assert answer.read(4) == b"%PDF"
    document = parse(questionnaire(PAPER_SURVEY))
    for size in ("standard", "large"):
        words = json.dumps(paper_of(document, Facts(city="郡山市"), size, ""), ensure_ascii=False)
        pages = typst.compile(
            LAYOUT, format="png", ppi=PAPER_PPI, font_paths=FONTS, sys_inputs={"data": words}
        )
        first = pages[0] if isinstance(pages, list) else pages
        sheets.append(Image.open(io.BytesIO(first)).convert("RGB"))
    both = Image.new("RGB", (sum(s.width for s in sheets) + 24, sheets[0].height), "#8a8a94")
    both.paste(sheets[0], (8, 0))
    both.paste(sheets[1], (sheets[0].width + 16, 0))
    both.quantize(64).save(PICTURES / "paper.png", optimize=True)


def questionnaire(code: str) -> dict[str, Any]:
    """Return a questionnaire of the sample city."""
    found: dict[str, Any] = data(f"fictional/questionnaire-{code}")
    return found


def walk(browser: Any, url: str, width: int, height: int) -> None:
    """Take every picture at one width."""
    for name, path, role in PAGES:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            base_url=url,
        )
        page = context.new_page()
        if role:
            sign_in(page, role)
        page.goto(path.format(meeting=MEETING))
        if name == "survey":
            begin_survey(page)
        take(page, PICTURES / f"{name}-{width}.png")
        context.close()


if __name__ == "__main__":
    main()
