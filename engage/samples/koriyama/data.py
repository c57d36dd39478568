"""Reads the data files of the sample city."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def data(name: str) -> Any:
    """Return one data file, as `data("projects")` or `data("fictional/panel")`."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
