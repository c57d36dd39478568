"""A page where a planner drops a file and reads its numbers; nothing of it is kept."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engage.core.errors import Invalid
from engage.core.permissions import Permission
from engage.core.web import requires
from engage.tabulation.answers import Estimation, Tabulation
from engage.tabulation.drawing import Drawn
from engage.tabulation.estimates import estimate
from engage.tabulation.forms import DataForm
from engage.tabulation.reading import DataTable, Unreadable, read_table
from engage.tabulation.tables import tabulate

blueprint = Blueprint("tabulation", __name__, url_prefix="/staff/tabulate")


@blueprint.get("")
@requires(Permission.SEE_RESULTS)
def ask() -> str:
    """Ask for a file and what to work out."""
    return _page(DataForm(formdata=None))


@blueprint.post("")
@requires(Permission.SEE_RESULTS)
def answer() -> ResponseReturnValue:
    """Work out what was asked for and show it; the file is gone when the page is drawn."""
    form = DataForm()
    if not form.validate():
        return make_response(_page(form), 422)
    table, lines = None, ()
    try:
        table = read_table(form.file.data.filename or "", form.file.data.read())
        found = _found(table, form) if form.variable.data else None
    except Unreadable as error:
        field = "margins" if error.code.startswith("margins") else "file"
        form.refuse(Invalid(error.code, field=field, **error.values))
        return make_response(_page(form, table, error.lines or lines), 422)
    return _page(form, table, found=found)


def _found(table: DataTable, form: DataForm) -> Tabulation | Estimation:
    name, variable = form.file.data.filename or "", form.variable.data or ""
    margins = form.margins.data.read() if form.margins.data else None
    drawn = Drawn(
        weight=form.weight.data or None,
        strata=form.strata.data or None,
        psu=_names(form.psu.data),
        fpc=_names(form.fpc.data),
        rake=margins or None,
        lonely=form.lonely.data,
    )
    if form.what.data == "table":
        return tabulate(table, file=name, rows=variable, by=form.by.data or None, drawn=drawn)
    return estimate(table, file=name, what=form.what.data, variable=variable, drawn=drawn)


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())


def _page(
    form: DataForm,
    table: DataTable | None = None,
    lines: tuple[str, ...] = (),
    found: Tabulation | Estimation | None = None,
) -> str:
    return render_template(
        "tabulation/page.html",
        form=form,
        columns=list(table.columns) if table else [],
        rows=table.rows if table else 0,
        lines=lines,
        table=found if isinstance(found, Tabulation) else None,
        estimation=found if isinstance(found, Estimation) else None,
        title=_("手もとのデータを集計する"),
    )
