"""When the database itself is what failed, the page about it must not ask the database."""

import pytest
from sqlalchemy.exc import OperationalError

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def without_database(app, monkeypatch):
    def fail(_request):
        raise OperationalError("SELECT", {}, Exception("the database is gone"))

    monkeypatch.setattr(app.login_manager, "_request_callback", fail)
    return app.test_client()


def test_the_visitor_reads_what_to_do_next(without_database):
    answer = without_database.get("/")
    assert answer.status_code == 500
    assert "こちらの不具合です" in answer.text
    assert "同じ内容をもういちど送っても、二重に数えることはありません。" in answer.text


def test_a_script_receives_one_sentence(without_database):
    answer = without_database.get("/", headers={"X-Engage-Fragment": "1"})
    assert answer.status_code == 500
    assert "<html" not in answer.text
