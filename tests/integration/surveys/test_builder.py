"""An officer builds a questionnaire: pages that work, edits that merge, nothing overwritten."""

import io
import json
import re
from datetime import timedelta

import pytest

from engage.core.permissions import SYSTEM, Role
from surveys import operations
from surveys.models import DefinitionVersion, QuestionnaireDraft, QuestionnaireEdit, Survey
from tests.integration.page import Page
from tests.unit.surveys.building.draft import draft

pytestmark = pytest.mark.sqlite_only
HOME = "/staff/surveys/dx-try/builder/"


@pytest.fixture
def survey(app, at):
    """A survey without a questionnaire."""
    with app.extensions["engage.database"].transaction() as session:
        row = operations.create_survey(
            session, code="dx-try", title="ためし（架空）", kind="open", mode="confidential",
            opens_at=at + timedelta(days=1), closes_at=at + timedelta(days=9),
            actor=SYSTEM, at=at,
        )  # fmt: skip
        return row.id


@pytest.fixture
def built(app, at, survey):
    """The same with a questionnaire."""
    with app.extensions["engage.database"].transaction() as session:
        operations.add_version(
            session, survey=session.get(Survey, survey), document=draft(), actor=SYSTEM, at=at
        )


@pytest.fixture
def officer(sign_in):
    return sign_in(Role.PLANNER)


@pytest.fixture
def other(sign_in):
    return sign_in(Role.PLANNER, email="other@test.example.jp", name="白河 はなこ（架空）")


@pytest.fixture
def stored(app):
    """The draft as it stands in the database."""

    def read():
        with app.extensions["engage.database"].reading() as session:
            row = session.query(QuestionnaireDraft).one_or_none()
            return row and (row.document, row.revision)

    return read


def fields(client, url):
    """Return what a browser would send back from the first form that has a revision."""
    page = Page.of(client.get(url))
    assert page.status == 200, page.text[:500]
    assert page.faults() == [], page.faults()
    for form in page.all("form"):
        found = _sent(form)
        if "revision" in found and form.get("method") == "post":
            return found
    raise AssertionError(f"no form in {url}")


