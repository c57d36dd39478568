"""The server is killed among 200 submissions: nothing acknowledged is lost or doubled."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from engage.core.clock import now
from surveys.models import Draft, Participation, Response
from tests.factories.surveys import ask, fill_in, make_survey

pytestmark = pytest.mark.slow

PEOPLE = 200
KILL_AFTER = 60
SERVE = (
    "import sys; from engage import serving; from engage.core.config import Settings; "
    "serving.serve(Settings.from_env(), host='127.0.0.1', port=int(sys.argv[1]), with_worker=False)"
)


@dataclass
class Browser:
    """Cookies and one request at a time."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, **form: str) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location", ""), body
        finally:
            connection.close()


@contextlib.contextmanager
def server(database, folder):
    """Run gunicorn with two workers on a port of its own; yield the port and a killer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {
        "ENGAGE_DATABASE_URL": database.url,
        "ENGAGE_DATA_DIR": str(folder),
        "ENGAGE_SECRET_KEY": "a-secret-for-tests-0123456789abcdef",
        "ENGAGE_WORKERS": "2",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)], env=env, start_new_session=True
    )

    def kill() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert process.poll() is None, "the server ended by itself"
            time.sleep(0.1)
        yield port, kill
    finally:
        kill()


def hidden(body: str, name: str) -> str:
    return re.search(f'name="{name}" value="([^"]+)"', body).group(1)


def ready_to_send(port, person):
    """Enter with the code and open the check page; return the browser and its form."""
    browser = Browser(port)
    _, _, intro = browser.send("GET", "/surveys/park")
    browser.send(
        "POST", "/surveys/park/start", code=person.code, csrf_token=hidden(intro, "csrf_token")
    )
    status, _, check = browser.send("GET", "/surveys/park/check")
    assert status == 200
    return browser, {n: hidden(check, n) for n in ("csrf_token", "nonce")}


def counts(database):
    with database.reading() as session:
        return (
            session.scalar(select(func.count()).select_from(Response)),
            session.scalar(select(func.sum(Participation.used))),
            session.scalar(select(func.count()).select_from(Draft)),
        )


def test_kill_nine_in_the_middle_of_200_submissions(database, settings, tmp_path):
    key, at = settings.key, now()
    with database.transaction() as session:
        survey = make_survey(session, at=at)
        people = [ask(session, survey, key=key) for _ in range(PEOPLE)]
        for person in people:
            fill_in(session, person, key=key, at=at)

    acknowledged: set[int] = set()
    enough = threading.Event()
    with server(database, tmp_path) as (port, kill), ThreadPoolExecutor(PEOPLE) as pool:
        browsers = list(pool.map(lambda person: ready_to_send(port, person), people))

        def send(number: int) -> None:
            browser, form = browsers[number]
            try:
                status, location, _ = browser.send("POST", "/surveys/park/submit", **form)
            except (OSError, http.client.HTTPException):
                return
            if status == 303 and location == "/surveys/park/receipt":
                acknowledged.add(number)
                if len(acknowledged) >= KILL_AFTER:
                    enough.set()

        sending = [pool.submit(send, number) for number in range(PEOPLE)]
        assert enough.wait(60)
        kill()
        for one in sending:
            one.result()

    stored, used, drafts = counts(database)
    assert KILL_AFTER <= len(acknowledged) <= stored
    assert stored == used
    assert drafts == PEOPLE - stored  # what was not sent is still there, whole

    with server(database, tmp_path) as (port, _kill), ThreadPoolExecutor(16) as pool:

        def again(number: int) -> str:
            """Everybody presses the button once more, or looks at their receipt."""
            browser, form = browsers[number]
            browser.port = port
            if number not in acknowledged:
                status, location, _ = browser.send("POST", "/surveys/park/submit", **form)
                assert (status, location) == (303, "/surveys/park/receipt")
            status, _, page = browser.send("GET", "/surveys/park/receipt")
            assert status == 200
            return re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", page).group(0)

        receipts = list(pool.map(again, range(PEOPLE)))

    assert len(set(receipts)) == PEOPLE
    assert counts(database) == (PEOPLE, PEOPLE, 0)
