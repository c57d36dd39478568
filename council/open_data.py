"""Open data: what meetings leave behind as CSV, with the dictionary made from the same columns.

Organisations are named, persons never.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from council.calendars import Office
from council.queries.open_record import OpenMeeting
from council.queries.opinions import OpinionView
from engage.core.clock import JST
from engage.documents.table import Column, Kind, Table
from engage.japanese.fiscal import fiscal_year
from engage.plan.trace import OUTCOME_WORDS

LICENCE = "クリエイティブ・コモンズ 表示 4.0 国際（CC BY 4.0）"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/deed.ja"

MODES = {
    "in_person": "会場",
    "online": "オンライン",
    "hybrid": "会場とオンライン",
    "in_writing": "書面",
}
STATES = {
    "convened": "招集ずみ",
    "live": "会議中",
    "ended": "終了（議事要旨はまだ）",
    "minutes": "議事要旨を確認中",
    "closed": "終了",
    "cancelled": "中止",
}
ITEM_STATES = {"planned": "これから", "ongoing": "進行中", "done": "終了", "withdrawn": "取り下げ"}
KINDS = {"opinion": "意見", "question": "質問", "answer": "回答", "explanation": "説明"}
CHANNELS = {
    "room": "会場",
    "online": "オンライン",
    "writing": "書面",
    "mail": "郵送",
    "counter": "窓口",
    "phone": "電話",
    "fax": "ファクス",
    "email": "メール",
    "meeting": "会議での発言",
}
PHASES = {"before": "会議の前", "during": "会議の間", "after": "会議のあと"}
OPINION_STATES = {"public": "公開", "withdrawn": "取り下げ", "hidden": "非表示"}
ATTENDANCE = {
    "room": "会場",
    "online": "オンライン",
    "writing": "書面",
    "absent": "欠席",
    "unrecorded": "出席（方法の記録なし）",
}
YES_NO = {True: "1", False: "0"}


@dataclass(frozen=True)
class Field:
    """One column: its title, what it means, which words it may hold, and where it comes from."""

    title: str
    meaning: str
    of: Callable[[Any], Any]
    kind: Kind = "text"
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """One table of the open data: what one row is, its columns, and where rows come from."""

    code: str
    title: str
    row: str
    fields: tuple[Field, ...]
    rows: Callable[[OpenMeeting], Iterable[Any]]


@dataclass(frozen=True)
class _Line:
    """One row on its way: the meeting and what of it the row is about."""

    of: OpenMeeting
    it: Any
    base_url: str

    @property
    def meeting(self) -> Any:
        return self.of.meeting

    def page(self, path: str) -> str:
        return Office("", "", self.base_url).page(path)


def _moment(at: datetime | None) -> str:
    return at.astimezone(JST).isoformat(timespec="minutes") if at else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


_CODE = Field(
    "会議コード", "会議を見分ける文字。会議のページのアドレスの最後と同じ", lambda r: r.meeting.code
)
_OPINION = Field("意見番号", "会議の中の通し番号", lambda r: r.it.number, "number")


def _words(words: dict[Any, str]) -> tuple[str, ...]:
    return tuple(words.values())


def _answered(record: OpenMeeting) -> Iterator[OpinionView]:
    return (opinion for opinion in record.opinions if opinion.response)


DATASETS = (
    Dataset(
        "meetings",
        "会議",
        "会議1回",
        (
            _CODE,
            Field("会議体", "会議の日の会議体の名前", lambda r: r.of.body_name),
            Field("回", "第何回か。数えない会議は空", lambda r: r.meeting.ordinal, "number"),
            Field("名称", "会議の名前", lambda r: r.meeting.title),
            Field(
                "年度",
                "開いた日の年度（4月から翌年3月まで）を西暦で",
                lambda r: fiscal_year(r.meeting.held_on) if r.meeting.held_on else None,
                "number",
            ),
            Field(
                "開催日", "年-月-日。書面の会議は受付の最後の日", lambda r: _day(r.meeting.held_on)
            ),
            Field(
                "開始日時",
                "決めた始まり（日本時間）。時刻の記録がない会議は空",
                lambda r: _moment(r.meeting.starts_at or r.meeting.writing_opens_at),
            ),
            Field(
                "終了日時",
                "決めた終わり（日本時間）",
                lambda r: _moment(r.meeting.ends_at or r.meeting.writing_closes_at),
            ),
            Field(
                "開き方",
                "記録がない会議は空",
                lambda r: MODES.get(r.meeting.mode, ""),
                words=_words(MODES),
            ),
            Field("会場", "オンラインだけの会議と書面の会議は空", lambda r: r.meeting.venue),
            Field(
                "状態", "どこまで進んだか", lambda r: STATES[r.meeting.state], words=_words(STATES)
            ),
            Field(
                "公開",
                "1は公開、0は非公開",
                lambda r: YES_NO[r.meeting.is_public],
                words=("1", "0"),
            ),
            Field("非公開の理由", "公開の会議は空", lambda r: r.meeting.closed_reason),
            Field("中止の理由", "中止でない会議は空", lambda r: r.meeting.cancel_reason),
            Field(
                "意見の件数",
                "公開している意見、質問、回答、説明の数。非公開の会議は空",
                lambda r: sum(o.is_public for o in r.of.opinions) if r.meeting.is_public else None,
                "number",
            ),
            Field(
                "議事要旨の公開日時",
                "まだのときは空",
                lambda r: _moment(r.of.publication.at) if r.of.publication else "",
            ),
            Field(
                "議事要旨の指紋",
                "公開した議事要旨のSHA-256",
                lambda r: r.of.publication.digest if r.of.publication else "",
            ),
            Field(
                "架空",
                "1は見本のための作り物",
                lambda r: YES_NO[r.meeting.is_fictional],
                words=("1", "0"),
            ),
            Field(
                "ページ",
                "会議のページのアドレス",
                lambda r: r.page(f"/council/meetings/{r.meeting.code}"),
            ),
        ),
        lambda record: [record.meeting],
    ),
    Dataset(
        "items",
        "議題",
        "公開の会議の議題1つ",
        (
            _CODE,
            Field("順番", "会議の中の順番", lambda r: r.it.position, "number"),
            Field("番号", "議題に付けた番号や名前", lambda r: r.it.number_label),
            Field("議題", "議題の名前", lambda r: r.it.title),
            Field("説明", "議題の説明", lambda r: r.it.summary),
            Field("予定の分", "予定した長さ（分）", lambda r: r.it.planned_minutes, "number"),
            Field(
                "状態",
                "どこまで進んだか",
                lambda r: ITEM_STATES[r.it.state],
                words=_words(ITEM_STATES),
            ),
            Field("まとめ", "会議がたどりついたこと", lambda r: r.it.outcome),
            Field(
                "資料の数", "公開している資料の数", lambda r: len(r.of.papers_of(r.it.id)), "number"
            ),
        ),
        lambda record: record.items,
    ),
    Dataset(
        "opinions",
        "意見",
        "公開の会議に出た意見1件",
        (
            _CODE,
            _OPINION,
            Field("議題の番号", "意見が出た議題", lambda r: r.it.item_label),
            Field("種類", "何として述べたか", lambda r: KINDS[r.it.kind], words=_words(KINDS)),
            Field("方法", "どう届いたか", lambda r: CHANNELS[r.it.channel], words=_words(CHANNELS)),
            Field(
                "時期",
                "会議の前か、間か、あとか",
                lambda r: PHASES[r.it.phase],
                words=_words(PHASES),
            ),
            Field("団体", "受け付けた日の団体の名前。団体の記載がないものは空", lambda r: r.it.who),
            Field("受付日", "年-月-日", lambda r: _day(r.it.received_on)),
            Field(
                "状態",
                "取り下げと非表示は本文が空",
                lambda r: OPINION_STATES[r.it.state],
                words=_words(OPINION_STATES),
            ),
            Field("閉じた理由", "取り下げ、非表示の理由", lambda r: r.it.closing_reason),
            Field("本文", "いまの文", lambda r: r.it.text),
            Field(
                "要旨",
                "1は要旨、0は述べたとおりの文",
                lambda r: YES_NO[r.it.is_summary],
                words=("1", "0"),
            ),
            Field("文の版", "何回目の文か", lambda r: r.it.seq, "number"),
            Field(
                "架空",
                "1は見本のための作り物",
                lambda r: YES_NO[r.it.is_fictional],
                words=("1", "0"),
            ),
            Field(
                "ページ", "意見のゆくえのアドレス", lambda r: r.page(f"/council/opinions/{r.it.id}")
            ),
        ),
        lambda record: record.opinions,
    ),
    Dataset(
        "responses",
        "市の考え方",
        "市の考え方が付いた意見1件",
        (
            _CODE,
            _OPINION,
            Field("回答コード", "同じ回答で答えた意見は同じ文字", lambda r: r.it.response.id),
            Field(
                "区分",
                "意見をどうするか",
                lambda r: OUTCOME_WORDS[r.it.response.disposition],
                words=_words(OUTCOME_WORDS),
            ),
            Field("理由", "区分の理由", lambda r: r.it.response.text),
            Field(
                "決める日", "検討中のとき、いつまでに決めるか", lambda r: _day(r.it.response.due_on)
            ),
            Field("担当", "答えた部署", lambda r: r.it.response.department),
            Field("回答の版", "何回目の文か", lambda r: r.it.response.seq, "number"),
            Field(
                "架空",
                "1は見本のための作り物",
                lambda r: YES_NO[r.it.response.is_fictional],
                words=("1", "0"),
            ),
            Field(
                "回答日時",
                "いまの文を公開した日時（日本時間）",
                lambda r: _moment(r.it.response.at),
            ),
        ),
        _answered,
    ),
    Dataset(
        "attendance",
        "団体の出欠",
        "公開の会議と団体の組み合わせ1つ",
        (
            _CODE,
            Field("団体", "会議の日の団体の名前", lambda r: r.it.name),
            Field("読み", "団体の名前の読み", lambda r: r.it.reading),
            Field(
                "架空",
                "1は見本のための作り物の団体",
                lambda r: YES_NO[r.it.is_fictional],
                words=("1", "0"),
            ),
            Field(
                "参加", "どう参加したか", lambda r: ATTENDANCE[r.it.mode], words=_words(ATTENDANCE)
            ),
        ),
        lambda record: record.attendance,
    ),
)
BY_CODE = {dataset.code: dataset for dataset in DATASETS}


def table(dataset: Dataset, records: Iterable[OpenMeeting], *, base_url: str) -> Table:
    """Return a dataset ready for the one CSV writer."""
    return Table(
        name=f"市民会議_{dataset.title}",
        columns=tuple(Column(field.title, field.kind) for field in dataset.fields),
        rows=(
            [field.of(_Line(record, thing, base_url)) for field in dataset.fields]
            for record in records
            for thing in dataset.rows(record)
        ),
    )


def dictionary() -> Table:
    """Return what every column of every dataset means, in the order of the files."""
    titles = ("ファイル", "表", "1行が表すもの", "列", "列の名前", "型", "意味", "とりうる値")
    return Table(
        name="市民会議_項目の説明",
        columns=tuple(Column(title) for title in titles),
        rows=(
            [
                f"{dataset.code}.csv",
                dataset.title,
                dataset.row,
                str(number),
                field.title,
                {"number": "数"}.get(field.kind, "文字"),
                field.meaning,
                "、".join(field.words),
            ]
            for dataset in DATASETS
            for number, field in enumerate(dataset.fields, start=1)
        ),
    )
