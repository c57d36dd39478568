"""The permanent page of one opinion: 発言の行方."""

from flask import render_template

from council.queries import meetings, opinions
from council.routes_public.blueprint import blueprint
from council.routes_public.ways import ways_of
from engage.core.clock import now
from engage.core.permissions import Permission
from engage.core.web import db, or_404, requires


@blueprint.get("/opinions/<opinion_id>")
@requires(Permission.VISIT)
def opinion(opinion_id: str) -> str:
    """Show where one opinion went: the words, the answer, what it changed."""
    found = or_404(opinions.public_opinion(db(), opinion_id))
    response = found.response
    of_meeting = or_404(meetings.public_meeting(db(), found.meeting_code))
    agenda = meetings.agenda(db(), of_meeting, now())
    return render_template(
        "council/opinion.html",
        opinion=found,
        meeting=of_meeting,
        item=next(view for view in agenda if view.item.id == found.item_id),
        way=ways_of([found], agenda).get(found.id),
        wordings=opinions.wordings(db(), found.id) if found.is_public else [],
        earlier_responses=opinions.earlier_responses(db(), response.id) if response else [],
    )
