"""Planners cut the numbers of a survey freely, weight them, and keep the cut under a name."""

import pytest

from engage.core.errors import NotFound
from engage.core.permissions import Role
from surveys.evidence_source import SurveyStatistics
from surveys.results import report
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only

TABLES = "/staff/surveys/dx-2021/results/tables"
WEIGHTS = "/staff/surveys/dx-2021/results/weights"


@pytest.fixture
def planner(sample_app):
    from tests.integration.people import resident

    return resident(sample_app, Role.PLANNER)


def page(planner, url):
    response = planner.get(url)
    assert response.status_code == 200
    found = Page.of(response)
    assert found.faults() == []
    return found


def test_banners_nested_filtered_and_netted(planner):
    found = page(
        planner,
        f"{TABLES}?rows=q3&by=q1&by=q2&only=q1:1&only=q1:2&net1=1&net1=2&net1_name=%E6%9D%B1",
    )
    assert "しぼりこみ" in found.text
    assert len(found.all("th")) > 20
    nested = page(planner, f"{TABLES}?rows=q3&by=q1&inside=q2")
    assert "×" in nested.text


def test_strange_addresses_lead_to_the_first_table(planner):
    for query in (
        "rows=%00", "rows=<script>", "by=&by=&by=", "only=q1", "only=:::", "net1=1&net1_name=<b>x",
        "inside=q1&by=q1", "weighted=1", "by=" + "x" * 5000, "rows=" + "あ" * 300,
    ):  # fmt: skip
        response = planner.get(f"{TABLES}?{query}")
        assert response.status_code in {200, 400}, query
        assert "<script>" not in response.get_data(as_text=True).replace("<script ", "")


def test_a_cut_is_kept_under_a_name_and_opened_again(planner):
    answer = planner.post(f"{TABLES}?rows=q3&by=q2&by=q1", data={"name": "地区を年代と性別で"})
    assert answer.status_code == 303
    assert answer.location == f"{TABLES}?rows=q3&by=q2&by=q1"
    results = page(planner, "/staff/surveys/dx-2021/results")
    (link,) = [each for each in results.all("a") if results.words(each) == "地区を年代と性別で"]
    opened = page(planner, link.get("href"))
    assert [each.get("value") for each in opened.all("option") if each.get("selected") is not None][
        :3
    ] == ["q3", "q2", "q1"]
    refused = planner.post(TABLES, data={"name": ""})
    assert refused.status_code == 422
    assert Page.of(refused).faults() == []


def test_a_population_is_set_used_and_taken_back(planner):
    fields = {"source": "住民基本台帳", "people_0_0": "１５５，０００", "people_0_1": "160000"}
    assert planner.post(WEIGHTS, data=fields).status_code == 303
    weights = page(planner, WEIGHTS)
    assert "重みの効き方" in weights.text
    assert "49.2" in weights.text  # 155,000 of 315,000
    table = page(planner, f"{TABLES}?rows=q3&by=q1&weighted=1")
    assert "有効な回答数は" in table.text
    assert planner.post(f"{WEIGHTS}/drop").status_code == 303
    assert "有効な回答数は" not in page(planner, f"{TABLES}?rows=q3&by=q1&weighted=1").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"source": "台帳"}, "1つ以上の問に"),
        ({"source": "", "people_0_0": "5", "people_0_1": "5"}, "資料の名前"),
        ({"source": "台帳", "people_0_0": "あ", "people_0_1": "5"}, "数字で"),
        ({"source": "台帳", "people_0_0": "-5", "people_0_1": "5"}, "0から2億"),
        ({"source": "台帳", "people_0_0": "0", "people_0_1": "5"}, "0人になっています"),
        (
            {"source": "台帳", "people_0_0": "5", "people_0_1": "5", "people_1_0": "7"},
            "問ごとの合計がちがいます",
        ),
    ],
)
def test_a_population_that_does_not_fit_is_sent_back_with_the_reason(planner, fields, said):
    answer = planner.post(WEIGHTS, data=fields)
    assert answer.status_code == 422
    found = Page.of(answer)
    assert found.faults() == []
    assert said in found.text


def test_only_planners_set_weights(sample_app):
    from tests.integration.people import resident

    auditor = resident(sample_app, Role.AUDITOR)
    assert auditor.get(WEIGHTS).status_code == 200
    assert auditor.post(WEIGHTS, data={}).status_code == 403


class TestCitingACell:
    def test_a_shown_cell_is_found_by_its_words_and_by_its_number(self, sample_app, planner):
        found = page(planner, "/staff/surveys/dx-2021/results?by=q1")
        links = [each.get("href") for each in found.all("a")]
        keys = [
            link.removeprefix("/voices/statistic/")
            for link in links
            if "/voices/statistic/" in link
        ]
        crossed = [key for key in keys if key.count("/") == 4]
        simple = [key for key in keys if key.count("/") == 2]
        assert crossed
        assert simple
        source = SurveyStatistics()
        with sample_app.extensions["engage.database"].reading() as session:
            for key in (crossed[0], crossed[-1], simple[0]):
                snapshot = source.resolve(session, key)
                assert snapshot.key == key
                count, n = snapshot.figures["count"], snapshot.figures["n"]
                assert float(snapshot.figures["percent"]) == pytest.approx(
                    100 * count / n, abs=0.05
                )
            snapshot = source.resolve(session, crossed[0])
            by_number = source.search(session, crossed[0])
            words = f"{snapshot.figures['option']} {snapshot.figures['group']}"
            by_words = source.search(session, words)
        assert by_number[0].ref.key == crossed[0]
        assert crossed[0] in {hit.ref.key for hit in by_words}

    def test_the_way_of_a_cell_is_a_page(self, planner):
        found = page(planner, "/staff/surveys/dx-2021/results?by=q1")
        link = next(
            each.get("href")
            for each in found.all("a")
            if (each.get("href") or "").count("/") == 7 and "/voices/statistic/" in each.get("href")
        )
        voice = page(planner, link)
        assert "引用に使う番号" in voice.text

    def test_hidden_unknown_and_unreleased_cells_cannot_be_cited(self, sample_app):
        source = SurveyStatistics()
        with sample_app.extensions["engage.database"].reading() as session:
            survey = report.released_survey(session, "dx-2021")
            hidden = next(
                f"dx-2021/{cross.question}/{row.code}/{cross.by}/{group.code}"
                for by in ("q1", "q2", "q3")
                for cross in report.crosses_by(session, survey, by)
                for row in cross.rows
                for group, cell in zip(cross.groups, row.cells, strict=True)
                if cell.count is None
            )
            for key in (
                hidden,
                "dx-2021/q3/1/q3/1",
                "dx-2021/q3/1/q1/x",
                "dx-next/q3/1/q1/1",
                "////",
            ):
                with pytest.raises(NotFound):
                    source.resolve(session, key)


def test_a_survey_stands_beside_printed_figures_without_a_difference(planner):
    found = page(planner, "/staff/surveys/dx-2021/results/waves?before=printed:monitor-2021")
    assert "印刷された数値なので" in found.text
    assert "67.6" in found.text  # as printed
    assert "差の95％区間" not in found.text
    for chosen in ("printed:nothing", "printed:", "nothing", "<b>"):
        response = planner.get(f"/staff/surveys/dx-2021/results/waves?before={chosen}")
        assert response.status_code == 200
