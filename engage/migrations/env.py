"""Alembic, configured in code: batch mode for SQLite, our column types by their own names."""

from typing import Any, Literal

from alembic import context

from engage.core.db import JsonDocument, UtcTime
from engage.metadata import metadata


def render_item(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    if kind == "type" and isinstance(item, UtcTime | JsonDocument):
        autogen.imports.add(f"from engage.core.db import {type(item).__name__}")
        return f"{type(item).__name__}()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render_item,
    compare_type=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
