"""The response curve: every day under itself, events that do not touch, one deadline."""

from itertools import pairwise

import pytest

from engage.charts import ENGLISH, CurveChart, Day, WrongChart, draw, twin
from engage.charts.drawing import lay_out
from engage.charts.measure import width
from engage.charts.sheet import Dot, Line, Text
from tests.unit.charts.factories import a_curve_chart

LONG = (
    "市役所や行政センターの窓口に行かなくても、スマートフォンやパソコンから"
    "夜や休みの日に手続ができることについてのご意見"
)
LAYOUTS = pytest.mark.parametrize("layout", ["phone", "desk"])


def a_curve(days, asked=360, **more):
    return CurveChart("回答の伸び", "折れ線", asked, tuple(days), **more)


def sixty_days(**events):
    """Return two months in which ten people answer every day."""
    named = {int(place.removeprefix("on_")): event for place, event in events.items()}
    return [
        Day(
            f"12月{place + 1}日（金）", place * 10, named.get(place, ""), named.get(place) == "締切"
        )
        for place in range(60)
    ]


def of(kind, sheet):
    return [shape for shape in sheet.shapes if isinstance(shape, kind)]


def ticks_of_days(chart, layout, text_scale=1):
    labels = {day.label for day in chart.days}
    sheet = lay_out(chart, layout, text_scale)
    return [text for text in of(Text, sheet) if text.role == "tick" and text.text in labels]


def numbers(sheet):
    """Return the numbered dots above the plot."""
    return [dot for dot in of(Dot, sheet) if dot.radius >= 9 and dot.x > 40]


@LAYOUTS
def test_the_last_rate_is_written_with_its_people(layout):
    written = [text.text for text in of(Text, lay_out(a_curve_chart(), layout))]
    # 326 of 360 monitors answered: the printed 90.6 %.
    assert written[:3] == ["9/10", "90.6％", "360人のうち326人"]


def test_an_english_curve_has_english_words():
    svg = draw(a_curve_chart(words=ENGLISH)).svg_desk
    assert "90.6%" in svg
    assert "326 of 360" in svg


def test_a_day_stands_as_high_as_its_share():
    sheet = lay_out(a_curve([Day("1日", 0), Day("2日", 163), Day("3日", 326)]), "desk")
    first, second, last = of(Dot, sheet)
    # 326 of 360 on an axis that ends at 100 %, in a plot of 300 pixels.
    assert first.y - last.y == pytest.approx(326 / 360 * 300)
    assert first.y - second.y == pytest.approx(163 / 360 * 300)
    assert second.x - first.x == pytest.approx(last.x - second.x)


@LAYOUTS
@pytest.mark.parametrize("scale", [1, 1.375])
def test_named_days_stand_at_even_steps_and_do_not_touch(layout, scale):
    named = ticks_of_days(a_curve(sixty_days(), asked=600), layout, scale)
    spans = [(t.x - width(t.text, t.size) / 2, t.x + width(t.text, t.size) / 2) for t in named]
    assert named[0].text == "12月1日（金）"
    assert named[-1].text == "12月60日（金）"
    assert all(later[0] > earlier[1] for earlier, later in pairwise(spans))
    assert spans[0][0] >= 0
    assert spans[-1][1] <= {"phone": 328, "desk": 720}[layout]


def test_two_months_are_named_by_weeks():
    named = [text.text for text in ticks_of_days(a_curve(sixty_days(), asked=600), "desk")]
    assert named == [f"12月{day}日（金）" for day in (1, 15, 29, 43, 60)]


@LAYOUTS
def test_a_day_is_named_under_itself(layout):
    sheet = lay_out(a_curve_chart(), layout)
    dots = of(Dot, sheet)
    middles = {text.text: text.x for text in ticks_of_days(a_curve_chart(), layout)}
    assert middles["9/3"] in {dot.x for dot in dots}


@LAYOUTS
def test_a_long_name_of_a_day_is_wrapped_and_written_whole(layout):
    chart = a_curve([Day(LONG, 5), Day("翌日", 9), Day(LONG, 12)])
    sheet = lay_out(chart, layout)
    written = "".join(text.text for text in of(Text, sheet))
    assert written.count(LONG) == 3  # above the plot, and under both its ends
    for text in of(Text, sheet):
        size = width(text.text, text.size)
        left = {"start": text.x, "middle": text.x - size / 2, "end": text.x - size}[text.anchor]
        assert left >= -1
        assert left + size <= sheet.width + 1


@LAYOUTS
def test_one_day_is_a_dot_with_its_name_under_it(layout):
    sheet = lay_out(a_curve([Day("9月1日", 40)]), layout)
    (dot,) = of(Dot, sheet)
    (name,) = ticks_of_days(a_curve([Day("9月1日", 40)]), layout)
    assert name.x == pytest.approx(dot.x)


@LAYOUTS
@pytest.mark.parametrize("scale", [1, 1.375])
def test_numbers_of_events_never_touch_and_stand_above_their_day(layout, scale):
    days = [Day(f"{place}日", place * 9, f"知らせ{place}") for place in range(40)]
    sheet = lay_out(a_curve(days), layout, scale)
    plot = min(line.y1 for line in of(Line, sheet) if line.x1 != line.x2)
    above = [dot for dot in numbers(sheet) if dot.y < plot]
    assert len(above) == 40
    for index, one in enumerate(above):
        for other in above[index + 1 :]:
            gap = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
            assert gap >= one.radius + other.radius
    assert {line.x1 for line in of(Line, sheet) if line.is_dashed} == {dot.x for dot in above}


def test_the_deadline_is_a_full_line_among_dashed_ones():
    sheet = lay_out(a_curve(sixty_days(on_0="依頼", on_10="督促", on_30="締切"), asked=600), "desk")
    upright = [line for line in of(Line, sheet) if line.x1 == line.x2 and line.y2 - line.y1 > 100]
    assert sorted(line.is_dashed for line in upright) == [False, True, True]
    written = [text.text for text in of(Text, sheet)]
    assert "12月31日（金）　締切" in written


def test_nobody_yet_is_a_flat_line():
    sheet = lay_out(a_curve([Day("1日", 0), Day("2日", 0)]), "phone")
    assert len({dot.y for dot in of(Dot, sheet)}) == 1
    assert "0.0％" in {text.text for text in of(Text, sheet)}


def test_the_table_names_the_deadline():
    table = twin(a_curve(sixty_days(on_30="締切"), asked=600))
    assert [cell.text for cell in table[30].cells] == ["300", "50.0", "締切"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Day(" ", 3),
        lambda: Day("9/1", 3, is_deadline=True),
        lambda: a_curve([Day("1", 1, "締切", True), Day("2", 1, "締切", True)]),
        lambda: a_curve([Day("1", -1)]),
        lambda: a_curve([]),
    ],
)
def test_a_curve_that_cannot_be_is_refused(wrong):
    with pytest.raises(WrongChart):
        wrong()
