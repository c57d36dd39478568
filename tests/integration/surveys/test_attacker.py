"""The attack on 60 answers: certain before mixing, no better than chance after it.

The attacker has the whole database file with its log, or all tables with system columns, dump order
and the tables' files, and the audit log and jobs. See `tests.attack`.
"""

import logging
import random

import pytest
from sqlalchemy import select

from engage.core.db import Database
from surveys.models import Survey
from surveys.operations import mixing
from tests.attack.linking import Evidence, bound, guesses
from tests.attack.rehearsal import PEOPLE, RUNS, answer_all, attack, best, finish, give, write
from tests.factories.surveys import ask, fill_in, make_survey

UNLINKED = ("confidential", "anonymous")


def test_chance_alone_links_up_to_five_of_sixty_in_one_attempt():
    """Fixed points of a random permutation: P(more than 5) is 0.06 %, P(more than 4) is 0.37 %."""
    assert bound(PEOPLE, attempts=1) == 5
    assert bound(PEOPLE, attempts=1, doubt=0.0037) == 4
    assert bound(PEOPLE, attempts=90) == 7
    assert bound(PEOPLE, attempts=100) == 8
    hits = []
    chance = random.Random(1)
    for _ in range(2000):
        order = chance.sample(range(PEOPLE), PEOPLE)
        hits.append(sum(a == b for a, b in enumerate(order)))
    assert sum(h > 5 for h in hits) / len(hits) < 0.005


def test_the_linking_itself_finds_an_order_an_equal_value_and_a_meeting():
    names = [f"p{i}" for i in range(PEOPLE)]
    truth = {f"a{i}": f"p{i}" for i in range(PEOPLE)}
    evidence = Evidence()
    evidence.people["when"] = {name: i for i, name in enumerate(names)}
    evidence.answers["when"] = {f"a{i}": -i for i in range(PEOPLE)}
    evidence.people["number"] = {name: f"n{i}" for i, name in enumerate(names)}
    evidence.answers["number"] = {f"a{i}": f"n{i}" for i in range(PEOPLE)}
    for i in range(PEOPLE):
        evidence.met("place", {f"p{i}", "p0"}, {f"a{i}"})
    right = {guess.how: guess.right(truth) for guess in guesses(evidence)}
    assert right["when → when, reversed"] == PEOPLE
    assert right["number = number"] == PEOPLE
    assert right["place"] >= PEOPLE // 3


@pytest.mark.parametrize("mode", ["named", *UNLINKED])
def test_before_mixing_the_attacker_knows_nearly_everybody(database, at, mode):
    """Said to respondents before the first question; the attack itself is shown to work."""
    story = answer_all(database, at, mode)
    right, how, _limit = best(database, story)
    assert right >= (PEOPLE if not database.is_sqlite else 50), how


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("mode", UNLINKED)
def test_after_mixing_he_does_no_better_than_chance(database, at, mode, seed):
    story = answer_all(database, at, mode, seed)
    finish(database, at)
    right, how, limit = best(database, story)
    assert right <= limit, how


def test_named_answers_are_not_mixed_and_say_whose_they_are(database, at):
    story = answer_all(database, at, "named")
    finish(database, at)
    assert best(database, story)[0] == PEOPLE


def test_without_the_mixing_he_links_by_row_version_on_postgresql(database, at, monkeypatch):
    """The test can fail: files written anew alone do not help there."""
    monkeypatch.setattr(mixing, "mix", lambda *_args, **_values: 0)
    story = answer_all(database, at, "confidential")
    finish(database, at)
    right, how, limit = best(database, story)
    if database.is_sqlite:
        assert right <= limit, how  # its files are all there is, and they are new
    else:
        assert right == PEOPLE


def test_without_writing_the_files_anew_he_links_by_what_lies_about(database, at, monkeypatch):
    """The test can fail the other way: rows mixed, old files kept."""
    monkeypatch.setattr(mixing, "rewrite_files", lambda _database: None)
    story = answer_all(database, at, "confidential")
    finish(database, at)
    right, how, limit = best(database, story)
    assert right > 3 * limit, how


