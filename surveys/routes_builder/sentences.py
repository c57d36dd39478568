"""What the codes of building say to an officer."""

from typing import Any

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, Any] = {
    # edits that cannot be made
    "building-page-gone": _l("ページ %(page)s は、もうありません。"),
    "building-question-gone": _l("問 %(question)s は、もうありません。"),
    "building-part-gone": _l("%(part)s は、もうありません。"),
    "building-too-many-pages": _l("ページは%(most)sまでです。"),
    "building-last-page": _l("ページは1つは残してください。"),
    "building-nothing-before": _l("これより前に何もないので、できません。"),
    "building-conditions-differ": _l(
        "前のページと出す条件が違うので、つなげられません。先に条件を同じにしてください。"
    ),
    "building-still-used": _l(
        "%(places)s の条件などで使われているので、消せません。先に、そちらを直してください。"
    ),
    "building-code-shape": _l(
        "記号は、半角の小文字で始め、小文字・数字・_ で30字までにしてください。"
    ),
    "building-part-code-shape": _l("記号は、半角の英字・数字・_ で20字までにしてください。"),
    "building-language-shape": _l("ことばの記号は ja-easy や en のように書いてください。"),
    "building-title-for-language": _l("足すことばの題名を書いてください。"),
    "building-too-many-parts": _l("%(most)sまでにしてください。"),
    "building-too-many-columns": _l(
        "列が多すぎます。ことばの列は%(languages)sまでです。いま%(columns)s列あります。"
    ),
    "building-line-too-long": _l("1つのことばは%(most)s字までにしてください。"),
    "building-line-without-words": _l("ことばのない行があります。"),
    "building-write-main-language": _l("もとのことばで書いてください。"),
    "building-both-ends": _l("両はしのことばを書いてください。"),
    "building-check-needs-both": _l("式と、成り立たないときのことばの、両方を書いてください。"),
    "building-page-in-two-groups": _l("1つのページは、1つの組にだけ入れてください。"),
    "building-quota-incomplete": _l("式、人数、超えた人に出すことばを、すべて書いてください。"),
    "building-too-many-rows": _l("条件は%(most)sまでにしてください。"),
    "building-row-needs-option": _l("選択肢を1つ以上選んでください。"),
    "building-row-needs-number": _l("数を書いてください。"),
    "building-changed-meanwhile": _l("ほかの人が、同じところを直しました。"),
    "building-changed-before-delete": _l(
        "ほかの人がこれを直したばかりです。内容を見てから、もう一度選んでください。"
    ),
    "building-draft-moved-on": _l(
        "そのあいだに、ほかの人が下書きを変えました。いまの内容を見てから、もう一度選んでください。"
    ),
    "building-nothing-to-undo": _l("元に戻せる変更はありません。"),
    "building-nothing-to-redo": _l("やり直せる変更はありません。"),
    "building-not-usable-yet": _l(
        "まだ直すところがあります。「直さないと公開できません」を直してください。"
    ),
    "definition-mapping-incomplete": _l(
        "なくなった問や選択肢が何にあたるかを選んでください：%(places)s"
    ),
    # the list before publication
    "checklist-empty-page": _l("ページに問がありません。問を足すか、ページを消してください。"),
    "checklist-too-long": _l(
        "答えるのに約%(minutes)s分かかります。%(most)s分を超えると、途中でやめる人が増えます。"
    ),
    "checklist-untranslated": _l("%(language)sの訳がないところが%(count)sつあります。"),
    "checklist-leading": _l(
        "「%(words)s」は、答えを導く聞き方かもしれません。どちらの答えも選びやすくしてください。"
    ),
    "checklist-double-barrelled": _l(
        "「%(words)s」は、1つの問で2つのことを聞いているかもしれません。問を分けてください。"
    ),
    "checklist-double-negation": _l("「%(words)s」は二重の否定です。肯定の形にしてください。"),
    "checklist-colour": _l("「%(words)s」は、色の見分けにくい人に伝わりません。"),
    "checklist-long-sentence": _l(
        "1文が%(length)s字あります。%(most)s字までに分けると読みやすくなります。"
    ),
    "checklist-scale-without-words": _l(
        "段階の両はしのことばがありません。数字だけでは、どちらがよいのか分かりません。"
    ),
    "checklist-no-middle": _l(
        "段階が%(points)sで、まん中がありません。わざとでなければ、まん中を足してください。"
    ),
    "checklist-picture-without-words": _l(
        "「%(option)s」の写真に、見えない人のための説明がありません。"
    ),
    "checklist-personal": _l(
        "個人の情報を聞いています（%(words)s）。本当に要るか、扱いを書いてあるかを確かめてください。"
    ),
    "checklist-never-shown": _l("出す条件が成り立つことがないので、だれにも出ません。"),
    "checklist-always-shown": _l("出す条件がいつも成り立つので、条件は要りません。"),
    # files
    "file-not-utf8": _l("文字の形式が UTF-8 ではありません。UTF-8 で保存し直してください。"),
    "file-not-yaml": _l("YAML として読めません（%(line)s行目あたり）。"),
    "file-key-twice": _l("同じ項目が2回あります：%(key)s"),
    "file-key-no-text": _l("項目の名前が文字ではありません：%(key)s"),
    "file-has-aliases": _l("YAML の別名（* と &）は使えません（%(line)s行目）。"),
    "file-too-deep": _l("入れ子が深すぎます。%(most)s段までです。"),
    "file-no-questionnaire": _l("調査票のファイルではありません。"),
    "file-format-not-here": _l("%(format)s は、まだ読めません。"),
}
