"""Planners name the codes by which texts are sorted."""

from flask import Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import commits, db, go, or_404, requires
from surveys import operations
from surveys.forms_texts import TextCodeForm
from surveys.models import TextCode
from surveys.queries import freetext as queries
from surveys.routes_texts.desk import Desk, blueprint, desk_of


@blueprint.get("/<item>/frame")
@requires(Permission.SEE_RESULTS)
def codes(code: str, item: str) -> str:
    """Show the codes of an item, how often each was given, and the form for one more."""
    return _codes_page(desk_of(code, item), TextCodeForm(formdata=None))


@blueprint.post("/<item>/frame")
@requires(Permission.MANAGE_SURVEYS)
@commits
def add_code(code: str, item: str) -> ResponseReturnValue:
    """Add a code."""
    desk, form = desk_of(code, item), TextCodeForm()
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
    desk = desk_of(code, item)
    found = _code(desk, text_code)
    form = TextCodeForm(formdata=None, label=found.label, definition=found.definition)
    return _code_page(desk, found, form)


@blueprint.post("/<item>/frame/<text_code>")
@requires(Permission.MANAGE_SURVEYS)
@commits
def reword_code(code: str, item: str, text_code: str) -> ResponseReturnValue:
    """Correct the words of a code."""
    desk, form = desk_of(code, item), TextCodeForm()
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
    desk = desk_of(code, item)
    operations.drop_code(db(), survey=desk.survey, item=desk.item.key, code=text_code)
    return go("surveys_texts.codes", code=code, item=item, notice=_("コードを消しました。"))


def _code(desk: Desk, text_code: str) -> TextCode:
    return or_404(next((code for code in desk.codes if code.code == text_code), None))


def _codes_page(desk: Desk, form: TextCodeForm) -> str:
    codings = queries.codings_of(db(), desk.survey, desk.item.key)
    given = [set(codes) for by in codings.values() for codes in by.values()]
    return render_template(
        "surveys/texts/codes.html",
        survey=desk.survey,
        item=desk.item,
        form=form,
        codes=[(code, sum(code.code in codes for codes in given)) for code in desk.codes],
    )


def _code_page(desk: Desk, found: TextCode, form: TextCodeForm) -> str:
    return render_template(
        "surveys/texts/code.html", survey=desk.survey, item=desk.item, form=form, text_code=found
    )
