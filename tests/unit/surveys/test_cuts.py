"""Numbers cut freely: nested, filtered, netted, weighted; nothing told that was hidden."""

import numpy as np
import pytest

from engage.core.errors import Invalid
from engage.stats.cells import Column, multiple_columns
from engage.stats.design import Design
from surveys.results.banners import banner_table
from surveys.results.cuts import cut_of, nested_column, nested_topic
from surveys.results.topics import Topic
from surveys.results.weighting import weighting_of, weights_of

SEX = Topic("sex", "性別", (("m", "男性"), ("f", "女性")))
AGE = Topic("age", "年代", (("y", "若い"), ("o", "年配")))
GLAD = Topic("glad", "満足", (("1", "とても"), ("2", "まあ"), ("3", "あまり"), ("4", "まったく")))
WANT = Topic("want", "ほしいもの", (("a", "図書館"), ("b", "公園")), many=True)
WANT_A = Topic("want/a", "ほしいもの：図書館", (("1", "選んだ"), ("0", "選ばなかった")))
EVERY = (SEX, AGE, GLAD)


def people(sizes):
    """Return columns of so many people for each (sex, age, glad)."""
    rows = [who for who, size in sizes.items() for _ in range(size)]
    columns = {
        topic.key: Column.of([row[place] for row in rows], topic.codes)
        for place, topic in enumerate(EVERY)
    }
    wants = [["a"] if row[2] in ("1", "2") else ["b"] for row in rows]
    return columns | multiple_columns("want", wants, WANT.codes)


def crowd(**changed):
    sizes = {(sex, age, glad): 12 for sex in SEX.codes for age in AGE.codes for glad in GLAD.codes}
    return people(sizes | changed.pop("also", {}))


def cut(**arguments):
    banners = (SEX, AGE, GLAD, WANT_A)
    return cut_of(arguments, (GLAD, SEX, WANT), banners, banners)


def test_what_does_not_exist_is_left_out_of_a_cut():
    found = cut(rows=["glad"], by=["age", "nothing", "age", "glad"], only=["sex:f", "sex:x", "<"])
    assert [topic.key for topic in found.by] == ["age"]
    assert found.only == ((SEX, ("f",)),)
    assert cut(rows=["?"], by=["?"]).topic is GLAD
    assert cut_of({}, (), (), ()) is None


def test_a_cut_comes_back_from_its_own_address():
    found = cut(
        rows=["glad"], by=["sex", "age"], inside=["want/a"], only=["age:y"], weighted=["1"],
        net1=["1", "2"], net1_name=[" 満足  計 "],
    )  # fmt: skip
    assert found.nets[0].name == "満足 計"
    assert cut(**found.arguments) == found


def test_several_banners_stand_side_by_side():
    table = banner_table(crowd(), cut(rows=["glad"], by=["sex", "age"]), Design())
    assert [cross.by for cross in table.crosses] == ["sex", "age"]
    assert [group.n for group in table.crosses[0].groups] == [96, 96]
    assert [row.label for row, _ in table.lines] == [
        "とても",
        "まあ",
        "あまり",
        "まったく",
        "無回答",
    ]


def test_groups_inside_groups():
    table = banner_table(crowd(), cut(rows=["glad"], by=["sex"], inside=["age"]), Design())
    (cross,) = table.crosses
    assert [group.label for group in cross.groups][:2] == ["男性 × 若い", "男性 × 年配"]
    assert [group.n for group in cross.groups] == [48] * 4


def test_a_nested_column_keeps_blanks_and_those_not_asked():
    outer = Column.of(["m", "f", None, "not-asked", "m"], SEX.codes)
    inner = Column.of(["y", "o", "y", "y", "not-asked"], AGE.codes)
    column = nested_column(outer, inner)
    assert column.options == nested_topic(SEX, AGE).codes
    levels = [column.levels[code] for code in column.codes]
    assert levels == ["m×y", "f×o", "no-answer", "not-asked", "not-asked"]


def test_a_filter_counts_only_those_inside():
    table = banner_table(crowd(), cut(rows=["glad"], by=["age"], only=["sex:f"]), Design())
    assert (table.asked, table.n) == (192, 96)
    assert [group.n for group in table.crosses[0].groups] == [48, 48]


@pytest.mark.parametrize(
    ("extra", "only", "reason"),
    [(3, "sex:x", "too-few-left"), (3, "rest", "too-few-left-out"), (5, "sex:x", None)],
)
def test_a_filter_that_leaves_three_people_or_all_but_three_is_refused(extra, only, reason):
    sex = Topic("sex", "性別", (("m", "男性"), ("f", "女性"), ("x", "その他")))
    rows = [(s, a, g) for s in "mf" for a in "yo" for g in "1234" for _ in range(12)]
    rows += [("x", "y", "1")] * extra
    columns = {
        topic.key: Column.of([row[place] for row in rows], topic.codes)
        for place, topic in enumerate((sex, AGE, GLAD))
    }
    wanted = ["sex:m", "sex:f"] if only == "rest" else [only]
    asked = {"rows": ["glad"], "by": ["age"], "only": wanted}
    found = cut_of(asked, (GLAD,), (AGE, sex), (sex,))
    assert banner_table(columns, found, Design()).reason == reason


