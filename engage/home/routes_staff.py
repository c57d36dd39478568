"""The entrance for everyone who works for the city: their open work in one list."""

from flask import render_template

from engage.core.permissions import Permission
from engage.core.web import requires
from engage.home.routes_public import blueprint


@blueprint.get("/staff")
@requires(Permission.SEE_WORKSPACE)
def workspace() -> str:
    """Show the places where this person's roles have work, with what waits there."""
    return render_template("home/workspace.html")
