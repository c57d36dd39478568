"""A page as a reader's program sees it, and what every page must pass."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
from werkzeug.test import TestResponse

from engage.core.headers import CONTENT_SECURITY_POLICY, FRAMED_POLICY, FRAMING_POLICY

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
CONTROLS = ("input", "select", "textarea")
UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}


@dataclass(frozen=True)
class Page:
    """A parsed answer."""

    status: int
    headers: Any
    text: str
    root: ElementTree.Element

    @classmethod
    def of(cls, response: TestResponse) -> "Page":
        text = response.get_data(as_text=True)
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        return cls(response.status_code, response.headers, text, parser.parse(text))

    def all(self, *names: str) -> list[ElementTree.Element]:
        return [e for e in self.root.iter() if e.tag in names]

    def words(self, element: ElementTree.Element) -> str:
        return re.sub(r"\s+", "", "".join(element.itertext()))

    @property
    def h1(self) -> str:
        return self.words(self.all("h1")[0])

    def faults(self) -> list[str]:
        """Every rule of the house that this page breaks, in words."""
        return [
            *self._structure(),
            *self._labels(),
            *self._tables(),
            *self._policy(),
        ]

    def _structure(self) -> list[str]:
        found = []
        if len(self.all("h1")) != 1:
            found.append(f"{len(self.all('h1'))} h1")
        html = self.all("html")[0]
        if html.get("lang") not in {"ja", "en"}:
            found.append(f"lang is {html.get('lang')!r}")
        title = "".join(self.words(t) for t in self.all("title")[:1])
        if "Engage" not in title or title.startswith("｜"):
            found.append(f"title is {title!r}")
        level = 0
        for heading in self.all(*HEADINGS):
            now = int(heading.tag[1])
            if now > level + 1 and level:
                found.append(f"heading level skipped before {self.words(heading)!r}")
            level = now
        ids = [e.get("id") for e in self.root.iter() if e.get("id")]
        found += [f"id {i!r} twice" for i in {i for i in ids if ids.count(i) > 1}]
        known = set(ids)
        for element in self.root.iter():
            for name in ("aria-labelledby", "aria-describedby", "for", "aria-controls"):
                for target in (element.get(name) or "").split():
                    if target not in known:
                        found.append(f"{element.tag} {name} points to missing {target!r}")
        for link in self.all("a"):
            href = link.get("href") or ""
            if href.startswith("#") and len(href) > 1 and href[1:] not in known:
                found.append(f"link to missing {href}")
        if not self.all("main"):
            found.append("no main")
        return found

    def _labels(self) -> list[str]:
        labelled = {label.get("for") for label in self.all("label") if label.get("for")}
        inside = {id(c) for label in self.all("label") for c in label.iter() if c.tag in CONTROLS}
        found = []
        for control in self.all(*CONTROLS):
            if control.get("type") in UNLABELLED_TYPES:
                continue
            named = control.get("aria-label") or control.get("aria-labelledby")
            if not (control.get("id") in labelled or id(control) in inside or named):
                found.append(f"{control.tag} {control.get('name')!r} has no label")
        for button in self.all("button"):
            if not self.words(button) and not button.get("aria-label"):
                found.append("a button without words")
        for form in self.all("form"):
            if (form.get("method") or "get").lower() == "post":
                names = {i.get("name") for i in form.iter() if i.tag == "input"}
                if "csrf_token" not in names:
                    found.append(f"form {form.get('action')!r} has no csrf_token")
        return found

    def _tables(self) -> list[str]:
        found = []
        for table in self.all("table"):
            has_caption = any(child.tag == "caption" for child in table)
            if not (has_caption or table.get("aria-label") or table.get("aria-labelledby")):
                found.append("a table without caption")
        for svg in [e for e in self.root.iter() if str(e.tag).endswith("svg")]:
            if svg.get("aria-hidden") == "true" or svg.get("aria-label"):
                continue
            if svg.get("role") != "img" or not svg.get("aria-labelledby"):
                found.append("an svg that is neither hidden nor named")
        return found

    def _policy(self) -> list[str]:
        found = []
        is_framed = "framed" in (self.all("body")[0].get("class") or "").split()
        expected = FRAMING_POLICY if self.all("iframe") else CONTENT_SECURITY_POLICY
        expected = FRAMED_POLICY if is_framed else expected
        if self.headers.get("Content-Security-Policy") != expected:
            found.append("Content-Security-Policy differs")
        for name in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"):
            if name not in self.headers:
                found.append(f"{name} is missing")
        if "no-store" not in self.headers.get("Cache-Control", "") and "max-age=1" not in (
            self.headers.get("Cache-Control", "")
        ):
            found.append("a page may be cached")
        for element in self.root.iter():
            if element.get("style") is not None:
                found.append(f"{element.tag} has a style attribute")
            if any(str(name).startswith("on") for name in element.keys()):  # noqa: SIM118
                found.append(f"{element.tag} has an event attribute")
            if element.tag == "style":
                found.append("a style element")
            if element.tag == "script" and not _is_outside(element):
                found.append("a script without src")
            for name in ("src", "srcset", "poster", "data"):
                if urlsplit(element.get(name) or "").netloc:
                    found.append(f"{element.tag} loads from {element.get(name)}")
            if element.tag == "link" and urlsplit(element.get("href") or "").netloc:
                found.append(f"link loads from {element.get('href')}")
        return found


def _is_outside(script: Any) -> bool:
    """Whether a script is a file of ours, or plain data that no browser runs."""
    return bool(script.get("src")) or script.get("type") == "application/json"
