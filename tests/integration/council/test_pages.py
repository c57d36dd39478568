"""What people see and send: every page of the council, and each mistake on its clear page."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from council import operations
from council.models import Meeting, MinutesBlock, Opinion, OpinionRevision, Paper
from engage.core import clock
from engage.core.jobs import run_due
from engage.core.mail import MailDelivery
from engage.core.permissions import Role
from tests.integration.council.scene import STAFF, Scene
from tests.integration.page import Page

pytestmark = pytest.mark.sqlite_only

PDF = b"%PDF-1.7\n" + b"1 0 obj <<>> endobj\n" * 20 + b"%%EOF\n"


@pytest.fixture
def delegate(app, scene: Scene, sign_in):
    return sign_in(Role.DELEGATE, account_id=scene.seats["asaka"][1])


@pytest.fixture
def staff(app, scene: Scene, sign_in):
    return sign_in(Role.SECRETARIAT)


def opinion_form(scene: Scene, text: str = "窓口も残してほしい", **values: str) -> dict[str, str]:
    return {
        "organisation": scene.organisations["asaka"],
        "kind": "opinion",
        "channel": "online",
        "text": text,
        "nonce": "form-1",
        **values,
    }


def item_url(scene: Scene) -> str:
    return f"/delegate/meetings/3/items/{scene.item}"


def count(scene: Scene, model=Opinion) -> int:
    with scene.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_a_delegate_gives_an_opinion_and_citizens_read_it(scene, delegate, client):
    sent = delegate.post(item_url(scene), data=opinion_form(scene))
    assert sent.status_code == 303
    page = Page.of(client.get("/council/meetings/3"))
    assert "窓口も残してほしい" in page.text
    assert "あさか暮らしの会" in page.text
    assert page.faults() == []


def test_the_same_form_sent_twice_gives_one_opinion(scene, delegate):
    for _again in range(2):
        assert delegate.post(item_url(scene), data=opinion_form(scene)).status_code == 303
    assert count(scene) == 1


def test_an_empty_opinion_is_explained_beside_its_field(scene, delegate):
    answer = delegate.post(item_url(scene), data=opinion_form(scene, text=" 　"))
    page = Page.of(answer)
    assert page.status == 422
    assert "意見を書いてください" in page.text
    assert page.faults() == []


def test_an_item_that_has_just_closed_loses_no_word(scene, delegate):
    with scene.database.transaction() as session:
        scene.item_in(session).opinions_close_at = scene.at
    page = Page.of(delegate.post(item_url(scene), data=opinion_form(scene, text="長く考えた文")))
    assert page.status == 409
    assert "長く考えた文" in page.text
    assert "受付は終わりました" in page.text
    assert count(scene) == 0


def test_another_councils_delegate_finds_nothing(scene, sign_in, delegate):
    delegate.post(item_url(scene), data=opinion_form(scene))
    with scene.database.reading() as session:
        opinion_id = session.scalar(select(Opinion.id))
    other = sign_in(Role.DELEGATE, account_id=scene.seats["mizuumi"][1])
    stranger = sign_in(Role.DELEGATE, email="stranger@test.example.jp")
    for url in (f"/delegate/opinions/{opinion_id}",):
        assert other.get(url).status_code == 404
        assert stranger.get(url).status_code == 404
    assert other.post(f"/delegate/opinions/{opinion_id}/withdraw", data={}).status_code == 404
    for url in ("/delegate/meetings/3", item_url(scene)):
        assert stranger.get(url).status_code == 404
    foreign = opinion_form(scene, nonce="form-2", organisation=scene.organisations["asaka"])
    assert other.post(item_url(scene), data=foreign).status_code == 422
    assert count(scene) == 1


def test_a_delegate_replies_rewords_and_withdraws(scene, delegate, client):
    organisation = scene.organisations["asaka"]
    reply = {"organisation": organisation, "answer": "online", "note": ""}
    assert delegate.post("/delegate/meetings/3/reply", data=reply).status_code == 303
    delegate.post(item_url(scene), data=opinion_form(scene))
    with scene.database.reading() as session:
        opinion_id = session.scalar(select(Opinion.id))
    url = f"/delegate/opinions/{opinion_id}"
    assert delegate.post(url, data={"text": "直した文", "seq": "1"}).status_code == 303
    stale = Page.of(delegate.post(url, data={"text": "古い画面の文", "seq": "1"}))
    assert stale.status == 409
    assert "古い画面の文" in stale.text
    assert Page.of(delegate.get(url)).faults() == []
    assert delegate.post(f"{url}/withdraw", data={"reason": ""}).status_code == 303
    page = Page.of(client.get(f"/council/opinions/{opinion_id}"))
    assert page.status == 200
    assert "取り下げました" in page.text
    assert "直した文" not in page.text
    assert page.faults() == []


def test_the_join_link_is_for_members_only(scene, delegate, client, staff):
    link = "https://meeting.example.jp/3"
    assert link in delegate.get("/delegate/meetings/3").get_data(as_text=True)
    assert link in staff.get("/staff/council/meetings/3").get_data(as_text=True)
    for url in ("/council", "/council/meetings/3", "/live/3", "/live/3/fragment"):
        assert "meeting.example.jp" not in client.get(url).get_data(as_text=True)


def test_the_fragment_is_the_same_for_everyone_and_mostly_unchanged(scene, client, delegate):
    with scene.database.transaction() as session:
        meeting, step = scene.meeting_in(session), {"actor": STAFF, "at": scene.at}
        operations.open_meeting(session, meeting=meeting, **step)
        operations.start_item(session, item=scene.item_in(session), **step)
    first = client.get("/live/3/fragment")
    assert first.status_code == 200
    assert "Set-Cookie" not in first.headers
    assert "Cookie" not in first.headers.get("Vary", "")
    assert first.headers["Cache-Control"] == "public, max-age=1"
    known = {"If-None-Match": first.headers["ETag"]}
    same = delegate.get("/live/3/fragment", headers=known)
    assert (same.status_code, same.data) == (304, b"")
    assert "Set-Cookie" not in same.headers
    assert delegate.get("/live/3/fragment").data == first.data
    delegate.post(item_url(scene), data=opinion_form(scene, text="いま届いた意見"))
    after = client.get("/live/3/fragment", headers=known)
    assert after.status_code == 200
    assert "いま届いた意見" in after.get_data(as_text=True)
    assert Page.of(client.get("/live/3")).faults() == []


def test_the_fragment_moves_with_the_minute_while_the_meeting_runs(scene, client):
    with scene.database.transaction() as session:
        operations.open_meeting(
            session, meeting=scene.meeting_in(session), actor=STAFF, at=scene.at
        )
    tag = client.get("/live/3/fragment").headers["ETag"]
    with clock.stopped_at(scene.at + timedelta(minutes=1)):
        later = client.get("/live/3/fragment", headers={"If-None-Match": tag})
    assert later.status_code == 200


def upload(scene: Scene, staff, data: bytes, name: str):
    return staff.post(
        f"/staff/council/meetings/3/items/{scene.item}/papers",
        data={"paper-title": "資料1", "paper-text": "", "paper-file": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


def test_a_paper_is_handed_out_as_a_file_that_can_do_nothing(scene, staff, client):
    assert upload(scene, staff, PDF, "資料.pdf").status_code == 303
    with scene.database.reading() as session:
        paper_id = session.scalar(select(Paper.id))
    answer = client.get(f"/council/papers/{paper_id}/file")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (PDF[:60], "切れた.pdf", "途中で切れています"),
        (b"<script>alert(1)</script>", "偽物.pdf", "種類が合いません"),
        (b"MZ", "program.exe", "この種類のファイルは受け取れません"),
        (b"", "空.pdf", "中身がありません"),
    ],
)
def test_a_bad_upload_is_refused_in_words_and_nothing_is_stored(scene, staff, data, name, words):
    page = Page.of(upload(scene, staff, data, name))
    assert page.status == 422
    assert words in page.text
    assert page.faults() == []
    assert count(scene, Paper) == 0


def test_a_new_meeting_says_what_its_mode_needs_all_at_once(scene, staff):
    form = {"body": "council", "code": "4", "title": "第4回", "mode": "hybrid", "ordinal": "４"}
    page = Page.of(staff.post("/staff/council/meetings/new", data=form))
    assert page.status == 422
    for words in ("始まりの日時を書いて", "会場を書いて", "入口のURLを書いて"):
        assert words in page.text
    assert page.faults() == []
    form |= {
        "starts_at": "2026-12-20T14:00",
        "venue": "市役所",
        "join_link": "https://meeting.example.jp/4",
    }
    assert staff.post("/staff/council/meetings/new", data=form).status_code == 303
    with scene.database.reading() as session:
        made = session.scalars(select(Meeting).where(Meeting.code == "4")).one()
    assert made.ordinal == 4
    assert made.starts_at.isoformat() == "2026-12-20T05:00:00+00:00"
    again = Page.of(staff.post("/staff/council/meetings/new", data=form | {"ordinal": ""}))
    assert again.status == 422


def test_a_draft_is_nobodys_business(scene, staff, client, delegate):
    form = {
        "body": "council",
        "code": "4",
        "title": "ひみつの下書き",
        "mode": "in_person",
        "starts_at": "2026-12-20 14:00",
        "venue": "市役所",
    }
    staff.post("/staff/council/meetings/new", data=form)
    for url in (
        "/council/meetings/4",
        "/live/4",
        "/live/4/fragment",
        "/council/meetings/4/minutes",
    ):
        assert client.get(url).status_code == 404
    assert delegate.get("/delegate/meetings/4").status_code == 404
    assert "ひみつ" not in client.get("/council").get_data(as_text=True)


def test_a_meeting_that_is_not_public_shows_only_the_reason(scene, delegate, client):
    with scene.database.transaction() as session:
        meeting = scene.meeting_in(session)
        meeting.is_public, meeting.closed_reason = False, "個人の情報を扱うため"
        opinion = scene.post(session, "asaka", "外に出ない意見")
    page = Page.of(client.get("/council/meetings/3"))
    assert "個人の情報を扱うため" in page.text
    assert "外に出ない意見" not in page.text
    for url in ("/live/3", f"/council/opinions/{opinion.id}"):
        assert client.get(url).status_code == 404
    assert "外に出ない意見" in delegate.get(item_url(scene)).get_data(as_text=True)


def test_a_whole_meeting_from_its_call_to_its_sealed_minutes(scene, staff, client, sign_in):
    base = "/staff/council/meetings/3"
    assert staff.post(f"{base}/open").status_code == 303
    assert staff.post(f"{base}/items/{scene.item}/start").status_code == 303
    asaka = scene.organisations["asaka"]
    spoken = {
        "item": scene.item,
        "organisation": asaka,
        "channel": "room",
        "kind": "opinion",
        "text": "会場で話した意見",
        "nonce": "n1",
    }
    for _again in range(2):
        assert staff.post(f"{base}/opinions", data=spoken).status_code == 303
    assert count(scene) == 1
    assert staff.post(f"{base}/attendance", data={f"mode-{asaka}": "room"}).status_code == 303
    assert Page.of(staff.get(f"{base}/run")).faults() == []
    assert staff.post(f"{base}/end").status_code == 303
    assert staff.post(f"{base}/minutes/compile").status_code == 303
    page = Page.of(staff.get(f"{base}/minutes"))
    assert page.faults() == []
    with scene.database.reading() as session:
        blocks = session.scalars(select(MinutesBlock.id)).all()
    for block in blocks:
        url = f"{base}/minutes/blocks/{block}"
        text = {"text": "要旨にした文", "seq": "1", "check": "1"}
        assert staff.post(url, data=text).status_code == 303
        late = Page.of(staff.post(url, data=text | {"text": "別の職員の文"}))
        assert late.status == 409
        assert "別の職員の文" in late.text
        assert "要旨にした文" in late.text
        assert late.faults() == []
    assert staff.post(f"{base}/minutes/confirm").status_code == 303
    assert client.get("/council/meetings/3/minutes").status_code == 404
    assert staff.post(f"{base}/minutes/publish").status_code == 303
    published = Page.of(client.get("/council/meetings/3/minutes"))
    assert "要旨にした文" in published.text
    assert published.faults() == []
    assert staff.post(url, data=text | {"seq": "2"}).status_code == 409
    answer = {"disposition": "considering", "text": "調べています。", "due_on": "", "seq": "0"}
    department = sign_in(Role.DEPARTMENT)
    with scene.database.reading() as session:
        opinion_id = session.scalar(select(Opinion.id))
    missing = Page.of(department.post(f"/staff/council/opinions/{opinion_id}", data=answer))
    assert missing.status == 422
    assert "いつまでに決めるか" in missing.text
    answer["due_on"] = "2027-03-31"
    assert department.post(f"/staff/council/opinions/{opinion_id}", data=answer).status_code == 303
    assert "調べています" in client.get(f"/council/opinions/{opinion_id}").get_data(as_text=True)


def test_every_delegate_gets_one_mail_however_often_the_jobs_run(scene, app):
    house = app.extensions["engage.house"]
    sent = []

    class Mailbox:
        def send(self, message, *, message_id):
            sent.append(message)

    for _again in range(2):
        run_due(
            database=house.database,
            handlers=house.handlers,
            settings=house.settings,
            mailer=Mailbox(),
            registry=house.registry,
        )
    assert sorted(message.to for message in sent) == [
        "asaka@test.example.jp",
        "mizuumi@test.example.jp",
    ]
    assert all("手続のオンライン化と窓口の見直し" in message.text for message in sent)
    assert all("meeting.example.jp" not in message.text for message in sent)
    with scene.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(MailDelivery)) == 2


def test_hostile_text_is_only_text(scene, delegate, client):
    attack = "<script>alert(1)</script>{{ 7*7 }}“><img src=x onerror=alert(1)>"
    delegate.post(item_url(scene), data=opinion_form(scene, text=attack))
    page = Page.of(client.get("/council/meetings/3"))
    assert page.faults() == []
    assert "<script>alert" not in page.text
    assert "{{ 7*7 }}" in page.text


def test_secretaries_admit_organisations_and_appoint_people(scene, staff):
    form = {"name": "新しい会（架空）", "reading": "新しい会", "code": "new", "from_on": ""}
    page = Page.of(staff.post("/staff/council/members", data=form))
    assert page.status == 422
    assert "ひらがなかカタカナ" in page.text
    form["reading"] = "あたらしいかい"
    assert staff.post("/staff/council/members", data=form).status_code == 303
    listing = Page.of(staff.get("/staff/council/members"))
    assert listing.faults() == []
    assert listing.text.index("あさか暮らしの会") < listing.text.index("新しい会")
    with scene.database.reading() as session:
        member = scene.seat_in(session, "asaka").membership_id
    url = f"/staff/council/members/{member}"
    unknown = {"delegate-email": "nobody@example.jp", "delegate-kind": "delegate"}
    page = Page.of(staff.post(f"{url}/delegates", data=unknown))
    assert page.status == 422
    assert "利用者はいません" in page.text
    assert page.faults() == []


def test_strange_numbers_and_invisible_characters_are_answered_in_words(scene, delegate, staff):
    delegate.post(item_url(scene), data=opinion_form(scene, text="見える\x00文\r\n二行め\x07"))
    with scene.database.reading() as session:
        opinion = session.scalars(select(Opinion)).one()
        words = session.scalar(select(OpinionRevision.text))
    assert words == "見える文\n二行め"
    for seq in ("", "²", "9" * 5000, "-1", "1; DROP TABLE opinion"):
        answer = delegate.post(f"/delegate/opinions/{opinion.id}", data={"text": "x", "seq": seq})
        assert answer.status_code == 422
        assert "画面を開き直してください" in answer.get_data(as_text=True)
    huge = {"title": "議題", "planned_minutes": "９９９９９９９９９９９９"}
    page = Page.of(staff.post("/staff/council/meetings/3/items/new", data=huge))
    assert page.status == 422
    assert "1から600まで" in page.text
    unknown = opinion_form(scene, channel="telepathy", nonce="form-9")
    page = Page.of(delegate.post(item_url(scene), data=unknown))
    assert page.status == 422
    assert "並んでいるものから" in page.text
