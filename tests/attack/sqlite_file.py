"""What a SQLite file and its log tell: places in the file, and what changed together."""

import itertools
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.attack.linking import Evidence

LEAF, INNER = {0x0A, 0x0D}, {0x02, 0x05}


@dataclass(frozen=True)
class Target:
    """One thing to look for, as the bytes by which it is known."""

    name: str
    marks: tuple[bytes, ...]


def evidence_from(path: Path, people: list[Target], answers: list[Target]) -> Evidence:
    """Read the file, its log, and everything that lies about in them."""
    evidence = Evidence()
    raw = path.read_bytes()
    size = struct.unpack(">H", raw[16:18])[0] or 65536
    pages = {i + 1: raw[i * size : (i + 1) * size] for i in range(len(raw) // size)}
    log = path.with_name(path.name + "-wal")
    commits = list(_commits(log.read_bytes(), size)) if log.exists() else []
    _what_changed_together(evidence, pages, commits, people, answers)
    for commit in commits:
        pages |= commit
    whole = b"".join(pages[number] for number in sorted(pages))
    for clues, targets in ((evidence.people, people), (evidence.answers, answers)):
        for name, last in (("first place in the file", False), ("last place in the file", True)):
            clues[name] = {t.name: _place(whole, t, last=last) for t in targets}
        clues["place in its page"] = _places_in_pages(pages, targets)
    evidence.meetings["same page"] = []
    for page in pages.values():
        evidence.met("same page", _seen(page, people), _seen(page, answers))
    evidence.meetings["same cell"] = []
    for page in pages.values():
        for _offset, cell in cells(page):
            evidence.met("same cell", _seen(cell, people), _seen(cell, answers))
    return evidence


def cells(page: bytes) -> list[tuple[int, bytes]]:
    """Return the cells of a page with their places; empty for a page that has none."""
    start = 100 if page[:15] == b"SQLite format 3" else 0
    kind = page[start] if page else 0
    if kind not in LEAF | INNER:
        return []
    count = struct.unpack(">H", page[start + 3 : start + 5])[0]
    begin = start + (12 if kind in INNER else 8)
    offsets = struct.unpack(f">{count}H", page[begin : begin + 2 * count])
    borders = [*sorted(offsets), len(page)]
    ends = dict(itertools.pairwise(borders))
    return [(offset, page[offset : ends[offset]]) for offset in offsets]


def _commits(log: bytes, size: int) -> Iterator[dict[int, bytes]]:
    """Return the pages of each transaction in the log, in the order in which they came."""
    if len(log) < 32:
        return
    salt, pages, at = log[16:24], {}, 32
    while at + 24 + size <= len(log):
        number, ends = struct.unpack(">II", log[at : at + 8])
        if log[at + 8 : at + 16] != salt:
            return  # older frames that a restart of the log left behind
        pages[number] = log[at + 24 : at + 24 + size]
        at += 24 + size
        if ends:
            yield pages
            pages = {}


def _what_changed_together(
    evidence: Evidence,
    pages: dict[int, bytes],
    commits: list[dict[int, bytes]],
    people: list[Target],
    answers: list[Target],
) -> None:
    evidence.meetings["changed in one transaction"] = []
    now = dict(pages)
    for commit in commits:
        new: set[bytes] = set()
        old: set[bytes] = set()
        for number, page in commit.items():
            new |= {_body(cell) for _o, cell in cells(page)}
            old |= {_body(cell) for _o, cell in cells(now.get(number, b""))}
        changed = b"\0".join(new ^ old)
        evidence.met("changed in one transaction", _seen(changed, people), _seen(changed, answers))
        now |= commit


def _body(cell: bytes) -> bytes:
    """Cut what lies behind a cell and belongs to none, so that only real changes count."""
    length, at = 0, 0
    for at, byte in enumerate(cell[:9]):  # noqa: B007 - the last place is needed
        length = (length << 7) | (byte & 0x7F)
        if byte < 0x80:
            break
    return cell[: at + 1 + length] if length else cell


def _seen(text: bytes, targets: list[Target]) -> set[str]:
    return {t.name for t in targets if any(mark in text for mark in t.marks)}


def _place(whole: bytes, target: Target, *, last: bool) -> int:
    find = whole.rfind if last else whole.find
    found = [place for mark in target.marks if (place := find(mark)) >= 0]
    return (max(found) if last else min(found)) if found else -1


def _places_in_pages(pages: dict[int, bytes], targets: list[Target]) -> dict[str, int]:
    found = {target.name: 0 for target in targets}
    for page in pages.values():
        for offset, cell in cells(page):
            for name in _seen(cell, targets):
                found[name] = max(found[name], len(page) - offset)
    return found
