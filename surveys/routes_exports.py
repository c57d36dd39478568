"""Answers one by one leave the house only for a reason, and the reason is written down."""

import tempfile
from typing import BinaryIO, cast

from flask import Blueprint, Response, make_response, render_template, send_file
from flask.typing import ResponseReturnValue

from engage.core import audit
from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.headers import DOWNLOAD_POLICY
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, database, db, or_404, requires, settings
from surveys import files
from surveys.definition import parse
from surveys.exports.columns import codebook_of
from surveys.exports.responses import MEDIA_TYPES, Kind, Wanted, syntax, write_responses
from surveys.forms import ExportForm
from surveys.models import Survey
from surveys.queries import responses, staff

blueprint = Blueprint("surveys_exports", __name__, url_prefix="/staff/surveys")

IN_MEMORY = 5_000_000


@blueprint.get("/<code>/answers")
@requires(Permission.EXPORT_ANSWERS)
def answers(code: str) -> str:
    """Ask in which form answers are wanted, and what for."""
    return _page(_survey(code), ExportForm(formdata=None))


@blueprint.post("/<code>/answers")
@requires(Permission.EXPORT_ANSWERS)
@commits
def export(code: str) -> ResponseReturnValue:
    """Hand out all answers as one file; the reason is kept with who took it."""
    survey, form = _survey(code), ExportForm()
    if form.validate() and not responses.response_count(db(), survey):
        form.refuse(Invalid("no-answers-yet", field="kind"))
    if form.errors:
        return make_response(_page(survey, form), 422)
    kind = form.kind.data
    file = _file(survey, form)
    audit.record(
        db(),
        actor=current_actor(),
        verb="survey.answers-exported",
        about=survey,
        at=now(),
        kind=kind,
        with_texts=bool(form.with_texts.data),
        reason=form.reason.data,
    )
    return _download(file, survey.code, kind)


def _file(survey: Survey, form: ExportForm) -> BinaryIO:
    """Write the file beside the request's own transaction, so that nobody waits for it."""
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    with database().reading() as session:
        row = or_404(staff.survey_by_code(session, survey.code))
        if form.kind.data == "files":
            documents = responses.response_documents(session, row)
            return files.as_zip(files.storage_in(settings().data_dir), documents)
        if form.kind.data == "sps":
            questionnaire = parse(responses.current_version(session, row).document)
            book = codebook_of(questionnaire, with_texts=bool(form.with_texts.data))
            file.write(syntax(book).encode("utf-8-sig"))
        else:
            write_responses(session, row, _wanted(form), file)
    file.seek(0)
    return file


def _wanted(form: ExportForm) -> Wanted:
    is_old = form.kind.data == "csv-cp932"
    kind: Kind = "csv" if is_old else form.kind.data
    return Wanted(kind, "cp932" if is_old else "utf-8-sig", with_texts=bool(form.with_texts.data))


def _download(file: BinaryIO, code: str, kind: str) -> Response:
    suffix = {"csv-cp932": "csv", "files": "zip"}.get(kind, kind)
    response = send_file(
        file,
        mimetype=MEDIA_TYPES.get(suffix, "application/octet-stream"),
        as_attachment=True,
        download_name=f"{code}-answers.{suffix}",
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def _page(survey: Survey, form: ExportForm) -> str:
    return render_template(
        "surveys/staff/answers.html",
        survey=survey,
        form=form,
        count=responses.response_count(db(), survey),
    )


def _survey(code: str) -> Survey:
    return or_404(staff.survey_by_code(db(), code))
