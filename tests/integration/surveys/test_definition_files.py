"""Questionnaires in and out by the command line."""

import json

import pytest
from click.testing import CliRunner

from engage.cli import main
from surveys.models import QuestionnaireDraft
from tests.unit.surveys.building.draft import draft

pytestmark = pytest.mark.sqlite_only


@pytest.fixture
def engage(sample_app, sample_database, tmp_path, monkeypatch):
    monkeypatch.setenv("ENGAGE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("ENGAGE_DATABASE_URL", sample_database.url)

    def run(*words):
        return CliRunner().invoke(main, list(words))

    return run


def drafts(database):
    with database.reading() as session:
        return session.query(QuestionnaireDraft).count()


def test_a_file_is_looked_at_without_changing_anything(engage, tmp_path, sample_database):
    file = tmp_path / "x.json"
    file.write_text(json.dumps(draft()))
    done = engage("survey", "import", str(file), "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert told["counts"]["question"]["kept"] == 4
    assert told["problems"] == []
    assert not told["taken"]
    assert drafts(sample_database) == 0


def test_a_bad_file_is_refused_in_words(engage, tmp_path, sample_database):
    file = tmp_path / "x.yaml"
    file.write_text("title: &a x\nschema: *a\n")
    done = engage("survey", "import", str(file), "--survey", "dx-next")
    assert done.exit_code == 1
    assert "別名" in done.output
    done = engage("survey", "import", str(file), "--json")
    assert json.loads(done.output)["error"] == "file-has-aliases"
    file.write_text('{"schema": "engage-questionnaire/2", "pages": 3}')
    done = engage("survey", "import", str(file), "--survey", "dx-next")
    assert done.exit_code == 1
    assert drafts(sample_database) == 0


def test_out_of_one_survey_into_its_draft(engage, tmp_path, sample_database):
    file = tmp_path / "x.yaml"
    done = engage("survey", "export", "dx-next", "--format", "yaml", "--output", str(file))
    assert done.exit_code == 0, done.output
    text = file.read_text().replace("性別を教えてください。", "性別をお聞きします。")
    file.write_text(text)
    done = engage("survey", "import", str(file), "--survey", "dx-next")
    assert done.exit_code == 0, done.output
    assert drafts(sample_database) == 1
    shown = engage("survey", "export", "dx-next", "--draft")
    assert "性別をお聞きします。" in shown.output
    now = engage("survey", "export", "dx-next")
    assert "性別を教えてください。" in now.output


def test_a_survey_that_is_not_there(engage, tmp_path):
    file = tmp_path / "x.json"
    file.write_text(json.dumps(draft()))
    assert engage("survey", "import", str(file), "--survey", "nowhere").exit_code == 1
    assert engage("survey", "export", "nowhere").exit_code == 1


def test_the_schema_is_printed(engage):
    assert json.loads(engage("survey", "schema").output)["title"] == "engage-questionnaire/2"
