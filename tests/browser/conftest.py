"""A real server with the sample city, and real browsers that look at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.browser import chromium

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests share one server, so one worker runs them all."""
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Site:
    """A running program."""

    url: str
    data_dir: Path
    environment: dict[str, str]

    def engage(self, *arguments: str) -> str:
        done = subprocess.run(
            [Path(sys.executable).with_name("engage"), *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[Any], seconds: int = 40) -> None:
    for _ in range(seconds * 10):
        if process.poll() is not None:
            raise RuntimeError("The server stopped while starting.")
        try:
            urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not answer.")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`engage init`, `engage sample load koriyama`, `engage serve`, as `make run` does."""
    data_dir, port = tmp_path_factory.mktemp("city"), free_port()
    url = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "ENGAGE_DATA_DIR": str(data_dir),
        "ENGAGE_BASE_URL": url,
        "ENGAGE_WORKERS": "1",
    }
    site = Site(url, data_dir, environment)
    site.engage("init")
    site.engage("sample", "load", "koriyama")
    server = subprocess.Popen(
        [Path(sys.executable).with_name("engage"), "serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(url, server)
        yield site
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    from playwright.sync_api import sync_playwright

    path = chromium.find()
    if path is None:
        pytest.fail("Install Chromium and a Japanese font: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Any, site: Site) -> Iterator[Any]:
    """`open_page("/", viewport=PHONE, javascript=False)` gives a page of a fresh visitor."""
    contexts = []

    def new_page(path: str | None = None, *, viewport: Any = PHONE, javascript: bool = True) -> Any:
        context = browser.new_context(
            viewport=viewport,
            java_script_enabled=javascript,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            base_url=site.url,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.foreign = []
        page.on(
            "request",
            lambda request: (
                request.url.startswith((site.url, "data:", "about:"))
                or page.foreign.append(request.url)
            ),
        )
        page.mistakes = []
        page.on("pageerror", lambda error: page.mistakes.append(str(error)))
        page.on(
            "console", lambda message: _is_mistake(message) and page.mistakes.append(message.text)
        )
        if path is not None:
            page.goto(path)
        return page

    yield new_page
    for context in contexts:
        context.close()


def _is_mistake(message: Any) -> bool:
    """Whether the page did something wrong; a bare page has no icon, and browsers ask for one."""
    return message.type == "error" and not message.location["url"].endswith("/favicon.ico")
