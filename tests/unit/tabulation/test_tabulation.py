"""A file becomes numbers with their doubt, or a clear word about what is wrong on which line."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from engage.cli import main
from engage.stats.sampling import sample_of
from engage.tabulation.answers import Estimation, Tabulation
from engage.tabulation.drawing import Drawn
from engage.tabulation.estimates import estimate
from engage.tabulation.reading import Unreadable, read_table
from engage.tabulation.tables import tabulate
from engage.tabulation.variables import classes, numbers

SMALL = "q1,sex,w,size\nはい,女,1.5,100\nいいえ,男,2,100\nはい,女,1,100\n,男,3,100\n"


def table(text=SMALL, name="a.csv"):
    return read_table(name, text.encode())


def refused(work):
    with pytest.raises(Unreadable) as caught:
        work()
    return caught.value


class TestReading:
    def test_utf_8_with_and_without_a_mark_and_shift_jis(self):
        for encoding in ("utf-8", "utf-8-sig", "cp932"):
            found = read_table("a.csv", SMALL.encode(encoding))
            assert list(found.columns) == ["q1", "sex", "w", "size"]
            assert found.column("q1") == ["はい", "いいえ", "はい", None]

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("a.txt", b"x", "file-kind-unknown"),
            ("a.csv", b"", "file-empty"),
            ("a.csv", b"a,b\n", "no-rows"),
            ("a.csv", b"a,a\n1,2\n", "column-name-twice"),
            ("a.csv", b"a,\n1,2\n", "column-without-name"),
            ("a.csv", b"a,b\n1,2\n1,2,3\n4\n", "lines-of-another-width"),
            ("a.csv", b"a\n\x00\n", "file-not-what-it-says"),
            ("a.csv", b"a\n\x81\xff\xfe\n", "csv-encoding-unknown"),
            ("a.csv", b'a\n"never closed\n', "csv-broken"),
            ("a.csv", ",".join(f"c{n}" for n in range(2001)).encode() + b"\n", "too-many-columns"),
            ("a.xlsx", b"PK\x03\x04 not a workbook", "file-cut-short"),
            ("a.sav", b"$FL2 cut", "file-not-what-it-says"),
            ("a.sav", b"hello", "file-not-what-it-says"),
        ],
    )
    def test_a_bad_file_says_what_is_wrong(self, name, content, code):
        assert refused(lambda: read_table(name, content)).code == code

    def test_lines_of_another_width_are_named(self):
        assert refused(lambda: read_table("a.csv", b"a,b\n1,2\n1,2,3\n4\n")).lines == ("3", "4")

    def test_full_width_digits_are_numbers_and_holes_are_holes(self):
        found = numbers(table("x\n１，２３４．５\n-2\nNaN\n−3\n1e3\n"), "x").values
        assert found[[0, 1, 3, 4]].tolist() == [1234.5, -2, -3, 1000]
        assert np.isnan(found[2])

    @pytest.mark.parametrize("bad", ["abc", "1_000", "inf", "0x10", "1;2"])
    def test_what_is_no_number_is_named_by_its_line(self, bad):
        error = refused(lambda: numbers(table(f"x\n1\n{bad}\n"), "x"))
        assert (error.code, error.lines) == ("not-numbers", ("3",))

    def test_codes_are_in_the_order_of_numbers(self):
        assert classes(table("x\n10\n9\nb\n2\n"), "x").levels == ("2", "9", "10", "b")

    def test_two_thousand_codes_are_a_clear_end(self):
        text = "x\n" + "\n".join(f"c{n}" for n in range(2001))
        assert refused(lambda: classes(table(text), "x")).code == "too-many-classes"


class TestTables:
    def test_counts_shares_and_who_is_left_out(self):
        found = tabulate(table(), file="a.csv", rows="q1", by="sex", drawn=Drawn(weight="w"))
        assert [group.n for group in found.groups] == [3, 2, 1]
        assert found.left_out == 1
        shares = {(c.row, c.column): c.share.value for c in found.cells}
        assert shares["はい", None] == pytest.approx(2.5 / 4.5)
        assert shares["はい", "女"] == 1
        assert "missing-left-out" in found.warnings

    def test_a_share_of_one_is_flagged_not_given_no_doubt(self):
        found = tabulate(table(), file="a.csv", rows="q1", by="sex")
        cell = next(c for c in found.cells if (c.row, c.column) == ("はい", "女"))
        assert "share-at-edge" in cell.share.flags

    @pytest.mark.parametrize(
        ("text", "drawn", "code"),
        [
            ("q,w\na,1\nb,0\n", Drawn(weight="w"), "not-positive"),
            ("q,w\na,1\nb,-2\n", Drawn(weight="w"), "not-positive"),
            ("q,w\na,1\nb,\n", Drawn(weight="w"), "not-positive"),
            ("q,s\na,1\nb,\n", Drawn(strata="s"), "design-blank"),
            ("q,f\na,1\nb,1\n", Drawn(fpc=("f", "f")), "design-impossible"),
            ("q,f\na,1\nb,2\n", Drawn(fpc=("1.5",)), "design-impossible"),
            ("q,w\na,1\n", Drawn(weight="nothing"), "no-such-column"),
        ],
    )
    def test_a_design_that_cannot_be(self, text, drawn, code):
        assert refused(lambda: tabulate(table(text), file="x", rows="q", drawn=drawn)).code == code

    def test_nobody_and_one_and_all_the_same(self):
        assert refused(lambda: tabulate(table("q,x\n,1\n,2\n"), file="x", rows="q")).code == (
            "nobody-answered"
        )
        same = tabulate(table("q,g\na,1\na,2\na,1\n"), file="x", rows="q", by="g")
        assert same.test is None
        assert same.no_test

    def test_the_answer_has_the_documented_shape(self):
        found = tabulate(table(), file="a.csv", rows="q1", by="sex")
        assert Tabulation.model_validate_json(found.model_dump_json()) == found


class TestEstimates:
    def test_weights_default_to_what_the_population_gives(self):
        """Two strata of 100 and 10, two drawn of each: a person of the first stands for 50."""
        text = "y,s,N\n1,a,100\n3,a,100\n10,b,10\n30,b,10\n"
        found = estimate(
            table(text), file="x", what="total", variable="y", drawn=Drawn(strata="s", fpc=("N",))
        )
        assert found.design.weights == "from-fpc"
        assert found.estimates[0].value == pytest.approx(50 * 4 + 5 * 40)
        spread = 100**2 * (1 - 2 / 100) * 2 / 2 + 10**2 * (1 - 2 / 10) * 200 / 2
        assert found.estimates[0].se == pytest.approx(spread**0.5)

    def test_two_stages_multiply(self):
        text = "y,a,b,f1,f2\n1,1,1,10,5\n2,1,2,10,5\n3,2,1,10,4\n4,2,2,10,4\n"
        drawn = Drawn(psu=("a", "b"), fpc=("f1", "f2"))
        found = estimate(table(text), file="x", what="mean", variable="y", drawn=drawn)
        sample = sample_of(
            4,
            stages=[[1, 1, 2, 2], ["1 1", "1 2", "2 1", "2 2"]],
            fpc=[[10] * 4, [5, 5, 4, 4]],
        )
        assert found.design.sum_of_weights == pytest.approx(sample.weights.sum())
        assert found.design.sum_of_weights == pytest.approx(5 * 2.5 * 2 + 5 * 2 * 2)

    def test_quantiles_ratios_and_what_is_missing(self):
        text = "a,b\n1,2\n2,4\n3,6\n,8\n"
        found = estimate(table(text), file="x", what="ratio", variable="a/b")
        assert (found.estimates[0].value, found.left_out) == (pytest.approx(0.5), 1)
        halves = estimate(table(text), file="x", what="quantile", variable="a", parts=[0.5])
        assert (halves.parts, halves.estimates[0].value) == ([0.5], 2)
        assert Estimation.model_validate_json(halves.model_dump_json()) == halves

    @pytest.mark.parametrize(("what", "variable"), [("ratio", "a"), ("ratio", "a/"), ("sum", "a")])
    def test_wishes_that_are_none(self, what, variable):
        error = refused(
            lambda: estimate(table("a,b\n1,2\n"), file="x", what=what, variable=variable)
        )
        assert error.code in {"ratio-needs-two", "unknown-estimate"}


class TestTheCommands:
    @pytest.fixture
    def run(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text(SMALL)
        return lambda *words: CliRunner().invoke(main, [words[0], str(path), *words[1:]])

    def test_tabulate_speaks_to_people_and_programs(self, run):
        assert "はい\t66.7\t100.0\t0.0" in run("tabulate", "--rows", "q1", "--by", "sex").output
        answer = json.loads(run("tabulate", "--rows", "q1", "--weight", "w", "--json").output)
        assert answer["schema_name"] == "engage-tabulation/1"
        assert answer["design"]["weights"] == "given"

    def test_estimate(self, run):
        answer = json.loads(run("estimate", "--mean", "w", "--fpc", "size", "--json").output)
        assert answer["estimates"][0]["value"] == pytest.approx(7.5 / 4)
        assert answer["design"]["finite"]

    def test_a_mistake_is_said_with_its_line(self, run):
        found = run("estimate", "--mean", "q1")
        assert found.exit_code == 1
        assert "数でない値が3行あります" in found.output
        assert "行：2、3、4" in found.output
        assert run("estimate", "--mean", "w", "--total", "w").exit_code == 2


class TestRaking:
    MARGINS = "variable,class,total\nsex,女,480\nsex,男,520\n"

    def test_weights_fit_the_margins(self):
        found = tabulate(table(), file="a.csv", rows="sex", drawn=Drawn(rake=self.MARGINS.encode()))
        assert found.design.weights == "calibrated"
        shares = {cell.row: cell.share.value for cell in found.cells}
        assert shares == {"女": pytest.approx(0.48), "男": pytest.approx(0.52)}
        assert found.cells[0].share.se == pytest.approx(0, abs=1e-9)

    @pytest.mark.parametrize(
        ("margins", "code"),
        [
            ("variable,class,total\nsex,女,1\n", "margins-wrong"),
            ("variable,class,total\nsex,女,480\nsex,男,x\n", "margins-wrong"),
            ("variable,class,total\nsex,女,1\nsex,女,2\n", "margins-wrong"),
            ("variable,class,total\nsex,女,1\nsex,男,2\nsex,ほか,3\n", "margins-wrong"),
            ("variable,class,total\nsex,女,1\nsex,男,2\nw,1.5,9\n", "margins-wrong"),
            ("variable,class,total\nq9,女,1\n", "no-such-column"),
            ("variable,class,total\nq1,はい,1\n", "design-blank"),
            ("a,b\n1,2\n", "margins-wrong"),
        ],
    )
    def test_margins_that_cannot_be(self, margins, code):
        drawn = Drawn(rake=margins.encode())
        assert refused(lambda: tabulate(table(), file="x", rows="sex", drawn=drawn)).code == code

    def test_margins_that_do_not_add_up(self):
        text = "q,a,b\n1,x,u\n2,y,v\n1,x,v\n"
        margins = "variable,class,total\na,x,5\na,y,5\nb,u,5\nb,v,6\n"
        drawn = Drawn(rake=margins.encode())
        error = refused(lambda: tabulate(table(text), file="x", rows="q", drawn=drawn))
        assert "adds up to" in error.values["reason"]
