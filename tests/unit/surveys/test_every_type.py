"""Each type of question reads what people send, says it back, and gives it to be counted."""

import json

import pytest

from surveys.questions import TYPES
from tests.factories.every_type import QUESTIONS, every_type, question

FILE = json.dumps({"id": "a" * 64, "name": "公園.jpg", "size": 10, "kind": "jpg"})


def read(of, /, raw, **change):
    asked = question(of, **change)
    return TYPES[asked.type].read(asked, raw)


def state(of, /, raw, **change):
    reading = read(of, raw, **change)
    assert reading.mistakes == ()
    return reading.state


def reasons(of, /, raw, **change):
    reading = read(of, raw, **change)
    assert reading.state["state"] == "invalid"
    return [mistake.code for mistake in reading.mistakes]


def day(year, month, number, *, era="western"):
    """What the boxes of a date send."""
    return {
        "visit-era": [era],
        "visit-year": [year],
        "visit-month": [month],
        "visit-day": [number],
    }


ANSWERS = {
    "one": ({"one": ["1"], "one-comment": ["はやい"]}, {"codes": ["1"], "comment": "はやい"}),
    "many": (
        {"many": ["98", "2"], "many-other-98": ["本"]},
        {"codes": ["2", "98"], "other": {"98": "本"}},
    ),
    "card": ({"card": ["yes"]}, {"codes": ["yes"]}),
    "praise": ({"praise": ["10"]}, {"codes": ["10"]}),
    "liked": ({"liked-desk": ["3"]}, {"rows": {"desk": "3"}}),
    "used": ({"used-web": ["r", "p"]}, {"rows": {"web": ["p", "r"]}}),
    "both": (
        {"both-desk-1": ["3"], "both-desk-2": ["1"], "both-web-2": ["2"]},
        {"rows": {"desk": {"1": "3", "2": "1"}, "web": {"2": "2"}}},
    ),
    "hours": (
        {"hours-desk-a": ["７．５"], "hours-desk-b": ["0"]},
        {"rows": {"desk": {"a": 7.5, "b": 0}}},
    ),
    "names": ({"names-web-b": [" 市の ページ "]}, {"rows": {"web": {"b": "市の ページ"}}}),
    "age": ({"age": ["４２"]}, {"number": 42}),
    "points": ({"points-a": ["60"], "points-b": ["４０"]}, {"numbers": {"a": 60, "b": 40}}),
    "word": ({"word": ["𠮷野家 ㋿"]}, {"text": "𠮷野家 ㋿"}),
    "mail": ({"mail": ["ｎａｍａｅ＠example.jp"]}, {"text": "namae@example.jp"}),
    "opinion": ({"opinion": ["一\r\n二"]}, {"text": "一\n二"}),
    "wishes": ({"wishes-b": ["静けさ"]}, {"texts": {"b": "静けさ"}}),
    "visit": (
        {"visit-era": ["令和"], "visit-year": ["元"], "visit-month": ["5"], "visit-day": ["1"]},
        {"date": "2019-05-01"},
    ),
    "moved": (
        {"moved-era": ["western"], "moved-year": ["２０２０年"], "moved-month": ["4"]},
        {"date": "2020-04"},
    ),
    "order": ({"order-3": ["1"], "order-1": ["2"]}, {"ranks": ["3", "1"]}),
    "photo": ({"photo-kept": [FILE]}, {"files": [json.loads(FILE)]}),
    "agree": ({"agree": ["yes"]}, {"codes": ["yes"]}),
    "where": ({"where": ["a"]}, {"codes": ["a"]}),
}


def test_the_stories_cover_every_type_that_is_answered():
    assert set(ANSWERS) == set(every_type().asked)
    assert {q.type for q in every_type().questions.values()} == set(TYPES)


@pytest.mark.parametrize("code", ANSWERS)
def test_an_answer_is_understood(code):
    raw, expected = ANSWERS[code]
    assert state(code, raw) == {"state": "answered", **expected}


@pytest.mark.parametrize("code", ANSWERS)
def test_what_is_shown_again_is_the_same_answer(code):
    asked = question(code)
    kind = TYPES[asked.type]
    kept = state(code, ANSWERS[code][0])
    assert kind.read(asked, kind.entries(asked, kept)).state == kept


@pytest.mark.parametrize("code", ANSWERS)
def test_nothing_sent_is_no_answer_unless_one_is_needed(code):
    assert state(code, {}) == {"state": "no-answer"}
    assert len(reasons(code, {}, required=True)) == 1
    assert state(code, {}, required="soft") == {"state": "no-answer"}


@pytest.mark.parametrize("code", ANSWERS)
def test_an_answer_is_counted_under_its_own_keys(code):
    asked = question(code)
    kind = TYPES[asked.type]
    answered = state(code, ANSWERS[code][0])
    said = [item.of(answered) for item in kind.items(asked)]
    assert any(value is not None for value in said)
    keys = [item.key for item in kind.items(asked)]
    assert len(set(keys)) == len(keys)
    assert all(key.split("/")[0] == code for key in keys)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("one", ["した", "はやい"]),
        ("many", ["予約", "その他（本）"]),
        ("card", ["はい"]),
        ("praise", ["10（すすめる）"]),
        ("liked", ["窓口：満足"]),
        ("used", ["ホームページ：電話、紙"]),
        ("both", ["窓口：満足／重要でない", "ホームページ：－／ふつう"]),
        ("hours", ["窓口・平日：7.5時間", "窓口・休日：0時間"]),
        ("age", ["42歳"]),
        ("points", ["教育：60点", "福祉：40点"]),
        ("visit", ["2019年5月1日"]),
        ("moved", ["2020年4月"]),
        ("order", ["1：安全", "2：早さ"]),
        ("photo", ["公園.jpg"]),
        ("agree", ["同意する"]),
    ],
)
def test_an_answer_is_said_back(code, words):
    asked = question(code)
    assert TYPES[asked.type].words(asked, state(code, ANSWERS[code][0]), "ja", "ja") == words