def _sent(form):
    found = {}
    for control in form.iter():
        name = control.get("name")
        if control.tag == "textarea":
            found[name] = ("".join(control.itertext())).lstrip("\n")
        elif control.tag == "select":
            options = list(control.iter("option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            found[name] = chosen[0].get("value") if chosen else ""
        elif control.tag == "input" and control.get("type") in {"checkbox", "radio"}:
            if control.get("checked") is not None:
                found.setdefault(name, [])
                found[name] = [*found[name], control.get("value")]
        elif control.tag == "input" and name:
            found[name] = control.get("value") or ""
    return found


def codes(document):
    return [[q["code"] for q in page["questions"]] for page in document["pages"]]


def test_every_page_of_the_builder_keeps_the_rules(officer, built):
    urls = ["", "whole", "preview", "trial", "bank", "files", "versions", "history",
            "questions/new?page=p1", "pages/p1", "conditions/question/q2", "conditions/page/p2",
            "questions/q1", "questions/q3", "questions/q4"]  # fmt: skip
    for url in urls:
        page = Page.of(officer.get(HOME + url))
        assert page.status == 200, url
        assert page.faults() == [], (url, page.faults())


def test_every_type_has_a_form_that_saves_what_it_shows(officer, survey, stored):
    from surveys.definition.fields import OF_TYPE

    for type_ in OF_TYPE:
        sent = fields(officer, f"{HOME}questions/new?page=p1")
        sent |= {"type": type_, "text": f"{type_} の問", "token": type_}
        answer = officer.post(f"{HOME}questions/new", data=sent)
        assert answer.status_code == 303, type_
        where = answer.location.rpartition("/")[2]
        before = stored()[0]
        saved = officer.post(
            f"{HOME}questions/{where}", data=fields(officer, f"{HOME}questions/{where}")
        )
        assert saved.status_code == 303, (type_, saved.get_data(as_text=True)[:3000])
        assert stored()[0] == before, type_
        frame = officer.get(f"{HOME}frame/phone?question={where}")
        assert frame.status_code == 200, type_


def test_a_questionnaire_grows_from_nothing(officer, survey, stored):
    assert stored() is None
    sent = fields(officer, f"{HOME}questions/new?page=p1")
    officer.post(f"{HOME}questions/new", data=sent | {"type": "single", "text": "使いますか"})
    sent = fields(officer, f"{HOME}questions/q1")
    sent["options-lines"] = "はい\nいいえ"
    assert officer.post(f"{HOME}questions/q1", data=sent).status_code == 303
    document, revision = stored()
    assert revision == 2
    assert document["pages"][0]["questions"][0]["options"] == [
        {"code": "1", "text": {"ja": "はい"}},
        {"code": "2", "text": {"ja": "いいえ"}},
    ]
    sent = fields(officer, f"{HOME}versions")
    assert officer.post(f"{HOME}versions", data=sent).status_code == 303
    assert officer.post(f"{HOME}versions", data=sent).status_code == 303


def test_options_move_are_copied_and_go(officer, built, stored):
    def press(**more):
        sent = fields(officer, f"{HOME}questions/q2")
        assert officer.post(f"{HOME}questions/q2", data=sent | more).status_code == 303
        return [o["code"] for o in stored()[0]["pages"][0]["questions"][1]["options"]]

    assert press(then="options-down:1") == ["2", "1", "3"]
    assert press(then="options-up:3") == ["2", "3", "1"]
    assert press(then="options-copy:3") == ["2", "3", "4", "1"]
    assert press(**{"options-0-delete": "1"}) == ["3", "4", "1"]


def test_the_same_form_sent_twice_is_one_edit(officer, built, stored):
    sent = fields(officer, f"{HOME}questions/new?page=p1") | {"type": "note", "text": "お知らせ"}
    officer.post(f"{HOME}questions/new", data=sent)
    officer.post(f"{HOME}questions/new", data=sent)
    assert codes(stored()[0]) == [["q1", "q2", "q5"], ["q3", "q4"]]


def test_two_officers_on_different_questions_merge(officer, other, built, stored):
    mine, theirs = fields(officer, f"{HOME}questions/q1"), fields(other, f"{HOME}questions/q3")
    officer.post(f"{HOME}questions/q1", data=mine | {"text-ja": "使っていますか"})
    answer = other.post(f"{HOME}questions/q3", data=theirs | {"text-ja": "何年ですか"})
    assert answer.status_code == 303
    document, revision = stored()
    assert revision == 2
    assert document["pages"][0]["questions"][0]["text"]["ja"] == "使っていますか"
    assert document["pages"][1]["questions"][0]["text"]["ja"] == "何年ですか"


def test_two_officers_on_one_question_are_asked(officer, other, built, stored):
    mine, theirs = fields(officer, f"{HOME}questions/q1"), fields(other, f"{HOME}questions/q1")
    other.post(f"{HOME}questions/q1", data=theirs | {"text-ja": "あちらの文"})
    answer = officer.post(f"{HOME}questions/q1", data=mine | {"text-ja": "こちらの文"})
    page = Page.of(answer)
    assert page.status == 409
    assert page.faults() == []
    assert "あちらの文" in page.text
    assert "こちらの文" in page.text
    assert "白河 はなこ（架空）" in page.text
    assert stored()[0]["pages"][0]["questions"][0]["text"]["ja"] == "あちらの文"
    form = next(f for f in page.all("form") if f.get("action") == f"{HOME}questions/q1")
    assert officer.post(f"{HOME}questions/q1", data=_sent(form)).status_code == 303
    assert stored()[0]["pages"][0]["questions"][0]["text"]["ja"] == "こちらの文"


def test_a_question_that_changed_meanwhile_is_not_taken_out(officer, other, built, stored):
    sent = fields(officer, HOME)
    theirs = fields(other, f"{HOME}questions/q4")
    other.post(f"{HOME}questions/q4", data=theirs | {"text-ja": "あちらの文"})
    answer = officer.post(f"{HOME}questions/q4/delete", data=sent)
    assert answer.status_code == 422
    assert "直したばかりです" in answer.get_data(as_text=True)
    assert codes(stored()[0])[1] == ["q3", "q4"]


def test_edits_are_taken_back_and_made_again(officer, built, stored):
    officer.post(f"{HOME}questions/q4/delete", data=fields(officer, HOME))
    officer.post(f"{HOME}questions/q3/move", data=fields(officer, HOME) | {"to": "p1:"})
    assert codes(stored()[0]) == [["q3", "q1", "q2"], []]
    officer.post(f"{HOME}undo", data=fields(officer, HOME))
    officer.post(f"{HOME}undo", data=fields(officer, HOME))
    assert stored()[0] == draft()
    officer.post(f"{HOME}redo", data=fields(officer, HOME))
    assert codes(stored()[0]) == [["q1", "q2"], ["q3"]]
    assert "元に戻した" in officer.get(f"{HOME}history").get_data(as_text=True)


def test_a_stale_undo_takes_nothing_back(officer, other, built, stored):
    sent = fields(officer, HOME)
    other.post(f"{HOME}questions/q4/delete", data=fields(other, HOME))
    answer = officer.post(f"{HOME}undo", data=sent)
    assert answer.status_code == 409
    assert codes(stored()[0]) == [["q1", "q2"], ["q3"]]


def test_a_condition_is_chosen_without_writing_one(officer, built, stored):
    url = f"{HOME}conditions/question/q4"
    asked = officer.get(url, query_string={"about-0": "q2", "relation-0": "chosen"})
    assert "買い物" in asked.get_data(as_text=True)
    sent = {"about-0": "q2", "relation-0": "not_chosen", "option-0": ["1", "3"],
            "about-1": "q3", "relation-1": "at_least", "number-1": "2", "join": "any",
            "revision": "0", "token": "t"}  # fmt: skip
    assert officer.post(url, data=sent).status_code == 303
    assert stored()[0]["pages"][1]["questions"][1]["show_if"] == (
        "not (q2 has '1' or q2 has '3') or q3 >= 2"
    )
    assert "問2で「連絡」「買い物」を選んでいない" in officer.get(HOME).get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("q1 has '1", "式"), ("q9 = 1", "q9"), ("q1 has '7'", "7"), ("q4 = '1'", "q4")],
)
def test_a_faulty_expression_is_explained_and_stays(officer, built, stored, typed, said):
    url = f"{HOME}conditions/question/q3"
    sent = {"by": "text", "show_if": typed, "revision": "0", "token": "t"}
    answer = officer.post(url, data=sent)
    page = Page.of(answer)
    assert page.status == 422
    assert page.faults() == []
    assert said in "".join(page.words(e) for e in page.all("p") if e.get("class") == "error")
    assert stored() is None


