"""`engage landscape` on a file of votes."""

import json

import pytest
from click.testing import CliRunner

from engage.cli import main
from tests.unit.stats.landscape.crowds import alike, camps


def file_of(tmp_path, votes, header="participant,statement,vote"):
    lines = [
        f"{votes.people[p]},{votes.statements[s]},{v}"
        for p, s, v in zip(votes.person, votes.statement, votes.value, strict=True)
    ]
    path = tmp_path / "votes.csv"
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def run(*arguments):
    return CliRunner().invoke(main, ["landscape", *map(str, arguments)])


def test_camps_are_told_in_words_and_as_json(tmp_path):
    votes, _ = camps()
    path = file_of(tmp_path, votes)
    said = run(path)
    assert said.exit_code == 0, said.output
    assert "Ways of voting: A: 120, B: 80" in said.output
    plain = json.loads(run(path, "--json").output)
    assert [group["n"] for group in plain["groups"]] == [120, 80]
    assert plain["votes_sha256"] == votes.digest
    assert len(plain["map"]) == 200


def test_no_groups_are_said_to_be_none(tmp_path):
    said = run(file_of(tmp_path, alike(3)))
    assert "No distinct groups" in said.output


def test_other_programs_columns_are_known(tmp_path):
    votes, _ = camps()
    assert run(file_of(tmp_path, votes, "voter-id,comment-id,vote")).exit_code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("participant,statement,vote\na,1,2\n", "分からない行が1行"),
        ("participant,statement,vote\na,1,\n,1,1\n", "分からない行が2行"),
        ("a,b\n1,2\n", "列「participant」がありません"),
        ("participant,statement,vote\n", "行がありません"),
        ("", "中身がありません"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(tmp_path, text, said):
    path = tmp_path / "votes.csv"
    path.write_text(text, encoding="utf-8")
    found = run(path)
    assert found.exit_code != 0
    assert said in found.output


def test_full_width_votes_are_votes(tmp_path):
    path = tmp_path / "votes.csv"
    path.write_text("participant,statement,vote\na,1,１\nb,1,－１\n", encoding="utf-8")
    assert run(path, "--least-votes", "1").exit_code == 0
