"""A whole meeting as one zip that anyone can keep and check: the same content, the same bytes.

Only what is public is inside; a meeting that is not open to all has no archive.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from council.calendars import Office, event_file
from council.open_data import (
    ATTENDANCE,
    CHANNELS,
    ITEM_STATES,
    KINDS,
    LICENCE,
    LICENCE_URL,
    MODES,
    OPINION_STATES,
    STATES,
)
from council.queries.open_record import OpenMeeting
from council.queries.opinions import OpinionView, Wording
from council.queries.polls import PollView
from engage.core.clock import JST
from engage.core.digest import canonical_json
from engage.documents.table import file_name
from engage.plan.trace import OUTCOME_WORDS

_SAME_DAY = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1024 * 1024
FORMAT = "engage-meeting-archive/1"

Content = bytes | Path


def write(
    file: IO[bytes], record: OpenMeeting, office: Office, paper: Callable[[str], Path]
) -> None:
    """Write the archive; `paper` says where the file with a digest lies."""
    entries = dict(_contents(record, office, paper))
    digests = {name: _digest(content) for name, content in sorted(entries.items())}
    manifest = _pretty(
        {
            "format": FORMAT,
            "meeting": office.page(f"/council/meetings/{record.meeting.code}"),
            "licence": LICENCE_URL,
            "files": [
                {"name": name, "size": size, "sha256": digest}
                for name, (digest, size) in digests.items()
            ],
        }
    )
    sums = "".join(f"{digest}  {name}\n" for name, (digest, _size) in digests.items())
    entries["manifest.json"] = manifest
    entries["SHA256SUMS"] = (sums + f"{_digest(manifest)[0]}  manifest.json\n").encode()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in sorted(entries.items()):
            _pack(packed, name, content)


def plain(record: OpenMeeting, office: Office) -> dict[str, Any]:
    """Return everything public of a meeting as plain values."""
    meeting = record.meeting
    return {
        "format": FORMAT,
        "page": office.page(f"/council/meetings/{meeting.code}"),
        "code": meeting.code,
        "body": {"code": record.body.code, "name": record.body_name},
        "ordinal": meeting.ordinal,
        "title": meeting.title,
        "summary": record.summary,
        "mode": meeting.mode,
        "state": meeting.state,
        "held_on": meeting.held_on.isoformat() if meeting.held_on else None,
        "starts_at": _moment(meeting.starts_at or meeting.writing_opens_at),
        "ends_at": _moment(meeting.ends_at or meeting.writing_closes_at),
        "opened_at": _moment(meeting.opened_at),
        "ended_at": _moment(meeting.ended_at),
        "venue": meeting.venue,
        "observer_seats": meeting.observer_seats,
        "cancel_reason": meeting.cancel_reason,
        "source": meeting.source,
        "is_fictional": meeting.is_fictional,
        "attendance": [
            {"organisation": line.name, "reading": line.reading, "mode": line.mode}
            for line in record.attendance
        ],
        "agenda": [
            {
                "position": item.position,
                "label": item.number_label,
                "title": item.title,
                "summary": item.summary,
                "planned_minutes": item.planned_minutes,
                "state": item.state,
                "started_at": _moment(item.started_at),
                "ended_at": _moment(item.ended_at),
                "outcome": item.outcome,
                "papers": [
                    {
                        "id": paper.id,
                        "number": paper.number,
                        "version": paper.version,
                        "title": paper.title,
                        "sha256": paper.file_digest,
                        "media_type": paper.media_type,
                        "is_fictional": paper.is_fictional,
                    }
                    for paper in record.papers_of(item.id)
                ],
                "opinions": [
                    _plain_opinion(opinion, record.wordings.get(opinion.id, []), office)
                    for opinion in record.opinions
                    if opinion.item_id == item.id
                ],
            }
            for item in record.items
        ],
        "polls": [_plain_poll(view) for view in record.polls],
        "minutes": (
            {"digest": record.publication.digest, "published_at": _moment(record.publication.at)}
            if record.publication
            else None
        ),
    }


def _plain_opinion(opinion: OpinionView, wordings: list[Wording], office: Office) -> dict[str, Any]:
    answer = opinion.response
    return {
        "page": office.page(f"/council/opinions/{opinion.id}"),
        "number": opinion.number,
        "kind": opinion.kind,
        "channel": opinion.channel,
        "phase": opinion.phase,
        "organisation": opinion.who,
        "received_on": opinion.received_on.isoformat(),
        "state": opinion.state,
        "closing_reason": opinion.closing_reason,
        "text": opinion.text,
        "note": opinion.note,
        "is_summary": opinion.is_summary,
        "wording": opinion.seq,
        "wordings": [
            {"wording": each.seq, "text": each.text, "at": _moment(each.at)} for each in wordings
        ],
        "is_fictional": opinion.is_fictional,
        "response": answer
        and {
            "id": answer.id,
            "wording": answer.seq,
            "disposition": answer.disposition,
            "text": answer.text,
            "due_on": answer.due_on.isoformat() if answer.due_on else None,
            "department": answer.department,
            "at": _moment(answer.at),
            "is_fictional": answer.is_fictional,
        },
    }


def _plain_poll(view: PollView) -> dict[str, Any]:
    return {
        "number": view.poll.number,
        "item": view.item_title,
        "kind": view.poll.kind,
        "question": view.poll.question,
        "is_secret": view.poll.is_secret,
        "state": view.poll.state,
        "reason": view.poll.reason,
        "options": [{"code": code, "words": words} for code, words in view.options],
        "results": [
            {"option": line.code, "points": line.points, "votes": line.n} for line in view.lines
        ],
        "winners": list(view.winners),
        "tied": list(view.tied),
        "digest": view.poll.digest,
        "is_fictional": view.poll.is_fictional,
    }


def _contents(
    record: OpenMeeting, office: Office, paper: Callable[[str], Path]
) -> Iterator[tuple[str, Content]]:
    meeting = record.meeting
    missing = []
    for number, each in enumerate(record.papers, start=1):
        stem = f"papers/{number:02}"
        if each.text:
            yield f"{stem}_{file_name(each.title, 'md')}", each.text.encode()
        if each.file_digest:
            path = paper(each.file_digest)
            if path.exists():
                yield f"{stem}_{file_name(each.title, each.extension or 'bin')}", path
            else:
                missing.append(each.title)
    yield "meeting.json", _pretty(plain(record, office))
    yield "meeting.txt", ("\n".join(_lines(record)) + "\n").encode()
    if meeting.convened_at and (meeting.starts_at or meeting.writing_opens_at):
        yield (
            "calendar.ics",
            event_file(meeting, office, method="PUBLISH", at=meeting.convened_at),
        )
    if record.publication:
        document = record.publication.document
        yield "minutes/minutes.json", canonical_json(document).encode()
        yield "minutes/minutes.txt", ("\n".join(_minutes(document)) + "\n").encode()
    yield "README.txt", _readme(record, office, missing).encode()


def _readme(record: OpenMeeting, office: Office, missing: list[str]) -> str:
    lines = [
        f"{record.meeting.title}の記録",
        office.page(f"/council/meetings/{record.meeting.code}"),
        "",
        "meeting.txt　読むための文。meeting.json　同じ内容の機械用の形。",
        "papers　資料。minutes　公開した議事要旨。",
        "公開していない内容と個人の名前の一覧は、入っていません。",
        "",
        "中身が変わっていないことは、次のように確かめられます。",
        "1. このzipを開き、中のフォルダで「sha256sum -c SHA256SUMS」を実行します。",
        "   macOSは「shasum -a 256 -c SHA256SUMS」です。",
        "2. 議事要旨の指紋は、minutes/minutes.jsonのSHA-256です。",
        "   ページに載っている指紋と比べてください。",
        "",
        f"利用条件：{LICENCE}　{LICENCE_URL}",
    ]
    if missing:
        lines += ["", f"保存場所に見つからず、入れられなかった資料：{'、'.join(missing)}"]
    return "\n".join(lines) + "\n"


def _lines(record: OpenMeeting) -> Iterator[str]:
    meeting = record.meeting
    yield meeting.title + _mark(meeting.is_fictional)
    yield f"会議体　{record.body_name}"
    yield f"日　{meeting.held_on.isoformat() if meeting.held_on else '記載なし'}"
    yield f"開き方　{MODES.get(meeting.mode or '', '記載なし')}"
    if meeting.venue:
        yield f"会場　{meeting.venue}"
    yield f"状態　{STATES[meeting.state]}"
    if meeting.cancel_reason:
        yield f"中止の理由　{meeting.cancel_reason}"
    if record.summary:
        yield f"\n{record.summary}"
    if record.attendance:
        yield "\n■ 団体（50音順）"
        yield from (f"{line.name}　{ATTENDANCE[line.mode]}" for line in record.attendance)
    for item in record.items:
        label = "" if item.number_label == item.title else f"{item.number_label}　"
        yield f"\n■ {label}{item.title}（{ITEM_STATES[item.state]}）"
        if item.summary:
            yield item.summary
        yield from (
            f"資料　{paper.title}{_mark(paper.is_fictional)}" for paper in record.papers_of(item.id)
        )
        if item.outcome:
            yield f"まとめ　{item.outcome}"
        for opinion in record.opinions:
            if opinion.item_id == item.id:
                yield from _opinion_lines(opinion)


def _opinion_lines(opinion: OpinionView) -> Iterator[str]:
    yield ""
    yield (
        f"{KINDS[opinion.kind]}{opinion.number}　{opinion.who or '団体の記載なし'}"
        f"（{CHANNELS[opinion.channel]}）{_mark(opinion.marks_fictional)}"
    )
    yield (
        opinion.text
        if opinion.is_public
        else (f"（{OPINION_STATES[opinion.state]}。{opinion.closing_reason}）")
    )
    if opinion.response:
        words = f"{OUTCOME_WORDS[opinion.response.disposition]}。{opinion.response.text}"
        yield f"市の考え方{_mark(opinion.response.is_fictional)}　{words}"


def _mark(is_fictional: bool) -> str:
    return "［架空］" if is_fictional else ""


def _minutes(document: dict[str, Any]) -> Iterator[str]:
    yield f"{document['meeting']['title']}　議事要旨"
    item = None
    for block in document["blocks"]:
        if block["item"] != item:
            item = block["item"]
            if item:
                yield f"\n■ {item['title']}"
        yield ""
        if block["speaker"]:
            yield f"［{block['speaker']}］"
        yield block["text"]


def _moment(at: Any) -> str | None:
    return at.astimezone(JST).isoformat(timespec="seconds") if at else None


def _pretty(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _digest(content: Content) -> tuple[str, int]:
    if isinstance(content, bytes):
        return hashlib.sha256(content).hexdigest(), len(content)
    with content.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), content.stat().st_size


def _pack(packed: zipfile.ZipFile, name: str, content: Content) -> None:
    entry = zipfile.ZipInfo(name, _SAME_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    with packed.open(entry, "w") as target:
        if isinstance(content, bytes):
            target.write(content)
            return
        with content.open("rb") as source:
            while part := source.read(_CHUNK):
                target.write(part)
