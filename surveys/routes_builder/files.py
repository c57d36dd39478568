"""The questionnaire as a file: out in every format, in with a report before anything changes."""

from collections.abc import Iterator
from typing import Any

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer

from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.messages import sentence
from engage.core.permissions import Permission
from engage.core.web import commits, db, go, requires, settings
from surveys.building import Document
from surveys.definition import UnusableDefinition, parse
from surveys.interchange import formats
from surveys.interchange.report import Imported, Unreadable
from surveys.interchange.taking_over import ready, unusable
from surveys.models import Survey
from surveys.queries import building
from surveys.routes_builder.desk import (
    blueprint,
    draft_of,
    make,
    new_token,
    outline_page,
    survey_of,
)
from surveys.routes_builder.forms import ImportForm

LONGEST_CARRIED = 450_000
SHOWN_LINES = 500


@blueprint.get("/files")
@requires(Permission.MANAGE_SURVEYS)
def files(code: str) -> str:
    """Offer the draft and the version in use as files, and take a file."""
    return _page(survey_of(code), ImportForm(formdata=None))


def _page(survey: Survey, form: ImportForm) -> str:
    return render_template(
        "surveys/builder/files.html",
        survey=survey,
        draft=draft_of(survey),
        form=form,
        writable=formats.writable(),
        readable=formats.readable(),
        most_mb=settings().max_upload_mb,
    )


@blueprint.get("/files/<any(draft, current):which>.<name>")
@requires(Permission.MANAGE_SURVEYS)
def download(code: str, which: str, name: str) -> Response:
    """Give the draft, or the version in use, as a file."""
    survey, wanted = survey_of(code), {f.name: f for f in formats.writable()}.get(name)
    document = (
        draft_of(survey).document
        if which == "draft"
        else building.version_document(db(), survey, survey.current_version)
    )
    if wanted is None or document is None:
        raise NotFound("not-found")
    try:
        data = formats.write(name, parse(document))
    except UnusableDefinition:
        refusal = sentence("building-not-usable-yet")
        return outline_page(survey, refusal=refusal, status=409)
    response = make_response(data)
    response.content_type = wanted.content_type
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.{wanted.ending}"'
    return response


@blueprint.post("/files")
@requires(Permission.MANAGE_SURVEYS)
def read_file(code: str) -> ResponseReturnValue:
    """Read a file and show line by line what would become of it; nothing is taken over yet."""
    survey, form = survey_of(code), ImportForm()
    if form.validate():
        sent = form.file.data
        try:
            imported = formats.read(sent.read(), (sent.filename or "")[:200])
            return _report(survey, imported, (sent.filename or "")[:200])
        except Unreadable as error:
            form.refuse(Invalid(error.code, field="file", **error.values))
    return _page(survey, form), 422


def _report(survey: Survey, imported: Imported, name: str) -> ResponseReturnValue:
    document = ready(imported.document, survey.code)
    carried = str(_serializer(survey.code).dumps(document))
    draft, bad = draft_of(survey), unusable(document)
    page = render_template(
        "surveys/builder/import.html",
        survey=survey,
        draft=draft,
        name=name,
        counts=imported.report.counts(),
        lines=list(_worth_reading(imported))[:SHOWN_LINES],
        kept=[line for line in imported.report.lines if line.outcome == "kept"][:SHOWN_LINES],
        bad=bad,
        responses=len(imported.responses),
        carried=carried if len(carried) <= LONGEST_CARRIED and not bad else "",
        is_too_long=len(carried) > LONGEST_CARRIED,
        token=new_token(),
    )
    return make_response(page, 422 if bad else 200)


def _worth_reading(imported: Imported) -> Iterator[dict[str, Any]]:
    for line in imported.report.lines:
        if line.outcome != "kept":
            text = sentence(line.code, **line.values) if line.code else ""
            yield {"line": line, "text": text}


@blueprint.post("/files/take")
@requires(Permission.MANAGE_SURVEYS)
@commits
def take_over(code: str) -> ResponseReturnValue:
    """Make the draft what the file said, as it was shown."""
    survey = survey_of(code)
    document = _carried(code)
    try:
        make(survey, lambda _draft: document, what="imported", exact=True)
    except Conflict as error:
        return outline_page(survey, refusal=sentence(error.code, **error.values), status=409)
    notice = _("ファイルの内容を下書きにしました。元に戻すこともできます。")
    return go("surveys_builder.home", code=code, notice=notice)


def _serializer(code: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt=f"import-{code}")


def _carried(code: str) -> Document:
    try:
        found = _serializer(code).loads(request.form.get("carried", ""))
    except BadSignature as error:
        raise Conflict("form-too-old") from error
    if not isinstance(found, dict):
        raise Conflict("form-too-old")
    return found
