"""What the codes of this feature say to a person."""

from typing import Any

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, Any] = {
    # signing in
    "sign-in-refused": _l(
        "メールアドレスかパスワードが違います。確かめて、もう一度入れてください。"
    ),
    "account-locked": _l(
        "この利用者は、いま使えないようにしてあります。担当の部署に連絡してください。"
    ),
    "link-unusable": _l(
        "この番号は使えません。使ったあとか、時間が過ぎたか、新しいメールが届いています。"
        "いちばん新しいメールの番号を入れてください。"
    ),
    "second-factor-wrong": _l(
        "番号が違います。認証アプリにいま出ている6けたの番号を入れてください。"
        "一度使った番号は使えません。次の番号を待ってください。"
    ),
    "second-factor-exists": _l("認証アプリは、もう設定してあります。"),
    "second-factor-not-started": _l("認証アプリの設定がまだです。はじめから設定してください。"),
    # passwords
    "password-too-short": _l("パスワードは%(least)s文字以上にしてください。"),
    "password-too-long": _l("パスワードは128文字までにしてください。"),
    "password-too-common": _l(
        "このパスワードは、人に当てられやすいものです。別のものにしてください。"
    ),
    "password-like-you": _l(
        "名前やメールアドレスと同じパスワードは使えません。別のものにしてください。"
    ),
    "password-differs": _l("いまのパスワードが違います。もう一度入れてください。"),
    # people
    "email-unusable": _l("メールアドレスを「name@example.jp」の形で書いてください。"),
    "email-taken": _l("このメールアドレスの利用者は、もういます。"),
    "name-missing": _l("名前を書いてください。"),
    "roles-missing": _l("役割を1つ以上選んでください。"),
    "account-is-yours": _l("自分の利用者は、ここでは止めたり消したりできません。"),
    "last-administrator": _l(
        "管理者がいなくなるので、できません。先に、ほかの人に管理者の役割を付けてください。"
    ),
}
