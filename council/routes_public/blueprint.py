"""The public pages of the council hang on this."""

from flask import Blueprint

blueprint = Blueprint("council", __name__, url_prefix="/council")
