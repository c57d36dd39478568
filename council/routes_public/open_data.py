"""What leaves the public pages for machines: feeds, CSV files, the archive of a meeting."""

from tempfile import SpooledTemporaryFile

from flask import Response, render_template, send_file

from council import archive, feeds, open_data
from council.files import office, paper_storage, public_file
from council.queries import bodies, open_record
from council.routes_public.blueprint import blueprint
from engage.core.clock import now, today
from engage.core.permissions import Permission
from engage.core.web import db, or_404, requires, settings
from engage.documents import csv

IN_MEMORY = 4 * 1024 * 1024


@blueprint.get("/feed.atom")
@requires(Permission.VISIT)
def feed() -> Response:
    """Hand out the news of all bodies."""
    entries = feeds.news(open_record.open_meetings(db()))
    return _feed(entries, key="all", title="市民会議のお知らせ", path="/council/feed.atom")


@blueprint.get("/bodies/<code>/feed.atom")
@requires(Permission.VISIT)
def body_feed(code: str) -> Response:
    """Hand out the news of one body."""
    body = or_404(bodies.body(db(), code))
    name = bodies.body_name(db(), body.id, today(now()))
    page = f"/council/bodies/{code}"
    return _feed(
        feeds.news(open_record.open_meetings(db(), body_id=body.id)),
        key=body.id,
        title=f"{name.name if name else body.code}のお知らせ",
        path=f"{page}/feed.atom",
        page=page,
    )


@blueprint.get("/meetings/<code>/feed.atom")
@requires(Permission.VISIT)
def meeting_feed(code: str) -> Response:
    """Hand out the news of one meeting."""
    records = open_record.open_meetings(db(), code=code)
    found = or_404(next(iter(records), None)).meeting
    page = f"/council/meetings/{code}"
    return _feed(
        feeds.news(records), key=found.id, title=found.title, path=f"{page}/feed.atom", page=page
    )


@blueprint.get("/open-data")
@requires(Permission.VISIT)
def open_data_page() -> str:
    """Show which files there are, what every column means, and how they may be used."""
    return render_template(
        "council/open_data.html",
        datasets=open_data.DATASETS,
        licence=open_data.LICENCE,
        licence_url=open_data.LICENCE_URL,
    )


@blueprint.get("/open-data/<any(meetings, items, opinions, responses, attendance):name>.csv")
@requires(Permission.VISIT)
def open_data_file(name: str) -> Response:
    """Hand out one table of every public meeting."""
    dataset = open_data.BY_CODE[name]
    records = open_record.open_meetings(db())
    made = csv.write(open_data.table(dataset, records, base_url=settings().base_url))
    return public_file(made.content, made.media_type, name=f"council-{name}.csv")


@blueprint.get("/open-data/dictionary.csv")
@requires(Permission.VISIT)
def open_data_dictionary() -> Response:
    """Hand out what every column means."""
    made = csv.write(open_data.dictionary())
    return public_file(made.content, made.media_type, name="council-dictionary.csv")


@blueprint.get("/meetings/<code>/archive.zip")
@requires(Permission.VISIT)
def meeting_archive(code: str) -> Response:
    """Hand out everything public of a meeting in one file that can be checked."""
    record = or_404(open_record.whole_meeting(db(), code))
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the answer closes it
    archive.write(file, record, office(), paper_storage().path)
    file.seek(0)
    response = send_file(
        file, mimetype="application/zip", as_attachment=True, download_name=f"meeting-{code}.zip"
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _feed(
    entries: list[feeds.News], *, key: str, title: str, path: str, page: str = "/council"
) -> Response:
    content = feeds.feed(entries, office(), key=key, title=title, path=path, page=page)
    return public_file(content, feeds.MEDIA_TYPE)
