"""The pages of no single feature: they open for everyone, remember wishes, and send nobody away."""

import pytest

pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("address", ["/", "/easy", "/accessibility", "/privacy"])
def test_everyone_can_open_it_even_in_an_empty_installation(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1


def test_an_empty_home_page_says_what_will_be_here(client):
    text = client.get("/").text
    assert "いま答えられるアンケートと、予定の決まった会議はありません。" in text
    assert "公開した計画は、まだありません。" in text


def test_a_text_size_is_remembered_and_leads_back_to_the_page(client):
    answer = client.get("/preferences?size=xlarge&next=/easy")
    assert (answer.status_code, answer.location) == (303, "/easy")
    assert 'data-size="xlarge"' in client.get("/easy").text
    client.get("/preferences?size=standard&next=/easy")
    assert "data-size" not in client.get("/easy").text


def test_a_language_is_remembered_and_offers_the_way_back(client):
    client.get("/preferences?lang=en&next=/")
    text = client.get("/").text
    assert '<html lang="en"' in text
    assert 'lang="ja">日本語</a>' in text


@pytest.mark.parametrize("wish", ["size=huge", "lang=xx", "size=", ""])
def test_a_wish_that_cannot_be_fulfilled_changes_nothing(client, wish):
    answer = client.get(f"/preferences?{wish}&next=/easy")
    assert answer.status_code == 303
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_the_way_back_never_leaves_the_site(client, target):
    answer = client.get("/preferences", query_string={"size": "large", "next": target})
    assert answer.location == "/"


def test_the_watching_machine_hears_ok(client):
    answer = client.get("/healthz")
    assert (answer.text, answer.mimetype) == ("ok\n", "text/plain")


def test_a_missing_page_keeps_the_frame_and_says_what_to_do(client):
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "次にすること" in answer.text
    assert 'id="main"' in answer.text


def test_a_script_that_asks_for_a_piece_never_receives_a_whole_page(client):
    answer = client.get("/no-such-page", headers={"X-Engage-Fragment": "1"})
    assert answer.status_code == 404
    assert "<html" not in answer.text
