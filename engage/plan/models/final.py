"""A published version is final: the database itself refuses to change what belongs to it."""

from sqlalchemy import Table

from engage.core.frozen import guard

MESSAGE = "a published version is never changed"
_STATE_OF_VERSION = "(SELECT state FROM plan_version WHERE id = {row}.version_id)"
_STATE_OF_ITEM = (
    "(SELECT v.state FROM plan_version v JOIN revision_item i ON i.version_id = v.id "
    "WHERE i.id = {row}.item_id)"
)
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
_SQLITE = (
    "CREATE TRIGGER {table}_published_refuses_{verb} BEFORE {verb} ON {table} WHEN "
    "{condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
)
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION {function}() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    IF {old} = 'published' THEN RAISE EXCEPTION '{message}'; END IF;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    IF {new} = 'published' THEN RAISE EXCEPTION '{message}'; END IF;
    RETURN NEW;
  END IF;
  RETURN OLD;
END $$"""
_POSTGRESQL = (
    "CREATE TRIGGER {table}_published_is_final BEFORE INSERT OR UPDATE OR DELETE "
    "ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
)
_VERSION_FUNCTION = f"""CREATE OR REPLACE FUNCTION engage_version_is_final() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' THEN RAISE EXCEPTION '{MESSAGE}'; END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$"""


def final_with_version(table: Table) -> None:
    """Refuse changes to a table's rows once the version that they name is published."""
    _guard(table, _STATE_OF_VERSION, "engage_published_is_final")


def final_with_item(table: Table) -> None:
    """Refuse changes to a table's rows once the version of the item that they name is published."""
    _guard(table, _STATE_OF_ITEM, "engage_published_item_is_final")


def final_itself(table: Table) -> None:
    """Refuse changes to a version that is published."""
    sqlite = [
        _SQLITE.format(table=table.name, verb=verb, condition=condition, message=MESSAGE)
        for verb, condition in dict.fromkeys(
            ("UPDATE", "DELETE"), "OLD.state = 'published'"
        ).items()
    ]
    trigger = (
        f"CREATE TRIGGER {table.name}_published_is_final BEFORE UPDATE OR DELETE "
        f"ON {table.name} FOR EACH ROW EXECUTE FUNCTION engage_version_is_final()"
    )
    guard(table, {"sqlite": sqlite, "postgresql": [_VERSION_FUNCTION, trigger]})


def _guard(table: Table, state: str, function: str) -> None:
    sqlite = [
        _SQLITE.format(
            table=table.name,
            verb=verb,
            condition=" OR ".join(f"{state.format(row=row)} = 'published'" for row in rows),
            message=MESSAGE,
        )
        for verb, rows in _ROWS.items()
    ]
    body = _POSTGRESQL_FUNCTION.format(
        function=function,
        old=state.format(row="OLD"),
        new=state.format(row="NEW"),
        message=MESSAGE,
    )
    trigger = _POSTGRESQL.format(table=table.name, function=function)
    guard(table, {"sqlite": sqlite, "postgresql": [body, trigger]})
