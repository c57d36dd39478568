"""Text that people write with a little Markdown, made safe to show."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

MAX_CHARACTERS = 20_000
"""Cleaning time grows with the square of the nesting, so length is capped first."""

_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True})
_TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "a", "h3", "h4"}


def render(text: str) -> Markup:
    """Return safe HTML of a Markdown text; raises ValueError above the length cap."""
    if len(text) > MAX_CHARACTERS:
        raise ValueError("text-too-long")
    dirty = _PARSER.render(text)
    clean = nh3.clean(
        dirty,
        tags=_TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it
