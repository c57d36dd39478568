"""What citizens read of the plan: the line, its reasons, every voice, every no."""

import pytest
from sqlalchemy import update

from engage.plan.models import Finding
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only

PUBLIC = [
    "/plan",
    "/plan/koriyama",
    "/plan/koriyama/elements/1",
    "/plan/koriyama/elements/3-2",
    "/plan/koriyama/elements/80",
    "/plan/koriyama/versions",
    "/plan/koriyama/versions/1",
    "/plan/koriyama/versions/1/changes",
    "/plan/koriyama/versions/4",
    "/plan/koriyama/versions/5",
    "/plan/koriyama/versions/5/changes",
    "/plan/koriyama/versions/5/items/5-01",
    "/plan/koriyama/versions/5/items/5-05",
    "/plan/koriyama/findings",
    "/voices",
    "/voices/finding/audit-2022/3a",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_every_public_page_keeps_the_rules_of_the_house(visitor, address):
    page = Page.of(visitor.get(address))
    assert page.status == 200
    assert page.faults() == []


def test_an_empty_installation_says_what_will_be_here(client):
    assert "公開した計画は、まだありません。" in client.get("/plan").text
    assert "声はまだありません。" in client.get("/voices").text


def test_the_plan_counts_eighty_projects_although_two_stand_twice(visitor):
    text = visitor.get("/plan").text
    assert "3つの政策" in text
    assert "6つの目標" in text
    assert "80の事業" in text
    assert "再掲の2事業は重ねて数えていません。" in text
    ticks = Page.of(visitor.get("/plan")).all("i")
    assert len(ticks) == 80
    assert sum(tick.get("class") == "on" for tick in ticks) == 4


def test_a_relisted_project_is_marked_and_not_counted_again(visitor):
    text = visitor.get("/plan/koriyama/elements/3-2").text
    assert text.count("再掲</span>") == 2
    assert "2事業" in text


def test_a_line_shows_its_words_its_unknowns_and_both_answers(visitor):
    text = visitor.get("/plan/koriyama/elements/1").text
    assert "国のポータルサイトを経由して行える電子手続を増やす。" in text
    assert text.count("未登録") == 2
    assert "「市民ポータル的アプリがほしい」" in text
    assert "国のポータルと役割が重なるためです。" in text
    assert "前とのちがい" in text
    assert "添付書類と記入欄を減らしてから" in text


def test_months_stay_months_and_unknown_texts_stay_unknown(visitor):
    text = visitor.get("/plan/koriyama/versions").text
    assert "平成30年3月" in text
    assert "平成30年3月1日" not in text
    assert (
        "この版の本文は、出典に記載がありません。" in visitor.get("/plan/koriyama/versions/1").text
    )


def test_every_difference_of_the_draft_stands_beside_its_reason(visitor):
    text = visitor.get("/plan/koriyama/versions/5/changes").text
    assert "前の版とのちがいは4か所です。" in text
    for code in ("5-01", "5-02", "5-03", "5-04", "5-05", "5-06"):
        assert f"改訂項目 {code}" in text


def test_a_refused_item_is_as_public_as_an_accepted_one(visitor):
    text = visitor.get("/plan/koriyama/versions/5/items/5-05").text
    assert "反映しない" in text
    assert "国のポータルと役割が重なるためです。" in text
    assert "写しの印" in text


def test_a_changed_original_is_said_and_the_copy_stays(city, visitor, planner):
    with city.extensions["engage.database"].transaction() as session:
        session.execute(update(Finding).where(Finding.code == "3a").values(summary="別の文。"))
    for browser, address in (
        (visitor, "/plan/koriyama/versions/5/items/5-01"),
        (planner, "/staff/plan/koriyama/items/5-01"),
    ):
        text = browser.get(address).text
        assert text.count("もとの値が変わりました。") == 1
        assert "「業務を見直し、オンラインでできる手続を増やす。」" in text


def test_an_original_that_is_gone_leaves_its_copy_readable(city, visitor):
    with city.extensions["engage.database"].transaction() as session:
        session.execute(update(Finding).where(Finding.code == "3a").values(code="3z"))
    text = visitor.get("/plan/koriyama/versions/5/items/5-01").text
    assert text.count("もとのものは、いま読めません。") == 1
    assert "「業務を見直し、オンラインでできる手続を増やす。」" in text
    assert visitor.get("/voices/finding/audit-2022/3a").status_code == 200


def test_seven_findings_stand_with_their_answers_or_none(visitor):
    text = visitor.get("/plan/koriyama/findings").text
    assert "意見は7件です。3件に改訂項目で答えています。" in text
    assert text.count("まだ答えがありません") == 4


def test_every_voice_has_its_disposition_or_waits(visitor):
    text = visitor.get("/voices").text
    for words in ("反映する", "一部を反映する", "検討中", "反映しない", "まだ取り上げていません"):
        assert words in text


def test_a_draft_that_is_not_shown_is_no_page_for_the_public(visitor, planner):
    planner.post("/staff/plan/koriyama/proposal", data={"shown": "0"})
    for address in (
        "/plan/koriyama/versions/5",
        "/plan/koriyama/versions/5/changes",
        "/plan/koriyama/versions/5/items/5-01",
    ):
        assert visitor.get(address).status_code == 404
    assert "第5版" not in visitor.get("/plan").text
    assert "添付書類と記入欄" not in visitor.get("/plan/koriyama/elements/1").text
    assert "反映しない" not in visitor.get("/voices").text


@pytest.mark.parametrize(
    "address",
    [
        "/plan/nowhere",
        "/plan/koriyama/elements/999",
        "/plan/koriyama/versions/9",
        "/plan/koriyama/versions/4/items/5-01",
        "/voices/nothing/1",
        "/voices/finding/none/9",
        "/voices/statistic/dx-next/q1/1",
    ],
)
def test_what_is_not_there_or_not_out_yet_is_a_clear_404(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 404
    assert "次にすること" in answer.text
