"""Planners read free answers by their words, sort them by codes, and release quotes."""

from dataclasses import dataclass

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import Conflict, Invalid, NotFound
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires
from surveys import operations
from surveys.forms_texts import GiveCodesForm, QuoteForm, TextCodeForm
from surveys.frame import Frame, frame_of
from surveys.freetext import analysis, sorting
from surveys.freetext.answers import (
    MOST_TEXTS,
    TextAnswer,
    TextItem,
    answers_to,
    may_be_read,
    people_of,
    text_item,
    text_items,
)
from surveys.models import Survey, TextCode
from surveys.queries import freetext as queries
from surveys.results import report
from surveys.templating import words

blueprint = Blueprint("surveys_texts", __name__, url_prefix="/staff/surveys/<code>/texts")

QUOTES_A_PAGE = 40


@dataclass(frozen=True)
class _Desk:
    """An item of a closed survey, opened to be worked on."""

    survey: Survey
    frame: Frame
    item: TextItem

    @property
    def codes(self) -> list[TextCode]:
        return queries.codes_of(db(), self.survey, self.item.key)

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(code.code, code.label) for code in self.codes]

    def answers(self) -> tuple[TextAnswer, ...]:
        return answers_to(self.frame, self.item.key)

    def answer(self, digest: str) -> TextAnswer:
        found = next((each for each in self.answers() if each.digest == digest), None)
        if found is None:
            raise NotFound("text-gone")
        return found


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
    desk = _desk(code, item)
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
    return render_template(
        "surveys/texts/item.html",
        survey=desk.survey,
        item=desk.item,
        many=many,
        analysis=analysis.analysis_of(people, groups),
        banners=[(question.code, words().of(question.text)) for question in banners],
        by=by,
        word=word,
        lines=analysis.lines(people, word) if word else [],
        codes=desk.codes,
    )


@blueprint.get("/<item>/frame")
@requires(Permission.SEE_RESULTS)
def codes(code: str, item: str) -> str:
    """Show the codes of an item, how often each was given, and the form for one more."""
    return _codes_page(_desk(code, item), TextCodeForm(formdata=None))


