"""Planners cut the numbers as they like, and weight them to the population."""

from contextlib import suppress

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires
from surveys import operations
from surveys.forms_tables import CutViewForm, MarginsForm
from surveys.frame import Frame, frame_of
from surveys.models import Survey
from surveys.queries import views
from surveys.results import report, weighting
from surveys.results.banners import BannerTable, banner_table
from surveys.results.cuts import MOST_BANNERS, MOST_NETS, Cut, cut_of
from surveys.results.tables import Words, design_of
from surveys.results.topics import Topic, banners, topics
from surveys.templating import words

blueprint = Blueprint("surveys_tables", __name__, url_prefix="/staff/surveys")


@blueprint.get("/<code>/results/tables")
@requires(Permission.SEE_RESULTS)
def table(code: str) -> str:
    """Divide one question by several others, nested, filtered, netted, weighted."""
    survey = _survey(code)
    return _page(survey, CutViewForm(formdata=None))


@blueprint.post("/<code>/results/tables")
@requires(Permission.SEE_RESULTS)
@commits
def keep(code: str) -> ResponseReturnValue:
    """Keep the cut that the address describes under a name."""
    survey, form = _survey(code), CutViewForm()
    cut = _cut(frame_of(db(), survey))
    if cut is not None and form.validate():
        try:
            operations.keep_view(
                db(),
                survey=survey,
                name=form.name.data or "",
                choices={"page": "tables", "arguments": cut.arguments},
                actor=current_actor(),
                at=now(),
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return go(
                "surveys_tables.table",
                code=code,
                notice=gettext("見方に名前を付けました。"),
                **cut.arguments,
            )
    return make_response(_page(survey, form), 422)


@blueprint.get("/<code>/results/weights")
@requires(Permission.SEE_RESULTS)
def weights(code: str) -> str:
    """Show what the answers are weighted to, and what that does."""
    survey = _survey(code)
    kept = views.margins_of(db(), survey)
    form = MarginsForm.about(_classes(frame_of(db(), survey)))(formdata=None)
    if kept is not None:
        form.source.data = kept.source
        form.show(kept.people)
    return _weights_page(survey, form)


@blueprint.post("/<code>/results/weights")
@requires(Permission.MANAGE_SURVEYS)
@commits
def weigh(code: str) -> ResponseReturnValue:
    """Keep the make-up of the population, when answers can be weighted to it."""
    survey = _survey(code)
    frame = frame_of(db(), survey)
    form = MarginsForm.about(_classes(frame))()
    if form.validate():
        try:
            weighting.weights_of(frame.cells.columns, form.people(), form.topics)
            operations.set_margins(
                db(),
                survey=survey,
                people=form.people(),
                source=form.source.data or "",
                actor=current_actor(),
                at=now(),
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return go("surveys_tables.weights", code=code, notice=gettext("重みを付けられます。"))
    return make_response(_weights_page(survey, form), 422)


@blueprint.post("/<code>/results/weights/drop")
@requires(Permission.MANAGE_SURVEYS)
@commits
def drop_weights(code: str) -> Response:
    """Count everybody alike again."""
    survey = _survey(code)
    operations.drop_margins(db(), survey=survey, actor=current_actor(), at=now())
    return go("surveys_tables.weights", code=code, notice=gettext("重みを消しました。"))


def _survey(code: str) -> Survey:
    return or_404(report.any_survey(db(), code))


def _classes(frame: Frame) -> list[Topic]:
    """Return the questions that a population is known by: single choices, the first few."""
    found = [topic for topic in topics(frame.questionnaire, words()) if not topic.many]
    return [topic for topic in found if "/" not in topic.key][: weighting.MOST_MARGINS]


def _banners(frame: Frame, said: Words) -> list[Topic]:
    chosen, other = gettext("選んだ"), gettext("選ばなかった")
    return list(banners(frame.questionnaire, said, chosen, other))


def _cut(frame: Frame) -> Cut | None:
    said = words()
    rows, divides = topics(frame.questionnaire, said), _banners(frame, said)
    arguments = {name: request.args.getlist(name) for name in request.args}
    return cut_of(arguments, rows, divides, divides)


def _page(survey: Survey, form: CutViewForm) -> str:
    frame, said = frame_of(db(), survey), words()
    cut = _cut(frame)
    return render_template(
        "surveys/results/tables.html",
        survey=survey,
        form=form,
        cut=cut,
        table=_counted(survey, frame, cut) if cut else None,
        rows=topics(frame.questionnaire, said),
        banners=_banners(frame, said),
        margins=views.margins_of(db(), survey),
        longest_list=MOST_BANNERS,
        most_nets=MOST_NETS,
    )


def _counted(survey: Survey, frame: Frame, cut: Cut) -> BannerTable:
    kept = views.margins_of(db(), survey)
    design = design_of(survey.kind, report.asked_in(db(), survey))
    weights = None
    if cut.is_weighted and kept is not None:
        with suppress(Invalid):  # the weights page says what no longer fits
            weights = weighting.weights_of(frame.cells.columns, kept.people, _classes(frame))
    return banner_table(frame.cells.columns, cut, design, words(), weights)


def _weights_page(survey: Survey, form: MarginsForm) -> str:
    kept, found, problem = views.margins_of(db(), survey), None, None
    frame = frame_of(db(), survey)
    if kept is not None:
        try:
            found = weighting.weighting_of(frame.cells.columns, kept.people, _classes(frame))
        except Invalid as error:
            problem = error  # answers have come or gone since the margins were kept
    return render_template(
        "surveys/results/weights.html",
        survey=survey,
        form=form,
        kept=kept,
        weighting=found,
        problem=problem,
    )
