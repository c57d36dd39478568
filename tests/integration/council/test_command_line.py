"""`engage council` prints what the pages show."""

import json

import pytest
from click.testing import CliRunner

from council.cli import cli_group
from tests.integration.council.scene import Scene

pytestmark = pytest.mark.sqlite_only


def test_the_roster_is_printed_in_reading_order(scene: Scene, settings):
    done = CliRunner().invoke(cli_group, ["roster", "3", "--json"], obj=settings)
    assert done.exit_code == 0
    assert [line["name"] for line in json.loads(done.output)] == [
        "あさか暮らしの会（架空）",
        "みずうみ子育てネット（架空）",
    ]
    plain = CliRunner().invoke(cli_group, ["roster", "3"], obj=settings)
    assert "2団体（50音順・敬称略）" in plain.output


def test_an_unknown_meeting_is_said_so(scene: Scene, settings):
    done = CliRunner().invoke(cli_group, ["roster", "99"], obj=settings)
    assert done.exit_code == 1
    assert "99 という会議はありません" in done.output


def test_all_meetings_are_listed_with_their_state(scene: Scene, settings):
    done = CliRunner().invoke(cli_group, ["list", "--json"], obj=settings)
    [line] = json.loads(done.output)
    assert (line["code"], line["state"], line["mode"]) == ("3", "convened", "hybrid")
