"""Flask extensions: created here, bound in `create_app`; import no model."""

from flask import Flask, Response
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()


class SignIns(LoginManager):
    """Flask-Login, thin: our own server-side rows decide who is signed in."""

    def init_app(self, app: Flask, add_context_processor: bool = False) -> None:
        """Bind without Flask-Login's own cookie fingerprint, which reads a forgeable header."""
        super().init_app(app, add_context_processor)
        self.session_protection = None

    def _update_remember_cookie(self, response: Response) -> Response:
        """Leave the session unread: there is no such cookie, and public fragments read none."""
        return response


sign_ins = SignIns()


def init_app(app: Flask) -> None:
    """Bind the extensions."""
    csrf.init_app(app)
    sign_ins.init_app(app)