@pytest.mark.parametrize(
    ("code", "raw", "reason"),
    [
        ("one", {"one": ["1", "2"]}, "choose-only-one"),
        ("one", {"one": ["7"]}, "option-unknown"),
        ("one", {"one-comment": ["なんとなく"]}, "choose-one"),
        ("one", {"one": ["1"], "one-comment": ["あ" * 1001]}, "answer-too-long"),
        ("many", {"many": ["1", "2", "3"]}, "too-many-chosen"),
        ("many", {"many": ["1", "90"]}, "exclusive-with-others"),
        ("card", {"card": ["maybe"]}, "option-unknown"),
        ("praise", {"praise": ["11"]}, "option-unknown"),
        ("liked", {"liked-desk": ["3", "2"]}, "option-unknown"),
        ("used", {"used-desk": ["p", "q", "r"]}, "too-many-chosen"),
        ("both", {"both-desk-2": ["9"]}, "option-unknown"),
        ("hours", {"hours-desk-a": ["7.55"]}, "number-too-exact"),
        ("hours", {"hours-desk-a": ["25"]}, "number-too-large"),
        ("hours", {"hours-desk-a": ["たくさん"]}, "decimal-unreadable"),
        ("age", {"age": ["17"]}, "number-out-of-range"),
        ("age", {"age": ["9" * 30]}, "number-unreadable"),
        ("points", {"points-a": ["60"], "points-b": ["30"]}, "sum-not-equal"),
        ("word", {"word": ["あ" * 21]}, "answer-too-long"),
        ("mail", {"mail": ["namae＠"]}, "not-mail"),
        ("visit", day("2026", "13", "1"), "no-such-month"),
        ("visit", day("2025", "2", "29"), "no-such-day"),
        ("visit", {"visit-year": ["2026"], "visit-month": ["2"]}, "write-day"),
        ("visit", day("1949", "2", "1"), "date-out-of-range"),
        ("visit", day("2026", "11", "24"), "date-out-of-range"),
        ("visit", day("31", "5", "1", era="平成"), "not-in-era"),
        ("visit", day("65", "1", "1", era="昭和"), "no-such-year"),
        ("order", {"order-1": ["1"], "order-2": ["1"]}, "same-place-twice"),
        ("order", {"order-1": ["2"]}, "place-missing"),
        ("order", {"order-1": ["3"]}, "place-missing"),
        ("order", {"order-1": ["4"]}, "option-unknown"),
        ("photo", {"photo-kept": [FILE.replace("園", c) for c in "園花空"]}, "too-many-files"),
        ("agree", {"agree": ["no"]}, "option-unknown"),
        ("where", {"where": ["x"]}, "option-unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_kept_as_typed(code, raw, reason):
    assert reasons(code, raw) == [reason]
    asked = question(code)
    kind = TYPES[asked.type]
    kept = kind.entries(asked, read(code, raw).state)
    assert all(kept[name] == values for name, values in raw.items())


@pytest.mark.parametrize(
    ("era", "year", "month", "number", "iso"),
    [
        ("平成", "31", "4", "30", "2019-04-30"),
        ("令和", "1", "5", "1", "2019-05-01"),
        ("昭和", "64", "1", "7", "1989-01-07"),
        ("平成", "元", "1", "8", "1989-01-08"),
    ],
)
def test_the_days_around_a_change_of_era(era, year, month, number, iso):
    assert state("visit", day(year, month, number, era=era))["date"] == iso


class TestWhatExpressionsSee:
    """An expression reads q, q.row or q.row.column."""

    @pytest.mark.parametrize(
        ("code", "values"),
        [
            ("one", {"": "1", "comment": "はやい", "other": None}),
            ("many", {"": ["2", "98"], "other": "本", "comment": None}),
            ("praise", {"": 10.0, "other": None, "comment": None}),
            ("liked", {"desk": "3", "web": None}),
            ("both", {"desk.1": "3", "desk.2": "1", "web.1": None, "web.2": "2"}),
            ("hours", {"desk.a": 7.5, "desk.b": 0, "web.a": None, "web.b": None}),
            ("points", {"a": 60, "b": 40}),
            ("order", {"": ["3", "1"]}),
            ("agree", {"": True}),
        ],
    )
    def test_the_parts_of_an_answer(self, code, values):
        asked = question(code)
        assert TYPES[asked.type].values(asked, state(code, ANSWERS[code][0])) == values

    def test_dont_know_is_no_point_of_a_scale(self):
        asked = question("praise")
        assert TYPES["scale"].values(asked, state("praise", {"praise": ["x"]}))[""] is None


def test_a_file_list_that_we_did_not_write_is_not_believed():
    forged = [
        json.dumps({"id": "../../etc/passwd", "name": "x", "size": 1, "kind": "pdf"}),
        json.dumps(["x"]),
        "not json",
    ]
    assert state("photo", {"photo-kept": forged}) == {"state": "no-answer"}


def test_every_type_of_the_factory_has_a_text():
    assert all(q["text"]["ja"] for q in QUESTIONS.values())
