"""A drawing is placed into a page with a strict policy, and says what the chart says."""

import re
import subprocess
import sys
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from engage.charts import ENGLISH, Bar, Flag, WrongChart, digest, draw, png
from engage.charts import drawing as drawing_module
from tests.unit.charts.factories import a_bar, a_bar_chart, a_scale_chart, every_chart

NS = "{http://www.w3.org/2000/svg}"
LAYOUTS = [
    pytest.param(chart, layout, id=f"{type(chart).__name__}-{layout}")
    for chart in every_chart()
    for layout in ("svg_phone", "svg_desk")
]


def texts(svg):
    return [element.text for element in ET.fromstring(svg).iter(f"{NS}text")]


def rectangles(svg):
    """Return fill and box of every bar that is drawn plain."""
    found = []
    for path in ET.fromstring(svg).iter(f"{NS}path"):
        numbers = [float(each) for each in re.findall(r"-?\d+(?:\.\d+)?", path.get("d"))]
        if path.get("shape-rendering"):
            xs, ys = numbers[0::2], numbers[1::2]
            found.append((path.get("fill"), min(xs), max(xs), min(ys), max(ys)))
    return found


@pytest.mark.parametrize(("chart", "layout"), LAYOUTS)
def test_a_drawing_carries_no_style_no_script_and_no_address(chart, layout):
    svg = getattr(draw(chart), layout)
    assert svg.startswith("<svg ")
    for forbidden in ("style", "<script", "<!", "<?", "href", "xlink", "@import", "<metadata"):
        assert forbidden not in svg
    assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"\son\w+=", svg)


@pytest.mark.parametrize(("chart", "layout"), LAYOUTS)
def test_a_drawing_is_named_and_described(chart, layout):
    root = ET.fromstring(getattr(draw(chart), layout))
    assert root.get("role") == "img"
    named_by = root.get("aria-labelledby").split()
    by_id = {element.get("id"): element.text for element in root.iter() if element.get("id")}
    assert [by_id[each] for each in named_by] == [chart.title, chart.desc]
    assert root.get("class") == f"chart chart-{layout.removeprefix('svg_')}"
    assert root.get("viewBox").split()[2] == {"svg_phone": "328", "svg_desk": "720"}[layout]


def test_no_id_stands_twice_on_a_page():
    page = "".join(draw(chart).__html__() for chart in every_chart())
    page += draw(a_bar_chart(), key="again").__html__()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    for used in re.findall(r"url\(#([^)]+)\)", page):
        assert used in ids


def test_every_label_value_and_count_is_real_text():
    svg = draw(a_bar_chart()).svg_desk
    for text in ("オンラインによる行政手続", "67.8％", "221人", "43.9％", "143人", "0％", "80％"):
        assert text in texts(svg)


def test_bars_are_sorted_and_rest_options_stay_last_in_grey():
    fills = [box[0] for box in rectangles(draw(a_bar_chart()).svg_desk)]
    assert fills == ["#0017c1"] * 3 + ["#8c929c"] * 2
    labels = [text for text in texts(draw(a_bar_chart()).svg_desk) if text[0] not in "0123456789"]
    assert labels[:5] == [
        "オンラインによる行政手続",
        "公共施設における無料Wi-Fi",
        "オンラインによる税金等の支払",
        "無回答",
        "その他",
    ]


def test_a_bar_is_14_pixels_high_and_as_long_as_its_share():
    _, left, right, top, bottom = rectangles(draw(a_bar_chart()).svg_desk)[0]
    assert bottom - top == pytest.approx(14, abs=0.02)
    assert left == 0
    # 221 of 326 on an axis that ends at 80 %.
    assert right == pytest.approx(221 / 326 / 0.8 * 720, abs=0.02)


def test_rows_with_intervals_stand_64_pixels_apart():
    tops = [box[3] for box in rectangles(draw(a_bar_chart()).svg_desk)]
    assert [round(later - earlier) for earlier, later in pairwise(tops)] == [64] * 4


def test_few_people_are_drawn_open_and_marked():
    svg = draw(a_bar_chart(a_bar("20代", 17, 22, flag=Flag.SMALL), n=22)).svg_desk
    assert "77.3％※" in texts(svg)
    assert "<pattern" in svg
    assert rectangles(svg) == []


def test_a_hidden_value_has_a_mark_and_no_bar():
    svg = draw(a_bar_chart(Bar("18・19歳", None, flag=Flag.HIDDEN))).svg_desk
    assert "－" in texts(svg)
    assert rectangles(svg) == []


