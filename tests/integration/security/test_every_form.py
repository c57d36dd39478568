"""Every form of every page takes hostile text and answers with a page, never with a crash."""

import io
import json
from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest

from engage.core.permissions import Role
from tests.factories.questionnaires import document
from tests.integration.crawl import addresses
from tests.integration.page import Page
from tests.integration.people import resident
from tests.integration.test_every_page import ROLES, STARTS

HOSTILE = {
    "nul": "見える\x00文\r\n二行め\x07",
    "markup": "</title><script>alert(1)</script>{{7*7}}${7*7}' OR '1'='1' --",
    "directions": "\u202egnp.\u2066市\u2069 𠮷㋿😀é\ufeff",
    "digits": "９" * 400,
}
LEFT_ALONE = {"/sign-out", "/account/sign-out-everywhere"}
"""What would only end the visit that the test is on."""


def typed(form, text: str) -> dict[str, list[str]]:
    """Return what a form sends when every box for writing holds the text."""
    sent: dict[str, list[str]] = {}
    for control in (e for e in form.iter() if e.tag in {"input", "select", "textarea"}):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or kind in {"file", "submit", "button"}:
            continue
        if control.tag == "select":
            choices = [e.get("value", "") for e in control.iter() if e.tag == "option"]
            sent.setdefault(name, []).extend(choices[-1:])
        elif kind in {"radio", "checkbox"}:
            sent.setdefault(name, [control.get("value", "on")])
        elif kind == "hidden":
            sent.setdefault(name, []).append(control.get("value", ""))
        else:
            sent.setdefault(name, []).append(text)
    return sent


def forms_of(app, client):
    """Return the address and form of everything that can be sent, at most two of a kind."""
    kept: Counter[str] = Counter()
    for urls in addresses(app, client, STARTS).values():
        for url in urls:
            answer = client.get(url)
            if answer.status_code != 200 or "text/html" not in answer.content_type:
                continue
            for form in Page.of(answer).all("form"):
                target = urlsplit(urljoin(url, form.get("action") or url)).path
                shape = f"{urlsplit(url).path.count('/')} {sorted(typed(form, ''))}"
                if form.get("method") == "post" and target not in LEFT_ALONE and kept[shape] < 2:
                    kept[shape] += 1
                    yield target, form


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role or "visitor"))
def test_no_form_crashes(sample_app, role):
    sample_app.testing = False
    client = resident(sample_app, role)
    if role is Role.MONITOR:
        client.post("/surveys/dx-next/start-as-monitor")
    crashed, count = [], 0
    for target, form in forms_of(sample_app, client):
        for name, text in HOSTILE.items():
            status = client.post(target, data=typed(form, text)).status_code
            count += 1
            if status >= 500:
                crashed.append((target, name, status))
    sample_app.testing = True
    assert crashed == []
    assert count


def test_an_address_with_the_byte_that_no_database_keeps_names_no_page(sample_app):
    client = resident(sample_app, Role.PLANNER)
    for address in ("/surveys/%00", "/plan/koriyama/%00", "/staff/surveys/dx-next%00"):
        assert client.get(address).status_code == 404
    assert client.get("/plan/koriyama/search?q=%00").status_code < 500
    assert client.get("/surveys?x%00=%00").status_code == 200


def test_a_questionnaire_file_with_that_byte_is_read_or_refused_in_words(sample_app):
    planner = resident(sample_app, Role.PLANNER)
    text = json.dumps(document(code="dx-next", title={"ja": "題\x00名"}))
    upload = {"file": (io.BytesIO(text.encode()), "a.json")}
    answer = planner.post("/staff/surveys/dx-next/questionnaire", data=upload)
    assert answer.status_code in {303, 422}