@blueprint.post("/<item>/frame")
@requires(Permission.MANAGE_SURVEYS)
@commits
def add_code(code: str, item: str) -> ResponseReturnValue:
    """Add a code."""
    desk, form = _desk(code, item), TextCodeForm()
    if form.validate():
        try:
            operations.add_code(
                db(),
                survey=desk.survey,
                item=desk.item.key,
                label=form.label.data or "",
                definition=form.definition.data or "",
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return go("surveys_texts.codes", code=code, item=item, notice=_("コードを足しました。"))
    return make_response(_codes_page(desk, form), 422)


@blueprint.get("/<item>/frame/<text_code>")
@requires(Permission.MANAGE_SURVEYS)
def code_words(code: str, item: str, text_code: str) -> str:
    """Show the words of one code to be corrected."""
    desk = _desk(code, item)
    found = _code(desk, text_code)
    form = TextCodeForm(formdata=None, label=found.label, definition=found.definition)
    return _code_page(desk, found, form)


@blueprint.post("/<item>/frame/<text_code>")
@requires(Permission.MANAGE_SURVEYS)
@commits
def reword_code(code: str, item: str, text_code: str) -> ResponseReturnValue:
    """Correct the words of a code."""
    desk, form = _desk(code, item), TextCodeForm()
    found = _code(desk, text_code)
    if form.validate():
        try:
            operations.reword_code(
                db(),
                survey=desk.survey,
                item=desk.item.key,
                code=text_code,
                label=form.label.data or "",
                definition=form.definition.data or "",
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return go("surveys_texts.codes", code=code, item=item, notice=_("コードを直しました。"))
    return make_response(_code_page(desk, found, form), 422)


@blueprint.post("/<item>/frame/<text_code>/drop")
@requires(Permission.MANAGE_SURVEYS)
@commits
def drop_code(code: str, item: str, text_code: str) -> Response:
    """Take a code away that nobody has given."""
    desk = _desk(code, item)
    operations.drop_code(db(), survey=desk.survey, item=desk.item.key, code=text_code)
    return go("surveys_texts.codes", code=code, item=item, notice=_("コードを消しました。"))


@blueprint.get("/<item>/sort")
@requires(Permission.MANAGE_SURVEYS)
def sort(code: str, item: str) -> str:
    """Show the next text that this person has not sorted, or the one asked for."""
    return _sort_page(_desk(code, item), GiveCodesForm(formdata=None))


@blueprint.post("/<item>/sort")
@requires(Permission.MANAGE_SURVEYS)
@commits
def give_codes(code: str, item: str) -> ResponseReturnValue:
    """Give one text its codes and go on to the next."""
    desk, form = _desk(code, item), GiveCodesForm()
    form.offer(desk.choices)
    if not form.validate():
        return make_response(_sort_page(desk, form), 422)
    operations.give_codes(
        db(),
        survey=desk.survey,
        item=desk.item.key,
        digest=desk.answer(form.digest.data or "").digest,
        codes=form.codes.data or [],
        actor=current_actor(),
    )
    return go("surveys_texts.sort", code=code, item=item)


@blueprint.get("/<item>/agreement")
@requires(Permission.SEE_RESULTS)
def agreement(code: str, item: str) -> str:
    """Show how far two people agree, and the texts on which they differ."""
    return _agreement_page(_desk(code, item))


@blueprint.post("/<item>/agreement")
@requires(Permission.MANAGE_SURVEYS)
@commits
def settle(code: str, item: str) -> ResponseReturnValue:
    """Say which codes a text has in the end."""
    desk, form = _desk(code, item), GiveCodesForm()
    form.offer(desk.choices)
    if not form.validate():
        return make_response(_agreement_page(desk), 422)
    operations.settle(
        db(),
        survey=desk.survey,
        item=desk.item.key,
        digest=desk.answer(form.digest.data or "").digest,
        codes=form.codes.data or [],
        actor=current_actor(),
    )
    return go("surveys_texts.agreement", code=code, item=item, notice=_("決めました。"))


@blueprint.get("/<item>/quotes")
@requires(Permission.SEE_RESULTS)
def quotes(code: str, item: str) -> str:
    """Show which texts are released, and those that could be."""
    return _quotes_page(_desk(code, item))


@blueprint.get("/<item>/quotes/<digest>")
@requires(Permission.MANAGE_SURVEYS)
def quote(code: str, item: str, digest: str) -> str:
    """Show one text with its masks, to be read once more before it is released."""
    desk = _desk(code, item)
    found = desk.answer(digest)
    form = QuoteForm(formdata=None, digest=digest, text=found.text)
    return _quote_page(desk, found, form)


@blueprint.post("/<item>/quotes")
@requires(Permission.MANAGE_SURVEYS)
@commits
def release_quote(code: str, item: str) -> ResponseReturnValue:
    """Release one text in the words that were read."""
    desk, form = _desk(code, item), QuoteForm()
    found = desk.answer(form.digest.data or "")
    if form.validate():
        try:
            operations.release_quote(
                db(),
                survey=desk.survey,
                item=desk.item.key,
                digest=found.digest,
                text=form.text.data or "",
                actor=current_actor(),
                at=now(),
            )
        except Invalid as error:
            form.refuse(error)
        else:
            return go("surveys_texts.quotes", code=code, item=item, notice=_("公開しました。"))
    return make_response(_quote_page(desk, found, form), 422)


@blueprint.post("/<item>/quotes/<quote_id>/withdraw")
@requires(Permission.MANAGE_SURVEYS)
@commits
def withdraw_quote(code: str, item: str, quote_id: str) -> Response:
    """Show a quote no more."""
    desk = _desk(code, item)
    found = or_404(queries.quote(db(), desk.survey, quote_id))
    operations.withdraw_quote(
        db(), survey=desk.survey, quote=found, actor=current_actor(), at=now()
    )
    return go("surveys_texts.quotes", code=code, item=item, notice=_("公開をやめました。"))


def _desk(code: str, path: str) -> _Desk:
    survey = or_404(report.any_survey(db(), code))
    frame = frame_of(db(), survey)
    found = or_404(text_item(frame, path, words()))
    if not may_be_read(survey, now()):
        raise Conflict("texts-not-yet")
    return _Desk(survey, frame, found)


def _code(desk: _Desk, text_code: str) -> TextCode:
    return or_404(next((code for code in desk.codes if code.code == text_code), None))


def _codes_page(desk: _Desk, form: TextCodeForm) -> str:
    codings = queries.codings_of(db(), desk.survey, desk.item.key)
    given = [set(codes) for by in codings.values() for codes in by.values()]
    return render_template(
        "surveys/texts/codes.html",
        survey=desk.survey,
        item=desk.item,
        form=form,
        codes=[(code, sum(code.code in codes for codes in given)) for code in desk.codes],
    )


def _code_page(desk: _Desk, found: TextCode, form: TextCodeForm) -> str:
    return render_template(
        "surveys/texts/code.html", survey=desk.survey, item=desk.item, form=form, text_code=found
    )


def _sort_page(desk: _Desk, form: GiveCodesForm) -> str:
    mine = {
        digest
        for digest, by in queries.codings_of(db(), desk.survey, desk.item.key).items()
        if current_actor().id in by
    }
    answers = desk.answers()
    left = [each for each in answers if each.digest not in mine]
    wanted = form.digest.data or request.args.get("text", "")
    found = next((each for each in answers if each.digest == wanted), left[0] if left else None)
    form.offer(desk.choices)
    if found is not None:
        form.digest.data = found.digest
        if form.codes.data is None:
            given = queries.codings_of(db(), desk.survey, desk.item.key).get(found.digest, {})
            form.codes.data = given.get(current_actor().id or "", [])
    return render_template(
        "surveys/texts/sort.html",
        survey=desk.survey,
        item=desk.item,
        form=form,
        answer=found,
        done=len(answers) - len(left),
        total=len(answers),
        codes=desk.codes,
    )


def _agreement_page(desk: _Desk) -> str:
    key = desk.item.key
    codings = queries.codings_of(db(), desk.survey, key)
    settled = queries.settlements_of(db(), desk.survey, key)
    pair = sorting.two_coders(codings)
    texts = {answer.digest: answer for answer in desk.answers()}
    codings = {digest: by for digest, by in codings.items() if digest in texts}
    codes = [code.code for code in desk.codes]
    differing = [(texts[digest], codings[digest]) for digest in sorting.differing(codings, settled)]
    return render_template(
        "surveys/texts/agreement.html",
        survey=desk.survey,
        item=desk.item,
        labels=dict(desk.choices),
        coders=queries.coder_names(db(), codings),
        pair=pair,
        agreements=sorting.agreements(codings, codes, pair) if pair else [],
        differing=differing,
        sorted_texts=len(codings),
        total=len(texts),
    )


def _quotes_page(desk: _Desk) -> str:
    released = queries.quotes_of(db(), desk.survey, desk.item.key)
    known = {quote.digest for quote in released}
    left = [answer for answer in desk.answers() if answer.digest not in known]
    page = max(1, request.args.get("page", 1, type=int))
    return render_template(
        "surveys/texts/quotes.html",
        survey=desk.survey,
        item=desk.item,
        released=released,
        answers=left[(page - 1) * QUOTES_A_PAGE : page * QUOTES_A_PAGE],
        page=page,
        pages=max(1, -(-len(left) // QUOTES_A_PAGE)),
    )


def _quote_page(desk: _Desk, found: TextAnswer, form: QuoteForm) -> str:
    return render_template(
        "surveys/texts/quote.html", survey=desk.survey, item=desk.item, form=form, answer=found
    )