def test_a_printed_value_without_counts_says_so():
    svg = draw(a_bar_chart(Bar("マイナンバー", 0.676, flag=Flag.PRINTED))).svg_desk
    assert {"67.6％", "印刷値"} <= set(texts(svg))


def test_an_english_page_gets_an_english_drawing():
    svg = draw(a_bar_chart(a_bar("Online procedures"), words=ENGLISH)).svg_desk
    assert "67.8%" in texts(svg)
    assert "人" not in svg


def test_a_long_label_wraps_and_is_never_cut():
    label = "公共施設における無料Wi-Fiの整備や、災害のときにも使える通信手段の確保（避難所を含む）"
    svg = draw(a_bar_chart(a_bar(label))).svg_phone
    lines = texts(svg)[: texts(svg).index("67.8％")]
    assert len(lines) > 2
    assert "".join(lines) == label


def test_larger_text_wraps_earlier():
    label = "オンラインによる税金等の支払"
    assert label in texts(draw(a_bar_chart()).svg_phone)
    assert label not in texts(draw(a_bar_chart(), text_scale=1.375).svg_phone)


def test_markup_in_a_label_stays_text():
    label = "<script>alert(1)</script> & \"quoted\" 'x'"
    drawing = draw(a_bar_chart(a_bar(label), title=label, desc=label))
    assert "<script" not in drawing.svg_desk
    assert label in texts(drawing.svg_desk)


def test_a_template_shows_both_layouts_unescaped():
    template = Environment(autoescape=True).from_string("{{ drawing }}")
    page = template.render(drawing=draw(a_bar_chart()))
    assert page.count("<svg ") == 2


def test_scale_figures_too_wide_for_their_piece_stand_below_it_without_touching():
    svg = draw(a_scale_chart()).svg_phone
    below = [
        (float(text.get("y")), float(text.get("x")), text.text)
        for text in ET.fromstring(svg).iter(f"{NS}text")
        if text.get("class") == "seg"
    ]
    last_row = sorted(x for y, x, _ in below if y == max(y for y, _, _ in below))
    assert len(last_row) == 6
    gaps = [later - earlier for earlier, later in pairwise(last_row)]
    assert min(gaps) > 20
    assert last_row[-1] < 328


def test_the_same_chart_gives_the_same_bytes_in_another_process():
    script = (
        "from tests.unit.charts.factories import a_scale_chart as c\n"
        "from engage.charts import draw, png\n"
        "import hashlib\n"
        "print(hashlib.sha256((draw(c()).__html__()).encode() + png(c())).hexdigest())"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        for _ in range(2)
    )
    assert len(first.stdout.strip()) == 64
    assert first.stdout == second.stdout


def test_importing_the_charts_does_not_import_matplotlib():
    script = "import engage.charts, sys; print('matplotlib' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_a_drawing_is_made_once(monkeypatch):
    made = []
    draw_one = drawing_module._svg
    monkeypatch.setattr(drawing_module, "_svg", lambda *given: made.append(1) or draw_one(*given))
    monkeypatch.setattr(drawing_module, "_shelf", drawing_module._Shelf(1))
    assert draw(a_bar_chart()) is draw(a_bar_chart())
    assert len(made) == 2
    draw(a_scale_chart())
    draw(a_bar_chart())
    assert len(made) == 6


def test_equal_charts_share_a_digest_and_others_do_not():
    assert digest(a_bar_chart()) == digest(a_bar_chart())
    assert digest(a_bar_chart()) != digest(a_bar_chart(n=327))


def test_a_picture_for_documents_is_a_png_twice_as_large():
    picture = png(a_bar_chart(), note="出典：見本。😀は書体にない字です。")
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == (720 + 48) * 2


@pytest.mark.parametrize("scale", [0.5, 3, float("nan")])
def test_text_is_never_smaller_than_it_should_be(scale):
    with pytest.raises(WrongChart):
        draw(a_bar_chart(), text_scale=scale)


@pytest.mark.parametrize("key", ['"><b>', "1a", "あ", "a b"])
def test_an_id_is_a_plain_word(key):
    with pytest.raises(WrongChart):
        draw(a_bar_chart(), key=key)


@settings(max_examples=40, deadline=None)
@given(label=st.text(min_size=1, max_size=60), count=st.integers(0, 326))
def test_any_label_makes_a_well_formed_drawing(label, count):
    try:
        chart = a_bar_chart(a_bar(label, count), title=f"題{label}")
    except WrongChart:
        return  # nothing but spaces and control characters
    drawing = draw(chart)
    for svg in (drawing.svg_phone, drawing.svg_desk):
        ET.fromstring(svg)
        assert " style=" not in svg
