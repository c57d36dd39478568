"""Charts for tests: printed figures of the 2021 net monitor survey, made-up rest options."""

from fractions import Fraction

from engage.charts import (
    Bar,
    BarChart,
    Flag,
    Group,
    Pair,
    PairedChart,
    Rate,
    RateChart,
    ScaleChart,
    ScaleRow,
    Value,
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


def every_chart():
    return [a_bar_chart(), a_paired_chart(), a_scale_chart(), a_rate_chart()]
