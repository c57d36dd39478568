"""The names that the builder gives to types, fields and edits."""

from typing import Any

from flask_babel import lazy_gettext as _l

TYPE_NAMES: dict[str, Any] = {
    "single": _l("1つ選ぶ"),
    "multiple": _l("いくつか選ぶ"),
    "yes_no": _l("はい・いいえ"),
    "scale": _l("段階で答える（5段階、0～10など）"),
    "matrix": _l("表：行ごとに1つ選ぶ"),
    "matrix_multiple": _l("表：行ごとにいくつか選ぶ"),
    "matrix_dual": _l("表：行ごとに2つのものさし（満足と重要など）"),
    "matrix_number": _l("表：数字を書く"),
    "matrix_text": _l("表：ことばを書く"),
    "ranking": _l("順位をつける"),
    "number": _l("数字を1つ書く"),
    "numbers": _l("数字をいくつか書く"),
    "short_text": _l("1行のことば（メール、電話なども）"),
    "long_text": _l("長い文章"),
    "short_texts": _l("1行のことばをいくつか"),
    "date": _l("日付（年月、年も）"),
    "district": _l("地区を選ぶ"),
    "file": _l("ファイルを送る"),
    "consent": _l("同意する"),
    "note": _l("説明（答えない）"),
    "computed": _l("計算した値（答えない）"),
}