def test_a_mistake_keeps_what_was_typed(officer, built, stored):
    sent = fields(officer, f"{HOME}questions/q3")
    answer = officer.post(
        f"{HOME}questions/q3", data=sent | {"min": "すこし", "text-ja": "あたらしい文"}
    )
    page = Page.of(answer)
    assert page.status == 422
    assert "すこし" in page.text
    assert "あたらしい文" in page.text
    assert stored() is None


def test_languages_are_added_with_their_title(officer, built, stored):
    sent = fields(officer, f"{HOME}whole")
    answer = officer.post(
        f"{HOME}whole", data=sent | {"new-language": "ja-easy", "new-title": "やさしい ためし"}
    )
    assert answer.status_code == 303
    assert stored()[0]["title"]["ja-easy"] == "やさしい ためし"
    assert 'name="text-ja-easy"' in officer.get(f"{HOME}questions/q1").get_data(as_text=True)
    assert officer.post(
        f"{HOME}whole", data=fields(officer, f"{HOME}whole") | {"new-language": "Ja!"}
    ).status_code == 422  # fmt: skip


def test_a_test_run_leaves_nothing(officer, app, built):
    from tests.integration.databases import fingerprint

    database = app.extensions["engage.database"]
    before = fingerprint(database)
    page = Page.of(officer.get(f"{HOME}trial"))
    sent = _sent(page.all("form")[-1])
    answer = Page.of(officer.post(f"{HOME}trial", data=sent | {"q1": "2"}))
    assert answer.status == 200
    sent = _sent(answer.all("form")[-1])
    assert sent["number"] == "2"
    end = Page.of(officer.post(f"{HOME}trial", data=sent | {"q3": "4", "q4-r1": "1"}))
    assert end.status == 200, end.text
    assert "q2" in end.text
    assert fingerprint(database) == before


def test_answers_that_were_slipped_in_are_not_believed(officer, built):
    page = Page.of(officer.get(f"{HOME}trial"))
    sent = _sent(page.all("form")[-1]) | {"state": "eyJxMSI6e319.x", "number": "2"}
    assert officer.post(f"{HOME}trial", data=sent).status_code == 200


