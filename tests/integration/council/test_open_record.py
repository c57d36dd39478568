"""What leaves the council for machines: true, repeatable, and never more than is public."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta

import html5lib
import pytest
from sqlalchemy import event

from council import operations
from council.models import Meeting, Paper
from council.rules.meetings import Plan
from engage.core.ids import new_id
from tests.integration.council.scene import STAFF, Scene
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only

SECRET = "ひみつの印8f3a"
LISTS = ["bodies", "organizations", "meetings", "agendaitems", "papers", "files", "people"]
CSVS = ["meetings", "items", "opinions", "responses", "attendance"]
FILES = [
    "/council/feed.atom",
    "/council/bodies/council/feed.atom",
    "/council/meetings/3/feed.atom",
    "/council/open-data/dictionary.csv",
    *(f"/council/open-data/{name}.csv" for name in CSVS),
    "/council/oparl/v1.1/system",
    "/council/oparl/v1.1/body/city",
    *(f"/council/oparl/v1.1/{name}" for name in LISTS),
]
PAGES = [
    "/council",
    "/council/bodies/council",
    "/council/bodies/council?on=2026-11-01",
    "/council/open-data",
    "/council/meetings/3",
    "/council/meetings/4",
]


@pytest.fixture
def record(app, scene: Scene) -> dict[str, str]:
    """A meeting with every kind of voice, a closed one and a draft; secrets in what is closed."""
    with scene.database.transaction() as session:
        meeting, item = scene.meeting_in(session), scene.item_in(session)
        meeting.join_link = f"https://meeting.example.jp/{SECRET}"
        said = scene.post(session, "asaka", "=窓口も残してほしい")
        said.speaker_name = SECRET
        hidden = scene.post(session, "mizuumi", f"{SECRET}は見えない")
        operations.hide_opinion(
            session, opinion=hidden, reason="個人の名前があるため", actor=STAFF, at=scene.at
        )
        gone = scene.post(session, "mizuumi", f"{SECRET}を取り下げる")
        operations.withdraw_opinion(
            session,
            opinion=gone,
            representation=scene.seat_in(session, "mizuumi"),
            reason="",
            actor=scene.actor("mizuumi"),
            at=scene.at,
        )
        operations.respond(
            session,
            opinions=[said],
            disposition="adopted",
            text="窓口を残します。",
            department="市民課",
            is_fictional=True,
            actor=STAFF,
            at=scene.at + timedelta(days=1),
        )
        session.add(
            Paper(
                id=new_id(), agenda_item_id=item.id, number=1, title="資料1", text="窓口の数",
                added_at=scene.at, is_fictional=True,
            )
        )  # fmt: skip
        poll = operations.draft_poll(
            session,
            item=item,
            question="窓口を残すか",
            kind="sense",
            options=[],
            actor=STAFF,
            at=scene.at,
        )
        poll.state, poll.opened_at = "open", scene.at
        operations.draft_poll(
            session, item=item, question=SECRET, kind="sense", options=[], actor=STAFF, at=scene.at
        )
        closed = _other(session, scene, "4", f"{SECRET}の概要")
        closed.is_public, closed.closed_reason = False, "個人の情報を扱うため"
        _other(session, scene, "5", SECRET, convene=False).title = SECRET
    return {"said": said.id, "hidden": hidden.id}


def _other(session, scene: Scene, code: str, words: str, *, convene: bool = True) -> Meeting:
    start = scene.at + timedelta(days=40)
    meeting = operations.draft_meeting(
        session,
        body=scene.meeting_in(session).body,
        code=code,
        ordinal=int(code),
        title=f"第{code}回 デジタル郡山市民会議",
        plan=Plan(
            mode="in_person", starts_at=start, ends_at=start + timedelta(hours=1), venue="会場"
        ),
        is_fictional=True,
        actor=STAFF,
        at=scene.at,
    )
    meeting.summary = words
    item = operations.add_item(
        session, meeting=meeting, title=f"議題{code}", planned_minutes=10, actor=STAFF, at=scene.at
    )
    item.summary, item.outcome = words, words
    session.add(
        Paper(id=new_id(), agenda_item_id=item.id, number=1, title=words, text=words,
              added_at=scene.at)
    )  # fmt: skip
    if convene:
        operations.convene_meeting(session, meeting=meeting, actor=STAFF, at=scene.at)
    return meeting


def rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def unzipped(answer) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def test_nothing_closed_leaves_through_any_door(record, client):
    pages = [*PAGES, f"/council/opinions/{record['hidden']}", "/council/calendar.ics",
             "/council/meetings/3/event.ics", "/council/meetings/4/event.ics"]  # fmt: skip
    for url in [*FILES, *pages]:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert SECRET not in answer.get_data(as_text=True), url
        if url in PAGES:
            assert Page.of(answer).faults() == [], url
    for name, content in unzipped(client.get("/council/meetings/3/archive.zip")).items():
        assert SECRET not in name
        assert SECRET.encode() not in content, name
    for url in ("/council/meetings/4/archive.zip", "/council/meetings/5/archive.zip",
                "/council/meetings/5/feed.atom", "/council/bodies/nobody",
                "/council/open-data/people.csv"):  # fmt: skip
        assert client.get(url).status_code == 404, url


def test_open_data_says_what_the_pages_say(record, client):
    meetings = {row["会議コード"]: row for row in rows(client.get(FILES[4]))}
    assert meetings.keys() == {"3", "4"}
    assert meetings["3"]["意見の件数"] == "1"
    assert (meetings["4"]["公開"], meetings["4"]["意見の件数"]) == ("0", "")
    opinions = rows(client.get("/council/open-data/opinions.csv"))
    assert [row["状態"] for row in opinions] == ["公開", "非表示", "取り下げ"]
    assert opinions[0]["本文"] == "'=窓口も残してほしい"
    assert opinions[1]["本文"] == ""
    assert opinions[1]["閉じた理由"] == "個人の名前があるため"
    (answer,) = rows(client.get("/council/open-data/responses.csv"))
    assert (answer["区分"], answer["担当"], answer["架空"]) == ("反映する", "市民課", "1")
    described = rows(client.get("/council/open-data/dictionary.csv"))
    for name in CSVS:
        answer = client.get(f"/council/open-data/{name}.csv")
        head = answer.data.decode("utf-8-sig").splitlines()[0]
        assert answer.data.startswith(b"\xef\xbb\xbf")
        told = [row["列の名前"] for row in described if row["ファイル"] == f"{name}.csv"]
        assert next(csv.reader([head])) == told
        again = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_feeds_are_read_by_another_program_and_their_ids_stay(record, scene, client):
    seen = []
    for _twice in range(2):
        tree = html5lib.parse(client.get("/council/feed.atom").data, namespaceHTMLElements=False)
        entries = tree.findall(".//entry")
        ids = [entry.findtext("id") for entry in entries]
        assert len(set(ids)) == len(ids) == 3
        updated = [entry.findtext("updated") for entry in entries]
        assert updated == sorted(updated, reverse=True)
        feed = tree.find(".//feed")
        assert feed.findtext("updated") == updated[0]
        assert [link.get("rel") for link in feed.findall("link")][:2] == ["self", "alternate"]
        seen.append(ids)
    assert seen[0] == seen[1]
    with scene.database.transaction() as session:
        operations.cancel_meeting(
            session,
            meeting=scene.meeting_in(session),
            reason="台風のため",
            actor=STAFF,
            at=scene.at,
        )
    after = client.get("/council/meetings/3/feed.atom").get_data(as_text=True)
    assert "中止：第3回" in after
    assert "台風のため" in after


def test_the_archive_repeats_byte_for_byte_and_checks_itself(record, scene, client):
    first = client.get("/council/meetings/3/archive.zip")
    assert client.get("/council/meetings/3/archive.zip").data == first.data
    files = unzipped(first)
    assert "papers/01_資料1.md" in files
    listed = dict(line.split("  ", 1)[::-1] for line in files["SHA256SUMS"].decode().splitlines())
    assert listed.keys() == files.keys() - {"SHA256SUMS"}
    for name, digest in listed.items():
        assert hashlib.sha256(files[name]).hexdigest() == digest
    manifest = json.loads(files["manifest.json"])
    assert {each["name"]: each["sha256"] for each in manifest["files"]} == {
        name: digest for name, digest in listed.items() if name != "manifest.json"
    }
    told = json.loads(files["meeting.json"])
    (item,) = told["agenda"]
    assert [len(opinion["wordings"]) for opinion in item["opinions"]] == [1, 0, 0]
    assert "市の考え方［架空］　反映する。窓口を残します。" in files["meeting.txt"].decode()
    (poll,) = told["polls"]
    assert (poll["question"], poll["state"]) == ("窓口を残すか", "open")
    assert [opinion["state"] for opinion in item["opinions"]] == ["public", "hidden", "withdrawn"]
    assert item["opinions"][0]["response"]["disposition"] == "adopted"


def test_any_number_of_meetings_needs_the_same_few_queries(record, scene, client, app):
    def asked(url: str) -> int:
        count = []
        engine = scene.database.reading().get_bind()
        listen = lambda *_args: count.append(1)  # noqa: E731 - removed by the same name below
        event.listen(engine, "before_cursor_execute", listen)
        assert client.get(url).status_code == 200
        event.remove(engine, "before_cursor_execute", listen)
        return len(count)

    before = [asked(url) for url in FILES]
    with scene.database.transaction() as session:
        for code in "6789":
            _other(session, scene, code, "ほかの会議")
    assert [asked(url) for url in FILES] == before
    assert max(before) <= 11


def test_the_body_page_shows_the_roster_of_the_day_that_is_asked(record, client):
    today = Page.of(client.get("/council/bodies/council"))
    assert "あさか暮らしの会" in today.text
    odd = Page.of(client.get("/council/bodies/council?on=きのう"))
    assert odd.status == 200
    assert "2026-04-01 の形で" in odd.text
    assert odd.faults() == []
    wide = client.get("/council/bodies/council?on=２０２６-１１-０１")
    assert "日付は" not in wide.get_data(as_text=True)


def test_a_program_that_knows_oparl_walks_from_the_system_to_every_object(record, client):
    def read(url: str):
        answer = client.get(url.removeprefix("http://127.0.0.1:5000"))
        assert answer.status_code == 200, url
        return answer.get_json()

    (city,) = read(read("/council/oparl/v1.1/system")["body"])["data"]
    for name in ("organization", "meeting", "agendaItem", "paper", "file"):
        found = read(city[name])
        assert found["pagination"]["totalElements"] == len(found["data"])
        for each in found["data"]:
            assert read(each["id"]) == each
            assert each["type"].startswith("https://schema.oparl.org/1.1/")
    meetings = {each["name"][:3]: each for each in read(city["meeting"])["data"]}
    assert meetings.keys() == {"第3回", "第4回"}
    assert len(meetings["第3回"]["agendaItem"]) == 1
    assert meetings["第4回"]["agendaItem"] == []
    assert read(city["person"])["data"] == []


def test_oparl_lists_filter_by_moment_and_refuse_nonsense_in_words(record, scene, client):
    url = "/council/oparl/v1.1/meetings"

    def total(**query: str) -> int:
        return client.get(url, query_string=query).get_json()["pagination"]["totalElements"]

    later = (scene.at + timedelta(seconds=1)).isoformat()
    assert total(modified_since=scene.at.isoformat()) == 2
    assert total(modified_since=later) == 0
    assert total(created_until=later) == 2
    for query in ({"page": "0"}, {"page": "²"}, {"page": "x"}, {"modified_since": "きのう"}):
        assert client.get(url, query_string=query).status_code == 422
    assert client.get(url, query_string={"page": "9"}).get_json()["data"] == []
    assert client.get("/council/oparl/v1.1/meeting/nobody").status_code == 404
