"""Who changed what; take the newest edit back, make it again."""

from flask import Response, render_template
from flask_babel import gettext as _

from engage.core.clock import now
from engage.core.permissions import Permission
from engage.core.web import commits, current_actor, db, go, requires
from surveys import operations
from surveys.queries import building
from surveys.routes_builder.desk import (
    blueprint,
    draft_of,
    form_token,
    new_token,
    seen_revision,
    survey_of,
)


@blueprint.get("/history")
@requires(Permission.MANAGE_SURVEYS)
def history(code: str) -> str:
    """List every edit, the newest first."""
    survey = survey_of(code)
    return render_template(
        "surveys/builder/history.html",
        survey=survey,
        draft=draft_of(survey),
        lines=building.history(db(), survey),
        steps=building.steps(db(), survey),
        token=new_token(),
    )


@blueprint.post("/<any(undo, redo):step>")
@requires(Permission.MANAGE_SURVEYS)
@commits
def step(code: str, step: str) -> Response:
    """Take the newest edit back, or make it again."""
    survey = survey_of(code)
    do = operations.undo if step == "undo" else operations.redo
    do(
        db(),
        survey=survey,
        revision=seen_revision(),
        token=form_token(),
        actor=current_actor(),
        at=now(),
    )
    notice = _("元に戻しました。") if step == "undo" else _("やり直しました。")
    return go("surveys_builder.home", code=code, notice=notice)
