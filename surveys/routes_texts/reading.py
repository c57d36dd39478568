"""Planners read free answers by their words."""

from typing import Any

from flask import render_template, request

from engage.core.clock import now
from engage.core.permissions import Permission
from engage.core.templating import text_size
from engage.core.web import db, or_404, requires
from surveys.frame import frame_of
from surveys.freetext import analysis
from surveys.freetext.answers import MOST_TEXTS, may_be_read, people_of, text_items
from surveys.queries import freetext as queries
from surveys.results import pictures, report
from surveys.routes_texts.desk import blueprint, desk_of
from surveys.templating import words


@blueprint.get("")
@requires(Permission.SEE_RESULTS)
def index(code: str) -> str:
    """List what was answered in people's own words."""
    survey = or_404(report.any_survey(db(), code))
    frame = frame_of(db(), survey)
    return render_template(
        "surveys/texts/index.html",
        survey=survey,
        items=text_items(frame, words()),
        coded=queries.coded_items(db(), survey),
        is_open=may_be_read(survey, now()),
    )


@blueprint.get("/<item>")
@requires(Permission.SEE_RESULTS)
def item(code: str, item: str) -> str:
    """Show an item's texts by their words; one word in its context; words of groups."""
    desk = desk_of(code, item)
    by, word = request.args.get("by", ""), request.args.get("word", "")[:40]
    banners = report.banner_questions(desk.frame.questionnaire)
    axis = next((question for question in banners if question.code == by), None)
    many = desk.item.written > MOST_TEXTS
    people = (
        []
        if many
        else list(
            people_of(db(), desk.survey, desk.frame, desk.item.key, axis.code if axis else "")
        )
    )
    groups = [(o.code, words().of(o.text)) for o in axis.choices] if axis else []
    found = analysis.analysis_of(people, groups)
    return render_template(
        "surveys/texts/item.html",
        survey=desk.survey,
        item=desk.item,
        many=many,
        analysis=found,
        net=pictures.net_picture(found.words, found.pairs, size=text_size()),
        map_picture=_map_picture(found),
        banners=[(question.code, words().of(question.text)) for question in banners],
        by=by,
        word=word,
        lines=analysis.lines(people, word) if word else [],
        codes=desk.codes,
    )


def _map_picture(found: analysis.TextAnalysis) -> Any:
    if found.map is None:
        return None
    said, groups = (
        [(place.name, place.at) for place in each] for each in (found.map.words, found.map.groups)
    )
    return pictures.map_picture(said, groups, found.map.explained, size=text_size())
