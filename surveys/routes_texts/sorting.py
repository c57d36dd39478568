"""Planners sort texts one by one, and settle what two of them see differently."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, requires
from surveys import operations
from surveys.forms_texts import GiveCodesForm
from surveys.freetext import sorting
from surveys.queries import freetext as queries
from surveys.routes_texts.desk import Desk, blueprint, desk_of


@blueprint.get("/<item>/sort")
@requires(Permission.MANAGE_SURVEYS)
def sort(code: str, item: str) -> str:
    """Show the next text that this person has not sorted, or the one asked for."""
    return _sort_page(desk_of(code, item), GiveCodesForm(formdata=None))


@blueprint.post("/<item>/sort")
@requires(Permission.MANAGE_SURVEYS)
@commits
def give_codes(code: str, item: str) -> ResponseReturnValue:
    """Give one text its codes and go on to the next."""
    desk, form = desk_of(code, item), GiveCodesForm()
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
    return _agreement_page(desk_of(code, item))


@blueprint.post("/<item>/agreement")
@requires(Permission.MANAGE_SURVEYS)
@commits
def settle(code: str, item: str) -> ResponseReturnValue:
    """Say which codes a text has in the end."""
    desk, form = desk_of(code, item), GiveCodesForm()
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


def _sort_page(desk: Desk, form: GiveCodesForm) -> str:
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


def _agreement_page(desk: Desk) -> str:
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
