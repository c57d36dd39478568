"""The figures on the home page are those of the audit report, with whom they count."""

from datetime import date

import pytest

from surveys.models.published import PublishedResult

pytestmark = pytest.mark.sqlite_only


def printed(code, kind, year, asked, answered, since):
    return PublishedResult(
        code=code,
        title=code,
        kind=kind,
        fiscal_year=year,
        asked=asked,
        answered=answered,
        period_from=since,
        period_to=since,
        source="行政監査報告書",
    )


@pytest.fixture
def past_surveys(database):
    with database.writing() as session:
        session.add(printed("monitor-2021", "panel", 2021, 360, 326, date(2021, 9, 1)))
        session.add(printed("mail-2017", "sample", 2017, 1500, 407, date(2017, 8, 7)))
        session.commit()


def test_each_rate_stands_with_its_count_and_its_month(past_surveys, client):
    text = client.get("/").text
    assert "<b>90.6<small>％</small></b><span>360人のうち326人が回答" in text
    assert "<b>27.1<small>％</small></b><span>1,500通のうち407件が回答" in text
    assert text.index("90.6") < text.index("27.1")
    assert "令和3年9月" in text
    assert "平成29年8月" in text


def test_a_panel_is_not_the_city(past_surveys, client):
    assert "市民全体の割合を表すものではありません。" in client.get("/").text
