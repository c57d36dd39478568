"""Planners release texts, one by one, in the words that they read."""

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, or_404, requires
from surveys import operations
from surveys.forms_texts import QuoteForm
from surveys.freetext.answers import TextAnswer
from surveys.queries import freetext as queries
from surveys.routes_texts.desk import Desk, blueprint, desk_of

QUOTES_A_PAGE = 40


@blueprint.get("/<item>/quotes")
@requires(Permission.SEE_RESULTS)
def quotes(code: str, item: str) -> str:
    """Show which texts are released, and those that could be."""
    return _quotes_page(desk_of(code, item))


@blueprint.get("/<item>/quotes/<digest>")
@requires(Permission.MANAGE_SURVEYS)
def quote(code: str, item: str, digest: str) -> str:
    """Show one text with its masks, to be read once more before it is released."""
    desk = desk_of(code, item)
    found = desk.answer(digest)
    form = QuoteForm(formdata=None, digest=digest, text=found.text)
    return _quote_page(desk, found, form)


@blueprint.post("/<item>/quotes")
@requires(Permission.MANAGE_SURVEYS)
@commits
def release_quote(code: str, item: str) -> ResponseReturnValue:
    """Release one text in the words that were read."""
    desk, form = desk_of(code, item), QuoteForm()
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
    desk = desk_of(code, item)
    found = or_404(queries.quote(db(), desk.survey, quote_id))
    operations.withdraw_quote(
        db(), survey=desk.survey, quote=found, actor=current_actor(), at=now()
    )
    return go("surveys_texts.quotes", code=code, item=item, notice=_("公開をやめました。"))


def _quotes_page(desk: Desk) -> str:
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


def _quote_page(desk: Desk, found: TextAnswer, form: QuoteForm) -> str:
    return render_template(
        "surveys/texts/quote.html", survey=desk.survey, item=desk.item, form=form, answer=found
    )
