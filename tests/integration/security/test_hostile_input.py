"""Somebody sends what no form offers; the answer is a clear page, and nothing leaks."""

import io
import re
from types import SimpleNamespace

import numpy as np
import pytest

from council import files
from engage.core.permissions import Role
from engage.core.storage import Storage
from engage.stats.disclose import two_way

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def city(sample_database, settings):
    """The sample city served with forms that need no token."""
    from engage.app import create_app

    app = create_app(settings, sample_database)
    app.testing = False
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.mark.parametrize("number", ["9" * 10, "9" * 30, "9" * 5000, "\u0663"])
@pytest.mark.parametrize("rest", ["", "/changes", "/items/x"])
def test_a_version_number_that_no_column_holds_names_no_page(city, number, rest):
    assert city.test_client().get(f"/plan/koriyama/versions/{number}{rest}").status_code == 404


def test_a_questionnaire_with_a_number_of_thousands_of_digits_is_refused_in_words(city):
    from tests.integration.people import signed_in_client

    planner = signed_in_client(city, Role.PLANNER)
    upload = {"file": (io.BytesIO(b'{"a": ' + b"9" * 6000 + b"}"), "a.json")}
    answer = planner.post("/staff/surveys/dx-next/questionnaire", data=upload)
    assert answer.status_code == 422
    assert "JSON" in answer.get_data(as_text=True)


def test_an_autosave_with_an_endless_revision_is_only_out_of_date(city):
    from tests.integration.people import resident

    monitor = resident(city, Role.MONITOR)
    start = monitor.post("/surveys/dx-next/start-as-monitor")
    assert re.search(r"/surveys/dx-next/pages/1$", start.headers["Location"])
    sent = {"revision": "9" * 5000}
    assert monitor.post("/surveys/dx-next/pages/1/draft", data=sent).status_code == 409


def test_no_cache_on_the_way_keeps_a_paper(app, settings):
    kept = Storage(settings.data_dir / "papers").keep(io.BytesIO(b"%PDF-1.4\n%%EOF"), "a.pdf")
    paper = SimpleNamespace(
        file_digest=kept.digest, media_type=kept.media_type, extension="pdf", title="非公開の資料"
    )
    with app.test_request_context():
        answer = files.download(paper)
        assert answer.cache_control.private
        assert answer.cache_control.no_cache
        assert not answer.cache_control.public
        assert answer.cache_control.max_age is None


AGE_BY_USE = [
    [70, 10, 20, 37, 40, 39, 17, 3],
    [2, 3, 4, 13, 6, 4, 4, 2],
    [1, 3, 21, 20, 13, 5, 4, 4],
    [0, 2, 7, 3, 4, 3, 0, 1],
    [0, 1, 4, 12, 7, 0, 0, 1],
]


def test_a_table_read_the_other_way_round_hides_the_same_cells():
    generator = np.random.default_rng(1882)
    tables = [np.array(AGE_BY_USE), *(generator.poisson(6, (4, 6)) for _ in range(60))]
    for table in tables:
        straight, turned = two_way(table), two_way(table.T)
        assert np.array_equal(np.array(straight.hidden), np.array(turned.hidden).T)
        assert straight.row_totals == turned.column_totals
        assert straight.column_totals == turned.row_totals
