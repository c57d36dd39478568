"""Papers: read on the page, or handed out as files."""

from flask import Response, render_template

from council.files import download
from council.queries import meetings
from council.routes_public.blueprint import blueprint
from engage.core.permissions import Permission
from engage.core.web import db, or_404, requires


@blueprint.get("/papers/<paper_id>")
@requires(Permission.VISIT)
def paper(paper_id: str) -> str:
    """Show the text of a paper."""
    found = or_404(meetings.public_paper(db(), paper_id))
    return render_template("council/paper.html", paper=found, meeting=found.item.meeting)


@blueprint.get("/papers/<paper_id>/file")
@requires(Permission.VISIT)
def paper_file(paper_id: str) -> Response:
    """Hand out the file of a paper."""
    return download(or_404(meetings.public_paper(db(), paper_id)))
