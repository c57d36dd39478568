"""SPSS files are read by another program as they were meant."""

import io
import struct
from datetime import date

import pytest

from engage.documents import DocumentError, sav
from engage.documents.sav.reading import opened

pyreadstat = pytest.importorskip("pyreadstat")

V = sav.Variable
LONG = "駅前にベンチがほしい。" * 60
VARIABLES = (
    V("q1", "性別", labels={1: "男", 2: "女", -1: "無回答"}, missing=(-1, -2, -3)),
    V(
        "praise",
        "すすめますか。",
        labels={0: "0", 10: "10", -8: "わからない", -1: "無回答"},
        missing=(-1, -2, -3, -8),
        measure="ordinal",
    ),
    V("card", "カード", width=3, format="A", labels={"yes": "はい"}, missing=("-1", "-2", "-3")),
    V("code", "町", width=12, format="A", labels={"shinmachi_02": "新町"}, missing=("-1",)),
    V("a_name_longer_than_eight", "時間", digits=12, decimals=2, measure="scale"),
    V("opinion", "ご意見", width=len(LONG.encode()), format="A"),
    V("visit", "行った日", format="SDATE", digits=10, measure="scale"),
    V("weight", "ウエイト", digits=10, decimals=6, measure="scale"),
)
GROUPS = (
    sav.Group("$boxes", "使いたい もの", ("q1", "praise"), counted=1),
    sav.Group("$places", "大切な順", ("praise", "q1")),
)
DAY = sav.moment(date(2026, 11, 23))
ROWS = [
    [1, 10, "yes", "shinmachi_02", 7.25, LONG, DAY, 1.5],
    [-1, -8, "-1", "-1", -1e6, "短い", -1, 1.0],
    [None, 151, "no", "", 152, "", None, 0.5],
    [2, 152, "", None, -100, "  先頭の空白", -2, 1],
]


@pytest.fixture
def written(tmp_path):
    def write(variables=VARIABLES, rows=ROWS, **more):
        path = tmp_path / "answers.sav"
        with path.open("w+b") as file:
            dataset = sav.Dataset("DXの調査", tuple(variables), **more)
            assert sav.write_to(file, dataset, iter(rows)) == len(rows)
        return pyreadstat.read_sav(
            path, user_missing=True, output_format="dict", disable_datetime_conversion=True
        )

    return write


def test_values_come_back(written):
    data, meta = written()
    for number, variable in enumerate(VARIABLES):
        blank = "" if variable.width else None
        expected = [blank if row[number] in {None, ""} else row[number] for row in ROWS]
        assert data[variable.name] == expected
    assert meta.number_rows == len(ROWS)
    assert meta.file_label == "DXの調査"
    assert meta.file_encoding == "UTF-8"


def test_what_the_codes_mean_comes_back(written):
    _data, meta = written()
    assert meta.variable_value_labels["q1"] == {1: "男", 2: "女", -1: "無回答"}
    assert meta.variable_value_labels["card"] == {"yes": "はい"}
    assert meta.variable_value_labels["code"] == {"shinmachi_02": "新町"}
    assert meta.column_names_to_labels["a_name_longer_than_eight"] == "時間"
    assert meta.variable_measure["praise"] == "ordinal"
    assert meta.variable_measure["q1"] == "nominal"
    assert meta.original_variable_types["a_name_longer_than_eight"] == "F12.2"
    assert meta.original_variable_types["visit"] == "SDATE10"


def test_what_is_missing_comes_back(written):
    _data, meta = written()
    found = {
        name: [(r["lo"], r["hi"]) for r in ranges] for name, ranges in meta.missing_ranges.items()
    }
    assert found == {
        "q1": [(-1, -1), (-2, -2), (-3, -3)],
        "praise": [(-8, -1)],
        "card": [("-1", "-1"), ("-2", "-2"), ("-3", "-3")],
        "code": [("-1", "-1")],
    }


def test_questions_with_several_answers_come_back_as_sets(written):
    _data, meta = written(groups=GROUPS)
    boxes, places = meta.mr_sets["boxes"], meta.mr_sets["places"]
    assert boxes["variable_list"] == ["q1", "praise"]
    assert (boxes["type"], boxes["counted_value"], boxes["label"]) == ("D", 1, "使いたい もの")
    assert places["type"] == "C"
    assert places["variable_list"] == ["praise", "q1"]


