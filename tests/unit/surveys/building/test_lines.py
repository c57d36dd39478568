"""Options typed one a line, or pasted from a spreadsheet."""

import pytest

from surveys.building import Refused
from surveys.building.lines import as_lines, merged, read_lines


def test_one_option_a_line():
    assert read_lines("はい\n\nいいえ\r\n", ["ja", "en"]) == [
        {"text": {"ja": "はい"}},
        {"text": {"ja": "いいえ"}},
    ]


def test_columns_of_a_spreadsheet_are_languages():
    assert read_lines("はい\tYes\nいいえ\tNo", ["ja", "en"]) == [
        {"text": {"ja": "はい", "en": "Yes"}},
        {"text": {"ja": "いいえ", "en": "No"}},
    ]


def test_a_first_column_of_codes_and_a_last_one_of_marks():
    pasted = (
        "１\tはい\tYes\n98\tその他\tOther\t記入欄・固定\n"
        "99\tわからない\tI don't know\t単独 わからない"
    )
    assert read_lines(pasted, ["ja", "en"]) == [
        {"code": "1", "text": {"ja": "はい", "en": "Yes"}},
        {"code": "98", "text": {"ja": "その他", "en": "Other"}, "other_text": True, "fixed": True},
        {
            "code": "99",
            "text": {"ja": "わからない", "en": "I don't know"},
            "exclusive": True,
            "role": "dont_know",
        },
    ]


def test_marks_may_be_english():
    assert read_lines("はい\tfixed\nその他\tother, fixed", ["ja"]) == [
        {"text": {"ja": "はい"}, "fixed": True},
        {"text": {"ja": "その他"}, "other_text": True, "fixed": True},
    ]


def test_what_was_written_can_be_read_again():
    parts = read_lines("1\tはい\tYes\n9\tその他\tOther\t記入欄", ["ja", "en"])
    assert read_lines(as_lines(parts, ["ja", "en"]), ["ja", "en"]) == parts


def test_a_column_too_many_is_said():
    with pytest.raises(Refused, match="building-too-many-columns"):
        read_lines("a1\tはい\tYes\tOui\n", ["ja", "en"])


def test_lines_keep_what_they_cannot_say():
    old = [{"code": "1", "text": {"ja": "はい", "vi": "Có"}, "value": 5, "show_if": "q1 = '1'",
            "exclusive": True}]  # fmt: skip
    typed = read_lines("1\tはいです\n2\tいいえ", ["ja"])
    assert merged(old, typed, ["ja"])[0] == {
        "code": "1", "text": {"ja": "はいです", "vi": "Có"}, "value": 5, "show_if": "q1 = '1'",
    }  # fmt: skip
