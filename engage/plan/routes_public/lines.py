"""Words and addresses that lists of versions and goals need."""

from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from engage.core.templating import wareki_month
from engage.plan.models import Plan, PlanVersion, RevisionItem
from engage.plan.results import IndexGroup, VersionLine
from engage.plan.thread import Thread


def version_name(version: PlanVersion) -> str:
    """Return what a version is called: 第4版, 第5版の案."""
    if version.is_draft:
        return _("第%(number)s版の案", number=version.number)
    return _("第%(number)s版", number=version.number)


def version_items(plan: Plan, lines: tuple[VersionLine, ...] | list[VersionLine]) -> list[Any]:
    """Return the versions as the line of time shows them."""
    return [
        {
            "name": version_name(line.version),
            "at_text": _at_text(line) or _why(line),
            "why": _why(line) if line.version.month else "",
            "state": _state(line),
            "is_current": line.is_current,
            "href": url_for("plan.version", plan=plan.code, number=line.version.number),
            "is_fictional": line.version.is_fictional,
        }
        for line in lines
    ]


def with_rest(thread: Thread, items: tuple[RevisionItem, ...]) -> Thread:
    """Return a thread whose 「ほかn件の声」 leads to the evidence of its first item."""
    if not items:
        return thread
    version = items[0].version
    address = url_for(
        "plan.item",
        plan=version.plan.code,
        number=version.number,
        code=items[0].code,
        _anchor="evidence",
    )
    return replace(thread, more_href=address)


def _at_text(line: VersionLine) -> str:
    return wareki_month(line.version.month) if line.version.month else ""


def _why(line: VersionLine) -> str:
    version = line.version
    if version.is_draft:
        return _("ここが変わります") if line.is_changed else _("検討中の案です")
    return str((version.changes or [version.summary or version.trigger])[0])


def _state(line: VersionLine) -> str:
    if line.version.is_draft:
        return "draft"
    return "changed" if line.is_changed else ""


def index_items(plan: Plan, groups: tuple[IndexGroup, ...]) -> list[Any]:
    """Return the goals as the plan index shows them, each with its page."""
    return [
        {
            "title": group.title or _("推進体制"),
            "items": [
                {
                    "number": line.number,
                    "title": line.title,
                    "href": url_for("plan.element", plan=plan.code, code=line.code),
                    "ticks": line.ticks,
                }
                for line in group.lines
            ],
        }
        for group in groups
    ]
