"""One page of questions at a time; whatever goes wrong, what was typed stays."""

from flask import Response, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from engage.core.clock import today
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.extensions import csrf
from engage.core.i18n import reading_language
from engage.core.messages import sentence
from engage.core.permissions import Permission
from engage.core.web import database, db, go, requires, settings
from surveys import operations
from surveys.drawing import drawn_page, languages_of
from surveys.files import put_away, storage_in
from surveys.forms import AnswerForm, CodeForm
from surveys.operations import PageRead
from surveys.path import progress
from surveys.queries.answering import Desk, Entrance
from surveys.queries.steps import steps
from surveys.questions import Mistake, Raw
from surveys.questions.file import kept_name
from surveys.reading import REMINDED
from surveys.routes_answer.seats import (
    answers_of,
    arrived_at,
    at_desk,
    blueprint,
    enter,
    path_of,
    resume_text,
    seat_in,
    seed_in,
    take_seat,
    title_for_reader,
)

TRIES = 4
MOVES = {"next", "back", "skip"}
STAY = "stay"
OURS = {"csrf_token", "code", "move", "asked", "revision", "language", "reminded"}


@blueprint.get("/surveys/<code>/pages/<int:number>")
@requires(Permission.VISIT)
def page(code: str, number: int) -> ResponseReturnValue:
    """Show one page of questions with what was answered so far."""
    if seat_in(code) is None:
        return go("surveys.introduction", code=code)
    desk = at_desk(code)
    path = path_of(desk)
    if path.at(number) is None:
        after = path.after(number)
        return go("surveys.page", code=code, number=after.number) if after else _check(code)
    return show(desk, number, raw=None, form=AnswerForm({}))


@blueprint.post("/surveys/<code>/pages/<int:number>")
@csrf.exempt
@requires(Permission.VISIT)
def save(code: str, number: int) -> ResponseReturnValue:
    """Save one page and go on, back, or past it.

    The token is checked here and not before, so that an old page can be shown again as typed.
    """
    seat, raw = seat_in(code), request.form.to_dict(flat=False)
    if seat is None:
        status = 409 if _token_is_good() else 400
        return lost(code, number, CodeForm(formdata=None), status)
    if not _token_is_good():
        return _too_old(code, number, raw)
    if request.files and (refused := _put_files_away(code, number, raw)):
        return refused
    for _try in range(TRIES):
        with database().reading() as session:
            read = operations.read_page(
                session,
                seat=seat,
                number=number,
                raw=raw,
                move=_move(),
                at=arrived_at(),
                seed=seed_in(code),
            )
        if read.mistakes:
            page = show(read.desk, number, raw=raw, form=AnswerForm(read.mistakes))
            return make_response(page, 422)
        if _keep(read):
            break
    else:
        raise Conflict("draft-busy")
    if read.next_page is None:
        return _check(code)
    if _move() == STAY:
        return _in_another_language(code, number)
    return go("surveys.page", code=code, number=read.next_page)


def _put_files_away(code: str, number: int, raw: dict[str, list[str]]) -> Response | None:
    """Keep the files that came and list them in `raw`; a page with the reason when one is none."""
    desk = at_desk(code)
    pages = desk.questionnaire(db()).pages
    for question in pages[number - 1].questions if 1 <= number <= len(pages) else ():
        if question.type != "file":
            continue
        try:
            uploads = request.files.getlist(question.code)[: question.max_files or 1]
            listed = put_away(storage_in(settings().data_dir), uploads)
        except Invalid as error:
            mistake = Mistake(error.code, question.code, error.values)
            form = AnswerForm({question.code: (mistake,)})
            return make_response(show(desk, number, raw=raw, form=form), 422)
        raw[kept_name(question)] = [*raw.get(kept_name(question), []), *listed]
    return None


def _in_another_language(code: str, number: int) -> Response:
    """Show the page again in the language that was asked for; what was typed is kept."""
    page = url_for("surveys.page", code=code, number=number)
    wanted = request.form.get("language", "")
    return go("home.preferences", reading=wanted, next=page)


@blueprint.post("/surveys/<code>/pages/<int:number>/draft")
@requires(Permission.VISIT)
def autosave(code: str, number: int) -> ResponseReturnValue:
    """Keep what is being written; asked for by a script, so it answers without a page."""
    seat, revision = seat_in(code), request.form.get("revision", "")
    if seat is None:
        raise NotFound("not-found")
    read = operations.read_while_writing(
        db(),
        seat=seat,
        number=number,
        raw=request.form.to_dict(flat=False),
        revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
        at=arrived_at(),
        seed=seed_in(code),
    )
    return Response(status=204 if read and _keep(read) else 409)


def _keep(read: PageRead) -> bool:
    key = settings().key
    return database().run_tx(lambda session: operations.keep_page(session, read=read, key=key))


@blueprint.post("/surveys/<code>/pages/<int:number>/return")
@requires(Permission.VISIT)
def come_back(code: str, number: int) -> ResponseReturnValue:
    """Take the seat again by a number; the page that was typed is sent on as it is."""
    form = CodeForm()
    if form.validate():
        found = enter(form.code.data or "")
        if isinstance(found, Entrance) and found.survey_code == code:
            take_seat(found)
            return redirect(url_for("surveys.page", code=code, number=number), 307)
        form.refuse(Invalid(found if isinstance(found, str) else "code-unknown", field="code"))
    return lost(code, number, form, 422)


def show(desk: Desk, number: int, *, raw: Raw | None, form: AnswerForm) -> str:
    """Draw a page of questions: as typed, or as answered before."""
    document = desk.questionnaire(db())
    language = reading_language(document.languages)
    path = path_of(desk)
    drawn = drawn_page(
        document,
        desk.digest,
        path,
        number,
        answers_of(desk),
        raw,
        language,
        today=today(arrived_at()),
    )
    return render_template(
        "surveys/answer/page.html",
        desk=desk,
        survey_title=title_for_reader(document, desk.title),
        number=number,
        drawn=drawn,
        languages=languages_of(document.languages, language),
        questions=drawn.questions,
        entered=drawn.entered,
        form=form,
        reminded=sorted({*(raw or {}).get(REMINDED, [""])[0].split(), *form.reminders}),
        steps=steps(_("あなたの回答"), desk.next_steps, state="here"),
        progress=progress(path, number),
        resume=resume_text(desk),
    )


def lost(code: str, number: int, form: CodeForm, status: int) -> Response:
    """Ask who is answering, and carry everything that was typed along."""
    carried = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if name not in {"csrf_token", "code"}
    ]
    typed = [value for name, value in carried if name not in OURS and len(value) > 5]
    page = render_template(
        "surveys/answer/lost.html",
        code=code,
        number=number,
        form=form,
        carried=carried,
        typed=typed,
    )
    return make_response(page, status)


def _too_old(code: str, number: int, raw: Raw) -> Response:
    desk = at_desk(code)
    if not 1 <= number <= len(desk.questionnaire(db()).pages):
        raise NotFound("not-found")
    form = AnswerForm({}, sentence("form-out-of-date"))
    return make_response(show(desk, number, raw=raw, form=form), 400)


def _check(code: str) -> Response:
    return go("surveys.check", code=code)


def _move() -> str:
    if "language" in request.form:
        return STAY
    move = request.form.get("move", "next")
    return move if move in MOVES else "next"


def _token_is_good() -> bool:
    if not current_app.config.get("WTF_CSRF_ENABLED", True):
        return True
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True
