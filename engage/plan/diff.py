"""What changed between two texts, and between two versions of a plan."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, product

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from engage.plan.models import ElementRevision, Placement, PlanElement, PlanVersion

MOSTLY_NEW = 0.5
"""Below this likeness a sentence is struck and written anew: patches could not be read."""
MOST_PAIRS = 900
MOST_PHRASES = 40_000
"""Beyond these a text is no text that a person wrote; comparing it must not take seconds."""
_SENTENCE = re.compile(r"[^。\n]*[。\n]+|[^。\n]+")
_PHRASE = re.compile(
    r"[一-龠々〆ヶ0-9０-９A-Za-zＡ-Ｚａ-ｚ]+[ぁ-ん]*|[ァ-ヴー]+[ぁ-ん]*|[ぁ-ん]+|[、。，．]|\s+|."
)


@dataclass(frozen=True)
class Segment:
    """A piece of text that stayed, went or came: same, del, ins."""

    kind: str
    text: str


def segments(before: str, after: str) -> list[Segment]:
    """Return the differences of two Japanese texts by phrases (文節), not by characters.

    Sentences are paired first; one that is mostly new is struck and written anew as a whole.
    """
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    found: list[Segment] = []
    i = j = 0
    for k, m in [*_pairs(old, new), (len(old), len(new))]:
        found += _one_sided("".join(old[i:k]), "".join(new[j:m]))
        if k < len(old):
            found += _phrases(old[k], new[m])
        i, j = k + 1, m + 1
    return _joined(found)


def _pairs(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Return which sentences became which: the pairing in order that keeps the most."""
    if len(old) * len(new) > MOST_PAIRS:
        return [(i, i) for i, (a, b) in enumerate(zip(old, new, strict=False)) if _likeness(a, b)]
    likeness = [[_likeness(a, b) for b in new] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, j in product(reversed(range(len(old))), reversed(range(len(new)))):
        best[i][j] = max(best[i + 1][j], best[i][j + 1], likeness[i][j] + best[i + 1][j + 1])
    found = []
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(before: str, after: str) -> float:
    """Return how much of two sentences is shared; nothing when they are mostly different."""
    if before == after:
        return 1.0
    old, new = _PHRASE.findall(before), _PHRASE.findall(after)
    if len(old) * len(new) > MOST_PHRASES:
        return 0.0
    ratio = SequenceMatcher(None, old, new, autojunk=False).ratio()
    return ratio if ratio >= MOSTLY_NEW else 0.0


def _phrases(before: str, after: str) -> list[Segment]:
    if before == after:
        return [Segment("same", before)]
    old, new = _PHRASE.findall(before), _PHRASE.findall(after)
    found: list[Segment] = []
    for operation, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            found.append(Segment("same", "".join(old[i:j])))
        else:
            found += _one_sided("".join(old[i:j]), "".join(new[k:m]))
    return found


def _one_sided(gone: str, came: str) -> list[Segment]:
    return [Segment(kind, text) for kind, text in (("del", gone), ("ins", came)) if text]


def _joined(found: list[Segment]) -> list[Segment]:
    """Put neighbours of one kind together, so that a reader hears 「追加」 once."""
    joined = []
    for kind, group in groupby(found, key=lambda segment: segment.kind):
        joined.append(Segment(kind, "".join(segment.text for segment in group)))
    return joined


@dataclass(frozen=True)
class Difference:
    """One element that differs between two versions."""

    element: PlanElement
    kinds: tuple[str, ...]
    """added, removed, modified, moved, relisted, unrelisted."""
    before: ElementRevision | None
    after: ElementRevision | None


def differences(
    session: Session, base: PlanVersion | None, version: PlanVersion
) -> list[Difference]:
    """Return every element whose text or place differs, in the order of the newer version."""
    old = _by_element(session, base) if base else {}
    new = _by_element(session, version)
    found = []
    for element_id in [*new, *(e for e in old if e not in new)]:
        before, after = old.get(element_id, []), new.get(element_id, [])
        kinds = _kinds(before, after)
        if kinds:
            some = (after or before)[0].placement
            found.append(
                Difference(
                    element=some.element,
                    kinds=kinds,
                    before=before[0].placement.revision if before else None,
                    after=after[0].placement.revision if after else None,
                )
            )
    return found


@dataclass(frozen=True)
class _Stand:
    """One place of an element, and below what it stands."""

    placement: Placement
    below: str

    @property
    def place(self) -> tuple[str, str]:
        return (self.below, self.placement.number_label)


def _by_element(session: Session, version: PlanVersion) -> dict[str, list[_Stand]]:
    placements = session.scalars(
        select(Placement)
        .where(Placement.version_id == version.id)
        .order_by(Placement.is_primary.desc(), Placement.position)
        .options(selectinload(Placement.element), selectinload(Placement.revision))
    ).all()
    codes = {placement.id: placement.element.code for placement in placements}
    found: dict[str, list[_Stand]] = {}
    for placement in placements:
        stand = _Stand(placement, codes.get(placement.parent_id or "", ""))
        found.setdefault(placement.element_id, []).append(stand)
    return dict(sorted(found.items(), key=lambda item: item[1][0].placement.position))


def _kinds(before: list[_Stand], after: list[_Stand]) -> tuple[str, ...]:
    if not before:
        return ("added",)
    if not after:
        return ("removed",)
    kinds = []
    if before[0].placement.element_revision_id != after[0].placement.element_revision_id:
        kinds.append("modified")
    if before[0].place != after[0].place:
        kinds.append("moved")
    old, new = ({stand.place for stand in stands[1:]} for stands in (before, after))
    if new - old:
        kinds.append("relisted")
    if old - new:
        kinds.append("unrelisted")
    return tuple(kinds)
