"""Captions of recordings: WebVTT and SRT as meeting programs write them, read and written.

Zoom puts 「name: 」 before the words, Teams a voice tag around them; byte order marks, hours left
out and identifiers are common, and a broken passage is named by its line and left out.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

MOST_BYTES = 10_000_000
MOST_CUES = 100_000
LONGEST_TEXT = 5_000
LONGEST_VOICE = 80
PAUSE = 2_000
"""Milliseconds between two passages of one voice that are still one."""
MEDIA_TYPES = {"vtt": "text/vtt; charset=utf-8", "srt": "application/x-subrip; charset=utf-8"}

_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,](\d{1,3})"
_TIMING = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}(?:\s+.*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>", re.I)
_TAG = re.compile(r"</?[a-z0-9][^<>]{0,200}>", re.I)
_NAMED = re.compile(r"^([^:：<>\n]{1,80}?)\s*[:：]\s+(?=\S)|^([^:：<>\n]{1,80}?)：(?=\S)")
_SKIPPED = ("NOTE", "STYLE", "REGION", "WEBVTT")


class UnreadableCaptions(ValueError):
    """A file that holds no captions; `code` says why."""

    def __init__(self, code: str) -> None:
        """Take the reason code."""
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Cue:
    """What was said between two moments of the recording, in milliseconds."""

    begins: int
    ends: int
    text: str
    voice: str = ""


@dataclass(frozen=True)
class Fault:
    """A passage that was left out: the line of the file, and why."""

    line: int
    code: str
    """`no-timing`, `ends-before-beginning`, `no-text` or `too-long`."""


@dataclass(frozen=True)
class Captions:
    """The passages of a file in order of time, and what was left out."""

    cues: tuple[Cue, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def voices(self) -> tuple[str, ...]:
        """The names that speak, in the order in which they first do."""
        return tuple(dict.fromkeys(cue.voice for cue in self.cues if cue.voice))


def read_captions(data: bytes) -> Captions:
    """Return the captions of a WebVTT or SRT file; UnreadableCaptions when it is neither.

    `captions-too-large`, `captions-not-text`, `captions-empty` or `captions-too-many`.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableCaptions("captions-too-large")
    lines = _text(data).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cues: list[Cue] = []
    faults: list[Fault] = []
    for number, block in _blocks(lines):
        found = _cue(number, block)
        if isinstance(found, Cue):
            cues.append(found)
        elif found is not None:
            faults.append(found)
        if len(cues) > MOST_CUES:
            raise UnreadableCaptions("captions-too-many")
    if not cues:
        raise UnreadableCaptions("captions-empty")
    return Captions(tuple(sorted(cues, key=lambda cue: (cue.begins, cue.ends))), tuple(faults))


def merged(cues: Iterable[Cue], *, pause: int = PAUSE) -> list[Cue]:
    """Return passages with those of one voice joined while the pause between them is short."""
    found: list[Cue] = []
    for cue in cues:
        last = found[-1] if found else None
        if (
            last is not None
            and last.voice == cue.voice
            and cue.begins - last.ends <= pause
            and len(last.text) + len(cue.text) < LONGEST_TEXT
        ):
            found[-1] = replace(
                last, ends=max(last.ends, cue.ends), text=_joined(last.text, cue.text)
            )
        else:
            found.append(cue)
    return found


def as_vtt(cues: Sequence[Cue]) -> str:
    """Return captions as a WebVTT file, voices as voice tags."""
    blocks = ["WEBVTT"]
    for cue in cues:
        words = html.escape(cue.text, quote=False).replace("\n\n", "\n")
        voice = html.escape(cue.voice, quote=False)
        spoken = f"<v {voice}>{words}</v>" if voice else words
        blocks.append(f"{clock(cue.begins)} --> {clock(cue.ends)}\n{spoken}")
    return "\n\n".join(blocks) + "\n"


def as_srt(cues: Sequence[Cue]) -> str:
    """Return captions as an SRT file, voices before their words."""
    blocks = []
    for number, cue in enumerate(cues, start=1):
        words = f"{cue.voice}: {cue.text}" if cue.voice else cue.text
        times = f"{clock(cue.begins)} --> {clock(cue.ends)}".replace(".", ",")
        blocks.append(f"{number}\n{times}\n{words}")
    return "\n\n".join(blocks) + "\n"


def clock(milliseconds: int) -> str:
    """Return 01:02:03.004."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02}:{minute:02}:{second:02}.{rest:03}"


def _text(data: bytes) -> str:
    is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    encodings = ["utf-16"] if is_wide else ["utf-8-sig", "cp932"]
    for encoding in encodings:
        try:
            found = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in found:
            break
        return found
    raise UnreadableCaptions("captions-not-text")


def _blocks(lines: Sequence[str]) -> Iterable[tuple[int, list[str]]]:
    """Yield the runs of lines between blank ones, with the number of their first line."""
    block: list[str] = []
    begun = 1
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            if not block:
                begun = number
            block.append(line)
        elif block:
            yield begun, block
            block = []


def _cue(number: int, block: list[str]) -> Cue | Fault | None:
    if block[0].strip().upper().startswith(_SKIPPED):
        rest = [place for place, line in enumerate(block) if _TIMING.match(line)]
        if not rest:
            return None
        block, number = block[rest[0] :], number + rest[0]  # no blank line after the header
    place = next((at for at, line in enumerate(block[:2]) if _TIMING.match(line)), None)
    if place is None:
        return Fault(number, "no-timing")
    timing = _TIMING.match(block[place])
    assert timing is not None
    parts = timing.groups()
    begins, ends = _milliseconds(parts[:4]), _milliseconds(parts[4:])
    if ends <= begins:
        return Fault(number + place, "ends-before-beginning")
    voice, text = _spoken("\n".join(block[place + 1 :]))
    if not text:
        return Fault(number + place, "no-text")
    if len(text) > LONGEST_TEXT:
        return Fault(number + place, "too-long")
    return Cue(begins, ends, text, voice)


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((rest or "0").ljust(3, "0"))


def _spoken(words: str) -> tuple[str, str]:
    """Return who speaks and what, without tags; nothing in it is markup any more."""
    tag = _VOICE.search(words)
    voice = html.unescape(tag[1]).strip() if tag else ""
    text = html.unescape(_TAG.sub("", words)).strip()
    if not voice and (named := _NAMED.match(text)):
        voice = (named[1] or named[2]).strip()
        text = text[named.end() :].strip()
    return _clean(voice)[:LONGEST_VOICE], "\n".join(
        _clean(line) for line in text.split("\n") if line.strip()
    )


def _clean(line: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in line).split())


def _joined(first: str, second: str) -> str:
    """Return two passages as one; Japanese needs no space between them."""
    is_latin = first[-1:].isascii() and second[:1].isascii()
    return f"{first} {second}" if is_latin else f"{first}{second}"
