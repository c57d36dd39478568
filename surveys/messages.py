"""What the codes of this feature say to a person."""

from typing import Any

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, Any] = {
    # answering one question
    "choose-one": _l("1つ選んでください。"),
    "choose-only-one": _l("選べるのは1つだけです。1つにしてください。"),
    "choose-some": _l("あてはまるものを選んでください。"),
    "too-many-chosen": _l(
        "選べるのは%(most)sつまでです。いま%(chosen)sつ選ばれています。%(over)sつ外してください。"
    ),
    "too-few-chosen": _l("%(least)sつ以上選んでください。いま%(chosen)sつ選ばれています。"),
    "exclusive-with-others": _l(
        "ほかの選択肢といっしょに選べないものが選ばれています。どちらかを外してください。"
    ),
    "option-unknown": _l("選択肢にない回答が届きました。もう一度選んでください。"),
    "other-text-without-option": _l(
        "ここに文章がありますが、その選択肢が選ばれていません。選ぶか、文章を消してください。"
    ),
    "rows-missing": _l("%(rows)s行のうち%(missing)s行が、まだ選ばれていません。"),
    "write-number": _l("数字を書いてください。"),
    "decimal-unreadable": _l("数字で書いてください。小数点も使えます。例：2.5"),
    "number-too-exact": _l("小数点より下は%(decimals)sけたまでにしてください。"),
    "sum-not-equal": _l("合計が%(sum)sです。%(wanted)sになるように直してください。"),
    "sum-too-small": _l("合計が%(sum)sです。%(min)s以上になるように直してください。"),
    "sum-too-large": _l("合計が%(sum)sです。%(max)s以下になるように直してください。"),
    "agree-first": _l("先へ進むには、同意のしるしを付けてください。"),
    "write-date": _l("年月日を書いてください。"),
    "write-year": _l("年を数字で書いてください。"),
    "write-month": _l("月を1から12の数字で書いてください。"),
    "write-day": _l("日を数字で書いてください。"),
    "no-such-year": _l("この年はありません。西暦か元号かを確かめてください。"),
    "no-such-month": _l("月は1から12の数字で書いてください。"),
    "no-such-day": _l("この日はありません。月と日を確かめてください。"),
    "not-in-era": _l("この日は%(era)sではありません。元号を確かめてください。"),
    "date-too-early": _l("%(earliest)sより後の日にしてください。"),
    "date-too-late": _l("%(latest)sまでの日にしてください。"),
    "date-out-of-range": _l("%(earliest)sから%(latest)sまでの日にしてください。"),
    "choose-places": _l("順番を選んでください。"),
    "same-place-twice": _l("%(place)s番が2つあります。1つを別の順番にしてください。"),
    "place-missing": _l("%(place)s番がありません。1番から続けて選んでください。"),
    "too-few-places": _l("%(least)s番まで選んでください。いま%(chosen)s番までです。"),
    "too-many-places": _l("選べるのは%(most)s番までです。いま%(chosen)s番まであります。"),
    "choose-file": _l("ファイルを選んでください。"),
    "too-many-files": _l("ファイルは%(most)sつまでです。いま%(chosen)sつあります。"),
    "answer-file-too-large": _l("ファイルが大きすぎます。1つ %(most)sMB までにしてください。"),
    "picture-not-allowed": _l("絵は JPEG か PNG を選んでください。"),
    "answer-file-not-allowed": _l(
        "このファイルは受け取れません。PDF、JPEG、PNG を選んでください。"
    ),
    "not-mail": _l("メールアドレスの形ではありません。例：namae@example.jp"),
    "not-phone": _l("電話番号の形ではありません。例：024-900-0000"),
    "not-postal-code": _l("郵便番号の形ではありません。例：963-8601"),
    "not-url": _l("ページの住所の形ではありません。https:// から書いてください。"),
    "not-digits": _l("数字だけで書いてください。"),
    "not-katakana": _l("カタカナで書いてください。"),
    "not-hiragana": _l("ひらがなで書いてください。"),
    "left-open": _l("答えていません。答えないときは、もう一度「次へ」を押してください。"),
    "number-too-small": _l("%(min)s以上の数を書いてください。"),
    "number-too-large": _l("%(max)s以下の数を書いてください。"),
    "write-something": _l("ここを書いてください。"),
    "answer-too-long": _l(
        "%(most)s字までにしてください。いま%(length)s字あります。文章はそのまま残してあります。"
    ),
    "form-out-of-date": _l(
        "画面を開いてから時間がたちました。書いたものは残っています。もう一度「次へ」を押してください。"
    ),
    # answering a survey
    "code-unknown": _l("この番号は見つかりません。書いてあるとおりに入れてください。"),
    "code-mistyped": _l("番号に書きまちがいがあるようです。1字ずつ確かめてください。"),
    "receipt-unknown": _l("この受付番号は見つかりません。1字ずつ確かめてください。"),
    "receipt-needed": _l("この回答を直すには、受付番号がいります。"),
    "quota-full": _l("この条件の回答は、必要な数に達しました。"),
    "quota-below-taken": _l("割当 %(quota)s の上限は、すでに受け取った数より小さくできません。"),
    "survey-already-counted": _l(
        "受付番号の一覧をもう公開したので、終わりの日時は変えられません。"
    ),
    "survey-not-open-yet": _l("このアンケートは、まだ始まっていません。"),
    "survey-closed": _l("このアンケートの受付は終わりました。"),
    "survey-not-public": _l("このページは見つかりません。"),
    "already-answered": _l("すでに回答を受け取っています。"),
    "not-invited": _l("このアンケートは、あなたあてには出ていません。"),
    "answers-incomplete": _l("まだ直すところがあります。確かめてから送ってください。"),
    "nonce-malformed": _l("画面が古いようです。回答を確かめるページを、もう一度開いてください。"),
    "draft-busy": _l("別の画面と同時に保存しようとしました。もう一度「次へ」を押してください。"),
    # running a survey
    "survey-code-taken": _l("この記号のアンケートは、もうあります。別の記号にしてください。"),
    "survey-closes-before-opening": _l("終わりは、始まりより後にしてください。"),
    "survey-closes-in-the-past": _l("終わりの日時が過ぎています。先の日時にしてください。"),
    "survey-has-no-questionnaire": _l("調査票がありません。先に調査票を入れてください。"),
    "anonymous-survey-asks-for-files": _l(
        "匿名のアンケートでは、ファイルを送ってもらえません。送った人が分かってしまうからです。"
    ),
    "survey-already-published": _l("すでに公開しています。"),
    "survey-not-published": _l("まだ公開していません。"),
    "survey-not-running": _l("いまは回答を受け付けていません。"),
    "survey-still-running": _l("受付が終わってから、結果を公開してください。"),
    "survey-opening-is-past": _l("始まったアンケートの始まりは変えられません。"),
    "no-answers-yet": _l("まだ回答がありません。"),
    "answers-not-while-open": _l(
        "受付が終わってから書き出せます。途中で2回書き出すと、その間にだれが何を答えたかが分かるためです。"
    ),
    "answers-still-mixed": _l(
        "回答を混ぜ終わってから書き出せます。受付が終わった次の朝に見てください。"
    ),
    "export-needs-reason": _l("使いみちを書いてください。"),
    "results-already-released": _l("結果はすでに公開しています。"),
    "survey-not-for-panel": _l("モニターに出すアンケートではありません。"),
    "panel-empty": _l("いまの年度のモニターがいません。"),
    "definition-not-json": _l("JSON として読めません（%(line)s行目あたり）。"),
    "definition-code-differs": _l("調査票の記号が %(given)s です。%(expected)s にしてください。"),
    "definition-unchanged": _l("いまの調査票と同じ内容です。"),
    "definition-answers-exist": _l(
        "回答が始まっているので、問や選択肢の組立ては変えられません。言い回しだけ直せます。"
    ),
    "definition-missing": _l("必要な項目がありません。"),
    "definition-unknown-key": _l("知らない項目です。"),
    "definition-wrong-value": _l("値が使えません：%(given)s"),
    "definition-too-many-questions": _l("問は%(most)s個までです。"),
    "definition-code-twice": _l("記号 %(code)s が2回あります。"),
    "definition-reserved-code": _l("この記号は画面が使うので、別の記号にしてください。"),
    "definition-asks-nothing": _l("答える問が1つもありません。"),
    "definition-unknown-page": _l("ページ %(code)s はありません。"),
    "definition-no-columns": _l("列がありません。"),
    "definition-no-formula": _l("計算の式がありません。"),
    "picture-without-words": _l("絵の代わりになることばを書いてください。"),
    "definition-no-picture": _l("絵で選ぶ問では、どの選択肢にも絵が要ります。"),
    "definition-dropdown-other": _l("たたんだ一覧に、記入欄のある選択肢は使えません。"),
    "definition-this-only-in-checks": _l("this は、確かめの式だけで使えます。"),
    "expression-unreadable": _l("式が読めません（%(line)s行目の%(column)s字目）：%(text)s"),
    "expression-empty": _l("式が空です。"),
    "expression-too-long": _l("式は%(most)s字までにしてください。"),
    "expression-too-deep": _l("式のかっこが深すぎます（%(most)s段まで）。"),
    "expression-too-big": _l("式が大きすぎます。分けて書いてください。"),
    "expression-number-too-large": _l("式の中の数が大きすぎます。"),
    "expression-unknown-question": _l("式の問 %(code)s がありません。"),
    "expression-unknown-part": _l("問 %(code)s に、%(part)s という行や部分はありません。"),
    "expression-unknown-function": _l("%(name)s という関数はありません。"),
    "expression-wrong-arguments": _l("関数 %(name)s に渡す値の数が合いません。"),
    "expression-unknown-format": _l("形の名前が使えません。使えるもの：%(formats)s"),
    "definition-condition-not-earlier": _l("条件の問 %(code)s が、これより前にありません。"),
    "definition-condition-no-options": _l("条件の問 %(code)s は、選択肢で答える問ではありません。"),
    "definition-condition-unknown-option": _l(
        "条件の問 %(code)s に、選択肢 %(option)s はありません。"
    ),
    "definition-key-not-for-type": _l("%(key)s は、種類 %(type)s の問では使いません。"),
    "definition-too-few-options": _l("選択肢を2つ以上にしてください。"),
    "definition-no-rows": _l("行がありません。"),
    "definition-too-many-points": _l("段階は%(most)sまでです。"),
    "definition-plain-points": _l("表の段階に、記入欄や単独の選択肢は使えません。"),
    "definition-min-above-max": _l("最小が最大より大きくなっています。"),
    "definition-choice-limits": _l("選べる数が、選択肢の数（%(options)s）と合いません。"),
    "definition-text-missing": _l("言語 %(language)s の文がありません。"),
}
