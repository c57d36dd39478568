"""The one blueprint of all pages about people; the routes hang themselves into it."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
