"""Published numbers, and the answers of a small survey."""

import json
from pathlib import Path

import pytest

from engage.stats.cells import NOT_ASKED, ArrayCells, Column, multiple_columns

DATA = Path(__file__).resolve().parents[2] / "data" / "stats"


@pytest.fixture(scope="session")
def published():
    return json.loads((DATA / "published.json").read_text())


@pytest.fixture(scope="session")
def twelve():
    """Twelve people: sex, a yes-no question shown to eleven, a question with several answers."""
    sex = ["m", "m", "m", "m", "m", "f", "f", "f", "f", "f", "f", None]
    use = ["yes", "yes", "no", None, NOT_ASKED, "no", "no", "no", "yes", None, "no", "yes"]
    men = [["web"], ["web", "card"], ["card"], [], None]
    women = [["web"], ["web"], ["desk"], ["web", "card"], ["desk"], NOT_ASKED]
    wants = [*men, *women, ["web"]]
    return ArrayCells(
        {
            "sex": Column.of(sex, ["m", "f"]),
            "use": Column.of(use, ["yes", "no"]),
            **multiple_columns("wants", wants, ["web", "card", "desk"]),
        }
    )
