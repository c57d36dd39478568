"""Every route and every page, from `app.url_map`: a new one cannot be forgotten."""

import csv
from pathlib import Path

import pytest
from flask import Flask

from engage.core.permissions import Actor, Role
from engage.core.web import SAFE_METHODS, permission_of
from tests.integration.crawl import addresses
from tests.integration.databases import fingerprint
from tests.integration.page import Page
from tests.integration.people import resident

pytestmark = pytest.mark.sqlite_only

TABLE = Path(__file__).parents[1] / "data" / "permissions.csv"
ROLES = [None, *Role]
STARTS = ["/", "/account", "/staff", "/delegate", "/answer", "/receipt", "/sign-in"]

NOT_PAGES = {
    "home.healthz": "plain text for the machine that watches",
    "home.preferences": "sets a cookie and goes back",
}
"""GET routes that answer something else than a page, and why."""


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
        actor = Actor(id="x" if role else None, name="", roles=frozenset({role} if role else ()))
        values = {name: _placeholder(rule, name) for name in rule.arguments}
        with sample_app.test_request_context():
            path = sample_app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
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


def _placeholder(rule, name: str):
    converter = rule._converters[name]
    return 1 if type(converter).__name__ == "IntegerConverter" else "none"


@pytest.fixture(scope="module")
def pages(sample_app) -> dict[tuple[str, str], list[str]]:
    """(role, endpoint) → addresses."""
    found = {}
    for role in ROLES:
        client = resident(sample_app, role)
        for endpoint, urls in addresses(sample_app, client, STARTS).items():
            found[(str(role or ""), endpoint)] = urls
    return found


def test_every_page_is_reached_by_links(sample_app, pages):
    reached = {endpoint for _role, endpoint in pages}
    expected = {rule.endpoint for rule in rules(sample_app) if "GET" in rule.methods}
    assert expected - reached - set(NOT_PAGES) == set()


@pytest.mark.parametrize("role", ROLES, ids=lambda role: str(role or "visitor"))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_keeps_the_rules_of_the_house(sample_app, pages, role, language):
    client = resident(sample_app, role)
    client.set_cookie("lang", language)
    faults = {}
    for (owner, endpoint), urls in pages.items():
        if owner != str(role or ""):
            continue
        for url in urls:
            response = client.get(url)
            if response.status_code != 200 or "text/html" not in response.content_type:
                if response.status_code >= 400:
                    faults[url] = response.status_code
                continue
            if found := Page.of(response).faults():
                faults[f"{endpoint} {url}"] = found
    assert faults == {}


def test_no_get_writes(sample_app, sample_database, pages):
    """The whole database has the same digest after every page was read by everyone."""
    for role in ROLES:
        client = resident(sample_app, role)
        before = fingerprint(sample_database)
        for (owner, _endpoint), urls in pages.items():
            if owner == str(role or ""):
                for url in urls:
                    client.get(url)
                    client.head(url)
        assert fingerprint(sample_database) == before


def test_every_write_needs_its_token(sample_app):
    sample_app.config["WTF_CSRF_ENABLED"] = True
    try:
        client = sample_app.test_client()
        for rule in rules(sample_app):
            for method in rule.methods - SAFE_METHODS:
                values = {name: _placeholder(rule, name) for name in rule.arguments}
                path = sample_app.url_map.bind("localhost").build(
                    rule.endpoint, values, method=method
                )
                assert client.open(path, method=method).status_code == 400, path
    finally:
        sample_app.config["WTF_CSRF_ENABLED"] = False


def test_a_write_sent_by_another_site_is_refused(sample_app):
    client = sample_app.test_client()
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        assert client.post("/sign-in", headers=headers).status_code == 403
