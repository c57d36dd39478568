"""Mail to those who are asked."""

from datetime import datetime

from engage.core.clock import JST
from engage.core.config import Settings
from engage.core.mail import Message
from engage.core.secrets import grouped
from engage.japanese import era
from surveys.models import Survey

WEEKDAYS = "月火水木金土日"


def invitation(*, to: str, name: str, survey: Survey, code: str, settings: Settings) -> Message:
    """Return the mail that asks one person, with the code that opens the survey once."""
    link = f"{settings.base_url.rstrip('/')}/surveys/{survey.code}#{code}"
    about = f"（{survey.minutes}分ほど）" if survey.minutes else ""
    names = "この調査は記名です。" if survey.mode == "named" else "回答に名前は付けません。"
    text = f"""{name} さま

{settings.city_name}のアンケート「{survey.title}」に答えてください{about}。

次のページを開くと、始められます。
{link}

番号を聞かれたときは、次の番号を入れてください。
{grouped(code)}

受付は {_moment(survey.opens_at)} から {_moment(survey.closes_at)} までです。
この番号で答えられるのは1回です。ほかの人に渡さないでください。
{names}扱いは、はじめのページに書いています。

{settings.city_name} {settings.office_name}
"""
    return Message(to=to, subject=f"アンケートのお願い：{survey.title}", text=text)


def _moment(at: datetime) -> str:
    local = at.astimezone(JST)
    day = era.wareki_date(local.date())
    return f"{day}（{WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def results_are_public(*, to: str, survey: Survey, number: str, settings: Settings) -> Message:
    """Return the mail to somebody who asked to be told about results; nobody else gets it."""
    base = settings.base_url.rstrip("/")
    text = f"""{settings.city_name}のアンケート「{survey.title}」の結果を公開しました。

{base}/surveys/{survey.code}/results

お知らせは今回かぎりです。このメールを送ったあと、あなたのメールアドレスを消します。
すぐに消したいときは、次のページを開いてください。
{base}/notices/stop#{number}

{settings.city_name} {settings.office_name}
"""
    return Message(to=to, subject=f"アンケートの結果を公開しました：{survey.title}", text=text)
