"""Turns the pages that a thread names into addresses, at the moment of showing."""

from dataclasses import replace
from typing import overload

from flask import url_for

from engage.plan.thread import Page, Step, Strand, Thread, VoiceTrace


def address(page: Page | None) -> str:
    """Return the address of a page, or nothing."""
    if page is None:
        return ""
    values = dict(page.values)
    return url_for(page.endpoint, _anchor=page.anchor or None, **values)


def linked_steps(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return steps whose `href` can be followed."""
    return tuple(replace(step, href=step.href or address(step.page)) for step in steps)


@overload
def linked(thread: Thread) -> Thread: ...
@overload
def linked(thread: VoiceTrace) -> VoiceTrace: ...
def linked(thread: Thread | VoiceTrace) -> Thread | VoiceTrace:
    """Return a thread or a voice's trace whose steps can be followed."""
    if isinstance(thread, VoiceTrace):
        return replace(thread, steps=linked_steps(thread.steps))
    return replace(
        thread,
        strands=tuple(Strand(linked_steps(s.steps), s.ended) for s in thread.strands),
        trunk=linked_steps(thread.trunk),
    )
