"""`engage sample load koriyama` from the command line."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from engage.core import clock
from engage.core.config import Settings
from engage.core.db import Database
from engage.plan.cli import cli_group as plan_commands
from engage.samples.cli import sample
from surveys.cli import cli_group as survey_commands
from surveys.models import Survey

pytestmark = pytest.mark.sqlite_only

AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def run(group, settings: Settings, *words: str):
    with clock.stopped_at(AT):
        return CliRunner().invoke(group, list(words), obj=settings)


def test_it_prints_who_can_sign_in(settings):
    result = run(sample, settings, "load", "koriyama")
    assert result.exit_code == 0, result.output
    for email in ("planner@example.jp", "monitor1@example.jp", "delegate2@example.jp"):
        assert email in result.output
    assert "asaka-canal-1882" in result.output
    assert "事業：80" in result.output


def test_a_second_time_it_says_that_the_city_is_there(settings):
    run(sample, settings, "load", "koriyama")
    result = run(sample, settings, "load", "koriyama")
    assert result.exit_code == 0
    assert "もう入っています" in result.output
    assert "planner@example.jp" in result.output


def test_survey_results_and_plan_check_print_the_reports_numbers(settings):
    run(sample, settings, "load", "koriyama")
    results = json.loads(run(survey_commands, settings, "results", "dx-2021", "--json").output)
    assert (results["answered"], results["asked"], results["rate_percent"]) == (326, 360, "90.6")
    by_sex = {row["group"]: (row["answered"], row["asked"]) for row in results["rates"]["sex"]}
    assert by_sex == {"male": (151, 164), "female": (175, 196)}
    assert results["main_question"] == "q4"
    [main] = [q for q in results["questions"] if q["code"] == "q4"]
    counts = {row["code"]: row["count"] for row in main["rows"]}
    assert (counts["1"], counts["2"], counts["3"]) == (220, 143, 111)
    plan = json.loads(run(plan_commands, settings, "check", "koriyama", "--json").output)
    assert [
        plan[name] for name in ("policies", "goals", "support_structures", "projects", "placements")
    ] == [3, 6, 3, 80, 82]
    assert plan["problems"] == []


def test_production_is_refused(settings, database: Database):
    production = Settings(
        data_dir=settings.data_dir,
        database_url=settings.database_url,
        secret_key="0123456789abcdefghijklmnopqrstuvwxyz",
        base_url="https://engage.example.jp",
        environment="production",
        smtp_url="smtp://mail.example.jp",
    )
    result = run(sample, production, "load", "koriyama")
    assert result.exit_code == 1
    with database.reading() as session:
        assert session.scalar(select(Survey.id)) is None


def test_without_a_database_it_says_what_to_do_first(tmp_path: Path):
    empty = Settings(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'empty.db'}",
        secret_key="0123456789abcdefghijklmnopqrstuvwxyz",
    )
    result = run(sample, empty, "load", "koriyama")
    assert result.exit_code == 1
    assert "engage init" in result.output
