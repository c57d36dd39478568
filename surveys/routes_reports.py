"""The report of a survey in one click: asked for, watched while it is made, fetched."""

from flask import Blueprint, Response, make_response, render_template, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import NotFound
from engage.core.headers import DOWNLOAD_POLICY
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires, settings
from engage.documents import xlsx
from engage.documents.docx import MEDIA_TYPE as DOCX
from engage.documents.pdf import MEDIA_TYPE as PDF
from surveys import operations
from surveys.definition import text_in
from surveys.files import reports_in
from surveys.forms import ReportForm
from surveys.models import Survey
from surveys.queries import questionnaires, reports
from surveys.report.files import HTML
from surveys.results.report import ONE, any_survey

blueprint = Blueprint("surveys_reports", __name__, url_prefix="/staff/surveys")

MEDIA_TYPES = {"docx": DOCX, "pdf": PDF, "xlsx": xlsx.MEDIA_TYPE, "html": HTML}
FIRST_CHOSEN = 2
"""Questions that stand chosen at first: mostly sex and age."""


@blueprint.get("/<code>/report")
@requires(Permission.SEE_RESULTS)
def index(code: str) -> str:
    """Ask what the report shall hold, and list those made before."""
    survey = _survey(code)
    form = _form(survey, ReportForm(formdata=None))
    form.by.data = [choice for choice, _label in form.by.choices][:FIRST_CHOSEN]
    return _page(survey, form)


@blueprint.post("/<code>/report")
@requires(Permission.SEE_RESULTS)
@commits
def ask(code: str) -> ResponseReturnValue:
    """Have a report made; pressing twice makes one."""
    survey = _survey(code)
    form = _form(survey, ReportForm())
    if not form.validate():
        return make_response(_page(survey, form), 422)
    report = operations.ask_for_report(
        db(),
        survey=survey,
        by=form.by.data or [],
        before=form.before.data or "",
        nonce=form.nonce.data or "",
        actor=current_actor(),
        at=now(),
    )
    return go("surveys_reports.report", code=code, report_id=report.id)


@blueprint.get("/<code>/report/<report_id>")
@requires(Permission.SEE_RESULTS)
def report(code: str, report_id: str) -> Response:
    """Show how far a report is, and its files once it is made."""
    survey = _survey(code)
    found = or_404(reports.report(db(), survey, report_id))
    response = make_response(
        render_template("surveys/report/report.html", survey=survey, report=found)
    )
    if found.state in {"waiting", "working"}:
        response.headers["Refresh"] = "2"
    return response


@blueprint.get("/<code>/report/<report_id>/<any(docx, pdf, xlsx, html):kind>")
@requires(Permission.SEE_RESULTS)
def file(code: str, report_id: str, kind: str) -> Response:
    """Hand out a report in one format."""
    survey = _survey(code)
    found = or_404(reports.report(db(), survey, report_id))
    path = reports_in(settings().data_dir).path((found.files or {}).get(kind, "none"))
    if not path.exists():
        raise NotFound("report-file-gone")
    response = send_file(
        path,
        mimetype=MEDIA_TYPES[kind],
        as_attachment=True,
        download_name=f"{survey.code}-report.{kind}",
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def _survey(code: str) -> Survey:
    return or_404(any_survey(db(), code))


def _form(survey: Survey, form: ReportForm) -> ReportForm:
    """Fill in what can be chosen."""
    document = or_404(questionnaires.current_questionnaire(db(), survey))
    form.by.choices = [
        (question.code, text_in(question.text, "ja", document.language))
        for question in document.questions.values()
        if question.type in ONE
    ]
    earlier = [(other.code, other.title) for other in reports.earlier_surveys(db(), survey)]
    form.before.choices = [("", _("くらべない")), *earlier]
    return form


def _page(survey: Survey, form: ReportForm) -> str:
    return render_template(
        "surveys/report/index.html",
        survey=survey,
        form=form,
        reports=reports.reports(db(), survey),
    )
