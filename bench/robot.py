"""A respondent made of sockets: opens a personal link, fills every page it meets, submits.

It keeps one connection and cookies like a browser, and reads just enough HTML to fill forms, so
that the measurement is about the server. It judges by status and address, never by words on a page.
"""

import asyncio
import re
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urljoin, urlsplit

MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
CONTROL = re.compile(
    r"<(input|textarea|select)\b([^>]*)>(?:(?<=>)((?:<option.*?)</select>)?)", re.DOTALL
)
ATTRIBUTE = re.compile(r'([a-z-]+)(?:="([^"]*)")?')
OPTION = re.compile(r'<option[^>]*value="([^"]+)"')
MAX_STEPS = 400


@dataclass
class Reply:
    """One answer of the server."""

    status: int
    headers: dict[str, str]
    body: str


@dataclass
class Browser:
    """One visitor with a connection and cookies of their own."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    durations: list[float] = field(default_factory=list)
    """Seconds from sending each request to its last byte."""
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(
        self,
        method: str,
        path: str,
        form: list[tuple[str, str]] | None = None,
        *,
        etag: str = "",
    ) -> Reply:
        """Send one request over the kept connection and read the whole answer."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self._streams
        began = time.perf_counter()
        body = urlencode(form or []).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self.host}:{self.port}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if etag:
            lines.append(f"If-None-Match: {etag}")
        if method == "POST":
            lines += [
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
                f"Origin: http://{self.host}:{self.port}",
            ]
        writer.write("\r\n".join([*lines, "", ""]).encode() + (body if method == "POST" else b""))
        await writer.drain()
        reply = await self._read(reader)
        self.durations.append(time.perf_counter() - began)
        return reply

    async def _read(self, reader: asyncio.StreamReader) -> Reply:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split(" ", 2)[1])
        headers: dict[str, str] = {}
        for line in head[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";", 1)[0]
            else:
                headers[name.lower()] = value
        if headers.get("transfer-encoding") == "chunked":
            parts = []
            while size := int(await reader.readline(), 16):
                parts.append(await reader.readexactly(size))
                await reader.readexactly(2)
            await reader.readline()
            body = b"".join(parts)
        else:
            body = await reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection") == "close":
            await self.close()
        return Reply(status, headers, body.decode())

    async def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def filled(page: str, code: str) -> tuple[str, list[tuple[str, str]]]:
    """Return action and fields of the page's form, every question answered."""
    found = MAIN.search(page)
    area = found.group(0) if found else page
    forms = [f for f in FORM.findall(area) if 'method="post"' in f[0]]
    if not forms:
        raise RuntimeError("A page without a form to send.")
    attributes, inner = forms[0]
    action = dict(ATTRIBUTE.findall(attributes)).get("action", "")
    fields: list[tuple[str, str]] = []
    chosen: set[str] = set()
    for kind, raw, options in CONTROL.findall(inner):
        control = dict(ATTRIBUTE.findall(raw))
        name, value = control.get("name"), control.get("value", "on")
        if not name:
            continue
        type_ = control.get("type", "text") if kind == "input" else kind
        if type_ == "hidden":
            fields.append((name, value))
        elif type_ in {"radio", "checkbox"}:
            if name not in chosen:
                chosen.add(name)
                fields.append((name, value))
        elif kind == "select":
            fields.append((name, (OPTION.findall(options) or [""])[0]))
        elif type_ in {"text", "search", "tel", "number", "textarea"}:
            fields.append((name, _typed(name, control, code)))
    return action, fields


def _typed(name: str, control: dict[str, str], code: str) -> str:
    if "code" in name:
        return code
    if name.endswith("_other") or "other" in name:
        return ""
    return "3" if control.get("inputmode") == "numeric" else "窓口が分かりやすいとよい。"


async def journey(host: str, port: int, start: str, code: str, done: str) -> list[float]:
    """Answer once from the link to the receipt; return the seconds of each request, or raise."""
    browser = Browser(host, port)
    try:
        path, reply = start, await browser.send("GET", start)
        for _ in range(MAX_STEPS):
            if reply.status == 303:
                path = (
                    urlsplit(urljoin(path, reply.headers["location"]))
                    ._replace(scheme="", netloc="")
                    .geturl()
                )
                reply = await browser.send("GET", path)
                continue
            if reply.status != 200:
                raise RuntimeError(f"{path} answered {reply.status}.")
            if done in path:
                return browser.durations
            action, fields = filled(reply.body, code)
            path = urljoin(path, action or path)
            reply = await browser.send("POST", path, fields)
    finally:
        await browser.close()
    raise RuntimeError(f"No receipt after {MAX_STEPS} steps; last at {path}.")
