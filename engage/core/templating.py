"""What templates may use: dates as the city writes them, numbers with one decimal, assets."""

import hashlib
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from time import monotonic
from typing import Any

from flask import Flask, has_request_context, request, url_for
from flask_babel import get_locale
from sqlalchemy.exc import DBAPIError

from engage.core import markdown as safe_markdown
from engage.core import paths
from engage.core.clock import JST
from engage.core.config import Settings
from engage.core.installation import sample_city
from engage.core.messages import sentence
from engage.core.permissions import Permission
from engage.core.web import current_actor, database, permission_of
from engage.japanese import era
from engage.stats.rounding import percent_text

SAMPLE_CHECK_SECONDS = 30
SIZES = {"large", "xlarge"}
SIZE_COOKIE = "size"
_WEEKDAYS = "月火水木金土日"
_ENGLISH_DAY = "%d %B %Y"


def init_app(app: Flask, settings: Settings) -> None:
    """Add the filters and globals."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        wareki=wareki,
        wareki_month=wareki_month,
        jst_date=jst_date,
        clock=clock_time,
        jst=jst,
        iso=iso,
        percent=percent,
        markdown=safe_markdown.render,
    )
    app.jinja_env.tests["says_fictional"] = says_fictional
    app.jinja_env.globals.update(
        asset=asset,
        city_name=settings.city_name,
        office_name=settings.office_name,
        Permission=Permission,
        sentence=sentence,
        staff_menu=list,
    )
    app.context_processor(
        lambda: {
            "current_actor": current_actor(),
            "text_size": text_size(),
            "locale": str(get_locale() or "ja"),
            "sample_city": shows_sample_city(app),
        }
    )
    if app.config["TEMPLATES_AUTO_RELOAD"]:
        asset_version.cache_clear()


def may_reach(app: Flask, endpoint: str) -> bool:
    """Whether the visitor may open a page; menus show only those."""
    permission = permission_of(app.view_functions.get(endpoint))
    return permission is not None and current_actor().may(permission)


def shows_sample_city(app: Flask) -> bool:
    """Whether pages must say that they show a sample; asked of the database now and then."""
    known: tuple[bool, float] = app.extensions.get("engage.sample_city", (False, 0.0))
    shows, until = known
    if not shows and monotonic() >= until:
        try:
            with database().reading() as session:
                shows = sample_city(session) is not None
        except DBAPIError:
            return False
        app.extensions["engage.sample_city"] = (shows, monotonic() + SAMPLE_CHECK_SECONDS)
    return shows


def text_size() -> str:
    """Return the text size that the visitor chose: "", "large" or "xlarge"."""
    chosen = request.cookies.get(SIZE_COOKIE, "")
    return chosen if chosen in SIZES else ""


@cache
def asset_version(name: str) -> str:
    """Return a short fingerprint of a static file, so that browsers may keep it for ever."""
    return hashlib.sha256((paths.STATIC / name).read_bytes()).hexdigest()[:12]


@cache
def _asset_url(name: str) -> str:
    return url_for("static", filename=name, v=asset_version(name))


def asset(name: str) -> str:
    """Return the address of a static file with its fingerprint."""
    return _asset_url(name)


def _day(value: date | datetime) -> date:
    return value.astimezone(JST).date() if isinstance(value, datetime) else value


def _in_english() -> bool:
    return has_request_context() and str(get_locale() or "ja").startswith("en")


def _english(value: date, parts: str) -> str:
    return f"{value:{parts}}".lstrip("0")


def wareki(value: date | datetime) -> str:
    """Return 令和3（2021）年9月1日; 1 September 2021 for those who read English."""
    day = _day(value)
    return _english(day, _ENGLISH_DAY) if _in_english() else era.both(day)


def wareki_month(value: date | str) -> str:
    """Return 令和3年8月 for a date or a "2021-08"; a month stays a month, August 2021."""
    if isinstance(value, str):
        year, month = value.split("-")[:2]
        value = date(int(year), int(month), 1)
    day = _day(value)
    return f"{day:%B %Y}" if _in_english() else era.wareki_month(day)


def jst_date(value: date | datetime) -> str:
    """Return 12月4日（金） or Fri 4 December, for days on which someone must act."""
    day = _day(value)
    if _in_english():
        return f"{day:%a} {_english(day, '%d %B')}"
    return f"{day.month}月{day.day}日（{_WEEKDAYS[day.weekday()]}）"


def clock_time(value: datetime) -> str:
    """Return 14:10 in Japan's time."""
    return value.astimezone(JST).strftime("%H:%M")


def jst(value: datetime) -> str:
    """Return 令和8年10月2日 14:10 in Japan's time; 2 October 2026 14:10 in English."""
    day = _day(value)
    written = _english(day, _ENGLISH_DAY) if _in_english() else era.wareki_date(day)
    return f"{written} {clock_time(value)}"


def iso(value: date | datetime) -> str:
    """Return what <time datetime> wants."""
    return value.astimezone(JST).isoformat() if isinstance(value, datetime) else value.isoformat()


def says_fictional(name: str) -> bool:
    """Whether a name itself says that it is invented, so that no second mark is needed."""
    return "架空" in name


def percent(value: Any, decimals: int = 1) -> str:
    """Return a share (0 to 1) as 67.8: one decimal, half up."""
    return percent_text(
        value if isinstance(value, Fraction) else Fraction(value), decimals=decimals
    )
