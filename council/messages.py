"""Reason codes of the council → sentences."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "body-code-taken": _l("この記号の会議体は、すでにあります。"),
    "organisation-code-taken": _l("この記号の団体は、すでにあります。別の記号にしてください。"),
    "organisation-is-member-already": _l("この団体は、その期間すでに構成団体です。"),
    "person-acts-already": _l("この方は、その期間すでにこの団体の代表か代理です。"),
    "person-unknown": _l(
        "このメールアドレスの利用者はいません。先に管理者が利用者を登録してください。"
    ),
    "person-is-not-delegate": _l("この方には、構成団体の代表の役割がありません。"),
    "reading-must-be-kana": _l("読みは、ひらがなかカタカナで書いてください。"),
    "term-ends-before-beginning": _l("終わりの日は、始まりの日より後にしてください。"),
    "name-begins-before-the-last": _l("いまの名前の始まりより後の日にしてください。"),
    "meeting-code-taken": _l("この記号の会議は、すでにあります。別の記号にしてください。"),
    "meeting-ordinal-taken": _l("この回の会議は、すでにあります。回の数を確かめてください。"),
    "meeting-needs-start": _l("始まりの日時を書いてください。"),
    "meeting-ends-before-start": _l("終わりは、始まりより後の日時にしてください。"),
    "meeting-needs-venue": _l("会場を書いてください。会場のある開き方を選んでいます。"),
    "meeting-needs-link": _l(
        "オンラインの入口のURLを書いてください。オンラインのある開き方を選んでいます。"
    ),
    "link-must-be-https": _l("URLは https:// から書いてください。"),
    "closed-meeting-needs-reason": _l("公開しない理由を書いてください。"),
    "writing-needs-opening": _l("書面を受け付け始める日時を書いてください。"),
    "writing-needs-closing": _l("書面を受け付け終わる日時を書いてください。"),
    "writing-closes-before-opening": _l("受付の終わりは、始まりより後の日時にしてください。"),
    "meeting-already-convened": _l("この会議は、すでに招集しています。"),
    "meeting-needs-agenda": _l("議題がまだありません。議題を1つ以上加えてから招集してください。"),
    "meeting-lies-in-the-past": _l("日時が過ぎています。日時を直してから招集してください。"),
    "meeting-has-begun": _l("この会議は始まっているので、変えられません。"),
    "cancelling-needs-reason": _l("中止の理由を書いてください。理由は公開します。"),
    "meeting-not-convened": _l("この会議は、まだ招集していません。"),
    "meeting-not-live": _l("この会議は、いま開いていません。"),
    "meeting-not-ended": _l("会議が終わってから、議事要旨を作れます。"),
    "meeting-is-cancelled": _l("この会議は中止になりました。"),
    "meeting-is-closed": _l(
        "この会議は、議事要旨を公開して終わりました。意見は受け付けていません。"
    ),
    "writing-meeting-has-no-live": _l("書面の会議なので、会議中の画面はありません。"),
    "writing-still-open": _l("書面の受付が続いています。終わりの日時を過ぎてから閉じてください。"),
    "agenda-is-fixed": _l("会議が終わったので、議題は変えられません。"),
    "window-needs-both-ends": _l("意見の受付は、始まりと終わりの両方を書いてください。"),
    "window-closes-before-opening": _l("受付の終わりは、始まりより後の日時にしてください。"),
    "withdrawing-needs-reason": _l("議題を取り下げる理由を書いてください。"),
    "item-has-opinions": _l("意見が出ている議題は取り下げられません。"),
    "item-has-begun": _l("始まった議題は取り下げられません。"),
    "item-not-ongoing": _l("この議題は、いま話し合っていません。"),
    "item-is-withdrawn": _l("この議題は取り下げました。"),
    "outcome-belongs-to-meeting": _l("まとめは、会議が始まってから公開するまでの間に書けます。"),
    "paper-needs-content": _l("ファイルを選ぶか、画面で読む文を書いてください。"),
    "meeting-takes-no-replies": _l("この会議の出欠は、いま受け付けていません。"),
    "attendance-is-fixed": _l("この会議の出席は、いま記録できません。"),
    "not-your-organisation": _l("この団体の代表ではないか、任期が終わっています。"),
    "opinion-is-empty": _l("意見を書いてください。"),
    "opinion-too-long": _l("意見は%(most)s字までにしてください。いま%(length)s字あります。"),
    "opinions-not-open-yet": _l("この議題の意見の受付は、まだ始まっていません。"),
    "opinions-closed": _l("この議題の意見の受付は終わりました。"),
    "opinions-only-in-meeting": _l("この議題の意見は、会議の間だけ受け付けます。"),
    "opinion-is-closed": _l("この意見は、取り下げたか非表示になっているので、変えられません。"),
    "opinion-changed-meanwhile": _l(
        "同じ団体の別の方が、先にこの意見を直しました。いまの文を確かめてから送ってください。"
    ),
    "form-used-already": _l("この画面は、もう使われています。画面を開き直してください。"),
    "hiding-needs-reason": _l("非表示にする理由を書いてください。理由は公開します。"),
    "response-needs-reason": _l("理由を書いてください。理由のない市の考え方は公開できません。"),
    "moment-unreadable": _l("日時は 2026-04-01T09:00:00+09:00 の形で書いてください。"),
    "considering-needs-day": _l("検討中のときは、いつまでに決めるかを書いてください。"),
    "opinion-is-answered": _l(
        "この意見には、すでに市の考え方があります。いまの文を直してください。"
    ),
    "response-changed-meanwhile": _l(
        "別の職員が、先にこの市の考え方を直しました。いまの文を確かめてください。"
    ),
    "block-is-empty": _l(
        "議事要旨の文を書いてください。載せないときは「載せない」を選んでください。"
    ),
    "block-changed-meanwhile": _l(
        "別の職員が、先にこの文を直しました。下に、いま保存されている文を示します。"
    ),
    "captions-too-large": _l("ファイルが大きすぎます。10MBまでです。"),
    "captions-not-text": _l("文字として読めません。WebVTTかSRTのファイルを選んでください。"),
    "captions-empty": _l("字幕がありません。WebVTTかSRTのファイルを選んでください。"),
    "captions-too-many": _l("字幕が10万を超えています。ファイルを分けてください。"),
    "meeting-not-begun": _l("会議が始まってから入れてください。"),
    "passage-taken-already": _l("この発言は、もう意見にしています。"),
    "minutes-not-asked": _l("議事要旨の確認は、まだ始まっていません。"),
    "confirmation-is-over": _l(
        "確認のしめきりを過ぎました。直したいことは、事務局に知らせてください。"
    ),
    "minutes-have-open-requests": _l("まだ返事をしていない修正の希望があります。"),
    "organisations-still-answering": _l(
        "まだ確認していない団体があります。しめきりを過ぎると、確認したものとみなします。"
    ),
    "request-needs-text": _l("何をどう直すかを書いてください。"),
    "settlement-unknown": _l("直したか、直さないかを選んでください。"),
    "settlement-needs-reply": _l("返事を書いてください。"),
    "request-already-settled": _l("この希望には、もう返事をしています。"),
    "minutes-are-published": _l("議事要旨は公開ずみです。公開したものは変えられません。"),
    "minutes-already-confirmed": _l(
        "議事要旨は確認を終えています。直すには、確認をやり直してください。"
    ),
    "minutes-not-confirmed": _l("すべての文の確認を終えてから公開してください。"),
    "minutes-are-empty": _l("載せる文が1つもありません。"),
    "minutes-have-unchecked-blocks": _l("確認していない文が残っています。"),
    "minutes-quote-closed-opinion": _l(
        "取り下げたか非表示にした意見をもとにした文が残っています。「載せない」を選んでください。"
    ),
    "hand-is-down": _l("この手は、もう下りています。"),
    "note-is-empty": _l("メモを書いてください。"),
    "poll-needs-options": _l("選ぶものを2つ以上、20まで書いてください。"),
    "poll-option-stands-twice": _l("同じ選ぶものが2つあります。"),
    "poll-option-too-long": _l("選ぶものは、1つ100字までにしてください。"),
    "poll-needs-limit": _l("点の上限を書いてください。"),
    "poll-limit-impossible": _l(
        "上限が合いません。採点は10まで、持ち点は20まで、賛成の数は選ぶものの数までです。"
    ),
    "poll-seats-impossible": _l("選び出す数は、選ぶものの数より少なくしてください。"),
    "poll-not-draft": _l("この投票は、もう始めたか、取りやめています。"),
    "poll-not-open": _l("この投票は、いま受け付けていません。"),
    "poll-is-over": _l("この投票は終わっているので、取りやめられません。"),
    "another-poll-is-open": _l("別の投票が続いています。先に締め切ってください。"),
    "vote-names-unknown-option": _l("この投票にないものを選んでいます。画面を開き直してください。"),
    "vote-impossible": _l("投票の内容が読めません。画面を開き直してください。"),
    "vote-names-several": _l("1つだけ選んでください。"),
    "vote-names-too-many": _l("選べる数を超えています。"),
    "vote-places-unclear": _l("順位は、1から順に、同じ数を2度使わずに書いてください。"),
    "vote-out-of-range": _l("点が、決められた範囲にありません。"),
    "vote-spends-too-many-dots": _l("持ち点を超えています。"),
    "vote-is-blank": _l("選ぶか、棄権するに印をつけてください。"),
    "seat-has-voted": _l("あなたの団体は、もう投票しています。秘密投票は変えられません。"),
    "seat-has-no-vote": _l("この席には、投票の権利がありません。"),
}
