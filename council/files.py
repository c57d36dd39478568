"""Files of the council: papers that a browser only saves, and events for calendars."""

from flask import Response, request, send_file

from council import calendars
from council.models import Paper
from engage.core.errors import NotFound
from engage.core.headers import DOWNLOAD_POLICY
from engage.core.storage import Storage
from engage.core.web import settings


def download(paper: Paper) -> Response:
    """Return a stored file so that a browser saves it and can do nothing else with it."""
    if paper.file_digest is None:
        raise NotFound("not-found")
    path = paper_storage().path(paper.file_digest)
    if not path.exists():
        raise NotFound("not-found")
    response = send_file(
        path,
        mimetype=paper.media_type,
        as_attachment=True,
        download_name=f"{paper.title}.{paper.extension}",
        etag=paper.file_digest,
    )
    # Who may read a paper is asked each time; no cache on the way may answer in our place.
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def paper_storage() -> Storage:
    """Return where the papers of meetings lie."""
    return Storage(settings().data_dir / "papers", max_mb=settings().max_upload_mb)


def calendar_response(content: bytes) -> Response:
    """Return a calendar file."""
    response = Response(content, content_type=calendars.MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def public_file(content: bytes, media_type: str, *, name: str = "") -> Response:
    """Return what anyone may read and keep; a reader who has it already gets 304."""
    response = Response(content, content_type=media_type)
    if name:
        response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.add_etag()
    response.make_conditional(request)
    return response


def office() -> calendars.Office:
    """Return who calls to meetings."""
    found = settings()
    return calendars.Office(found.office_name, found.mail_from, found.base_url)
