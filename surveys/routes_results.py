"""What anyone may read of a finished survey, and what planners read of a running one."""

from io import BytesIO

from flask import Blueprint, Response, make_response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.templating import text_size
from engage.core.web import commits, current_actor, db, go, or_404, registry, requires, settings
from engage.documents import Export
from engage.plan.evidence import EvidenceRef
from engage.plan.thread import VoiceTrace
from engage.plan.trace import trace_of_ref
from surveys import exports, operations
from surveys.exports import open_data
from surveys.forms import ViewForm
from surveys.interchange import ddi
from surveys.models import Survey
from surveys.queries import freetext, reports, views
from surveys.results import charts, pictures, published, report, waves
from surveys.results.findings import finding
from surveys.templating import words

bp = Blueprint("surveys_results", __name__)
LONGEST_KEY = 30
PRINTED = "printed:"
"""Before the code of a past survey that exists only as printed figures."""


def _page(survey: Survey, template: str, form: ViewForm | None = None) -> ResponseReturnValue:
    results = report.results_of(db(), survey, words())
    by = request.values.get("by", results.banners[0].code if results.banners else "")
    base = "answered" if request.values.get("base") == "answered" else "asked"
    if base == "answered":
        results = report.without_no_answer(results)
    return render_template(
        template,
        survey=survey,
        results=results,
        base=base,
        crosses=report.crosses_by(db(), survey, by, words()),
        by=by,
        views=views.views(db(), survey),
        form=form or ViewForm(formdata=None, by=by, base=base),
        drawings=charts.drawings(results, english=words().language == "en", size=text_size()),
        findings={
            question.code: finding(question, english=words().language == "en")
            for question in results.questions
        },
        thread=_thread(results),
        quotes=_quotes(survey),
    )


def _quotes(survey: Survey) -> dict[str, list[str]]:
    """Return the released texts by question."""
    found: dict[str, list[str]] = {}
    for quote in freetext.quotes_of(db(), survey):
        found.setdefault(quote.item.partition("/")[0], []).append(quote.text)
    return found


def _thread(results: report.SurveyResults) -> VoiceTrace | None:
    """Return where the most chosen answer went; None while none stands out or may be cited."""
    main = results.main
    if main.top is None or results.survey.results_released_at is None:
        return None
    key = f"{results.survey.code}/{main.code}/{main.top.code}"
    return trace_of_ref(db(), registry(), EvidenceRef("statistic", key))


def _file(export: Export) -> Response:
    return send_file(
        BytesIO(export.content),
        mimetype=export.media_type,
        as_attachment=True,
        download_name=export.filename,
        max_age=0,
    )


@bp.get("/surveys/<code>/results")
@requires(Permission.VISIT)
def results(code: str) -> ResponseReturnValue:
    """Show a released survey to anyone: what it can say first, then its numbers."""
    survey = or_404(report.released_survey(db(), code))
    return _page(survey, "surveys/results/public.html")


@bp.get("/surveys/<code>/results.<any(csv, xlsx):kind>")
@requires(Permission.VISIT)
def download(code: str, kind: str) -> ResponseReturnValue:
    """Hand out the released numbers as a file."""
    survey = or_404(report.released_survey(db(), code))
    return _export(survey, kind)


@bp.get("/surveys/<code>/codebook.xml")
@requires(Permission.VISIT)
def codebook(code: str) -> ResponseReturnValue:
    """Hand out the description of a released survey as DDI-Codebook, with what its page shows."""
    return _codebook(or_404(report.released_survey(db(), code)))


@bp.get("/surveys/<code>/data")
@requires(Permission.VISIT)
def data(code: str) -> ResponseReturnValue:
    """Offer a released survey as open data: what it is, under which licence, in which files."""
    survey = or_404(report.released_survey(db(), code))
    return render_template(
        "surveys/results/data.html",
        survey=survey,
        about=open_data.about(
            report.results_of(db(), survey), city=settings().city_name, address=request.base_url
        ),
        licence_url=open_data.LICENCE_URL,
    )


@bp.get("/surveys/<code>/data/<any(cells, codes):name>.csv")
@requires(Permission.VISIT)
def data_file(code: str, name: str) -> ResponseReturnValue:
    """Hand out the released cells, or the table of their codes."""
    survey = or_404(report.released_survey(db(), code))
    results = report.results_of(db(), survey)
    if name == "codes":
        return _file(open_data.codes(results))
    crosses = tuple(
        cross
        for banner in results.banners
        for cross in report.crosses_by(db(), survey, banner.code)
    )
    return _file(open_data.cells(results, crosses, settings().city_code))


@bp.get("/surveys/<code>/data/about.json")
@requires(Permission.VISIT)
def data_about(code: str) -> Response:
    """Say to programs what the files of open data are."""
    survey = or_404(report.released_survey(db(), code))
    results = report.results_of(db(), survey)
    address = url_for("surveys_results.data", code=code, _external=True)
    body = open_data.about_json(results, city=settings().city_name, address=address)
    return Response(body, mimetype="application/json")


