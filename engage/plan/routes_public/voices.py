"""From a voice forward: what became of it, with the reason when the answer was no."""

from flask import render_template
from flask.typing import ResponseReturnValue

from engage.core.errors import NotFound
from engage.core.permissions import Permission
from engage.core.web import db, registry, requires
from engage.plan import results, trace
from engage.plan.evidence import EvidenceRef
from engage.plan.links import linked
from engage.plan.routes_public.blueprint import bp


@bp.get("/voices")
@requires(Permission.VISIT)
def voices() -> ResponseReturnValue:
    """List every public voice and every cited number with what became of it."""
    return render_template("plan/voices.html", lines=results.voice_lines(db(), registry()))


@bp.get("/voices/<kind>/<path:key>")
@requires(Permission.VISIT)
def voice(kind: str, key: str) -> ResponseReturnValue:
    """Follow one voice or number forward."""
    ref = EvidenceRef(kind, key)
    traced = trace.trace_of_ref(db(), registry(), ref)
    if not traced.items and traced.steps[0].page is None:
        raise NotFound("not-found")  # a number that is not out yet has no public page
    return render_template(
        "plan/voice.html",
        key=key,
        traced=traced,
        voice=linked(traced).steps[0],
        thread=linked(traced.thread),
        items=results.items_resting_on(db(), ref),
    )
