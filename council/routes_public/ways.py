"""The threads that public pages draw."""

from council import trace
from council.queries.meetings import ItemView
from council.queries.opinions import OpinionView
from engage.core.web import db, registry
from engage.plan.links import linked
from engage.plan.thread import VoiceTrace


def ways_of(voices: list[OpinionView], agenda: list[ItemView]) -> dict[str, VoiceTrace]:
    """Return the thread of each opinion with addresses that can be followed."""
    subjects = {view.item.id: view.subject for view in agenda if view.subject}
    found = trace.traces_of(db(), registry(), voices, subjects)
    return {opinion_id: linked(way) for opinion_id, way in found.items()}
