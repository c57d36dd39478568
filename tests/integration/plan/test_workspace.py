"""Planners draft and cite, headquarters decide, and a version goes out once nothing lacks."""

import re
from email import message_from_bytes
from email.policy import default

import pytest

from engage.core import jobs, mail
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only

ITEM = "/staff/plan/koriyama/items/5-04"
STAFF = [
    "/staff/plan",
    "/staff/plan/koriyama",
    "/staff/plan/koriyama/items/new",
    "/staff/plan/koriyama/items/5-01",
    ITEM,
    f"{ITEM}?q=オンライン",
    f"{ITEM}?group=all",
    f"{ITEM}?q=見つからない言葉",
    "/staff/plan/checks",
    "/staff/plan/findings",
    "/staff/plan/koriyama/versions/5/publish",
]


@pytest.mark.parametrize("address", STAFF)
def test_every_staff_page_keeps_the_rules_of_the_house(planner, address):
    page = Page.of(planner.get(address))
    assert page.status == 200
    assert page.faults() == []


def test_staff_pages_open_without_any_plan(sign_in):
    from engage.core.permissions import Role

    browser = sign_in(Role.PLANNER)
    for address in ("/staff/plan", "/staff/plan/checks", "/staff/plan/findings"):
        page = Page.of(browser.get(address))
        assert (page.status, page.faults()) == (200, [])


def expected(browser, address=ITEM):
    return re.search(r'name="79-expected"[^>]*value="([^"]+)"', browser.get(address).text)[1]


def put_text(browser, body, seen):
    return browser.post(f"{ITEM}/text/79", data={"79-body": body, "79-expected": seen})


def decision(**more):
    values = {
        "outcome": "adopted",
        "reason": "会議が3年あまり開かれていないためです。",
        "decided_on": "2026-11-20",
        "until": "",
    }
    return {f"decision-{name}": value for name, value in (values | more).items()}


def test_a_new_item_is_about_one_part_and_begins_with_the_text_as_it_is(planner):
    answer = planner.post(
        "/staff/plan/koriyama/items/new",
        data={"element": "2", "kind": "expand", "title": "予約を一つにまとめる", "rationale": ""},
    )
    assert (answer.status_code, answer.location) == (303, "/staff/plan/koriyama/items/5-07")
    assert "予約を一つにまとめる" in planner.get(answer.location).text


def test_an_incomplete_item_keeps_what_was_typed(planner):
    answer = planner.post("/staff/plan/koriyama/items/new", data={"title": "名前だけ書いた"})
    assert answer.status_code == 422
    assert "名前だけ書いた" in answer.text
    assert "計画のどの部分についてかを選んでください。" in answer.text
    assert "改訂の種類を選んでください。" in answer.text
    assert Page.of(answer).faults() == []


def test_two_writers_meet_and_neither_loses_a_word(planner):
    seen = expected(planner)
    assert put_text(planner, "朝のうちに短く直した。", seen).status_code == 303
    answer = put_text(planner, "会議は年に2回、土曜に開く。", seen)
    assert answer.status_code == 409
    assert "朝のうちに短く直した。" in answer.text
    assert "会議は年に2回、土曜に開く。" in answer.text
    assert Page.of(answer).faults() == []
    again = re.search(r'name="79-expected"[^>]*value="([^"]+)"', answer.text)[1]
    assert put_text(planner, "二人で決めた文。", again).status_code == 303
    assert "二人で決めた文。" in planner.get(ITEM).text


def test_an_empty_text_is_asked_for_beside_its_field(planner):
    answer = put_text(planner, " ", expected(planner))
    assert answer.status_code == 422
    assert 'id="79-body-error"' in answer.text
    assert Page.of(answer).faults() == []


def test_evidence_is_ticked_frozen_and_taken_back_with_a_reason(planner, visitor):
    answer = planner.post(
        f"{ITEM}/evidence",
        data={"refs": ["finding|audit-2022/1"], "relation": "against", "note": "費用の心配。"},
    )
    assert answer.status_code == 303
    text = planner.get(ITEM).text
    assert "反対の根拠" in text
    assert "費用の心配。" in text
    retract = re.findall(r'action="([^"]+/citations/([^/]+)/retract)"', text)
    address, citation = retract[-1]
    empty = planner.post(address, data={f"{citation}-reason": ""})
    assert empty.status_code == 422
    assert "外す理由を書いてください。" in empty.text
    assert Page.of(empty).faults() == []
    kept = planner.post(address, data={f"{citation}-reason": "別の事業の話でした。"})
    assert kept.status_code == 303
    public = visitor.get("/plan/koriyama/versions/5/items/5-04").text
    assert "外した根拠" in public
    assert "別の事業の話でした。" in public


def test_a_voice_taken_up_twice_shows_both_answers(planner, visitor):
    address = "/voices/finding/audit-2022/3a"
    assert "この声を根拠にした改訂項目" not in visitor.get(address).text
    refs = {"refs": ["finding|audit-2022/3a"], "relation": "reference"}
    assert planner.post(f"{ITEM}/evidence", data=refs).status_code == 303
    page = Page.of(visitor.get(address))
    assert page.faults() == []
    assert "この声を根拠にした改訂項目" in page.text
    assert "/items/5-01" in page.text
    assert "/items/5-04" in page.text


