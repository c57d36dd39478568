"""What changed between two texts, and between two versions of a plan."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.plan.models import ElementRevision, Placement, PlanElement, PlanVersion

MOSTLY_NEW = 0.5
"""Below this likeness the whole text is struck and written anew: patches could not be read."""
_CHUNK = re.compile(
    r"[一-龠々〆ヶ0-9０-９A-Za-zＡ-Ｚａ-ｚ]+[ぁ-ん]*|[ァ-ヴー]+[ぁ-ん]*|[ぁ-ん]+|[、。，．]|\s+|."
)


@dataclass(frozen=True)
class Segment:
    """A piece of text that stayed, went or came: same, del, ins."""

    kind: str
    text: str


def segments(before: str, after: str) -> list[Segment]:
    """Return the differences of two Japanese texts by phrases (文節), not by characters."""
    old, new = _CHUNK.findall(before), _CHUNK.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if before and after and matcher.ratio() < MOSTLY_NEW:
        return [Segment("del", before), Segment("ins", after)]
    found: list[Segment] = []
    for operation, i, j, k, m in matcher.get_opcodes():
        if operation == "equal":
            found.append(Segment("same", "".join(old[i:j])))
            continue
        if j > i:
            found.append(Segment("del", "".join(old[i:j])))
        if m > k:
            found.append(Segment("ins", "".join(new[k:m])))
    return found


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
            some = (after or before)[0]
            found.append(
                Difference(
                    element=some.element,
                    kinds=kinds,
                    before=before[0].revision if before else None,
                    after=after[0].revision if after else None,
                )
            )
    return found


def _by_element(session: Session, version: PlanVersion) -> dict[str, list[Placement]]:
    found: dict[str, list[Placement]] = {}
    for placement in session.scalars(
        select(Placement)
        .where(Placement.version_id == version.id)
        .order_by(Placement.is_primary.desc(), Placement.position)
    ):
        found.setdefault(placement.element_id, []).append(placement)
    return dict(sorted(found.items(), key=lambda item: item[1][0].position))


def _kinds(before: list[Placement], after: list[Placement]) -> tuple[str, ...]:
    if not before:
        return ("added",)
    if not after:
        return ("removed",)
    kinds = []
    if before[0].element_revision_id != after[0].element_revision_id:
        kinds.append("modified")
    if _place(before[0]) != _place(after[0]):
        kinds.append("moved")
    old, new = ({p.number_label for p in places[1:]} for places in (before, after))
    if len(after) > len(before) or new - old:
        kinds.append("relisted")
    elif len(after) < len(before):
        kinds.append("unrelisted")
    return tuple(kinds)


def _place(placement: Placement) -> str:
    return placement.number_label
