"""Mail to those who act for member organisations."""

from datetime import date, datetime

from engage.core.clock import JST
from engage.core.mail import CalendarPart, Message
from engage.japanese import era

WEEKDAYS = "月火水木金土日"
MODES = {
    "in_person": "会場で開きます。",
    "online": "オンラインで開きます。",
    "hybrid": "会場とオンラインで開きます。どちらでも参加できます。",
    "in_writing": "書面で開きます。集まりはありません。",
}


def convened(  # noqa: PLR0913 - everything that the letter says
    *,
    to: str,
    name: str,
    title: str,
    code: str,
    mode: str,
    when: str,
    venue: str,
    items: list[str],
    base_url: str,
    city_name: str,
    office_name: str,
    is_change: bool = False,
    calendar: CalendarPart | None = None,
) -> Message:
    """Return the mail that calls one delegate, or tells a change of time or place."""
    link = f"{base_url.rstrip('/')}/delegate/meetings/{code}"
    agenda = "\n".join(f"・{item}" for item in items)
    place = f"会場　{venue}\n" if venue else ""
    opening = f"{title}の日時か場所が変わりました。" if is_change else f"{title}を開きます。"
    text = f"""{name} さま

{opening}

日時　{when}
{place}{MODES.get(mode, "")}

議題
{agenda}

次のページで、出欠を知らせてください。意見も出せます。
オンラインで参加するときの入口も、このページにあります。
{link}

{city_name} {office_name}
"""
    subject = f"会議の変更：{title}" if is_change else f"会議のお知らせ：{title}"
    return Message(to=to, subject=subject, text=text, calendar=calendar)


def cancelled(
    *,
    to: str,
    name: str,
    title: str,
    code: str,
    reason: str,
    base_url: str,
    city_name: str,
    office_name: str,
    calendar: CalendarPart | None = None,
) -> Message:
    """Return the mail that calls a meeting off."""
    text = f"""{name} さま

{title}は、開かないことになりました。

理由　{reason}

{base_url.rstrip("/")}/council/meetings/{code}

{city_name} {office_name}
"""
    return Message(to=to, subject=f"会議の中止：{title}", text=text, calendar=calendar)


def minutes_to_confirm(
    *,
    to: str,
    name: str,
    title: str,
    code: str,
    until: date,
    base_url: str,
    city_name: str,
    office_name: str,
) -> Message:
    """Return the mail that asks a delegate to confirm the minutes, and what silence means."""
    text = f"""{name} さま

{title}の議事要旨ができました。
団体の発言が正しいかを、次のページで確かめてください。直してほしいところは、文ごとに書けます。
{base_url.rstrip("/")}/delegate/meetings/{code}/minutes

しめきり　{era.wareki_date(until)}

しめきりまでに返事がないときは、確認したものとみなし、そのように記録します。

{city_name} {office_name}
"""
    return Message(to=to, subject=f"議事要旨の確認のお願い：{title}", text=text)


def day_and_clock(starts_at: datetime, ends_at: datetime | None) -> str:
    """Return 令和8年12月16日（水）14:00～16:00."""
    local = starts_at.astimezone(JST)
    end = f"{ends_at.astimezone(JST):%H:%M}" if ends_at else ""
    day = f"{era.wareki_date(local.date())}（{WEEKDAYS[local.weekday()]}）"
    return f"{day}{local:%H:%M}～{end}"


def writing_window(opens_at: datetime, closes_at: datetime) -> str:
    """Return the window of a meeting in writing."""
    begin, end = opens_at.astimezone(JST), closes_at.astimezone(JST)
    return (
        f"{era.wareki_date(begin.date())}（{WEEKDAYS[begin.weekday()]}）{begin:%H:%M}から"
        f"{era.wareki_date(end.date())}（{WEEKDAYS[end.weekday()]}）{end:%H:%M}まで"
    )