def test_the_frames_may_stand_in_our_pages_only(officer, built):
    frame = officer.get(f"{HOME}frame/desk")
    assert frame.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]
    outer = officer.get(f"{HOME}preview")
    assert outer.headers["X-Frame-Options"] == "DENY"
    assert "frame-src 'self'" in outer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in outer.headers["Content-Security-Policy"]
    typed = fields(officer, f"{HOME}questions/q1") | {"text-ja": "書いている途中"}
    look = officer.post(f"{HOME}questions/q1/look?kind=phone", data=typed)
    assert "書いている途中" in look.get_data(as_text=True)


def upload(client, name, data):
    return client.post(
        f"{HOME}files", data={"file": (io.BytesIO(data), name)}, content_type="multipart/form-data"
    )


def test_out_and_in_again_is_the_same(officer, built, stored):
    for name in ("engage", "yaml"):
        data = officer.get(f"{HOME}files/draft.{name}").get_data()
        page = Page.of(upload(officer, f"x.{name}", data))
        assert page.status == 200
        assert page.faults() == []
        assert stored() is None or name == "yaml"
        form = next(f for f in page.all("form") if f.get("action") == f"{HOME}files/take")
        assert officer.post(f"{HOME}files/take", data=_sent(form)).status_code == 303
        assert stored() is None


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.json", b"{"),
        ("x.json", b""),
        ("x.json", b"[1, 2]"),
        ("x.json", b'{"schema": "engage-questionnaire/2"}'),
        ("x.json", b'{"schema": "engage-questionnaire/2", "schema": "x"}'),
        ("x.json", b"[" * 100_000),
        ("x.yaml", b"schema: &a [x]\ntitle: *a\n"),
        ("x.yaml", b"title: " + b"[" * 60 + b"]" * 60),
        ("x.yaml", b"title: !!python/object/apply:os.system ['true']\n"),
        ("x.yaml", b"schema: x\nschema: y\n"),
        ("x.yaml", "title: 題".encode("cp932")),
        ("x.bin", b"\x00\x01\x02"),
        ("x.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
    ],
)  # fmt: skip
def test_a_bad_file_leaves_everything(officer, built, stored, name, data):
    answer = upload(officer, name, data)
    assert answer.status_code == 422
    assert Page.of(answer).faults() == []
    assert stored() is None


def test_a_file_with_a_code_twice_is_not_taken(officer, built, stored):
    document = draft()
    document["pages"][1]["questions"][0]["code"] = "q1"
    page = Page.of(upload(officer, "x.json", json.dumps(document).encode()))
    assert page.status == 422
    assert "q1" in page.text
    assert not [f for f in page.all("form") if f.get("action") == f"{HOME}files/take"]


def test_a_file_replaces_a_draft_only_as_it_was_seen(officer, other, built, stored):
    document = draft()
    document["pages"] = document["pages"][:1]
    page = Page.of(upload(officer, "x.json", json.dumps(document).encode()))
    form = next(f for f in page.all("form") if f.get("action") == f"{HOME}files/take")
    other.post(f"{HOME}questions/q4/delete", data=fields(other, HOME))
    assert officer.post(f"{HOME}files/take", data=_sent(form)).status_code == 409
    assert codes(stored()[0]) == [["q1", "q2"], ["q3"]]
    tampered = _sent(form) | {"carried": "eyJhIjoxfQ.abc", "revision": "1"}
    assert officer.post(f"{HOME}files/take", data=tampered).status_code == 409