def test_the_weight_is_named_in_the_header():
    file = io.BytesIO()
    sav.write_to(file, sav.Dataset("", VARIABLES, weight="weight"), ROWS)
    place = struct.unpack("<i", file.getvalue()[76:80])[0]
    segments = [piece for v in VARIABLES[:-1] for piece in v.segments]
    assert place == 1 + sum(max(1, (width + 7) // 8) for width in segments)


@pytest.mark.parametrize("width", [1, 7, 8, 9, 254, 255, 256, 504, 505, 6000, 10_000, 32_767])
def test_a_text_of_any_width_comes_back_whole(written, width):
    text = "あ" * (width // 3) + "x" * (width % 3)
    variables = [V("before"), V("t", width=width, format="A"), V("z")]
    data, _meta = written(variables, [[1, text, 2], [3, "", 4], [5, "x", 6]])
    assert data == {"before": [1, 3, 5], "t": [text, "", "x"], "z": [2, 4, 6]}


@pytest.mark.parametrize("count", [0, 1, 7, 63, 64, 65, 1000])
def test_any_number_of_rows(written, count):
    rows = [[n % 9, n / 4, "x" * (n % 9)] for n in range(count)]
    data, _meta = written([V("a"), V("b"), V("c", width=8, format="A")], rows)
    assert [list(row) for row in zip(*data.values(), strict=True)] == rows


def test_labels_are_cut_between_characters(written):
    variable = V("q", "あ" * 200, labels={1: "い" * 100})
    _data, meta = written([variable, V("z")], [[1, 2]])
    assert meta.column_names_to_labels["q"] == "あ" * 85
    assert meta.variable_value_labels["q"][1] == "い" * 40


def test_a_text_that_does_not_fit_is_an_error_and_never_cut(written):
    with pytest.raises(DocumentError, match="text_too_long"):
        written([V("t", width=2, format="A")], [["あ"]])


@pytest.mark.parametrize("cell", ["1", float("nan"), float("inf"), True, date(2026, 1, 1)])
def test_what_is_no_number_is_an_error(written, cell):
    with pytest.raises(DocumentError, match="not_a_number"):
        written([V("n")], [[cell]])


@pytest.mark.parametrize("name", ["1a", "a b", "名前 ", "a" * 65, "a.", "", "_a"])
def test_a_name_that_cannot_be_one_is_refused(name):
    with pytest.raises(DocumentError, match="name_not_possible"):
        V(name)


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("name_given_twice", {"variables": (V("q"), V("Q"))}),
        ("no_columns", {"variables": ()}),
        ("name_unknown", {"variables": (V("q"),), "weight": "w"}),
        ("name_unknown", {"variables": (V("q"),), "groups": (sav.Group("$a", "", ("q", "z")),)}),
    ],
)
def test_a_dataset_that_contradicts_itself_is_refused(code, facts):
    with pytest.raises(DocumentError, match=code):
        sav.Dataset("", **facts)


def test_a_range_of_missing_codes_never_swallows_an_answer():
    with pytest.raises(DocumentError, match="answer_within_missing"):
        V("q", labels={-5: "寒い"}, missing=(-1, -2, -3, -9))


class TestReadingAgain:
    """A file that lost something is noticed."""

    @pytest.fixture
    def content(self):
        file = io.BytesIO()
        sav.write_to(file, sav.Dataset("", VARIABLES), ROWS * 20)
        return file.getvalue()

    def test_the_rows_are_counted_in_the_data(self, content):
        found = opened(io.BytesIO(content))
        assert (found.rows, found.said) == (80, 80)
        assert found.names == [variable.name for variable in VARIABLES]

    @pytest.mark.parametrize("lost", [1, 8, 200, 3000])
    def test_a_file_cut_short(self, content, lost):
        with pytest.raises(DocumentError):
            opened(io.BytesIO(content[:-lost]))

    def test_something_else(self):
        with pytest.raises(DocumentError):
            opened(io.BytesIO(b"PK" + bytes(200)))
