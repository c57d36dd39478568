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

AUDIT_WORDS: dict[str, Any] = {
    "account.created": _l("利用者を登録した"),
    "account.invited": _l("招待のメールを送った"),
    "account.invitation-accepted": _l("招待を受けてパスワードを決めた"),
    "account.signed-in": _l("ログインした"),
    "account.password-changed": _l("パスワードを変えた"),
    "account.second-factor-set": _l("認証アプリを設定した"),
    "account.second-factor-reset": _l("認証アプリの設定を消した"),
    "account.recovery-code-used": _l("控えの番号を使った"),
    "account.roles-set": _l("役割を変えた"),
    "account.locked": _l("利用者を使えないようにした"),
    "account.unlocked": _l("利用者をまた使えるようにした"),
    "account.erasure-requested": _l("消去を求めた"),
    "account.erasure-withdrawn": _l("消去の求めを取り下げた"),
    "account.erased": _l("利用者の名前とメールアドレスを消した"),
    "audit.read": _l("監査の記録を開いた"),
}
"""What the audit log's verbs say; other features register words for theirs the same way."""
