"""Planners cut the numbers as they like, and weight them to the population."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.templating import text_size
from engage.core.web import commits, current_actor, db, go, or_404, requires
from engage.stats.cells import Column
from surveys import operations
from surveys.forms_tables import CutViewForm, MarginsForm
from surveys.frame import Frame, frame_of
from surveys.freetext.answers import TextItem, may_be_read, text_items
from surveys.freetext.banners import MOST_ANSWERS, code_topic, coded_columns, is_coded
from surveys.models import Survey
from surveys.queries import freetext, views
from surveys.results import pictures, report, weighting
from surveys.results.banners import BannerTable, banner_table
from surveys.results.cuts import MOST_BANNERS, MOST_NETS, Cut, cut_of
from surveys.results.tables import design_of
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
    cut = _offer(survey, frame_of(db(), survey)).cut()
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


@dataclass(frozen=True)
class _Offer:
    """What a survey's tables can count and divide by."""

    rows: tuple[Topic, ...]
    banners: tuple[Topic, ...]
    coded: tuple[TextItem, ...]

    def cut(self) -> Cut | None:
        """Return the cut that the address asks for."""
        arguments = {name: request.args.getlist(name) for name in request.args}
        return cut_of(arguments, self.rows, self.banners, self.banners)


def _offer(survey: Survey, frame: Frame) -> _Offer:
    said = words()
    coded = []
    if may_be_read(survey, now()) and frame.responses <= MOST_ANSWERS:
        items = set(freetext.coded_items(db(), survey))
        coded = [item for item in text_items(frame, said) if item.key in items]
    codes = [code_topic(item, freetext.codes_of(db(), survey, item.key)) for item in coded]
    rows = [*topics(frame.questionnaire, said), *codes]
    return _Offer(
        tuple(rows), tuple(banners(rows, gettext("選んだ"), gettext("選ばなかった"))), tuple(coded)
    )


def _columns(survey: Survey, frame: Frame, cut: Cut, offer: _Offer) -> Mapping[str, Column]:
    """Return the survey's columns; with those of the codes where the cut needs them."""
    keys = [cut.topic.key, *(by.key for by in cut.by), *(topic.key for topic, _ in cut.only)]
    if cut.inside:
        keys.append(cut.inside.key)
    if any(is_coded(key) for key in keys):
        return coded_columns(db(), survey, frame, offer.coded)
    return frame.cells.columns


def _page(survey: Survey, form: CutViewForm) -> str:
    frame = frame_of(db(), survey)
    offer = _offer(survey, frame)
    cut = offer.cut()
    found = _counted(survey, frame, cut, offer) if cut else None
    english = words().language == "en"
    return render_template(
        "surveys/results/tables.html",
        survey=survey,
        form=form,
        cut=cut,
        table=found,
        pictures=[
            pictures.cross_pictures(cross, place, english=english, size=text_size())
            for place, cross in enumerate(found.crosses if found else ())
        ],
        rows=offer.rows,
        banners=offer.banners,
        margins=views.margins_of(db(), survey),
        longest_list=MOST_BANNERS,
        most_nets=MOST_NETS,
    )


def _counted(survey: Survey, frame: Frame, cut: Cut, offer: _Offer) -> BannerTable:
    kept = views.margins_of(db(), survey)
    design = design_of(survey.kind, report.asked_in(db(), survey))
    columns, weights = _columns(survey, frame, cut, offer), None
    if cut.is_weighted and kept is not None:
        with suppress(Invalid):  # the weights page says what no longer fits
            weights = weighting.weights_of(columns, kept.people, _classes(frame))
    return banner_table(columns, cut, design, words(), weights)


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
