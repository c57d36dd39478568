"""The development mailbox, where no mail server is set."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from engage.accounts.blueprint import bp
from engage.accounts.mailbox import kept_mail
from engage.core.permissions import Permission
from engage.core.web import mailbox_is_open, requires, settings


@bp.get("/mailbox")
@requires(Permission.READ_MAILBOX)
def mailbox() -> ResponseReturnValue:
    """Show mail that would have been sent; there is no such page in production."""
    if not mailbox_is_open():
        abort(404)
    mails = kept_mail(settings().data_dir / "mailbox", settings().base_url)
    return render_template("accounts/mailbox.html", mails=mails)
