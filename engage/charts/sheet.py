"""A sheet of plain shapes in pixels from the top left, before any library draws it."""

from dataclasses import dataclass, field, replace
from typing import Literal

from engage.charts import palette

Anchor = Literal["start", "middle", "end"]
Hatch = Literal["", "small", "second"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A filled bar or a piece of one."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    hatch: Hatch = ""

    def moved(self, right: float, down: float) -> "Rect":
        """Return the same shape at another place."""
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str
    weight: float = 1
    is_dashed: bool = False

    def moved(self, right: float, down: float) -> "Line":
        """Return the same shape at another place."""
        return replace(
            self, x1=self.x1 + right, y1=self.y1 + down, x2=self.x2 + right, y2=self.y2 + down
        )


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle; a hollow one is paper inside."""

    x: float
    y: float
    radius: float
    fill: str
    stroke: str

    def moved(self, right: float, down: float) -> "Dot":
        """Return the same shape at another place."""
        return replace(self, x=self.x + right, y=self.y + down)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `role` is its class in the page's style sheet."""

    x: float
    y: float
    text: str
    size: float
    fill: str = palette.INK
    anchor: Anchor = "start"
    bold: bool = False
    role: str = ""

    def moved(self, right: float, down: float) -> "Text":
        """Return the same shape at another place."""
        return replace(self, x=self.x + right, y=self.y + down)


Shape = Rect | Line | Dot | Text

PHONE = 328
DESK = 720


@dataclass(slots=True)
class Sheet:
    """The drawing surface of one layout; it grows downwards."""

    width: float
    scale: float = 1.0
    height: float = 0.0
    shapes: list[Shape] = field(default_factory=list)

    @property
    def is_wide(self) -> bool:
        """Whether this is the layout for a desk."""
        return self.width >= DESK

    @property
    def size(self) -> float:
        """The size of labels and values."""
        return 15 * self.scale

    @property
    def small(self) -> float:
        """The size of ticks and of figures inside bars."""
        return 13 * self.scale

    @property
    def line_height(self) -> float:
        """The distance from one line of a label to the next."""
        return 21 * self.scale

    def add(self, *shapes: Shape) -> None:
        """Put shapes on the sheet, later ones above earlier ones."""
        self.shapes.extend(shapes)

    def under(self, *shapes: Shape) -> None:
        """Put shapes beneath everything else."""
        self.shapes[:0] = shapes
