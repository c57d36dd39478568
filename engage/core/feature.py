"""What a feature receives at start-up, so that it can hang itself in."""

from dataclasses import dataclass
from typing import Any

from engage.core.bell import Bell
from engage.core.config import Settings
from engage.core.db import Database
from engage.core.jobs import Handlers


@dataclass(frozen=True)
class House:
    """The parts of one running installation."""

    settings: Settings
    database: Database
    handlers: Handlers
    registry: Any
    bell: Bell
