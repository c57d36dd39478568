"""What a WSGI server loads: `engage.wsgi:application`."""

from engage.app import create_app
from engage.core.config import Settings

application = create_app(Settings.from_env())
