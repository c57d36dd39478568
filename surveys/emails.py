"""Mail to those who are asked."""

from datetime import datetime

from engage.core.clock import JST
from engage.core.mail import Message
from engage.core.secrets import grouped
from engage.japanese import era

WEEKDAYS = "月火水木金土日"


def invitation(
    *,
    to: str,
    name: str,
    title: str,
    survey_code: str,
    code: str,
    mode: str,
    opens_at: datetime,
    closes_at: datetime,
    minutes: int | None,
    base_url: str,
    city_name: str,
    office_name: str,
) -> Message:
    """Return the mail that asks one person, with the code that opens the survey once."""
    link = f"{base_url.rstrip('/')}/surveys/{survey_code}#{code}"
    about = f"（{minutes}分ほど）" if minutes else ""
    names = "この調査は記名です。" if mode == "named" else "回答に名前は付けません。"
    text = f"""{name} さま

{city_name}のアンケート「{title}」に答えてください{about}。

次のページを開くと、始められます。
{link}

番号を聞かれたときは、次の番号を入れてください。
{grouped(code)}

受付は {_moment(opens_at)} から {_moment(closes_at)} までです。
この番号で答えられるのは1回です。ほかの人に渡さないでください。
{names}扱いは、はじめのページに書いています。

{city_name} {office_name}
"""
    return Message(to=to, subject=f"アンケートのお願い：{title}", text=text)


def _moment(at: datetime) -> str:
    local = at.astimezone(JST)
    day = era.wareki_date(local.date())
    return f"{day}（{WEEKDAYS[local.weekday()]}）{local:%H:%M}"