def test_nothing_ticked_or_nothing_there_is_said_clearly(planner):
    empty = planner.post(f"{ITEM}/evidence", data={"q": "オンライン", "relation": "basis"})
    assert empty.status_code == 422
    assert "写しとる根拠に印を付けてください。" in empty.text
    assert Page.of(empty).faults() == []
    gone = planner.post(
        f"{ITEM}/evidence",
        data={"refs": ["nothing|1"], "relation": "basis", "group": "all"},
    )
    assert gone.status_code == 422
    assert "この種類の根拠は、ここにはありません。" in gone.text


def test_headquarters_decide_and_planners_only_read(planner, headquarters):
    assert f'action="{ITEM}/decision"' not in planner.get(ITEM).text
    assert planner.post(f"{ITEM}/decision", data=decision()).status_code == 403
    assert f'action="{ITEM}/decision"' in headquarters.get(ITEM).text
    assert headquarters.post(f"{ITEM}/decision", data=decision()).status_code == 303
    text = planner.get(ITEM).text
    assert "会議が3年あまり開かれていないためです。" in text
    assert "郡山市DX関連6法活用推進本部" in text


def test_a_decision_of_2020_carries_the_name_of_2020(headquarters):
    headquarters.post(f"{ITEM}/decision", data=decision(decided_on="2020-02-10"))
    assert "郡山市デジタル市役所推進本部" in headquarters.get(ITEM).text


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ({"reason": "　"}, "理由を書いてください。理由のない決定は公開できません。"),
        ({"outcome": ""}, "決定を選んでください。"),
        ({"outcome": "maybe"}, "決定を選んでください。"),
        ({"decided_on": "2027-01-01"}, "決定の日が先の日付です。"),
        ({"decided_on": "きのう"}, "日付は 2026-12-04 のように書いてください。"),
        ({"outcome": "considering"}, "いつまでに決めるかを書いてください。"),
    ],
)
def test_a_decision_that_lacks_something_keeps_the_rest(headquarters, mistake, words):
    answer = headquarters.post(f"{ITEM}/decision", data=decision(**mistake))
    assert answer.status_code == 422
    assert words in answer.text
    assert mistake.get("reason", "会議が3年あまり") in answer.text
    assert Page.of(answer).faults() == []


def publish(browser, **more):
    data = {"month": "２０２６-１２", "sure": "y"} | more
    return browser.post("/staff/plan/koriyama/versions/5/publish", data=data)


def test_nothing_goes_out_while_a_decision_lacks(planner):
    assert "決定がまだありません。" in planner.get("/staff/plan/checks").text
    answer = publish(planner)
    assert answer.status_code == 422
    assert "公開の前に直すところが1件あります。" in answer.text


def test_the_last_decision_opens_the_way_and_the_version_stays_as_it_is(
    city, planner, headquarters, visitor
):
    headquarters.post(f"{ITEM}/decision", data=decision())
    page = Page.of(planner.get("/staff/plan/koriyama/versions/5/publish"))
    assert page.faults() == []
    unsure = publish(planner, sure="")
    assert unsure.status_code == 422
    assert "ここに印を付けてください。" in unsure.text
    assert publish(planner, month="12月").status_code == 422
    answer = publish(planner)
    assert (answer.status_code, answer.location) == (303, "/plan/koriyama/versions/5")
    assert publish(planner).location == "/plan/koriyama/versions/5"
    text = visitor.get("/plan/koriyama/versions/5").text
    assert "令和8年12月" in text
    assert "添付書類と記入欄を減らしてから" in text
    line = visitor.get("/plan/koriyama/elements/1").text
    assert "前とのちがい" in line
    assert "改訂項目 5-01" in line
    assert "出典の概要を短くまとめた要旨です。" not in line
    assert "出典の概要を短くまとめた要旨です。" in visitor.get("/plan/koriyama/elements/2").text
    assert put_text(planner, "あとから直す。", "x").status_code == 409
    assert "公開ずみ" in planner.get(ITEM).text
    assert told(city) == 3
    assert told(city) == 3


def told(city):
    """Run the jobs that wait; return how many members of staff have the mail by then."""
    house = city.extensions["engage.house"]
    jobs.run_due(
        database=house.database,
        handlers=house.handlers,
        settings=house.settings,
        mailer=mail.make_mailer(house.settings),
        registry=house.registry,
    )
    letters = (house.settings.data_dir / "mailbox").glob("*.eml")
    return sum("versions/5/changes" in plain(letter) for letter in letters)


def plain(letter):
    mail = message_from_bytes(letter.read_bytes(), policy=default)
    return mail.get_body(("plain",)).get_content()


def test_a_withdrawn_item_takes_its_text_back(planner, visitor):
    assert planner.post(f"{ITEM}/withdraw").status_code == 303
    assert "年に1回は" not in visitor.get("/plan/koriyama/versions/5").text
    assert visitor.get("/plan/koriyama/versions/5/items/5-04").status_code == 404


def test_no_evidence_is_said_openly(planner, visitor):
    address = "/staff/plan/koriyama/items/new"
    values = {"element": "2", "kind": "expand", "title": "予約をまとめる", "rationale": ""}
    planner.post(address, data=values)
    item = "/staff/plan/koriyama/items/5-07"
    assert planner.post(f"{item}/no-evidence", data={"none-reason": ""}).status_code == 422
    kept = planner.post(f"{item}/no-evidence", data={"none-reason": "声はまだ聞いていません。"})
    assert kept.status_code == 303
    public = visitor.get("/plan/koriyama/versions/5/items/5-07").text
    assert "根拠はありません。" in public
    assert "声はまだ聞いていません。" in public


def test_one_draft_at_a_time(planner):
    answer = planner.post("/staff/plan/koriyama/draft")
    assert answer.status_code == 409
    assert "次の版の案は、もう始まっています。" in answer.text
