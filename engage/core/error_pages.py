"""Everything that goes wrong ends on a clear page with the right status."""

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from engage.core.errors import DomainError
from engage.core.messages import sentence

_PAGES = {400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503}


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(DomainError, _domain_error)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(Exception, _unforeseen)


def _page(status: int, text: str | None = None) -> Response:
    name = status if status in _PAGES else (500 if status >= 500 else 400)
    if status >= 500:
        _forget_visitor()
    template = "errors/fragment.html" if _is_fragment() else f"errors/{name}.html"
    response = make_response(render_template(template, message=text, status=status), status)
    if status in {429, 503}:
        response.headers["Retry-After"] = "60"
    return response


def _forget_visitor() -> None:
    """Show a failure without asking the database, which may be what failed, who is reading."""
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]


def _is_fragment() -> bool:
    """Whether a script asks for a piece of a page, which must not receive a whole one."""
    return request.headers.get("X-Engage-Fragment") == "1"


def _domain_error(error: DomainError) -> Response:
    return _page(error.status, sentence(error.code, **error.values))


def _form_too_old(_error: CSRFError) -> Response:
    return _page(400, sentence("form-too-old"))


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return make_response(error.get_response())
    return _page(error.code or 500)


def _database_error(error: DBAPIError) -> Response:
    current_app.logger.error("The database refused.", exc_info=error)
    busy = error.connection_invalidated or "locked" in str(error.orig) or "full" in str(error.orig)
    return _page(503 if busy else 500)


def _unforeseen(error: Exception) -> Response:
    current_app.logger.error("Unforeseen.", exc_info=error)
    return _page(500)