def test_questions_are_found_and_taken_from_another_survey(officer, app, at, built, stored):
    with app.extensions["engage.database"].transaction() as session:
        second = operations.create_survey(
            session, code="later", title="つぎ（架空）", kind="open", mode="confidential",
            opens_at=at + timedelta(days=1), closes_at=at + timedelta(days=9), actor=SYSTEM, at=at,
        )  # fmt: skip
        assert second.id
    later = "/staff/surveys/later/builder/"
    assert "何に使いますか" in officer.get(f"{later}bank?words=買い物").get_data(as_text=True)
    assert "何年使って" not in officer.get(f"{later}bank?words=買い物").get_data(as_text=True)
    assert Page.of(officer.get(f"{later}bank/dx-try")).faults() == []
    sent = {"revision": "0", "token": "a", "take": "page:dx-try:p1"}
    assert officer.post(f"{later}bank/take", data=sent).status_code == 303
    document, revision = stored()
    assert codes(document) == [[], ["q1", "q2"]]
    assert document["code"] == "later"
    sent = {"revision": str(revision), "token": "b", "take": "whole:dx-try"}
    officer.post(f"{later}bank/take", data=sent)
    assert codes(stored()[0]) == [["q1", "q2"], ["q3", "q4"]]
    officer.post(f"{HOME}questions/q1/keep", data={"token": "c"})
    officer.post(f"{HOME}questions/q1/keep", data={"token": "d"})
    kept = officer.get(f"{later}bank?words=スマートフォン").get_data(as_text=True)
    assert kept.count("銀行に入れた問") == 1


def test_every_edit_says_who_and_when(officer, app, built):
    officer.post(f"{HOME}questions/q4/delete", data=fields(officer, HOME))
    with app.extensions["engage.database"].reading() as session:
        edit = session.query(QuestionnaireEdit).one()
        assert (edit.what, edit.place, edit.revision) == ("question-delete", "q4", 1)
        assert edit.account_id == officer.account_id
    page = officer.get(f"{HOME}history").get_data(as_text=True)
    assert "会津 たろう（架空）" in page


def answer(app, document_codes):
    """Put one answer in, as if it had been sent."""
    from surveys.models import Response

    with app.extensions["engage.database"].transaction() as session:
        version = session.query(DefinitionVersion).one()
        session.add(
            Response(
                survey_id=version.survey_id, definition_version_id=version.id, channel="paper",
                document=document_codes,
            )
        )  # fmt: skip


def test_a_change_of_wording_needs_no_mapping_and_reads_word_by_word(officer, app, built):
    answer(app, {"q1": {"state": "answered", "codes": ["1"]}})
    sent = fields(officer, f"{HOME}questions/q1")
    officer.post(f"{HOME}questions/q1", data=sent | {"text-ja": "スマートフォンを持っていますか"})
    page = officer.get(f"{HOME}versions").get_data(as_text=True)
    assert "言い回しだけが変わります" in page
    assert re.search(r"<del>.*使って", page)
    assert (
        officer.post(f"{HOME}versions", data=fields(officer, f"{HOME}versions")).status_code == 303
    )
    compare = Page.of(officer.get(f"{HOME}versions/1/2"))
    assert compare.faults() == []
    assert "持って" in compare.text


def test_a_change_of_structure_with_answers_says_what_became_of_what(officer, app, built):
    answer(app, {"q1": {"state": "answered", "codes": ["2"]}})
    sent = fields(officer, f"{HOME}questions/q1") | {"options-1-code": "9"}
    officer.post(f"{HOME}questions/q1", data=sent)
    page = Page.of(officer.get(f"{HOME}versions"))
    assert page.faults() == []
    sent = fields(officer, f"{HOME}versions")
    assert "options:q1:2" in sent
    assert officer.post(f"{HOME}versions", data=sent | {"options:q1:2": "77"}).status_code == 409
    done = officer.post(f"{HOME}versions", data=sent | {"options:q1:2": "9"})
    assert done.status_code == 303
    with app.extensions["engage.database"].reading() as session:
        new = session.query(DefinitionVersion).filter_by(number=2).one()
        assert new.mapping == {"questions": {"q1": {"options": {"2": "9"}}}}


