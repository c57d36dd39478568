"""In the workspace an item gets better words, a new project, an end, one more part."""

import re

import pytest

from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only

STAFF = "/staff/plan/koriyama"
ITEM = f"{STAFF}/items/5-04"


@pytest.fixture
def item(planner):
    """A new item about goal 1-(1)."""
    values = {"element": "1-1", "kind": "new", "title": "予約の事業を加える", "rationale": ""}
    return planner.post(f"{STAFF}/items/new", data=values).location


def add(planner, item, **more):
    values = {"title": "窓口の予約", "body": "窓口を予約できるようにする。"} | more
    data = {f"new-1-1-{name}": value for name, value in values.items()}
    return planner.post(f"{item}/projects/1-1", data=data)


def sound(answer, status=200):
    page = Page.of(answer)
    assert (page.status, page.faults()) == (status, [])
    return page.text


def test_a_planner_adds_a_project_and_everyone_reads_that_it_is_new(planner, visitor, item):
    assert add(planner, item).status_code == 303
    text = sound(planner.get(item))
    assert "事業81" in text
    assert "新規" in text
    public = sound(visitor.get("/plan/koriyama/versions/5/items/5-07"))
    assert "新しく加わります" in public
    assert "窓口を予約できるようにする。" in public
    assert "第5版の案" in sound(visitor.get("/plan/koriyama/elements/81"))
    assert "事業81" in sound(visitor.get("/plan/koriyama/versions/5/changes"))
    assert "80の事業" in visitor.get("/plan").text


def test_a_project_without_a_name_is_asked_for_one_and_keeps_its_text(planner, item):
    text = sound(add(planner, item, title=""), 422)
    assert "事業の名前を書いてください。" in text
    assert "窓口を予約できるようにする。" in text


def test_projects_cannot_be_put_below_a_project(planner):
    answer = planner.post(
        f"{ITEM}/projects/79", data={"new-79-title": "予約", "new-79-body": "予約。"}
    )
    assert answer.status_code == 422
    assert "事業を加えられるのは、目標か推進体制の中だけです。" in answer.text


def test_an_ended_project_is_said_to_end_and_can_stay_after_all(planner, visitor):
    values = {"element": "53", "kind": "retire", "title": "終わった事業を外す", "rationale": ""}
    item = planner.post(f"{STAFF}/items/new", data=values).location
    assert planner.post(f"{item}/retire/53").status_code == 303
    assert "なくさずに残す" in sound(planner.get(item))
    public = sound(visitor.get("/plan/koriyama/versions/5/items/5-07"))
    assert "なくなります" in public
    assert "この事業がなくなります。" in sound(visitor.get("/plan/koriyama/elements/53"))
    sound(visitor.get("/plan/koriyama/versions/5/changes"))
    assert planner.post(f"{item}/keep/53").status_code == 303
    assert "なくさずに残す" not in planner.get(item).text
    assert "前の版とのちがいは4か所です。" in (
        visitor.get("/plan/koriyama/versions/5/changes").text
    )


def test_a_goal_with_projects_cannot_end_first(planner, item):
    answer = planner.post(f"{item}/retire/1-1")
    assert answer.status_code == 409
    assert "先にそれらをなくしてください。" in answer.text


def test_one_item_may_be_about_two_projects(planner):
    assert planner.post(f"{ITEM}/elements", data={"include-element": "78"}).status_code == 303
    text = sound(planner.get(ITEM))
    assert 'name="78-body"' in text
    empty = sound(planner.post(f"{ITEM}/elements", data={"include-element": ""}), 422)
    assert "計画のどの部分についてかを選んでください。" in empty


def test_the_words_of_an_item_can_be_mended(planner, visitor):
    values = {"kind": "expand", "title": "三つの方法で開く", "rationale": "だれでも話せるように。"}
    data = {f"about-{name}": value for name, value in values.items()}
    assert planner.post(f"{ITEM}/description", data=data).status_code == 303
    public = visitor.get("/plan/koriyama/versions/5/items/5-04").text
    assert "三つの方法で開く" in public
    assert "だれでも話せるように。" in public
    wrong = sound(planner.post(f"{ITEM}/description", data=data | {"about-title": " "}), 422)
    assert "何を変えるのかを一言で書いてください。" in wrong
    assert "だれでも話せるように。" in wrong


def hidden(text, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', text)[1]


def test_a_text_goes_back_to_the_version_before_with_one_button(planner, visitor):
    text = planner.get(ITEM).text
    button = text[text.rindex("<form", 0, text.index("前の版の本文に戻す")) :]
    data = {name: hidden(button, name) for name in ("79-expected", "79-title", "79-body")}
    assert planner.post(f"{ITEM}/text/79", data=data).status_code == 303
    assert "年に1回は" not in visitor.get("/plan/koriyama/versions/5").text
    assert "前の版とのちがいは3か所です。" in (
        visitor.get("/plan/koriyama/versions/5/changes").text
    )


def test_a_project_gets_another_name(planner, visitor):
    text = planner.get(ITEM).text
    data = {
        "79-expected": hidden(text, "79-expected"),
        "79-title": "市民会議",
        "79-body": "会議を開く。",
    }
    assert planner.post(f"{ITEM}/text/79", data=data).status_code == 303
    for address in ("elements/79", "versions/5/changes", "versions/5/items/5-04"):
        assert "から「市民会議」に変わります。" in sound(visitor.get(f"/plan/koriyama/{address}"))


def test_an_item_against_all_its_evidence_says_so_to_everyone(planner, headquarters, visitor):
    for address in re.findall(r'action="([^"]+/retract)"', planner.get(ITEM).text):
        name = address.split("/")[-2]
        planner.post(address, data={f"{name}-reason": "選び直します。"})
    against = {"refs": ["finding|audit-2022/1"], "relation": "against"}
    assert planner.post(f"{ITEM}/evidence", data=against).status_code == 303
    decision = {"outcome": "adopted", "reason": "それでも要ります。", "decided_on": "2026-11-20"}
    data = {f"decision-{name}": value for name, value in decision.items()}
    assert headquarters.post(f"{ITEM}/decision", data=data).status_code == 303
    assert "根拠に反する決定です。" in sound(planner.get(ITEM))
    assert "根拠に反する決定です。" in sound(visitor.get("/plan/koriyama/versions/5/items/5-04"))


def test_a_draft_is_given_up_with_a_reason_and_no_page_leads_to_it(planner, visitor):
    empty = sound(planner.post(f"{STAFF}/draft/withdraw", data={"end-reason": ""}), 422)
    assert "やめる理由を書いてください。" in empty
    kept = planner.post(f"{STAFF}/draft/withdraw", data={"end-reason": "国の制度を待ちます。"})
    assert kept.status_code == 303
    assert "第5版の案を始める" not in planner.get(STAFF).text
    for address in ("/plan/koriyama/versions/5", f"{ITEM}"):
        assert planner.get(address).status_code == 404
    assert "第5版" not in visitor.get("/plan").text
    sound(visitor.get("/voices"))
    assert planner.post(f"{STAFF}/draft").status_code == 303
    assert "第6版の改訂項目" in sound(planner.get(STAFF))


def test_a_headquarters_member_shapes_nothing(headquarters):
    for address in (
        f"{ITEM}/elements", f"{ITEM}/retire/79", f"{ITEM}/keep/79", f"{ITEM}/description",
        f"{ITEM}/projects/1-1", f"{STAFF}/draft/withdraw",
    ):  # fmt: skip
        assert headquarters.post(address).status_code == 403
