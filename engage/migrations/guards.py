"""Triggers that keep rows from being changed, as each migration installs them.

The statements stand in the migrations and are not read from the models: a migration must do in
ten years what it does today. Dropping a table drops its triggers.
"""

from typing import Any


def install(op: Any, statements: dict[str, list[str]]) -> None:
    """Run the statements of the database at hand, without reading `:` or `%` as parameters."""
    connection = op.get_bind()
    for statement in statements[connection.dialect.name]:
        connection.exec_driver_sql(statement.replace("%", "%%") if _formats(op) else statement)


def drop_functions(op: Any, names: list[str]) -> None:
    """Drop the functions that a migration made; only PostgreSQL has them."""
    if op.get_bind().dialect.name == "postgresql":
        for name in names:
            op.get_bind().exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}()")


def _formats(op: Any) -> bool:
    """Whether the driver reads % as the start of a parameter."""
    return bool(op.get_bind().dialect.paramstyle in {"format", "pyformat"})
