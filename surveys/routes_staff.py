"""Staff run surveys: make, check, publish, invite, end, release; and see how the panel is made."""

import json
from typing import Any

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.i18n import chosen_language
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires
from surveys import operations
from surveys.definition import Questionnaire, UnusableDefinition, text_in
from surveys.forms import AnswerForm, DatesForm, SurveyForm, VersionForm
from surveys.models import Survey
from surveys.queries import questionnaires, staff

blueprint = Blueprint("surveys_staff", __name__, url_prefix="/staff/surveys")


@blueprint.get("/")
@requires(Permission.SEE_RESULTS)
def index() -> str:
    """List every survey with how many were asked and answered."""
    return render_template("surveys/staff/index.html", lines=staff.all_surveys(db(), now()))


@blueprint.get("/panel")
@requires(Permission.SEE_RESULTS)
def panel() -> str:
    """Show how the panel of this fiscal year is made up; no names."""
    return render_template("surveys/staff/panel.html", panel=staff.panel(db(), now()))


@blueprint.get("/new")
@requires(Permission.MANAGE_SURVEYS)
def new() -> str:
    """Ask for the facts of a new survey."""
    return render_template("surveys/staff/new.html", form=SurveyForm())


@blueprint.post("/new")
@requires(Permission.MANAGE_SURVEYS)
@commits
def create() -> ResponseReturnValue:
    """Begin a survey as a draft."""
    form = SurveyForm()
    if form.validate():
        try:
            survey = operations.create_survey(
                db(),
                code=form.code.data or "",
                title=form.title.data or "",
                purpose=(form.purpose.data or "").strip(),
                minutes=form.minutes.data,
                kind=form.kind.data,
                mode=form.mode.data,
                **_dates(form),
                actor=current_actor(),
                at=now(),
            )
        except Invalid as error:
            form.refuse(error)
        else:
            notice = _("アンケートの下書きを作りました。次は調査票を入れます。")
            return go("surveys_staff.survey", code=survey.code, notice=notice)
    return render_template("surveys/staff/new.html", form=form), 422


@blueprint.get("/<code>")
@requires(Permission.SEE_RESULTS)
def survey(code: str) -> str:
    """Show where a survey stands and what can be done with it."""
    return _page(code)


@blueprint.post("/<code>/questionnaire")
@requires(Permission.MANAGE_SURVEYS)
@commits
def upload(code: str) -> ResponseReturnValue:
    """Put in a questionnaire from a file; every problem is listed with its place."""
    row, form = _survey(code), VersionForm()
    if form.validate():
        try:
            document = _document(form)
            operations.add_version(
                db(), survey=row, document=document, actor=current_actor(), at=now()
            )
        except UnusableDefinition as error:
            form.problems = error.problems
        except Invalid as error:
            form.refuse(Invalid(error.code, field="file", **error.values))
        except Conflict as error:
            form.refuse(Invalid(error.code, field="file"))
        else:
            return go("surveys_staff.survey", code=code, notice=_("調査票を入れました。"))
    return make_response(_page(code, version_form=form), 422)


def _document(form: VersionForm) -> Any:
    text = form.file.data.read().decode("utf-8-sig", "replace")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Invalid("definition-not-json", line=error.lineno) from error
    except (RecursionError, ValueError) as error:  # too deep, or a number of thousands of digits
        raise Invalid("definition-not-json", line=1) from error


@blueprint.post("/<code>/dates")
@requires(Permission.MANAGE_SURVEYS)
@commits
def change_dates(code: str) -> ResponseReturnValue:
    """Move the opening or the closing."""
    row, form = _survey(code), DatesForm()
    if form.validate():
        try:
            operations.change_dates(
                db(),
                survey=row,
                **_dates(form),
                actor=current_actor(),
                at=now(),
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return go("surveys_staff.survey", code=code, notice=_("期間を変えました。"))
    return make_response(_page(code, dates_form=form), 422)


@blueprint.post("/<code>/publish")
@requires(Permission.MANAGE_SURVEYS)
@commits
def publish(code: str) -> Response:
    """Publish; from now on the promise about names is fixed."""
    operations.publish(db(), survey=_survey(code), actor=current_actor(), at=now())
    return go("surveys_staff.survey", code=code, notice=_("公開しました。"))


@blueprint.post("/<code>/close")
@requires(Permission.MANAGE_SURVEYS)
@commits
def close(code: str) -> Response:
    """End before the day."""
    operations.close_early(db(), survey=_survey(code), actor=current_actor(), at=now())
    return go("surveys_staff.survey", code=code, notice=_("受付を終えました。"))


@blueprint.post("/<code>/invite")
@requires(Permission.MANAGE_SURVEYS)
@commits
def invite(code: str) -> Response:
    """Ask every monitor who was not asked yet."""
    count = operations.invite_panel(db(), survey=_survey(code), actor=current_actor(), at=now())
    notice = _("%(count)s人を対象に加えました。メールは順に送ります。", count=count)
    return go("surveys_staff.survey", code=code, notice=notice)


@blueprint.post("/<code>/release")
@requires(Permission.MANAGE_SURVEYS)
@commits
def release(code: str) -> Response:
    """Make the results public."""
    operations.release_results(db(), survey=_survey(code), actor=current_actor(), at=now())
    return go("surveys_staff.survey", code=code, notice=_("結果を公開しました。"))


@blueprint.get("/<code>/preview")
@requires(Permission.SEE_RESULTS)
def preview(code: str) -> str:
    """Show the whole questionnaire as respondents see it; nothing is saved."""
    row = _survey(code)
    document = questionnaires.current_questionnaire(db(), row)
    if document is None:
        raise NotFound("not-found")
    return render_template(
        "surveys/staff/preview.html",
        survey=row,
        pages=_drawn(document),
        form=AnswerForm({}),
        entered={},
    )


def _drawn(document: Questionnaire) -> list[dict[str, Any]]:
    language, main = chosen_language(), document.language
    drawn = questionnaires.drawn(document, language)
    return [
        {
            "number": number,
            "title": text_in(page.title, language, main),
            "show_if": page.show_if,
            "questions": [(q.show_if, drawn[q.code]) for q in page.questions],
        }
        for number, page in enumerate(document.pages, start=1)
    ]


def _dates(form: DatesForm) -> dict[str, Any]:
    return {"opens_at": form.opens_at.data, "closes_at": form.closes_at.data}


def _survey(code: str) -> Survey:
    return or_404(staff.survey_by_code(db(), code))


def _page(
    code: str, *, version_form: VersionForm | None = None, dates_form: DatesForm | None = None
) -> str:
    page = or_404(staff.staff_survey(db(), code, now()))
    dates = dates_form or DatesForm(formdata=None, obj=page.row)
    return render_template(
        "surveys/staff/survey.html",
        page=page,
        form=version_form or dates_form,
        version_form=version_form or VersionForm(formdata=None),
        dates_form=dates,
        may_manage=current_actor().may(Permission.MANAGE_SURVEYS),
        may_export=current_actor().may(Permission.EXPORT_ANSWERS),
    )
