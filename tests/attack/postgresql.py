"""What PostgreSQL tells beyond its rows: row versions, places, dead rows in the files."""

import struct
from collections import defaultdict
from pathlib import Path

from sqlalchemy import Connection, text

from tests.attack.linking import Evidence
from tests.attack.sqlite_file import Target

TABLES = (
    "participation",
    "response",
    "incoming_response",
    "draft",
    "sealed_draft",
    "survey_quota",
    "answer_change",
    "notice_wish",
)
PAGE = 8192


def evidence_from(connection: Connection, people: list[Target], answers: list[Target]) -> Evidence:
    """Read every row with its system columns, and every file as far as it can be read."""
    evidence = Evidence()
    evidence.meetings["written by one transaction"] = []
    by_transaction: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for table in TABLES:
        rows = connection.execute(
            text(
                "SELECT xmin::text::bigint, xmax::text::bigint, ctid::text, "
                f"{table}::text FROM {table}"
            )
        ).all()
        for place, (xmin, xmax, ctid, row) in enumerate(rows):
            content = row.encode()
            who, what = _seen(content, people), _seen(content, answers)
            _clue(evidence.people, table, who, place, xmin, xmax, ctid)
            _clue(evidence.answers, table, what, place, xmin, xmax, ctid)
            for xid in {xmin, xmax} - {0}:
                by_transaction[xid][0].update(who)
                by_transaction[xid][1].update(what)
        _read_file(connection, table, evidence, by_transaction, people, answers)
    for who, what in by_transaction.values():
        evidence.met("written by one transaction", who, what)
    return evidence


def _clue(clues: dict, table: str, names: set[str], place: int, xmin: int, xmax: int, ctid: str):
    block, item = (int(part) for part in ctid.strip("()").split(","))
    for name in names:
        for clue, value in (
            ("dump order", place),
            ("xmin", xmin),
            ("xmax", xmax),
            ("ctid", (block, item)),
        ):
            clues.setdefault(f"{table} {clue}", {})[name] = value


def _read_file(connection, table, evidence, by_transaction, people, answers) -> None:
    """Read the table's file: rows that were deleted lie there until it is written anew."""
    connection.execute(text("CHECKPOINT"))
    folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
    path = (
        folder
        / connection.execute(
            text("SELECT pg_relation_filepath(:table)"), {"table": table}
        ).scalar_one()
    )
    try:
        raw = path.read_bytes()
    except OSError:
        return  # a server elsewhere
    for start in range(0, len(raw), PAGE):
        page = raw[start : start + PAGE]
        evidence.met("same page", _seen(page, people), _seen(page, answers))
        lower = struct.unpack("<H", page[12:14])[0]
        for at in range(24, lower, 4):
            pointer = struct.unpack("<I", page[at : at + 4])[0]
            offset, length = pointer & 0x7FFF, pointer >> 17
            if length < 24:
                continue
            row = page[offset : offset + length]
            who, what = _seen(row, people), _seen(row, answers)
            evidence.met("same row, dead or alive", who, what)
            for xid in set(struct.unpack("<II", row[:8])) - {0}:
                by_transaction[xid][0].update(who)
                by_transaction[xid][1].update(what)


def _seen(content: bytes, targets: list[Target]) -> set[str]:
    return {t.name for t in targets if any(mark in content for mark in t.marks)}


def left_in_the_servers_log(connection: Connection, answers: list[Target]) -> int | None:
    """Return how many answers can still be read in the server's own log; None where we see none."""
    folder = Path(connection.execute(text("SHOW data_directory")).scalar_one()) / "pg_wal"
    try:
        whole = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    except OSError:
        return None
    return len(_seen(whole, answers))
