"""Every route and every page, from `app.url_map`: a new one cannot be forgotten."""

import csv
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, IntegerConverter

from engage.core.permissions import Actor, Permission, Role
from engage.core.web import SAFE_METHODS, permission_of
from tests.integration.crawl import addresses
from tests.integration.databases import fingerprint
from tests.integration.page import Page
from tests.integration.people import resident

pytestmark = pytest.mark.sqlite_only

TABLE = Path(__file__).parents[1] / "data" / "permissions.csv"
ROLES = [None, *Role]
STARTS = [
    "/",
    "/account",
    "/staff",
    "/delegate",
    "/answer",
    "/receipt",
    "/sign-in",
    "/surveys/dx-next/pages/1",
    "/surveys/dx-next/check",
]

NOT_PAGES = {
    "home.healthz": "plain text for the machine that watches",
    "home.preferences": "sets a cookie and goes back",
}
"""GET routes that answer something else than a page, and why."""


NOT_IN_THE_SAMPLE: dict[str, str] = {
    "accounts.second_factor": "after a password, where a second factor is set up: accounts",
    "council.minutes": "once minutes are published: council, browser/test_main_job",
    "council.paper_file": "once a paper has a file: council",
    "council.oparl_object": "its addresses stand in the lists: council/test_open_record",
    "council_delegate.live_fragment": "asked for by the page in the hand: council/test_speaking",
    "council_delegate.minutes": "while minutes are confirmed: council/test_confirming",
    "council_delegate.paper_file": "the same for members",
    "council_delegate.poll": "once a vote is open: council/test_polls",
    "council_live.fragment": "asked for by the live page: council",
    "council_live.wall": "while a meeting is live: council, browser/test_main_job",
    "council_staff.minutes": "after a meeting: council, browser/test_main_job",
    "council_staff.paper_file": "the same for staff",
    "council_staff.transcript": "once captions came in: council/test_transcripts",
    "council_staff.captions_file": "the same",
    "surveys_builder.compare": "once a survey has two versions: surveys/test_builder",
    "surveys.copy": "with a seat: surveys/test_answering",
    "surveys_reports.file": "once a report is made: surveys/test_report",
    "surveys_reports.report": "once a report is asked for: surveys/test_report",
    "surveys.picture": "once a question has pictures: surveys/test_pictures",
    "surveys.notice_stopped": "after a wish is taken back: surveys/test_receipt_pages",
    "surveys.receipt": "after answers are sent: surveys, browser/test_main_job",
    "surveys.stop_notice": "from a mail: surveys/test_receipt_pages",
    "surveys.withdrawing": "with a receipt: surveys/test_receipt_pages",
    "surveys.withdrawn": "after withdrawing: surveys/test_receipt_pages",
}
"""Pages that the sample city has no reason to link to yet, and which test opens them."""


def rules(app: Flask):
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


@pytest.fixture(scope="module")
def table() -> dict[str, str]:
    with TABLE.open() as file:
        return {row["endpoint"]: row["permission"] for row in csv.DictReader(file)}


def test_every_route_declares_the_permission_that_the_table_says(sample_app, table):
    declared = {
        rule.endpoint: str(permission_of(sample_app.view_functions[rule.endpoint]))
        for rule in rules(sample_app)
    }
    assert declared == table


def test_every_write_commits_at_its_edge_or_says_why_not(sample_app):
    """A view that takes POST is marked @commits, or @outlives for writes of their own."""
    undeclared = [
        rule.endpoint
        for rule in rules(sample_app)
        if rule.methods - SAFE_METHODS
        and not getattr(sample_app.view_functions[rule.endpoint], "engage_commits", False)
        and rule.endpoint not in OWN_TRANSACTIONS
    ]
    assert undeclared == []


OWN_TRANSACTIONS = {
    "accounts.sign_in": "the password is checked before any lock is taken",
    "accounts.invitation": "the password is hashed before any lock is taken",
    "accounts.change_password": "both passwords are hashed before any lock is taken",
    "surveys_exports.export": "the file is made while others write; only its entry is a write",
    "surveys.save": "the page is understood before the short write; see operations.answering",
    "surveys.autosave": "the same as surveys.save",
    "surveys.submit": "the answers are made ready before the one short write",
    "surveys.enter_with_code": "reads only; wrong codes are counted in a transaction of their own",
    "surveys.start": "the same as surveys.enter_with_code",
    "surveys.start_as_monitor": "reads only; the seat is kept in the cookie",
    "surveys.come_back": "the same as surveys.enter_with_code",
    "surveys.wish": "wishes of one network are counted in a transaction of their own",
    "surveys_builder.look": "draws what is being typed; nothing is kept",
    "surveys_builder.go_on": "a test run carries its answers in the page; nothing is kept",
    "surveys_builder.read_file": "says what a file holds; nothing is taken over",
    "tabulation.answer": "a file is dropped, counted and shown; nothing is kept",
    "surveys.find_receipt": "reads only; wrong numbers are counted in a transaction of their own",
}


