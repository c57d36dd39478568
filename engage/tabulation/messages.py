"""What is wrong with a file, in words."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "file-kind-unknown": _l("使えるファイルは %(kinds)s です。"),
    "csv-broken": _l("CSVとして読めません（%(reason)s）。"),
    "csv-encoding-unknown": _l("文字の種類が分かりません。UTF-8 か Shift_JIS で保存してください。"),
    "lines-of-another-width": _l(
        "列の数がちがう行が%(count)s行あります（見出しは%(columns)s列）。"
    ),
    "column-without-name": _l("名前のない列があります。"),
    "column-name-twice": _l("同じ名前の列があります：%(names)s"),
    "too-many-columns": _l("列は%(most)s列までです。"),
    "too-many-rows": _l("行は%(most)s行までです。"),
    "no-rows": _l("見出しのほかに行がありません。"),
    "no-such-column": _l("列「%(name)s」がありません。ある列：%(names)s"),
    "not-numbers": _l("列「%(name)s」に、数でない値が%(count)s行あります。"),
    "not-finite": _l("列「%(name)s」に、大きすぎて扱えない数があります。"),
    "not-positive": _l(
        "列「%(name)s」は重みか母集団の数なので、0より大きい数だけが使えます。そうでない行が%(count)s行あります。"
    ),
    "design-blank": _l("列「%(name)s」は抽出のしかたを示すので、空欄にできません（%(count)s行）。"),
    "design-impossible": _l("この抽出のしかたでは計算できません：%(reason)s"),
    "too-many-classes": _l("列「%(name)s」の値の種類が%(most)sを超えています。"),
    "too-many-cells": _l("表のます目が%(most)sを超えています。"),
    "nobody-answered": _l("列「%(name)s」に答えた行がありません。"),
    "votes-unclear": _l(
        "だれの、どの意見への、-1・0・1のどれの投票かが分からない行が%(rows)s行あります。"
    ),
    "unknown-estimate": _l("計算できるのは、平均、合計、比、分位点です。"),
    "ratio-needs-two": _l("比は A/B のように、列の名前を2つ書いてください。"),
    "margins-wrong": _l("重みを合わせる表が使えません：%(reason)s"),
}
