"""All surveys, and what one reads before the first question."""

import re

from flask import Response, current_app, render_template, send_file, url_for
from flask_babel import gettext as _

from engage.core.errors import NotFound
from engage.core.headers import DOWNLOAD_POLICY
from engage.core.i18n import reading_language
from engage.core.permissions import Permission
from engage.core.web import current_actor, db, or_404, requires, settings
from surveys.definition import text_in
from surveys.drawing import languages_of
from surveys.files import pictures_in
from surveys.forms import CodeForm
from surveys.queries import public
from surveys.queries.steps import steps
from surveys.routes_answer.seats import (
    arrived_at,
    blueprint,
    receipt_in,
    seat_in,
    title_for_reader,
)

_DIGEST = re.compile(r"[0-9a-f]{64}")
PICTURES = {"png": "image/png", "jpg": "image/jpeg"}
A_YEAR = 31_536_000


@blueprint.get("/surveys")
@requires(Permission.VISIT)
def index() -> str:
    """List what can be answered, what is coming, and what came of earlier surveys."""
    lists = public.lists(db(), arrived_at())
    return render_template(
        "surveys/index.html",
        lists=lists,
        results={s.code: results_url(s.code) for s in lists.finished if s.is_released},
        printed_results={p.code: printed_url(p.code) for p in lists.published},
    )


@blueprint.get("/surveys/<code>")
@requires(Permission.VISIT)
def introduction(code: str) -> str:
    """Say what a survey is for and what happens with the answers; begin from here."""
    return introduction_page(code, CodeForm())


@blueprint.get("/pictures/<name>")
@requires(Permission.VISIT)
def picture(name: str) -> Response:
    """Show a picture of a questionnaire; its name says its bytes, so it never changes."""
    digest, _dot, extension = name.partition(".")
    if not _DIGEST.fullmatch(digest) or extension not in PICTURES:
        raise NotFound("not-found")
    path = pictures_in(settings().data_dir).path(digest)
    if not path.exists():
        raise NotFound("not-found")
    response = send_file(path, mimetype=PICTURES[extension], max_age=A_YEAR)
    response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return response


def introduction_page(code: str, form: CodeForm) -> str:
    """Draw the introduction, with a mistake in the code if there is one."""
    page = or_404(public.introduction(db(), code, arrived_at()))
    document = page.document
    language = reading_language(document.languages)
    return render_template(
        "surveys/introduction.html",
        page=page,
        title=title_for_reader(document, page.survey.title),
        intro=text_in(document.intro, language, document.language),
        languages=languages_of(document.languages, language),
        steps=steps(_("あなたの回答"), page.next_steps, state="later"),
        results=results_url(code) if page.survey.is_released else None,
        form=form,
        has_seat=seat_in(code) is not None,
        receipt=receipt_in(code),
        may_answer=current_actor().may(Permission.ANSWER_SURVEYS),
    )


def results_url(code: str) -> str | None:
    """Return where the results of a survey are shown."""
    return _url_if_known("surveys_results.results", code)


def printed_url(code: str) -> str | None:
    """Return where a past survey that is known from print is shown."""
    return _url_if_known("surveys_results.published_result", code)


def _url_if_known(endpoint: str, code: str) -> str | None:
    return url_for(endpoint, code=code) if endpoint in current_app.view_functions else None