def cells(app: Flask):
    for rule in rules(app):
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            for role in ROLES:
                yield rule, method, role


def test_every_role_meets_every_guard(sample_app):
    """100 % of route × method × role cells: who may not is stopped before anything happens."""
    clients = {role: resident(sample_app, role) for role in ROLES}
    wrong, count = [], 0
    for rule, method, role in cells(sample_app):
        permission = permission_of(sample_app.view_functions[rule.endpoint])
        actor, path = _actor(role), _path(sample_app, rule, method)
        if rule.endpoint in {"accounts.sign_out", "accounts.sign_out_everywhere"} and role:
            continue
        status = clients[role].open(path, method=method).status_code
        count += 1
        stopped = {None: {303, 401}}.get(role, {403})
        if actor.may(permission):
            if status in {401, 403} or status >= 500:
                wrong.append((role, method, path, status, "should be let in"))
        elif status not in stopped:
            wrong.append((role, method, path, status, "should be stopped"))
    print(f"{count} cells")
    assert wrong == []
    assert count > 100


def _actor(role: Role | None) -> Actor:
    return Actor(id="x" if role else None, name="", roles=frozenset({role} if role else ()))


def _path(app: Flask, rule, method: str) -> str:
    values = {name: _placeholder(rule, name) for name in rule.arguments if name in rule._converters}
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=method)


def _placeholder(rule, name: str):
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return next(iter(converter.items))
    return 1 if isinstance(converter, IntegerConverter) else "none"


@pytest.fixture(scope="module")
def pages(sample_app) -> dict[tuple[str, str], list[str]]:
    """(role, endpoint) → addresses."""
    found = {}
    visitors_pages = {
        r.endpoint for r in rules(sample_app) if _is_for_visitors(sample_app, r.endpoint)
    }
    for role in ROLES:
        client = resident(sample_app, role)
        if role is Role.MONITOR:
            client.post("/surveys/dx-next/start-as-monitor")
        known = visitors_pages if role else ()
        for endpoint, urls in addresses(sample_app, client, STARTS, known).items():
            found[(str(role or ""), endpoint)] = urls
    return found


def test_every_page_is_reached_by_links(sample_app, pages):
    reached = {endpoint for _role, endpoint in pages}
    expected = {rule.endpoint for rule in rules(sample_app) if "GET" in rule.methods}
    assert sorted(expected - reached - set(NOT_PAGES)) == sorted(NOT_IN_THE_SAMPLE)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role or "visitor"))
def test_every_page_keeps_the_rules_of_the_house(sample_app, pages, role):
    """In Japanese for everyone; in English one address of each page."""
    client = resident(sample_app, role)
    faults = {}
    for (owner, endpoint), urls in pages.items():
        if owner != str(role or "") or (role and _is_for_visitors(sample_app, endpoint)):
            continue
        for url, language in [*((url, "ja") for url in urls), (urls[0], "en")]:
            client.set_cookie("lang", language)
            response = client.get(url)
            if response.status_code >= 400:
                faults[f"{language} {url}"] = response.status_code
            elif found := _faults(response):
                faults[f"{language} {endpoint} {url}"] = found
    assert faults == {}


def _faults(response) -> list[str]:
    is_page = response.status_code == 200 and "text/html" in response.content_type
    return Page.of(response).faults() if is_page else []


def _is_for_visitors(app: Flask, endpoint: str) -> bool:
    """Whether visitors see the page too: they have read it already."""
    return permission_of(app.view_functions[endpoint]) is Permission.VISIT


def test_no_get_writes(sample_app, sample_database, pages):
    """The whole database has the same digest after every page was read by everyone."""
    clients = {str(role or ""): resident(sample_app, role) for role in ROLES}
    before = fingerprint(sample_database)
    for (owner, _endpoint), urls in pages.items():
        clients[owner].get(urls[0])
        clients[owner].head(urls[-1])
    assert fingerprint(sample_database) == before


def test_every_write_needs_its_token(sample_app):
    """Without the token of its form, no write of anyone gets further than 400."""
    clients = {role: resident(sample_app, role) for role in ROLES}
    sample_app.config["WTF_CSRF_ENABLED"] = True
    try:
        for rule in rules(sample_app):
            permission = permission_of(sample_app.view_functions[rule.endpoint])
            role = next(r for r in ROLES if _actor(r).may(permission))
            for method in rule.methods - SAFE_METHODS:
                path = _path(sample_app, rule, method)
                assert clients[role].open(path, method=method).status_code == 400, path
    finally:
        sample_app.config["WTF_CSRF_ENABLED"] = False


def test_a_write_sent_by_another_site_is_refused(sample_app):
    client = sample_app.test_client()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert client.post("/sign-in", headers=headers).status_code == 403
