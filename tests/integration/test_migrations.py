"""Every migration goes up, down and up again, empty and with data, on both databases."""

from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DBAPIError

from engage.core import audit
from engage.core.ids import new_id
from engage.core.permissions import SYSTEM
from engage.metadata import metadata
from engage.migrations.run import alembic_config, downgrade, upgrade

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def revisions():
    script = ScriptDirectory.from_config(alembic_config(None))
    return [step.revision for step in reversed(list(script.walk_revisions()))]


@pytest.fixture(scope="session")
def bare_template(templates):
    return templates.fill("bare", lambda _database: None)


@pytest.fixture
def bare(templates, bare_template):
    with templates.copy_of(bare_template) as database:
        yield database


def tables(database):
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_chain_has_one_head_and_no_branch():
    script = ScriptDirectory.from_config(alembic_config(None))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_each_migration_goes_up_down_and_up_again(bare):
    before = {None: tables(bare)}
    previous = None
    for revision in revisions():
        upgrade(bare, revision)
        before[revision] = tables(bare)
        downgrade(bare, previous or "base")
        assert tables(bare) == before[previous]
        upgrade(bare, revision)
        assert tables(bare) == before[revision]
        previous = revision
    assert tables(bare) == set(metadata.tables)


def test_the_migrated_schema_is_what_the_models_say(bare):
    upgrade(bare)
    with bare.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_data_survives_the_way_down_to_its_own_migration_and_up_again(bare):
    """Rows of the foundation stay while everything above is taken off and put on again."""
    upgrade(bare)
    with bare.transaction() as session:
        audit.record(session, actor=SYSTEM, verb="x", about=("y", new_id()), at=AT)
    downgrade(bare, "0001")
    upgrade(bare)
    with bare.reading() as session:
        assert audit.verify(session).entries == 1
        assert audit.verify(session).is_intact


def test_frozen_tables_refuse_changes_after_migration(database):
    frozen = [
        name
        for name, table in metadata.tables.items()
        if any(
            f"{name}_refuses_update" in line
            for line in table.info.get("guards", {}).get("sqlite", [])
        )
    ]
    assert {"audit_event", "evidence", "element_revision", "opinion_revision"} <= set(frozen)
    with database.transaction() as session:
        audit.record(session, actor=SYSTEM, verb="x", about=("y", "z"), at=AT)
    table = metadata.tables["audit_event"]
    for statement in (table.update().values(verb="other"), table.delete()):
        with (
            pytest.raises(DBAPIError, match="never changed"),
            database.engine.begin() as connection,
        ):
            connection.execute(statement)


def test_the_sample_city_survives_a_full_turn(sample_database):
    """With all rows of the city, one step down and up again leaves other tables as they were."""
    last = revisions()[-2]
    counts = _counts(sample_database)
    downgrade(sample_database, last)
    kept = tables(sample_database)
    assert {name: counts[name] for name in kept} == _counts(sample_database)
    upgrade(sample_database)
    assert tables(sample_database) == set(metadata.tables)


def _counts(database):
    names = tables(database)
    with database.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(metadata.tables[name]))
            for name in names
        }
