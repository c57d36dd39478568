"""Reason codes → sentences. Features add theirs at start-up; domain code never sees text."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, Any] = {
    "not-found": _l("このページは見つかりません。"),
    "not-allowed": _l("この操作をする権限がありません。"),
    "text-too-long": _l("文章が長すぎます。短くしてから送ってください。"),
    "too-many-tries": _l(
        "まちがいが続いたので、いったん止めました。%(minutes)s分ほど待ってください。"
    ),
    "mail-header-line-break": _l("宛先や件名に改行は使えません。"),
    "file-too-large": _l("ファイルが大きすぎます。%(mb)sMBまでにしてください。"),
    "file-empty": _l("ファイルの中身がありません。選び直してください。"),
    "file-kind-not-allowed": _l(
        "この種類のファイルは受け取れません。使えるのは %(allowed)s です。"
    ),
    "file-not-what-it-says": _l(
        "ファイルの中身と名前の種類が合いません。作り直してから選んでください。"
    ),
    "file-cut-short": _l("ファイルが途中で切れています。もう一度選んで送ってください。"),
    "file-unpacks-too-large": _l("ファイルを開くと大きくなりすぎるので、受け取れません。"),
    "file-has-macros": _l("マクロの入ったファイルは受け取れません。"),
    "form-too-old": _l(
        "画面を開いてから時間がたちました。前の画面に戻り、もう一度送ってください。"
    ),
    "number-unreadable": _l("数字で書いてください。全角の数字も使えます。"),
    "number-out-of-range": _l("%(min)sから%(max)sまでの数を書いてください。"),
    "time-unreadable": _l("日時は 2026-12-04 17:15 のように書いてください。"),
}


def register(sentences: Mapping[str, Any]) -> None:
    """Add a feature's sentences; the same code twice must be the same sentence."""
    for code, text in sentences.items():
        if SENTENCES.setdefault(code, text) is not text:
            raise ValueError(f"Two sentences for {code}.")


def sentence(code: str, /, **values: Any) -> str:
    """Return the sentence of a reason code in the reader's language."""
    text = SENTENCES.get(code)
    if text is None:
        return code
    template = str(text)
    return template % values if values else template
