"""Where the public pages of the plan hang."""

from flask import Blueprint

bp = Blueprint("plan", __name__)
