"""The left column of staff pages: features add their items, visitors see what they may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app, request, url_for
from sqlalchemy.orm import Session

from engage.core.permissions import Actor
from engage.core.templating import may_reach
from engage.core.web import current_actor, db

GROUPS = ("計画", "会議", "調査", "運用")


@dataclass(frozen=True)
class MenuItem:
    """One line of the menu: where it leads and how much open work waits there."""

    group: str
    title: str
    endpoint: str
    count: int | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ShownItem:
    """A menu line as the template shows it."""

    label: str
    url: str
    count: int | None
    current: bool


@dataclass(frozen=True)
class ShownGroup:
    """A titled group of lines."""

    title: str
    items: tuple[ShownItem, ...]


Provider = Callable[[Session, Actor], list[MenuItem]]


def init_app(app: Flask) -> None:
    """Start with an empty menu."""
    app.extensions["engage.staff_menu"] = []
    app.jinja_env.globals["staff_menu"] = staff_menu


def add(app: Flask, provider: Provider) -> None:
    """Let a feature add its lines."""
    app.extensions["engage.staff_menu"].append(provider)


def staff_menu() -> list[ShownGroup]:
    """Return the groups that the visitor may open, each line with its count of open work."""
    providers: list[Provider] = current_app.extensions["engage.staff_menu"]
    items = [item for provider in providers for item in provider(db(), current_actor())]
    groups = []
    for title in GROUPS:
        shown = tuple(
            ShownItem(
                label=item.title,
                url=url_for(item.endpoint, **cast("dict[str, Any]", dict(item.values))),
                count=item.count,
                current=request.endpoint == item.endpoint,
            )
            for item in items
            if item.group == title and may_reach(current_app, item.endpoint)
        )
        if shown:
            groups.append(ShownGroup(title, shown))
    return groups
