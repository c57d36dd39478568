"""Shares that move between surveys, and relations within strata."""

from fractions import Fraction

import pytest

from engage.stats import paired, stratified, waves

BERKELEY = [
    [[512, 313], [89, 19]], [[353, 207], [17, 8]], [[120, 205], [202, 391]],
    [[138, 279], [131, 244]], [[53, 138], [94, 299]], [[22, 351], [24, 317]],
]  # fmt: skip
"""Admissions to six departments, men and women: Bickel, Hammel & O'Connell (1975), Science 187."""


class TestStrata:
    def test_berkeley(self):
        """R prints X² = 1.4269, p = 0.2323, common odds ratio 0.9046968 for these tables."""
        found = stratified.mantel_haenszel(BERKELEY)
        assert round(found.statistic, 4) == 1.4269
        assert round(found.p, 4) == 0.2323
        assert round(found.odds_ratio, 7) == 0.9046968
        assert found.interval.low < 1 < found.interval.high

    def test_strata_that_tell_nothing(self):
        empty = [[[3, 0], [2, 0]], [[0, 0], [1, 1]]]
        assert stratified.mantel_haenszel(empty) is None
        assert stratified.mantel_haenszel([*empty, *BERKELEY]).strata == 6

    def test_a_stratum_of_another_shape(self):
        with pytest.raises(ValueError, match="2x2"):
            stratified.mantel_haenszel([[[1, 2, 3], [1, 2, 3]]])


class TestMovement:
    def test_other_people(self):
        found = waves.independent(205, 407, 220, 326)
        assert found.value == Fraction(220, 326) - Fraction(205, 407)
        assert found.interval.low < float(found.value) < found.interval.high

    def test_without_overlap_it_is_wald_s(self):
        found = waves.overlapping(50, 100, 60, 100, both=0, yes_in_both=0, yes_before=0, yes_now=0)
        se = (0.25 / 100 + 0.24 / 100) ** 0.5
        assert found.interval.high - 0.1 == pytest.approx(1.959964 * se, rel=1e-6)

    def test_the_same_people_all_through(self):
        """Full overlap: the variance is that of matched shares, (b+c−(b−c)²/n)/n²."""
        up, down, n = 30, 12, 200
        found = waves.overlapping(80, n, 98, n, both=n, yes_in_both=68, yes_before=80, yes_now=98)
        se = ((up + down - (up - down) ** 2 / n) / n**2) ** 0.5
        assert found.value == Fraction(18, 200)
        assert found.interval.high - 0.09 == pytest.approx(1.959964 * se, rel=1e-6)
        assert paired.mcnemar([[68, down], [up, 90]]).changed == up + down

    def test_people_who_hold_their_answer_make_it_surer(self):
        shaky = waves.overlapping(
            50, 100, 60, 100, both=100, yes_in_both=30, yes_before=50, yes_now=60
        )
        steady = waves.overlapping(
            50, 100, 60, 100, both=100, yes_in_both=50, yes_before=50, yes_now=60
        )
        assert steady.interval.low > shaky.interval.low

    @pytest.mark.parametrize("wrong", [{"yes_in_both": 60}, {"both": 101}, {"yes_before": 51}])
    def test_counts_that_cannot_be(self, wrong):
        facts = {"both": 100, "yes_in_both": 30, "yes_before": 50, "yes_now": 60} | wrong
        with pytest.raises(ValueError, match="answered both times"):
            waves.overlapping(50, 100, 60, 100, **facts)

    def test_no_answers(self):
        assert waves.independent(0, 0, 1, 2) is None
