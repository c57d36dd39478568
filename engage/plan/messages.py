"""What the codes of the plan say to a person."""

from typing import Any

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, Any] = {
    "day-unreadable": _l("日付は 2026-12-04 のように書いてください。"),
    # drafts and items
    "base-not-published": _l("公開した版からだけ、次の版の案を始められます。"),
    "draft-exists": _l("次の版の案は、もう始まっています。その案を開いてください。"),
    "version-not-a-draft": _l("この版はもう公開されています。公開した版は変えられません。"),
    "item-not-open": _l("この改訂項目は取り下げられています。"),
    "element-of-another-plan": _l("ほかの計画の事業です。この計画から選び直してください。"),
    "element-not-in-version": _l("この版に、その事業はありません。選び直してください。"),
    "text-changed-meanwhile": _l(
        "書いているあいだに、ほかの人がこの本文を変えました。両方を見くらべてください。"
    ),
    "element-changed-by-another-item": _l(
        "この事業の本文は、改訂項目 %(item)s で変わります。1つの事業の本文は、"
        "1つの項目だけで変えられます。"
    ),
    "withdrawal-without-reason": _l("やめる理由を書いてください。理由は記録に残ります。"),
    "element-has-parts": _l("この中に、まだ事業や目標があります。先にそれらをなくしてください。"),
    "place-is-gone": _l("戻す場所がもうありません。先に、その上の部分を戻してください。"),
    "holds-no-projects": _l("事業を加えられるのは、目標か推進体制の中だけです。"),
    # evidence
    "relation-unknown": _l("根拠とのつながりを選んでください。"),
    "citation-was-retracted": _l(
        "この根拠は、前に理由を書いて外しました。同じ写しをもう一度選ぶことはできません。"
    ),
    "retraction-without-reason": _l("外す理由を書いてください。理由は公開されます。"),
    "evidence-kind-unknown": _l("この種類の根拠は、ここにはありません。選び直してください。"),
    # decisions
    "outcome-unknown": _l("決定を選んでください。"),
    "decision-without-reason": _l("理由を書いてください。理由のない決定は公開できません。"),
    "decision-in-the-future": _l("決定の日が先の日付です。決まった日を書いてください。"),
    "considering-without-date": _l("検討中のときは、いつまでに決めるかを書いてください。"),
    "until-before-decision": _l("決める期限が、決定の日より前です。後の日付を書いてください。"),
    # publishing
    "version-has-obstacles": _l("公開の前に直すところが%(count)s件あります。"),
    "version-has-no-items": _l("改訂項目がまだありません。"),
    "difference-unexplained": _l("前の版とのちがいを説明する改訂項目がありません。"),
    "item-undecided": _l("決定がまだありません。"),
    "item-without-evidence": _l("根拠がありません。選ぶか、根拠がない理由を書いてください。"),
    "item-refused-but-changes-text": _l("本文を変えない決定ですが、本文が変わっています。"),
    "item-accepted-without-change": _l("反映する決定ですが、本文が変わっていません。"),
}
