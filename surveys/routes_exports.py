"""Answers one by one leave the house only for a reason, and the reason is written down."""

from typing import BinaryIO

from flask import Blueprint, Response, make_response, render_template, send_file
from flask.typing import ResponseReturnValue

from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.headers import DOWNLOAD_POLICY
from engage.core.permissions import Permission
from engage.core.web import current_actor, database, db, or_404, requires, settings
from surveys import files, operations, rules
from surveys.exports.packing import taken_away
from surveys.exports.responses import MEDIA_TYPES, Kind, Wanted
from surveys.forms import ExportForm
from surveys.models import Survey
from surveys.operations import mixing
from surveys.queries import responses, staff

blueprint = Blueprint("surveys_exports", __name__, url_prefix="/staff/surveys")


@blueprint.get("/<code>/answers")
@requires(Permission.EXPORT_ANSWERS)
def answers(code: str) -> str:
    """Ask in which form answers are wanted, and what for."""
    return _page(_survey(code), ExportForm(formdata=None))


@blueprint.post("/<code>/answers")
@requires(Permission.EXPORT_ANSWERS)
def export(code: str) -> ResponseReturnValue:
    """Hand out all answers as one file; the reason is kept with who took it.

    The file is made while others may write; only the entry in the audit log is a transaction.
    """
    survey, form = _survey(code), ExportForm()
    if form.validate() and (obstacles := _obstacles(survey)):
        form.refuse(Invalid(obstacles[0], field="kind"))
    if form.errors:
        return make_response(_page(survey, form), 422)
    file, suffix, rows = _file(survey, form)
    actor, at, texts = current_actor(), now(), bool(form.with_texts.data)
    database().run_tx(
        lambda session: operations.record_export(
            session,
            survey=survey,
            kind=form.kind.data,
            with_texts=texts,
            rows=rows,
            reason=form.reason.data or "",
            actor=actor,
            at=at,
        )
    )
    return _download(file, survey.code, suffix)


def _obstacles(survey: Survey) -> list[str]:
    phase = rules.phase(
        state=survey.state, opens_at=survey.opens_at, closes_at=survey.closes_at, at=now()
    )
    return rules.export_obstacles(
        phase,
        mode=survey.mode,
        answers=responses.response_count(db(), survey),
        waiting=mixing.waiting(db(), survey.id),
    )


def _file(survey: Survey, form: ExportForm) -> tuple[BinaryIO, str, int]:
    if form.kind.data == "files":
        documents = responses.response_documents(db(), survey)
        package = files.as_zip(files.storage_in(settings().data_dir), documents)
        return package, "zip", responses.response_count(db(), survey)
    return taken_away(db(), survey, _wanted(form))


def _wanted(form: ExportForm) -> Wanted:
    is_old = form.kind.data == "csv-cp932"
    kind: Kind = "csv" if is_old else form.kind.data
    return Wanted(kind, "cp932" if is_old else "utf-8-sig", with_texts=bool(form.with_texts.data))


def _download(file: BinaryIO, code: str, suffix: str) -> Response:
    response = send_file(
        file,
        mimetype=MEDIA_TYPES[suffix],
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
        obstacles=_obstacles(survey),
    )


def _survey(code: str) -> Survey:
    return or_404(staff.survey_by_code(db(), code))