@bp.get("/surveys/published/<code>")
@requires(Permission.VISIT)
def published_result(code: str) -> ResponseReturnValue:
    """Show a past survey that exists only as printed figures, with what they can mean."""
    found = or_404(published.published_result(db(), code))
    return render_template("surveys/results/published.html", found=found)


@bp.get("/staff/results")
@requires(Permission.SEE_RESULTS)
def staff_index() -> ResponseReturnValue:
    """List every survey that can be tabulated, and the printed ones."""
    return render_template(
        "surveys/results/staff_index.html",
        surveys=report.tabulated_surveys(db()),
        published=published.published_results(db()),
    )


@bp.get("/staff/surveys/<code>/results")
@requires(Permission.SEE_RESULTS)
def staff_results(code: str) -> ResponseReturnValue:
    """Show planners a survey's numbers, also while it runs."""
    survey = or_404(report.any_survey(db(), code))
    return _page(survey, "surveys/results/staff.html")


@bp.post("/staff/surveys/<code>/results/views")
@requires(Permission.SEE_RESULTS)
@commits
def keep_view(code: str) -> ResponseReturnValue:
    """Keep this way of looking at the numbers under a name."""
    survey, form = or_404(report.any_survey(db(), code)), ViewForm()
    if form.validate():
        try:
            view = operations.keep_view(
                db(),
                survey=survey,
                name=form.name.data or "",
                choices=_choices(form.by.data or "", form.base.data),
                actor=current_actor(),
                at=now(),
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return go(
                "surveys_results.staff_results",
                code=code,
                notice=gettext("見方に名前を付けました。"),
                **view.choices,
            )
    return make_response(_page(survey, "surveys/results/staff.html", form), 422)


def _choices(by: str, base: str | None) -> dict[str, str]:
    return {"by": by[:LONGEST_KEY], "base": "answered" if base == "answered" else "asked"}


@bp.post("/staff/surveys/<code>/results/views/<view_id>/drop")
@requires(Permission.SEE_RESULTS)
@commits
def drop_view(code: str, view_id: str) -> Response:
    """Take a named view away."""
    survey = or_404(report.any_survey(db(), code))
    operations.drop_view(db(), survey=survey, view_id=view_id)
    return go("surveys_results.staff_results", code=code, notice=gettext("見方を消しました。"))


@bp.get("/staff/surveys/<code>/results/waves")
@requires(Permission.SEE_RESULTS)
def staff_waves(code: str) -> ResponseReturnValue:
    """Set a survey beside an earlier one, question by question, with what may be compared."""
    survey = or_404(report.any_survey(db(), code))
    earlier = [(other.code, other.title) for other in reports.earlier_surveys(db(), survey)]
    printed = [(f"{PRINTED}{p.code}", p.title) for p in published.published_results(db())]
    options = earlier + printed
    chosen = request.args.get("before", options[0][0] if options else "")
    title = dict(options).get(chosen)
    found = _waves(chosen, survey) if title else ()
    english = words().language == "en"
    return render_template(
        "surveys/results/waves.html",
        survey=survey,
        options=options,
        chosen=chosen,
        waves=[
            (
                wave,
                pictures.wave_picture(
                    wave, (title or "", survey.title), english=english, size=text_size()
                ),
            )
            for wave in found
        ],
    )


def _waves(chosen: str, survey: Survey) -> tuple[waves.Wave, ...]:
    now_counted = report.results_of(db(), survey, words())
    if chosen.startswith(PRINTED):
        result = or_404(published.published_result(db(), chosen.removeprefix(PRINTED)))
        return waves.beside_printed(result, now_counted)
    before = or_404(report.any_survey(db(), chosen))
    both = waves.asked_in_both(db(), before, survey)
    return waves.waves(report.results_of(db(), before, words()), now_counted, asked_in_both=both)


@bp.get("/staff/surveys/<code>/results.<any(csv, xlsx):kind>")
@requires(Permission.SEE_RESULTS)
def staff_download(code: str, kind: str) -> ResponseReturnValue:
    """Hand planners the numbers as a file."""
    survey = or_404(report.any_survey(db(), code))
    return _export(survey, kind)


@bp.get("/staff/surveys/<code>/codebook.xml")
@requires(Permission.SEE_RESULTS)
def staff_codebook(code: str) -> ResponseReturnValue:
    """Hand planners the description of a survey as DDI-Codebook, also while it runs."""
    return _codebook(or_404(report.any_survey(db(), code)))


def _codebook(survey: Survey) -> ResponseReturnValue:
    results = report.results_of(db(), survey)
    content = ddi.codebook_xml(results.frame.questionnaire, ddi.study_of(survey, results))
    return _file(Export(content, f"{survey.code}.ddi.xml", ddi.MEDIA_TYPE, rows=0))


def _export(survey: Survey, kind: str) -> ResponseReturnValue:
    results = report.results_of(db(), survey)
    if kind == "xlsx":
        return _file(exports.as_xlsx(results))
    if request.args.get("encoding") == "cp932":
        return _file(exports.as_csv(results, "cp932"))
    return _file(exports.as_csv(results))
