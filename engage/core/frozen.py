"""Tables whose rows are never changed or deleted: the database itself refuses."""

from sqlalchemy import DDL, Table, event

_SQLITE = """CREATE TRIGGER {table}_refuses_{lower} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END"""
_POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION engage_refuse_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of %% are never changed', TG_TABLE_NAME; END $$"""
_POSTGRESQL = """CREATE TRIGGER {table}_refuses_{lower} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION engage_refuse_change()"""

VERBS = ("UPDATE", "DELETE")
DIALECTS = ("sqlite", "postgresql")


def freezing_statements(table: str, dialect: str) -> list[str]:
    """Return the SQL that makes a table append-only on one kind of database."""
    if dialect == "sqlite":
        return [_SQLITE.format(table=table, verb=v, lower=v.lower()) for v in VERBS]
    triggers = [_POSTGRESQL.format(table=table, verb=v, lower=v.lower()) for v in VERBS]
    return [_POSTGRESQL_FUNCTION.replace("%%", "%"), *triggers]


def guard(table: Table, statements: dict[str, list[str]]) -> None:
    """Give a table triggers of its own; migrations read `table.info`, `create_all` makes them."""
    kept = table.info.setdefault("guards", {})
    for dialect, lines in statements.items():
        kept.setdefault(dialect, []).extend(lines)
        for line in lines:
            ddl = DDL(line.replace("%", "%%"))
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


def append_only(table: Table) -> None:
    """Let the database refuse every change to a table's rows."""
    guard(table, {kind: freezing_statements(table.name, kind) for kind in DIALECTS})
