"""A document before it has a format: headings, texts, facts, grids and pictures, in order.

Word, PDF, Excel and HTML are written from the same outline, so their numbers cannot differ.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

CellKind = Literal["text", "number", "percent"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Heading(_Part):
    """A heading; level 1 begins a chapter."""

    kind: Literal["heading"] = "heading"
    text: str
    level: Annotated[int, Field(ge=1, le=3)] = 1


class Paragraph(_Part):
    """Running text; a note is set smaller."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    is_note: bool = False


class Facts(_Part):
    """Names and what stands for each."""

    kind: Literal["facts"] = "facts"
    rows: tuple[tuple[str, str], ...]


class Head(_Part):
    """The head of a column, and what its cells hold; percent cells are written as 67.5."""

    title: str
    kind: CellKind = "text"


class Grid(_Part):
    """A table: its caption, columns and rows of text, and what must be read with it."""

    kind: Literal["grid"] = "grid"
    caption: str
    sheet: str
    """The short name under which a workbook shows it."""
    columns: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    bars: tuple[int, int] | None = None
    """Columns of the names and of the values that a chart in a workbook draws."""


class Picture(_Part):
    """A picture by name, the words that stand for it, and its caption."""

    kind: Literal["picture"] = "picture"
    name: str
    alt: str
    caption: str = ""


Block = Annotated[Heading | Paragraph | Facts | Grid | Picture, Field(discriminator="kind")]


class Outline(_Part):
    """A whole document."""

    name: str
    """What its files are called."""
    title: str
    subtitle: str = ""
    author: str = ""
    language: str = "ja"
    blocks: tuple[Block, ...]

    @property
    def grids(self) -> Iterator[Grid]:
        """The tables, in order."""
        return (block for block in self.blocks if isinstance(block, Grid))
