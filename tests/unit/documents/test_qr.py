"""A QR code is a drawing that a strict page accepts."""

from xml.etree import ElementTree as ET

import pytest
import segno

from engage.documents import qr

ADDRESS = "https://engage.example/s/dx-2021"


def modules(svg):
    """Return the dark modules that a drawing shows, read from its path."""
    path = list(ET.fromstring(svg))[-1].get("d")
    dark = set()
    for run in path.removeprefix("M").split("M"):
        x, rest = run.split(" ")
        y, rest = rest.split("h", 1)
        length = rest.split("v")[0]
        dark |= {(int(x) + step, int(y)) for step in range(int(length))}
    return dark


def test_it_shows_the_modules_with_a_quiet_border():
    matrix = segno.make(ADDRESS, error="m", micro=False).matrix
    expected = {(x + 4, y + 4) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}
    assert modules(qr.svg(ADDRESS, title="アンケートへ")) == expected


def test_it_has_a_name_and_no_style():
    svg = qr.svg(ADDRESS, title="<b>アンケート</b>", key="q1")
    root = ET.fromstring(svg)
    assert root[0].text == "<b>アンケート</b>"
    assert root.get("aria-labelledby") == root[0].get("id") == "q1-t"
    assert "style" not in svg
    assert "href" not in svg
    assert svg.__html__() == svg


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"title": ""}, {"key": "a b"}, {"key": '"'}, {"key": ""}]
)
def test_wrong_input_is_refused(wrong):
    with pytest.raises(ValueError, match=r"QR|id"):
        qr.svg(**({"text": ADDRESS, "title": "題", "key": "q"} | wrong))
