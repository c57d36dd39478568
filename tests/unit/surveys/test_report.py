"""The words and signs of a report follow from the numbers, and compare only what may be."""

from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import pytest

from engage.stats.margins import margin, margin_table
from surveys.report import symbols
from surveys.report.sentences import sentence
from surveys.results.tables import QuestionResult, ResultRow
from surveys.results.waves import waves


def row(code, label, count, n, *, rest=False):
    share = None if count is None else Fraction(count, n)
    return ResultRow(code, label, count, share, None, None, rest)


def question(rows, n=326, **changes):
    facts = {"code": "q1", "number": 1, "type": "single", "text": "どれですか", "limit": None}
    facts |= {"n": n, "not_shown": 0, "no_answer": 0, "rows": tuple(rows)} | changes
    return QuestionResult(**facts)


class TestSentences:
    def test_the_highest_and_the_next_two(self):
        rows = [row("1", "申請", 220, 326), row("2", "Wi-Fi", 143, 326), row("3", "税", 111, 326)]
        assert sentence(question(rows)) == (
            "「申請」が67.5％（220人）で最も高く、次いで「Wi-Fi」が43.9％、「税」が34.0％の順です。"
        )

    def test_others_and_no_answer_are_never_the_finding(self):
        rows = [row("1", "申請", 20, 326), row("98", "その他", 300, 326, rest=True)]
        assert sentence(question(rows)) == "「申請」が6.1％（20人）で最も高くなっています。"

    def test_two_that_are_equal_stand_side_by_side(self):
        rows = [row("1", "は", 20, 40), row("2", "い", 20, 40)]
        assert "「は」と「い」が50.0％（20人）で並んで" in sentence(question(rows, n=40))

    def test_what_is_hidden_is_not_told(self):
        assert "示せる人数のある選択肢がありません" in sentence(
            question([row("1", "申請", None, 9)])
        )

    def test_a_question_for_nobody(self):
        assert "いません" in sentence(question([], n=0))


class TestSigns:
    @pytest.mark.parametrize(
        ("count", "n", "printed"),
        [(0, 326, "-"), (1, 5000, "0.0"), (220, 326, "67.5"), (None, 326, "－"), (1, 16, "6.3")],
    )
    def test_percent(self, count, n, printed):
        share = None if count is None else Fraction(count, n)
        assert symbols.percent(count, share) == printed

    def test_small_bases_carry_a_star(self):
        assert [symbols.base(n) for n in (0, 29, 30, 1500, None)] == [
            "0", "29*", "30", "1,500", "－",
        ]  # fmt: skip

    def test_differences_have_a_sign(self):
        assert [symbols.points(value) for value in (0.031, -0.031, 0.0, 0.0004)] == [
            "+3.1", "-3.1", "0.0", "0.0",
        ]  # fmt: skip


class TestMargins:
    def test_the_city_s_figures(self):
        """407 of 400,000 at 50 %: 4.9 points, as city reports print; 326 of 360: 1.7."""
        assert round(100 * margin(0.5, 407, 400_000), 1) == 4.9
        assert round(100 * margin(0.5, 326, 360), 1) == 1.7
        assert margin(0.5, 360, 360) == 0

    def test_large_bases_first_and_each_once(self):
        table = margin_table((100, 326, 100), 360)
        assert [each.n for each in table.rows] == [326, 100]
        assert table.rows[0].margins == tuple(sorted(table.rows[0].margins))

    @pytest.mark.parametrize("wrong", [(1.2, 10, None), (0.5, 0, None), (0.5, 11, 10)])
    def test_what_cannot_be(self, wrong):
        with pytest.raises(ValueError, match="of"):
            margin(*wrong)


def survey(questions, kind="sample"):
    return SimpleNamespace(questions=tuple(questions), survey=SimpleNamespace(kind=kind))


class TestWaves:
    before = question([row("1", "はい", 205, 407), row("2", "いいえ", 202, 407)], n=407)
    now = question([row("1", "はい", 220, 326), row("2", "いいえ", 106, 326)])

    def test_a_difference_with_newcombe_s_interval(self):
        """220/326 against 205/407: R's uncorrected test is far from equal, so 0 is outside."""
        (wave,) = waves(survey([self.before]), survey([self.now]))
        first = wave.rows[0]
        assert wave.differences == ()
        assert first.difference == pytest.approx(220 / 326 - 205 / 407)
        assert 0.09 < first.low < first.difference < first.high < 0.25

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"text": "どれが好きですか"}, "wording"),
            ({"rows": (row("1", "はい", 205, 407), row("2", "ちがう", 202, 407))}, "options"),
            ({"not_shown": 9}, "base"),
        ],
    )
    def test_what_differs_is_only_set_beside(self, changes, reason):
        (wave,) = waves(survey([replace(self.before, **changes)]), survey([self.now]))
        assert wave.differences == (reason,)
        assert all(each.difference is None for each in wave.rows)

    def test_a_panel_and_a_sample_are_never_subtracted(self):
        (wave,) = waves(survey([self.before], "panel"), survey([self.now]))
        assert wave.differences == ("kind",)

    def test_people_who_were_asked_twice_are_not_independent(self):
        panels = survey([self.before], "panel"), survey([self.now], "panel")
        assert waves(*panels)[0].differences == ()
        assert waves(*panels, asked_in_both=12)[0].differences == ("same-people",)

    def test_a_question_that_is_new_has_no_wave(self):
        new = question(self.now.rows, code="q9", text="新しい問")
        assert waves(survey([self.before]), survey([new])) == ()
