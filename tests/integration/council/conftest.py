"""The scene of every story about the council."""

from datetime import datetime

import pytest

from engage.core.db import Database
from tests.integration.council.scene import Scene, build


@pytest.fixture
def scene(database: Database, at: datetime) -> Scene:
    return build(database, at)
