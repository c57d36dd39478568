"""What a system file says of its columns, checked before a byte is written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engage.documents.table import DocumentError

Code = int | float | str
Measure = Literal["nominal", "ordinal", "scale"]
Format = Literal["A", "F", "SDATE", "MOYR"]

LONGEST_NAME = 64
WIDEST = 32_767
MOST_MISSING = 3
_NAME = re.compile(r"[A-Za-z@][\w.@#$]*(?<!\.)")
_GROUP_NAME = re.compile(r"\$[\w.@#$]+")


@dataclass(frozen=True, slots=True)
class Variable:
    """One column: `width` 0 holds numbers, a larger one texts of so many bytes.

    `missing` are the codes that mean no answer. Of numbers, more than three become the range from
    the lowest to the highest of them; of texts there can be three at most.
    """

    name: str
    label: str = ""
    width: int = 0
    format: Format = "F"
    digits: int = 8
    decimals: int = 0
    labels: Mapping[Code, str] = field(default_factory=dict)
    missing: tuple[Code, ...] = ()
    measure: Measure = "nominal"

    def __post_init__(self) -> None:
        """Refuse what no reader could hold."""
        if not _NAME.fullmatch(self.name) or len(self.name.encode()) > LONGEST_NAME:
            raise DocumentError("name_not_possible", name=self.name)
        if not 0 <= self.width <= WIDEST:
            raise DocumentError("too_wide", name=self.name, width=self.width)
        if self.width and len(self.missing) > MOST_MISSING:
            raise DocumentError("too_many_missing", name=self.name)
        if any(isinstance(code, str) is not bool(self.width) for code in self._codes):
            raise DocumentError("code_of_wrong_kind", name=self.name)
        if self.missing_range:
            low, high = self.missing_range
            caught = [c for c in self.labels if low <= c <= high and c not in self.missing]  # type: ignore[operator]
            if caught:
                raise DocumentError("answer_within_missing", name=self.name, found=caught[0])

    @property
    def _codes(self) -> tuple[Code, ...]:
        return (*self.labels, *self.missing)

    @property
    def missing_range(self) -> tuple[float, float] | None:
        """The range that covers the missing codes, when there are more than three."""
        if self.width or len(self.missing) <= MOST_MISSING:
            return None
        codes = [float(code) for code in self.missing]
        return min(codes), max(codes)

    @property
    def segments(self) -> tuple[int, ...]:
        """The widths of the pieces in which a long text is kept; one piece otherwise."""
        if self.width <= 255:
            return (self.width,)
        pieces = (self.width + 251) // 252
        return (255,) * (pieces - 1) + (self.width - (pieces - 1) * 252,)


@dataclass(frozen=True, slots=True)
class Group:
    """A multiple-response set: `counted` is the code of a ticked box, None where codes differ."""

    name: str
    label: str
    variables: tuple[str, ...]
    counted: int | None = None

    def __post_init__(self) -> None:
        """Refuse a name that no reader knows."""
        if not _GROUP_NAME.fullmatch(self.name) or len(self.name.encode()) > LONGEST_NAME:
            raise DocumentError("name_not_possible", name=self.name)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Everything that a file says before its rows."""

    label: str
    variables: tuple[Variable, ...]
    groups: tuple[Group, ...] = ()
    weight: str | None = None

    def __post_init__(self) -> None:
        """Refuse names given twice, and groups or weights of what is not there."""
        names = [variable.name for variable in self.variables]
        if not names:
            raise DocumentError("no_columns", table=self.label)
        if len({name.casefold() for name in names}) < len(names):
            raise DocumentError("name_given_twice", table=self.label)
        wanted = {name for group in self.groups for name in group.variables}
        wanted |= {self.weight} if self.weight else set()
        if unknown := wanted - set(names):
            raise DocumentError("name_unknown", name=min(unknown))
