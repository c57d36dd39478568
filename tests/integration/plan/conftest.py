"""The sample city with its draft of version 5, fresh for each story that changes it."""

import pytest

from engage.app import create_app
from engage.core import clock
from engage.core.config import Settings
from engage.core.permissions import Role
from tests.conftest import AT
from tests.integration.conftest import SECRET
from tests.integration.people import resident


@pytest.fixture
def city(templates, sample_template, tmp_path):
    """The whole program on a sample city of this test's own."""
    with templates.copy_of(sample_template) as database:
        settings = Settings(data_dir=tmp_path, database_url=database.url, secret_key=SECRET)
        app = create_app(settings, database)
        app.testing = True
        app.config["WTF_CSRF_ENABLED"] = False
        with clock.stopped_at(AT):
            yield app


@pytest.fixture
def visitor(city):
    return city.test_client()


@pytest.fixture
def planner(city):
    return resident(city, Role.PLANNER)


@pytest.fixture
def headquarters(city):
    return resident(city, Role.HEADQUARTERS)
