"""SPSS files are read by another program as they were meant."""

import io

import pytest

from engage.documents import DocumentError, sav
from engage.documents.sav import MultipleResponseSet, SavVariable

pyreadstat = pytest.importorskip("pyreadstat")

VARIABLES = [
    SavVariable(
        "q1",
        "ネットで手続きをしましたか。",
        value_labels=((1, "した"), (2, "していない"), (-9, "無回答")),
        missing=(-9, -8, -7),
    ),
    SavVariable("q2_a", "申請", value_labels=((0, "選ばない"), (1, "選ぶ"))),
    SavVariable("q2_b", "予約", value_labels=((0, "選ばない"), (1, "選ぶ"))),
    SavVariable("a_name_longer_than_eight", "時間", measure="scale", decimals=1),
    SavVariable("word", "ひとこと", width=30),
    SavVariable("opinion", "ご意見", width=2000),
]
LONG = "駅前にベンチがほしい。" * 60
ROWS = [
    [1, 0, 1, 7.5, "𠮷野", LONG],
    [2, 1, 1, None, "", ""],
    [-9, 0, 0, -0.5, None, "短い"],
]


def read(tmp_path, **changes):
    path = tmp_path / "answers.sav"
    facts = {"cases": len(ROWS), "title": "DX", **changes}
    with path.open("w+b") as file:
        sav.write(file, VARIABLES, iter(ROWS), **facts)
    return pyreadstat.read_sav(str(path), user_missing=True, output_format="dict")


def test_values_come_back(tmp_path):
    data, meta = read(tmp_path)
    assert data["q1"] == [1, 2, -9]
    assert data["a_name_longer_than_eight"] == [7.5, None, -0.5]
    assert data["word"] == ["𠮷野", "", ""]
    assert data["opinion"] == [LONG, "", "短い"]
    assert meta.number_rows == 3


def test_what_the_numbers_mean_comes_back(tmp_path):
    _data, meta = read(tmp_path)
    assert meta.variable_value_labels["q1"] == {1: "した", 2: "していない", -9: "無回答"}
    assert [m["lo"] for m in meta.missing_ranges["q1"]] == [-9, -8, -7]
    assert meta.variable_measure["a_name_longer_than_eight"] == "scale"
    assert meta.column_names_to_labels["opinion"] == "ご意見"
    assert meta.file_label == "DX"


def test_a_question_with_several_answers_is_one_set(tmp_path):
    sets = [MultipleResponseSet("$q2", "使いたいもの", ("q2_a", "q2_b"))]
    _data, meta = read(tmp_path, sets=sets)
    (found,) = meta.mr_sets.values()
    assert found["variable_list"] == ["q2_a", "q2_b"]
    assert (found["label"], found["counted_value"]) == ("使いたいもの", 1)


def test_labels_are_cut_between_characters(tmp_path):
    assert sav.fitting("あいう", 7) == "あい"
    assert sav.fitting("𠮷", 3) == ""


@pytest.mark.parametrize("cases", [2, 4])
def test_a_file_that_lost_a_row_is_an_error(tmp_path, cases):
    with pytest.raises(DocumentError, match="rows_lost"):
        read(tmp_path, cases=cases)


@pytest.mark.parametrize("names", [("1a",), ("a b",), ("q", "Q"), ("名前",), ("a" * 65,)])
def test_a_name_that_cannot_be_one_is_refused(names):
    variables = [SavVariable(name, "") for name in names]
    with pytest.raises(DocumentError, match="not_a_variable_name"):
        sav.write(io.BytesIO(), variables, iter([]), cases=0)


@pytest.mark.parametrize("width", [1, 8, 9, 254, 255, 256, 504, 505, 6000, 32_000])
def test_a_text_of_any_width_comes_back_whole(tmp_path, width):
    path = tmp_path / "text.sav"
    text = ("x" * (width - 1) + "終"[:1]) if width >= 4 else "x" * width
    text = sav.fitting(text, width)
    variables = [SavVariable("before", ""), SavVariable("t", "", width=width), SavVariable("z", "")]
    with path.open("w+b") as file:
        sav.write(file, variables, iter([[1, text, 2], [3, "", 4]]), cases=2)
    data, _meta = pyreadstat.read_sav(str(path), output_format="dict")
    assert data == {"before": [1, 3], "t": [text, ""], "z": [2, 4]}
