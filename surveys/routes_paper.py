"""The questionnaire on paper, to read, to print and to mail."""

from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from engage.core.config import Settings
from engage.core.headers import DOWNLOAD_POLICY
from engage.core.i18n import reading_language
from engage.core.permissions import Permission
from engage.core.templating import clock_time, jst_date
from engage.core.web import db, or_404, requires, settings
from engage.documents.pdf import MEDIA_TYPE
from surveys.definition import Questionnaire
from surveys.files import pictures_in
from surveys.models import Survey
from surveys.paper import Facts, questionnaire_pdf
from surveys.paper.questionnaire import SIZES
from surveys.queries import questionnaires, staff

blueprint = Blueprint("surveys_paper", __name__)

KEPT = 32


@blueprint.get("/surveys/<code>/questionnaire.pdf")
@requires(Permission.VISIT)
def questionnaire(code: str) -> Response:
    """Show anybody the questionnaire of a published survey on paper."""
    survey = or_404(staff.survey_by_code(db(), code))
    return _paper(or_404(survey if survey.state != "draft" else None))


@blueprint.get("/staff/surveys/<code>/questionnaire.pdf")
@requires(Permission.SEE_RESULTS)
def draft(code: str) -> Response:
    """Show staff the questionnaire on paper, also before it is published."""
    return _paper(or_404(staff.survey_by_code(db(), code)))


def _paper(survey: Survey) -> Response:
    document = or_404(questionnaires.current_questionnaire(db(), survey))
    size = request.args.get("size", "standard")
    language = request.args.get("lang", "")
    if language not in document.languages:
        language = reading_language(document.languages)
    drawn = _drawn(
        document.model_dump_json(by_alias=True, exclude_unset=True),
        _facts(survey, settings()),
        size if size in SIZES else "standard",
        language,
        tuple(sorted(_pictures(document).items())),
    )
    response = Response(drawn, mimetype=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{survey.code}.pdf"'
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


@lru_cache(maxsize=KEPT)
def _drawn(
    document: str, facts: Facts, size: str, language: str, pictures: tuple[tuple[str, Path], ...]
) -> bytes:
    """Return a paper; the same one is drawn once."""
    questionnaire = Questionnaire.model_validate_json(document)
    return questionnaire_pdf(
        questionnaire, facts, size=size, language=language, pictures=dict(pictures)
    ).content


def _pictures(document: Questionnaire) -> dict[str, Path]:
    """Return where the pictures of the options lie, by name; what is not there is left out."""
    kept = pictures_in(settings().data_dir)
    names = (
        option.picture.name
        for question in document.questions.values()
        for option in question.choices
        if option.picture
    )
    paths = {name: kept.path(name.partition(".")[0]) for name in names}
    return {name: path for name, path in paths.items() if path.exists()}


def _facts(survey: Survey, settings: Settings) -> Facts:
    promises = {
        "named": _("記名の調査です。だれの回答かを、担当の職員が見ます。"),
        "confidential": _(
            "回答に名前を付けません。だれが答えたかと、何を答えたかは別々に残します。"
        ),
        "anonymous": _("匿名の調査です。紙の回答にも、名前や住所を書かないでください。"),
    }
    return Facts(
        city=settings.city_name,
        office=f"{settings.city_name} {settings.office_name}",
        purpose=survey.purpose,
        until=f"{jst_date(survey.closes_at)} {clock_time(survey.closes_at)}",
        promise=promises[survey.mode],
        address=f"{settings.base_url}/answer",
    )
