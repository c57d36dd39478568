"""Texts with HTML, as other programs keep them, turned into the plain texts that we show.

Scripts, styles and comments fall away altogether; blocks become lines, list items get a ・, a ruby
reading becomes ｜漢字《かんじ》, a link keeps its address in brackets. What formatting was lost is
said.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

LONGEST_SOURCE = 200_000
_SILENT = frozenset(
    {"script", "style", "template", "noscript", "object", "iframe", "svg", "math", "rp"}
)
"""Tags whose content is nothing to read."""
_ADMITTED_BLOCKS = (
    "address article aside blockquote center dd div dl dt fieldset figcaption figure footer form "
    "header hr li main nav ol p pre section tbody tfoot thead tr ul"
)
_BLOCKS = frozenset(f"{_ADMITTED_BLOCKS} h1 h2 h3 h4 h5 h6 table".split(" "))
_PLAIN = frozenset(
    f"{_ADMITTED_BLOCKS} br span body html head font a ruby rb rt rp rtc td th wbr".split(" ")
)
"""Tags whose loss changes nothing of what is said."""
_MEDIA = frozenset(
    {"img", "audio", "video", "embed", "source", "object", "iframe", "canvas", "map", "area"}
)
_CODE = _SILENT - {"noscript", "rp"} | frozenset(
    {"link", "meta", "base", "input", "button", "select"}
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2060\ufeff\ud800-\udfff]")
_LOOKS_LIKE_HTML = re.compile(
    r"<[a-zA-Z/!?][^>]*>?|&(?:[a-zA-Z]{2,10}|#\d{1,7}|#x[0-9a-fA-F]{1,6});"
)
_TAG = re.compile(
    r"<(?:(/?)([A-Za-z][A-Za-z0-9:_-]{0,40})((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|[!?])"
)
_ATTRIBUTE = re.compile(r"([^\s=/>\"']+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>\"']+))?")
_RAW = {
    tag: re.compile(f"</{tag}[^>]{{0,40}}>?", re.IGNORECASE)
    for tag in ("script", "style", "noscript", "template", "iframe", "object", "svg", "math")
}
"""Tags whose content is skipped as it stands."""
MOST_TRIES = 500
"""After so many < that begin nothing, the others are taken as words."""
LONGEST_TAG = 4000
_ROOM = re.compile(r"[ \t\r\f\v\u00a0]+")
_SAFE_LINKS = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True)
class PlainText:
    """A text without HTML, and what had to go."""

    text: str
    formatting: tuple[str, ...] = ()
    """Tags of bold type, headings, tables … that are no longer there."""
    media: tuple[str, ...] = ()
    """Pictures, sound and films that are no longer there."""
    scripts: tuple[str, ...] = ()
    """Programs, styles and controls that are no longer there, and attributes such as onclick."""

    @property
    def lost(self) -> tuple[str, ...]:
        """Everything that went, for the report."""
        return (*self.scripts, *self.media, *self.formatting)


def plain_text(source: str) -> PlainText:
    """Return the words of a piece of HTML; a text without any comes back as it was, trimmed."""
    source = _CONTROL.sub("", source[:LONGEST_SOURCE].replace("\r\n", "\n").replace("\r", "\n"))
    if not _LOOKS_LIKE_HTML.search(source):
        return PlainText(_tidy(source))
    reader = _Reader(keep_lines="<p" not in source.lower() and "<br" not in source.lower())
    for tag, rest, is_end in _parts(source):
        if not tag:
            reader.handle_data(html.unescape(rest))
        elif is_end:
            reader.handle_endtag(tag)
        else:
            reader.handle_starttag(tag, _attributes(rest))
    return PlainText(
        _tidy("".join(reader.pieces)),
        tuple(sorted(reader.formatting)),
        tuple(sorted(reader.media)),
        tuple(sorted(reader.scripts)),
    )


def _parts(source: str) -> Iterator[tuple[str, str, bool]]:
    """Yield words as ("", words, False), and tags with what stands in them.

    Looks only a little ahead for the end of a tag, so that no text can take long to read.
    """
    at = written = tries = 0
    while (at := source.find("<", at)) >= 0 and tries < MOST_TRIES:
        found = _TAG.match(source, at, at + LONGEST_TAG)
        if found is None:
            tries += 1
            at += 1
            continue
        if written < at:
            yield "", source[written:at], False
        at = written = found.end()
        if not found[2]:  # a comment, or an instruction to somebody else
            at = written = _end_of_comment(source, found)
            continue
        tag = found[2].lower()
        if tag in _RAW and not found[1]:
            yield tag, found[3], False
            closing = _RAW[tag].search(source, at)
            at = written = closing.end() if closing else len(source)
            yield tag, "", True
            continue
        yield tag, found[3], bool(found[1])
        if found[3].endswith("/") and tag in _SILENT:
            yield tag, "", True
    if written < len(source):
        yield "", source[written:], False


def _end_of_comment(source: str, found: re.Match[str]) -> int:
    ending = "-->" if source.startswith("<!--", found.start()) else ">"
    closed = source.find(ending, found.end())
    return closed + len(ending) if closed >= 0 else len(source)


def _attributes(rest: str) -> list[tuple[str, str]]:
    return [
        (name.lower(), html.unescape(value.strip("\"'")))
        for name, value in _ATTRIBUTE.findall(rest)
    ]


def _tidy(text: str) -> str:
    lines = [_ROOM.sub(" ", line).strip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader:
    """Collects words; remembers what it left out."""

    def __init__(self, *, keep_lines: bool) -> None:
        self.pieces: list[str] = []
        self.formatting: set[str] = set()
        self.media: set[str] = set()
        self.scripts: set[str] = set()
        self._keep_lines = keep_lines
        self._silent: list[str] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        self._note(tag, attrs)
        if tag in _SILENT:
            self._silent.append(tag)
        if self._silent:
            return
        if tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self._line("・" if tag == "li" else "")
        elif tag in {"td", "th"} and not self._at_line_start():
            self.pieces.append("　")
        elif tag == "ruby":
            self.pieces.append("｜")
        elif tag == "rt":
            self.pieces.append("《")
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")
        elif tag == "a" and not self._links:
            self._links.append((dict(attrs).get("href") or "", len(self.pieces)))

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
            return
        if tag in _BLOCKS:
            self._line("")
        elif tag == "rt":
            self.pieces.append("》")
        elif tag == "a" and self._links:
            self._end_link(*self._links.pop())

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data if self._keep_lines else data.replace("\n", " "))

    def _end_link(self, address: str, begun: int) -> None:
        words = "".join(self.pieces[begun:])
        try:
            scheme = urlsplit(address.strip()).scheme.lower()
        except ValueError:
            return
        address = re.sub(r"\s", "", address)
        bare = re.sub(r"^(mailto|tel):", "", address)
        if scheme in _SAFE_LINKS and bare not in words and "<" not in bare:
            self.pieces.append(f"（{bare}）" if words.strip() else bare)

    def _note(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        if tag in _CODE:
            self.scripts.add(tag)
        elif tag in _MEDIA:
            self.media.add(tag)
        elif tag not in _PLAIN:
            self.formatting.add(tag)
        for name, value in attrs:
            bare = re.sub(r"\s", "", value or "").lower()
            if name.startswith("on"):
                self.scripts.add(name)
            elif bare.startswith(("javascript:", "vbscript:", "data:text")):
                self.scripts.add("javascript:")

    def _line(self, mark: str) -> None:
        if not self._at_line_start():
            self.pieces.append("\n")
        if mark:
            self.pieces.append(mark)

    def _at_line_start(self) -> bool:
        written = next((piece for piece in reversed(self.pieces) if piece), "\n")
        return written.rstrip(" \t").endswith("\n") or written == "・"
