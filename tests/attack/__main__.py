"""`python -m tests.attack`: how many of 60 answers an attacker links, before and after mixing."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from engage.core.db import Database
from engage.migrations.run import upgrade
from tests.attack import postgresql
from tests.attack.rehearsal import PEOPLE, Story, answer_all, best, finish
from tests.attack.sqlite_file import Target
from tests.integration.databases import postgresql_server

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def main() -> int:
    """Print the table; fail when anything after mixing is better than chance."""
    worst = 0
    print(f"{PEOPLE} people; right links of the best attempt, and what chance stays within")
    print(f"{'database':<12}{'mode':<14}{'before':>7}{'after':>7}{'chance':>8}   best before")
    with tempfile.TemporaryDirectory() as folder, postgresql_server(Path(folder)) as url:
        for kind in ("sqlite", "postgresql"):
            for mode in ("named", "confidential", "anonymous"):
                database = _fresh(kind, mode, Path(folder), url)
                story = answer_all(database, AT, mode)
                before, how, _limit = best(database, story)
                finish(database, AT)
                after, how_after, limit = best(database, story)
                left = _left_in_the_log(database, story)
                database.dispose()
                print(f"{kind:<12}{mode:<14}{before:>7}{after:>7}{limit:>8}   {how}")
                if left:
                    print(f"  {left} answers are still in the server's own log until it is reused")
                if mode != "named" and after > limit:
                    worst = 1
                    print(f"  NOT MIXED: {how_after}")
    return worst


def _left_in_the_log(database: Database, story: Story) -> int | None:
    if database.is_sqlite:
        return None
    answers = [Target(note, (note.encode(),)) for note in story.person_of]
    with database.engine.connect() as connection:
        return postgresql.left_in_the_servers_log(connection, answers)


def _fresh(kind: str, mode: str, folder: Path, url: str) -> Database:
    if kind == "sqlite":
        database = Database(f"sqlite:///{folder / mode}.db")
    else:
        from sqlalchemy import make_url, text

        name = f"attack_{mode}"
        server = Database(url)
        with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        server.dispose()
        database = Database(make_url(url).set(database=name).render_as_string(False))
    upgrade(database)
    return database


if __name__ == "__main__":
    sys.exit(main())