def test_two_thousand_options_are_lines_and_come_back_whole(officer, built, stored):
    lines = "\n".join(f"o{n}\t市内の町の名前その{n}\tTown number {n}" for n in range(2000))
    sent = fields(officer, f"{HOME}questions/q2")
    sent = {k: v for k, v in sent.items() if not k.startswith("options-")}
    sent |= {"options-as": "lines", "options-lines": lines}
    url = f"{HOME}questions/q2"
    saved = officer.post(url, data=sent, content_type="multipart/form-data")
    assert saved.status_code == 303
    options = stored()[0]["pages"][0]["questions"][1]["options"]
    assert len(options) == 2000
    assert options[1999] == {
        "code": "o1999",
        "text": {"ja": "市内の町の名前その1999", "en": "Town number 1999"},
    }
    again = fields(officer, url)
    assert officer.post(url, data=again, content_type="multipart/form-data").status_code == 303
    assert stored()[1] == 1
    too_many = again | {"options-lines": lines + "\no2000\tもう1つ\tone more"}
    refused = officer.post(url, data=too_many, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert stored()[1] == 1


@pytest.mark.parametrize(
    "words",
    [
        "𠮷野家と㋿と🏯",
        "\u202eねじれた\u202c文",
        "<script>alert(1)</script>",
        "{{7*7}} {% raw %}",
        "'; DROP TABLE survey; --",
        "a" * 4000,
    ],
)
def test_naughty_words_stay_words(officer, built, stored, words):
    sent = fields(officer, f"{HOME}questions/q1") | {"text-ja": words}
    assert officer.post(f"{HOME}questions/q1", data=sent).status_code == 303
    assert stored()[0]["pages"][0]["questions"][0]["text"]["ja"] == words
    for url in (HOME, f"{HOME}questions/q1", f"{HOME}frame/phone?question=q1", f"{HOME}bank"):
        page = Page.of(officer.get(url))
        assert page.status == 200
        assert page.faults() == []
        assert "<script>alert" not in page.text


def test_ten_thousand_characters_are_refused_and_stay(officer, built, stored):
    sent = fields(officer, f"{HOME}questions/q1") | {"text-ja": "あ" * 10_000}
    answer = officer.post(f"{HOME}questions/q1", data=sent)
    assert answer.status_code == 422
    assert "あ" * 10_000 in answer.get_data(as_text=True)
    assert stored() is None


def test_a_draft_that_cannot_be_used_yet_is_shown_everywhere_and_used_nowhere(officer, survey):
    sent = fields(officer, f"{HOME}questions/new?page=p1") | {"type": "single", "text": "まだ"}
    officer.post(f"{HOME}questions/new", data=sent)
    for url in ("", "preview", "trial", "versions", "files", "questions/q1", "frame/phone"):
        page = Page.of(officer.get(HOME + url))
        assert (page.status, page.faults()) == (200, []), url
    assert officer.get(f"{HOME}files/draft.engage").status_code == 409
    answer = officer.post(f"{HOME}versions", data={"revision": "1", "token": "x"})
    assert answer.status_code == 422
    assert "選択肢を2つ以上" in answer.get_data(as_text=True)


def test_those_who_may_not_build_do_not_see_the_builder(sign_in, built):
    client = sign_in(Role.AUDITOR)
    assert client.get(HOME).status_code == 403
    assert client.post(f"{HOME}questions/q1", data={}).status_code == 403


@pytest.mark.parametrize(
    "url",
    [
        "questions/q99",
        "pages/p99",
        "conditions/page/p99",
        "bank/nowhere",
        "versions/8/9",
        "files/draft.exe",
        "frame/phone?question=q99",
    ],
)
def test_what_is_not_there_is_said(officer, built, url):
    assert officer.get(HOME + url).status_code == 404


def test_a_question_that_somebody_took_out_is_said(officer, other, built, stored):
    sent = fields(officer, f"{HOME}questions/q4")
    other.post(f"{HOME}questions/q4/delete", data=fields(other, HOME))
    answer = officer.post(f"{HOME}questions/q4", data=sent | {"text-ja": "あたらしい"})
    page = Page.of(answer)
    assert (page.status, page.faults()) == (409, [])
    assert "あたらしい" in page.text
    assert "ほかの人が消しました" in page.text


def test_a_new_code_of_an_option_is_followed_by_conditions(officer, built, stored):
    sent = fields(officer, f"{HOME}questions/q1") | {"options-0-code": "yes"}
    assert officer.post(f"{HOME}questions/q1", data=sent).status_code == 303
    assert stored()[0]["pages"][0]["questions"][1]["show_if"] == "q1 has 'yes'"


def test_a_draft_of_an_older_version_says_so(officer, app, at, built):
    officer.post(f"{HOME}questions/q4/delete", data=fields(officer, HOME))
    newer = draft()
    newer["title"]["ja"] = "あたらしい題"
    with app.extensions["engage.database"].transaction() as session:
        survey = session.query(Survey).filter_by(code="dx-try").one()
        operations.add_version(session, survey=survey, document=newer, actor=SYSTEM, at=at)
    assert "第1版から始めた" in officer.get(HOME).get_data(as_text=True)
