"""Polls as pages show them: what was asked, how far the voting is, what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from council.models import AgendaItem, Meeting, Poll, PollVote
from council.queries.bodies import members_on
from council.rules.polls import SENSES, Question
from engage.core.clock import today

_SENSE_WORDS = {
    "agree": "賛成できる",
    "worried": "気になる点がある",
    "against": "賛成できない",
    "undecided": "まだ決められない",
}
_KIND_WORDS = {
    "sense": "ようすを見る投票",
    "approval": "よいものをすべて選ぶ投票",
    "score": "点をつける投票",
    "dot": "持ち点を配る投票",
    "ranked": "順位をつける投票",
}
SHOWN = ("open", "closed", "withdrawn")


@dataclass(frozen=True)
class OptionLine:
    """One option with what it received; `share` is its part of the longest bar in percent."""

    code: str
    label: str
    points: int
    n: int
    share: int
    is_first: bool


@dataclass(frozen=True)
class RoundView:
    """One count of a ranked vote as a row of a table."""

    number: int
    held: tuple[str, ...]
    """What each option held, in the order of the options; empty where it was out already."""
    exhausted: str
    elected: tuple[str, ...]
    put_out: tuple[str, ...]


@dataclass(frozen=True)
class PollView:
    """A poll with its words; `result` is None until it is closed."""

    poll: Poll
    item_title: str
    options: tuple[tuple[str, str], ...]
    """Code and words of what can be chosen; a sense check has codes only."""

    @property
    def result(self) -> dict[str, Any] | None:
        """What was sealed when the poll closed."""
        return self.poll.result

    @property
    def lines(self) -> list[OptionLine]:
        """The options with their points, in the order in which they were shown."""
        if self.result is None:
            return []
        most = max((line["points"] for line in self.result.get("lines", [])), default=0)
        first = {*self.result.get("winners", []), *self.result.get("tied", [])}
        labels = dict(self.options)
        return [
            OptionLine(
                code=line["option"],
                label=labels[line["option"]],
                points=line["points"],
                n=line["n"],
                share=round(100 * line["points"] / most) if most else 0,
                is_first=line["option"] in first,
            )
            for line in self.result.get("lines", [])
        ]

    @property
    def rounds(self) -> list[RoundView]:
        """The counts of a ranked vote."""
        found = (self.result or {}).get("rounds", [])
        return [
            RoundView(
                number=number,
                held=tuple(_shown(each["votes"].get(code)) for code, _label in self.options),
                exhausted=_shown(each["exhausted"]),
                elected=self._labels(each["elected"]),
                put_out=self._labels(each["put_out"]),
            )
            for number, each in enumerate(found, start=1)
        ]

    @property
    def winners(self) -> tuple[str, ...]:
        """The options that were found, in words."""
        return self._labels((self.result or {}).get("winners", []))

    @property
    def tied(self) -> tuple[str, ...]:
        """The options between which the votes do not choose."""
        return self._labels((self.result or {}).get("tied", []))

    @property
    def tiers(self) -> list[tuple[str, ...]]:
        """The order by pairwise comparison, best first."""
        return [self._labels(tier) for tier in (self.result or {}).get("tiers", [])]

    def _labels(self, codes: Iterable[str]) -> tuple[str, ...]:
        labels = dict(self.options)
        return tuple(labels[code] for code in codes)


def question_of(poll: Poll) -> Question:
    """Return what decides which votes are possible."""
    codes = SENSES if poll.kind == "sense" else _codes(poll)
    return Question(kind=poll.kind, options=codes, most=poll.most, seats=poll.seats or 1)


def view(poll: Poll) -> PollView:
    """Return a poll with its words."""
    pairs = (
        ((code, code) for code in SENSES)
        if poll.kind == "sense"
        else zip(_codes(poll), poll.options, strict=True)
    )
    return PollView(poll=poll, item_title=poll.item.title, options=tuple(pairs))


def of_meeting(session: Session, meeting: Meeting, *, with_drafts: bool = False) -> list[PollView]:
    """Return the polls of a meeting in the order in which they were written."""
    query = select(Poll).where(Poll.meeting_id == meeting.id).order_by(Poll.number)
    if not with_drafts:
        query = query.where(Poll.state.in_(SHOWN))
    return [view(poll) for poll in session.scalars(query)]


def open_poll(session: Session, meeting: Meeting) -> PollView | None:
    """Return the poll that is open now."""
    found = session.scalar(select(Poll).where(Poll.meeting_id == meeting.id, Poll.state == "open"))
    return view(found) if found else None


def last_closed(session: Session, item: AgendaItem) -> PollView | None:
    """Return the poll of an item that was closed last."""
    found = session.scalar(
        select(Poll)
        .where(Poll.agenda_item_id == item.id, Poll.state == "closed")
        .order_by(Poll.closed_at.desc())
        .limit(1)
    )
    return view(found) if found else None


def closed_of(session: Session, item: AgendaItem) -> list[PollView]:
    """Return the polls of an item that have a result, in the order of their numbers."""
    rows = session.scalars(
        select(Poll)
        .where(Poll.agenda_item_id == item.id, Poll.state == "closed")
        .order_by(Poll.number)
    )
    return [view(poll) for poll in rows]


def poll_of(session: Session, meeting: Meeting, number: int) -> Poll | None:
    """Return one poll of a meeting by its number."""
    return session.scalar(select(Poll).where(Poll.meeting_id == meeting.id, Poll.number == number))


def vote_of(session: Session, poll: Poll, organisation_id: str) -> PollVote | None:
    """Return what a seat has voted, or None; a secret vote says only that it was given."""
    return session.get(PollVote, (poll.id, organisation_id))


def _codes(poll: Poll) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, len(poll.options) + 1))


def _shown(number: str | None) -> str:
    """Write an exact number of votes for readers: whole, or with two decimals."""
    if number is None:
        return ""
    value = Fraction(number)
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}"


@dataclass(frozen=True)
class SeatLine:
    """Whether a voting seat has voted; in an open vote also what, option → number."""

    name: str
    has_voted: bool
    marks: tuple[tuple[str, str, int], ...]
    """Code, words and number of each option; nothing in a secret poll, or when it abstained."""


def seats_in(session: Session, view: PollView, at: datetime) -> list[SeatLine]:
    """Return the voting seats on the day of the meeting in 50-on order, and how far they are."""
    meeting = view.poll.item.meeting
    given = {
        row.organisation_id: row
        for row in session.scalars(select(PollVote).where(PollVote.poll_id == view.poll.id))
    }
    labels = dict(view.options)
    members = members_on(session, meeting.body_id, meeting.held_on or today(at))
    return [
        SeatLine(
            name=member.name,
            has_voted=member.organisation_id in given,
            marks=_marks(given.get(member.organisation_id), labels),
        )
        for member in members
        if member.seat == "voting"
    ]


def _marks(row: PollVote | None, labels: dict[str, str]) -> tuple[tuple[str, str, int], ...]:
    given = (row.marks if row else None) or {}
    return tuple((code, labels[code], given[code]) for code in labels if code in given)


def in_words(view: PollView) -> str:
    """Return what was asked and what came of it, as the minutes say it."""
    poll, result = view.poll, view.result or {}
    secret = "、秘密投票" if poll.is_secret else ""
    abstained = f"、うち棄権{result['abstained']}団体" if result["abstained"] else ""
    said = [
        f"{poll.question}（{_KIND_WORDS[poll.kind]}{secret}）",
        f"{result['entitled']}団体のうち{result['voted']}団体が投票{abstained}",
        *_counts_in_words(view),
    ]
    if view.tied:
        said.append(f"同じ数で決まらず：{'、'.join(view.tied)}")
    elif view.winners:
        said.append(f"選ばれたもの：{'、'.join(view.winners)}")
    return "\n".join(said)


def _counts_in_words(view: PollView) -> list[str]:
    unit = "点" if view.poll.kind in ("score", "dot") else "団体"
    lines = [
        f"{_SENSE_WORDS.get(line.code, line.label)} {line.points}{unit}" for line in view.lines
    ]
    labels = [label for _code, label in view.options]
    rounds = []
    for each in view.rounds:
        held = [f"{label} {n}" for label, n in zip(labels, each.held, strict=True) if n]
        rounds.append(f"{each.number}回め　{'、'.join(held)}")
    return (["、".join(lines)] if lines else []) + rounds
