"""Charts for tests: printed figures of the 2021 net monitor survey, made-up rest options."""

from fractions import Fraction

from engage.charts import (
    Bar,
    BarChart,
    CurveChart,
    Day,
    DivergingChart,
    Flag,
    Group,
    HeatChart,
    HeatRow,
    ImportanceMap,
    Link,
    MapChart,
    MapPoint,
    MultipleRow,
    NetworkChart,
    Node,
    Pair,
    PairedChart,
    Panel,
    Rate,
    RateChart,
    RatedItem,
    ScaleChart,
    ScaleRow,
    SmallMultiples,
    Value,
    Wave,
    WaveChart,
    WaveRow,
)

HIDDEN = Value(None, flag=Flag.HIDDEN)
AGREEMENT = (
    "そう思う",
    "どちらかといえばそう思う",
    "どちらともいえない",
    "どちらかといえばそう思わない",
    "そう思わない",
)


def a_bar(label="オンラインによる行政手続", count=221, n=326, **more):
    return Bar(label, Fraction(count, n), count, **more)


def a_bar_chart(*bars, **more):
    bars = bars or (
        a_bar("無回答", 3, is_rest=True),
        a_bar("公共施設における無料Wi-Fi", 143, low=0.422, high=0.455),
        a_bar("オンラインによる行政手続", 221, low=0.662, high=0.693),
        a_bar("その他", 30, is_rest=True),
        a_bar("オンラインによる税金等の支払", 111),
    )
    given = {"title": "力を入れてほしい施策", "desc": "横棒グラフ", "n": 326} | more
    return BarChart(bars=tuple(bars), **given)


def a_paired_chart(**more):
    pairs = (
        Pair("無回答", Value(0.007), HIDDEN, is_rest=True),
        Pair("オンラインによる行政手続", Value(0.689, 104, 0.6, 0.75), Value(0.669)),
    )
    groups = (Group("男性", 151), Group("女性", 175))
    return PairedChart("性別に見た割合", "2本ずつの横棒", groups, pairs, **more)


def values(*shares):
    return tuple(Value(share) for share in shares)


def a_scale_chart(**more):
    rows = (
        ScaleRow(
            "市のホームページは使いやすい",
            326,
            values(0.12, 0.41, 0.22, 0.13, 0.05),
            values(0.05, 0.02),
        ),
        ScaleRow(
            "窓口の待ち時間は短い", 22, values(0.01, 0.02, 0.03, 0.02, 0.9), values(0.01, 0.01)
        ),
        ScaleRow("18・19歳", None, (HIDDEN,) * 5, (HIDDEN,) * 2),
    )
    given = {"steps": AGREEMENT, "rows": rows, "rest": ("わからない", "無回答")} | more
    return ScaleChart("評価", "積み上げ横棒", **given)


def a_rate_chart():
    rates = (
        Rate("全体", 326, 360, is_total=True),
        Rate("男性", 151, 164),
        Rate("女性", 175, 196),
        Rate("無回答", None, None, flag=Flag.HIDDEN),
    )
    return RateChart("性別の回答率", "回答率の横棒", rates)


def a_diverging_chart(**more):
    return DivergingChart(
        "評価",
        "中央から左右に伸びる横棒",
        AGREEMENT,
        a_scale_chart().rows,
        ("わからない", "無回答"),
        **more,
    )


def a_wave_chart(**more):
    rows = (
        WaveRow(
            "オンラインによる行政手続", (Value(0.5, 203, 0.45, 0.55), Value(0.678, 221, 0.66, 0.7))
        ),
        WaveRow("無料Wi-Fi", (Value(0.41, 167, 0.36, 0.46), HIDDEN)),
        WaveRow("その他", (None, Value(0.1, 8, flag=Flag.SMALL)), is_rest=True),
    )
    waves = (Wave("2017年度", 407), Wave("2021年度", 326))
    return WaveChart("2回の調査", "点と区間", waves, rows, **more)


def an_importance_map(**more):
    items = (
        RatedItem("オンラインによる行政手続", 1.4, -0.6, 326),
        RatedItem("市からのお知らせ", 0.9, 0.7, 320),
        RatedItem("公共施設のWi-Fi", 0.2, -0.1, 318),
        RatedItem("観光の案内", 0.2, -0.1, 22, is_small=True),
    )
    return ImportanceMap("満足度と重要度", "散布図", items, **more)


def a_heat_chart(**more):
    rows = (
        HeatRow("窓口に行った", (3.4, -0.2, -2.6, None)),
        HeatRow("パソコンやスマートフォンで行った", (-3.1, 0.4, 2.2, 0.0)),
    )
    columns = ("18・19歳", "20代から40代まで", "50代", "60歳以上")
    return HeatChart("年代による差", "残差の表", columns, rows, **more)


def small_multiples(**more):
    panels = tuple(Panel(name, n) for name, n in (("男性", 151), ("女性", 175), ("答えない", None)))
    rows = (
        MultipleRow("満足", Value(0.42), (Value(0.5), Value(0.35), HIDDEN)),
        MultipleRow("不満", Value(0.3), (Value(0.2), Value(0.4, flag=Flag.SMALL), HIDDEN)),
        MultipleRow("無回答", Value(0.02), (Value(0.02), Value(0.02), HIDDEN), is_rest=True),
    )
    return SmallMultiples("性別に見た満足", "組ごとの横棒", panels, rows, **more)


def a_curve_chart(**more):
    counts = (0, 41, 98, 150, 161, 240, 275, 300, 315, 326)
    days = tuple(
        Day(f"9/{place + 1}", count, {0: "依頼", 5: "お礼と督促"}.get(place, ""))
        for place, count in enumerate(counts)
    )
    return CurveChart("回答の伸び", "折れ線", 360, days, **more)


def a_map_chart(**more):
    points = (
        MapPoint("20代", 0.8, 0.1, is_group=True),
        MapPoint("60代", -0.7, 0.2, is_group=True),
        MapPoint("アプリ", 0.75, 0.12),
        MapPoint("窓口", -0.6, -0.3),
    )
    return MapChart("ことばと年代", "散布図", points, (0.61, 0.22), **more)


def a_network_chart(**more):
    nodes = (
        Node("窓口", 30),
        Node("待つ", 12),
        Node("アプリ", 22),
        Node("難しい", 9),
        Node("文字", 4),
    )
    links = (Link(0, 1, 0.4), Link(2, 3, 0.6), Link(3, 4, 0.2), Link(0, 2, 0.1))
    return NetworkChart("いっしょに出ることば", "ことばの網", nodes, links, **more)


def every_chart():
    return [
        a_bar_chart(),
        a_paired_chart(),
        a_scale_chart(),
        a_rate_chart(),
        a_diverging_chart(),
        a_wave_chart(),
        an_importance_map(),
        a_heat_chart(),
        small_multiples(),
        a_curve_chart(),
        a_map_chart(),
        a_network_chart(),
    ]