def test_a_nightly_batch_and_the_rest_at_the_close_are_mixed_with_each_other(database, at):
    """After the close one cannot even tell who came in the first batch."""
    story = answer_all(database, at, "anonymous")
    with database.transaction() as session:
        survey = session.scalars(select(Survey)).one()
        assert mixing.mix_tonight(session, survey_id=survey.id, at=at)
    mixing.rewrite_files(database)
    right, how, limit = best(database, story)
    assert right <= limit, how
    with database.transaction() as session:
        survey = session.scalars(select(Survey)).one()
        late = [ask(session, survey, key=b"a key of the installation") for _ in range(5)]
    for number, person in enumerate(late):
        story.person_of[f"遅れた意見{number}"] = person.seat.monitor_id
        write(database, person, at, f"遅れた意見{number}")
        give(database, person, at)
    finish(database, at)
    tried = attack(database)
    right, limit = (
        max(g.right(story.person_of) for g in tried),
        bound(PEOPLE + 5, len(tried) * RUNS),
    )
    assert right <= limit
    if not database.is_sqlite:
        assert _versions(database, "response") == _versions(database, "participation")
        assert len(_versions(database, "response")) == 1


def _versions(database: Database, table: str) -> set[int]:
    from sqlalchemy import text

    with database.reading() as session:
        return set(session.scalars(text(f"SELECT xmin::text::bigint FROM {table}")))


def test_long_answers_are_numbered_anew_too(database, at):
    """PostgreSQL lays long texts elsewhere, numbered as they came; after the end as they fell."""
    from sqlalchemy import text

    if database.is_sqlite:
        return
    story = answer_all(database, at, "confidential")
    long = (
        "(SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 200) WHERE r.id <> '')"
    )
    with database.engine.begin() as connection:  # as they would lie there after long answers
        for note in story.person_of:
            connection.execute(
                text(
                    "UPDATE response r SET document = jsonb_set(document, '{long}', to_jsonb("
                    + long
                    + ")) WHERE document->'q6'->>'text' = :note"
                ),
                {"note": note},
            )
    before = _places_of_long_texts(database)
    finish(database, at)
    after = _places_of_long_texts(database)
    assert list(before) == list(story.person_of)
    assert set(after) == set(before)
    same = sum(a == b for a, b in zip(before, after, strict=True))
    assert same <= bound(PEOPLE, RUNS)


def _places_of_long_texts(database: Database) -> list[str]:
    """Return the answers in the order of the numbers of their long texts."""
    from sqlalchemy import text

    with database.engine.connect() as connection:
        version = connection.execute(text("SHOW server_version_num")).scalar_one()
        if int(version) < 170000:
            pytest.skip("pg_column_toast_chunk_id came with PostgreSQL 17")
        return list(
            connection.execute(
                text(
                    "SELECT document->'q6'->>'text' FROM response "
                    "ORDER BY pg_column_toast_chunk_id(document)::text::bigint"
                )
            ).scalars()
        )


@pytest.mark.sqlite_only
def test_an_open_draft_of_an_anonymous_survey_can_be_read_by_nobody_else(database, at):
    """All of the file and its log, while people are still writing: not one text is there."""
    with database.transaction() as session:
        survey = make_survey(session, at=at, mode="anonymous")
        people = [ask(session, survey, key=b"a key of the installation") for _ in range(20)]
    for number, person in enumerate(people):
        write(database, person, at, f"書きかけ{number:04d}")
    from pathlib import Path

    from sqlalchemy import make_url

    path = Path(make_url(database.url).database)
    everything = path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    assert "書きかけ".encode() not in everything
    assert "中央公園".encode() not in everything


@pytest.mark.sqlite_only
def test_answering_over_http_writes_nothing_into_any_log(app, client, database, at, caplog):
    """No address, no number, no person; the server keeps no access log either."""
    import re

    from engage.serving import Server

    caplog.set_level(logging.DEBUG)
    key = app.extensions["engage.settings"].key
    with database.transaction() as session:
        survey = make_survey(session, at=at, mode="anonymous")
        person = ask(session, survey, key=key)
        fill_in(session, person, key=key, at=at)
    client.post("/surveys/park/start", data={"code": person.code})
    page = client.get("/surveys/park/check").get_data(as_text=True)
    nonce = re.search(r'name="nonce" value="([0-9a-f]{32})"', page).group(1)
    sent = client.post("/surveys/park/submit", data={"nonce": nonce})
    assert sent.status_code == 303
    receipt = client.get("/surveys/park/receipt").get_data(as_text=True)
    number = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}", receipt).group(0)
    written = "\n".join(record.getMessage() for record in caplog.records)
    for secret in (person.code, person.seat.monitor_id, nonce, number, "127.0.0.1", "park"):
        assert secret not in written
    server = Server(app.extensions["engage.settings"], host="127.0.0.1", port=0)
    assert server.cfg.accesslog is None
