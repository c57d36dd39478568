"""Walk the site as a visitor would, by its links, and note one or two addresses a page."""

from collections import deque
from collections.abc import Collection
from urllib.parse import urldefrag, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.integration.page import Page

PER_PAGE = 2


def endpoint_of(app: Flask, path: str) -> str | None:
    """Return the endpoint that answers a GET of this path, or None."""
    try:
        endpoint, _values = app.url_map.bind("localhost").match(urlsplit(path).path, "GET")
    except (HTTPException, RequestRedirect):
        return None
    return endpoint


def addresses(
    app: Flask, client: FlaskClient, starts: list[str], known: Collection[str] = ()
) -> dict[str, list[str]]:
    """Return endpoint → addresses that a visitor reaches by following links.

    Pages in `known` were read by another visitor: they are entered only as a start.
    """
    found: dict[str, list[str]] = {}
    waiting, seen = deque(starts), set(starts)
    while waiting:
        url = waiting.popleft()
        endpoint = endpoint_of(app, url)
        if endpoint is None or endpoint == "static":
            continue
        if len(found.get(endpoint, ())) >= PER_PAGE or (endpoint in known and url not in starts):
            continue
        response = client.get(url)
        if url in starts and response.status_code in {303, 403, 404}:
            continue  # a door that is not for this visitor
        found.setdefault(endpoint, []).append(url)
        if response.status_code != 200 or "text/html" not in response.content_type:
            continue
        for link in Page.of(response).all("a"):
            target = urldefrag(urljoin(url, link.get("href") or ""))[0]
            if target.startswith("/") and target not in seen:
                seen.add(target)
                waiting.append(target)
    return found
