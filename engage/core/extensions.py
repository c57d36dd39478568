"""Flask extensions: created here, bound in `create_app`; import no model."""

from flask import Flask
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()


class SignIns(LoginManager):
    """Flask-Login, thin: our own server-side rows decide who is signed in."""

    def init_app(self, app: Flask, add_context_processor: bool = False) -> None:
        """Bind without Flask-Login's own cookie fingerprint, which reads a forgeable header."""
        super().init_app(app, add_context_processor)
        self.session_protection = None


sign_ins = SignIns()


def init_app(app: Flask) -> None:
    """Bind the extensions."""
    csrf.init_app(app)
    sign_ins.init_app(app)
