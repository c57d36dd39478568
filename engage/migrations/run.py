"""Run the chain without an .ini file."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from engage.core import paths
from engage.core.db import Database


def alembic_config(connection: Connection) -> Config:
    """Return Alembic's configuration bound to an open connection."""
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up to a revision."""
    with database.engine.begin() as connection:
        command.upgrade(alembic_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Bring the schema down to a revision."""
    with database.engine.begin() as connection:
        command.downgrade(alembic_config(connection), revision)
