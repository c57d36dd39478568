"""What keeps a version private, what a decision needs, and how texts differ."""

from datetime import date

import pytest

from engage.plan.diff import segments
from engage.plan.evidence import Candidate, EvidenceRef, EvidenceRegistry, Snapshot
from engage.plan.rules import (
    ItemFacts,
    decision_obstacles,
    publishing_obstacles,
    stands_against_evidence,
)
from engage.plan.thread import Page, Step, VoiceTrace


def item(code="5-01", outcome="adopted", citations=1, explains=("1",), **more):
    return ItemFacts(
        code=code,
        outcome=outcome,
        active_citations=citations,
        opposing_citations=more.pop("against", 0),
        says_no_evidence=more.pop("no_evidence", False),
        explains=frozenset(explains),
    )


def codes(**facts):
    found = publishing_obstacles(**({"state": "draft", "differing": ["1"]} | facts))
    return [(obstacle.code, obstacle.subject) for obstacle in found]


def test_an_explained_decided_and_founded_version_may_go_out():
    assert codes(items=[item()]) == []


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"items": [item()], "differing": ["1", "3"]}, ("difference-unexplained", "3")),
        ({"items": [item(outcome=None)]}, ("item-undecided", "5-01")),
        ({"items": [item(citations=0)]}, ("item-without-evidence", "5-01")),
        ({"items": [item(outcome="declined")]}, ("item-refused-but-changes-text", "5-01")),
        ({"items": [item(outcome="considering")]}, ("item-refused-but-changes-text", "5-01")),
        (
            {"items": [item(), item(code="5-02", explains=())]},
            ("item-accepted-without-change", "5-02"),
        ),
        ({"items": [], "differing": []}, ("version-has-no-items", "")),
        ({"items": [item()], "state": "published"}, ("version-not-a-draft", "")),
    ],
)
def test_each_gap_keeps_it_private_and_is_named(facts, expected):
    assert expected in codes(**facts)


def test_a_no_needs_evidence_but_no_change():
    declined = item(code="5-05", outcome="declined", explains=())
    assert codes(items=[item(), declined]) == []


def test_an_item_may_say_openly_that_it_has_no_evidence():
    assert codes(items=[item(citations=0, no_evidence=True)]) == []


def test_an_item_against_all_its_evidence_is_noticed():
    assert stands_against_evidence(item(citations=2, against=2))
    assert not stands_against_evidence(item(citations=2, against=1))
    assert not stands_against_evidence(item(outcome="declined", citations=2, against=2))


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " 　"}, "decision-without-reason"),
        ({"outcome": "maybe"}, "outcome-unknown"),
        ({"decided_on": date(2026, 11, 24)}, "decision-in-the-future"),
        ({"outcome": "considering"}, "considering-without-date"),
        (
            {"outcome": "considering", "until": date(2026, 11, 1)},
            "until-before-decision",
        ),
    ],
)
def test_what_a_decision_lacks(change, code):
    facts = {
        "outcome": "adopted",
        "reason": "窓口を減らすため。",
        "decided_on": TODAY,
        "until": None,
    }
    assert code in decision_obstacles(**(facts | change), today=TODAY)
    assert decision_obstacles(**facts, today=TODAY) == []


BEFORE = "国のポータルサイトを経由して行える電子手続を増やす。"
AFTER = "国のポータルサイトを経由して行える電子手続を、毎年度増やす。"


def test_differences_are_phrases_and_put_together_give_both_texts():
    found = segments(BEFORE, AFTER)
    assert "".join(s.text for s in found if s.kind != "ins") == BEFORE
    assert "".join(s.text for s in found if s.kind != "del") == AFTER
    assert [s.text for s in found if s.kind == "ins"] == ["、毎年度"] or any(
        "毎年度" in s.text for s in found if s.kind == "ins"
    )
    assert sum(len(s.text) for s in found if s.kind == "same") > 20


def test_a_text_that_is_mostly_new_is_struck_as_a_whole():
    found = segments("紙で申し込む。", "オンラインで、いつでも手続を終えられるようにする。")
    assert [s.kind for s in found] == ["del", "ins"]


def test_equal_texts_have_no_difference():
    assert [s.kind for s in segments(BEFORE, BEFORE)] == ["same"]
    assert segments("", "新しい文。")[0].kind == "ins"


class Voices:
    kind, label, group = "opinion", "意見", "会議"

    def __init__(self, words="手続も見直しを"):
        self.words = words

    def search(self, session, words):
        return [Candidate(EvidenceRef(self.kind, "o1"), self.words, "第1回", self.group)]

    def resolve(self, session, key):
        return Snapshot(self.kind, key, self.words, "要旨。", "第1回市民会議")

    def voices(self, session):
        return self.search(session, "")


def test_a_registry_finds_freezes_and_notices_changes():
    registry, source = EvidenceRegistry(), Voices()
    registry.register(source)
    ref = EvidenceRef("opinion", "o1")
    frozen = registry.resolve(None, ref)
    assert registry.groups == ["会議"]
    assert [voice.label for voice in registry.voices(None)] == ["手続も見直しを"]
    assert registry.has_changed(None, ref, frozen.sha256) is False
    source.words = "手続を減らして"
    assert registry.has_changed(None, ref, frozen.sha256) is True
    assert registry.has_changed(None, EvidenceRef("gone", "x"), frozen.sha256) is None
    with pytest.raises(ValueError, match="opinion"):
        registry.register(Voices())


def test_a_snapshot_comes_back_as_it_was_frozen():
    snapshot = Snapshot(
        "statistic", "s/q/1", "「手続」67.5％", "n＝326", "調査", {"n": 326, "low": 0.659},
        page=Page.of("surveys_results.results", "q4", code="dx-2021"), is_fictional=True,
    )  # fmt: skip
    assert Snapshot.from_plain(snapshot.as_plain()) == snapshot


def test_a_declined_voice_ends_on_its_own_strand():
    steps = (
        Step("voice", "", "アプリがほしい"),
        Step("decision", "", "反映しない"),
        Step("end", "", "x"),
    )
    assert VoiceTrace(steps).thread.strands[0].ended
    open_steps = (Step("voice", "", "x"), Step("line", "", "事業1"))
    assert VoiceTrace(open_steps).thread.trunk[0].kind == "line"