def test_nobody_is_told_by_taking_a_filtered_table_from_the_whole():
    sizes = {(s, a, g): 12 for s in "mf" for a in "yo" for g in "1234"}
    sizes["m", "y", "4"] = 2  # few young men: in the whole table they are among the young
    columns = people(sizes)
    whole = banner_table(columns, cut(rows=["glad"], by=["age"]), Design())
    women = banner_table(columns, cut(rows=["glad"], by=["age"], only=["sex:f"]), Design())
    assert whole.crosses[0].rows[3].cells[0].count == 14
    # The women alone are twelve, enough to be shown, but 14 - 12 would tell of two men.
    assert women.crosses[0].rows[3].cells[0].count is None
    assert women.crosses[0].rows[3].cells[1].count is None


def test_a_net_adds_options_and_hides_with_them():
    columns = people({("m", "y", "1"): 20, ("m", "y", "3"): 10, ("f", "y", "2"): 30})
    found = cut(rows=["glad"], by=["sex"], net1=["1", "2"], net1_name=["満足計"])
    (cross,) = banner_table(columns, found, Design()).crosses
    net = cross.rows[-1]
    assert (net.label, net.is_net, net.total.count, net.total.percent) == (
        "満足計",
        True,
        50,
        "83.3",
    )
    # All women said the same, so their cells are hidden, and the net with them.
    assert net.cells[1].count is None


def test_options_of_several_answers_are_not_added():
    found = cut(rows=["want"], by=["sex"], net1=["a", "b"], net1_name=["どれか"])
    (cross,) = banner_table(crowd(), found, Design()).crosses
    assert not any(row.is_net for row in cross.rows)


def test_more_groups_than_anybody_can_read_are_refused():
    wide = Topic("w", "町", tuple((str(i), str(i)) for i in range(40)))
    found = cut_of({"by": ["w"], "inside": ["sex"]}, (GLAD,), (wide, SEX), ())
    columns = crowd() | {"w": Column.of(["1"] * 192, wide.codes)}
    assert banner_table(columns, found, Design()).reason == "too-many-groups"


class TestWeights:
    def test_shares_are_weighted_and_n_is_not(self):
        columns = people(
            {("m", "y", "1"): 60, ("m", "y", "2"): 20, ("f", "y", "1"): 10, ("f", "y", "2"): 10}
        )
        weights = weights_of(columns, {"sex": {"m": 500, "f": 500}}, EVERY)
        found = cut(rows=["glad"], by=["sex"], weighted=["1"])
        table = banner_table(columns, found, Design(), weights=weights)
        (cross,) = table.crosses
        # Half the people are men, three quarters of whom said the first; of the women one half.
        assert cross.rows[0].total.percent == "62.5"
        assert (cross.rows[0].total.count, cross.n) == (70, 100)
        assert [group.n for group in cross.groups] == [80, 20]
        # Kish: (Σw)² / Σw² with weights 6.25 and 25.
        assert table.effective_n == pytest.approx(1000**2 / (80 * 6.25**2 + 20 * 25**2))
        assert cross.test.method == "rao-scott-2"

    def test_who_gave_no_class_keeps_their_share(self):
        columns = {"sex": Column.of(["m"] * 60 + ["f"] * 20 + [None] * 20, SEX.codes)}
        weights = weights_of(columns, {"sex": {"m": 100, "f": 300}}, EVERY).weights
        shares = [weights[:60].sum(), weights[60:80].sum(), weights[80:].sum()]
        assert np.array(shares) / weights.sum() == pytest.approx([0.2, 0.6, 0.2])

    def test_the_balance_before_and_after(self):
        found = weighting_of(crowd(), {"sex": {"m": 300, "f": 100}}, EVERY)
        ((_topic, classes),) = found.classes
        label, men = classes[0]
        assert (label, men.population, men.respondents) == ("男性", 0.75, 0.5)
        assert men.weighted == pytest.approx(0.75)
        assert found.smallest == pytest.approx(0.5)
        assert not found.is_uneven

    @pytest.mark.parametrize(
        ("margins", "reason"),
        [
            ({}, "margins-missing"),
            ({"nothing": {"1": 5}}, "margins-missing"),
            ({"sex": {"x": 5}}, "margins-missing"),
            ({"sex": {"m": 5, "f": 6}, "age": {"y": 5, "o": 7}}, "margins-differ"),
            ({"sex": {"m": 5, "f": 0}}, "class-without-people"),
        ],
    )
    def test_a_population_that_does_not_fit_is_refused(self, margins, reason):
        with pytest.raises(Invalid) as refused:
            weights_of(crowd(), margins, EVERY)
        assert refused.value.code == reason

    def test_a_class_that_nobody_answered_from(self):
        columns = people({("m", "y", "1"): 20})
        with pytest.raises(Invalid) as refused:
            weights_of(columns, {"sex": {"m": 5, "f": 5}}, EVERY)
        assert refused.value.code == "class-without-answers"

    def test_margins_that_contradict_each_other(self):
        columns = people({("m", "y", "1"): 20, ("f", "o", "1"): 20})
        with pytest.raises(Invalid) as refused:
            weights_of(columns, {"sex": {"m": 9, "f": 1}, "age": {"y": 1, "o": 9}}, EVERY)
        assert refused.value.code == "margins-cannot-be-met"
