"""Answers of every mode go down to the schema before the modes and up again."""

from sqlalchemy import select, text

from engage.migrations.run import downgrade, upgrade
from surveys import numbers
from surveys.models import IncomingResponse, Participation, Response, Survey
from tests.factories.surveys import ask, fill_in, make_survey, send

KEY = b"a key of the installation"
MODES = ("named", "confidential", "anonymous")


def test_answers_and_drafts_of_every_mode_survive_what_they_can(database, at):
    with database.transaction() as session:
        people = {
            mode: [
                ask(session, survey, key=KEY)
                for survey in [make_survey(session, at=at, mode=mode, code=mode)]
                for _ in range(2)
            ]
            for mode in MODES
        }
        for mode in MODES:
            for person in people[mode]:
                fill_in(session, person, key=KEY, at=at)
    for mode in MODES:
        send(database, people[mode][0], numbers.new_nonce(), key=KEY, at=at)
    downgrade(database, "0006")
    with database.reading() as session:
        below = dict(
            session.execute(
                text(
                    "SELECT s.code, count(*) FROM response r JOIN survey s ON s.id = r.survey_id "
                    "GROUP BY s.code"
                )
            ).all()
        )
        drafts = session.scalar(text("SELECT count(*) FROM draft"))
    assert below == dict.fromkeys(MODES, 1)
    assert drafts == 2  # nobody can carry a sealed one down
    upgrade(database)
    with database.reading() as session:
        modes = session.execute(
            select(Survey.code, Response.mode, Response.monitor_id).join(
                Survey, Survey.id == Response.survey_id
            )
        ).all()
        assert sorted(modes) == sorted((mode, mode, None) for mode in MODES)
        assert session.scalars(select(IncomingResponse)).all() == []
        assert sorted(session.scalars(select(Participation.used))) == [0, 0, 0, 1, 1, 1]


def test_a_plain_draft_of_an_anonymous_survey_from_before_is_dropped(database, at):
    with database.transaction() as session:
        survey = make_survey(session, at=at, mode="anonymous")
        person = ask(session, survey, key=KEY)
    downgrade(database, "0006")
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO draft (survey_id, monitor_id, document, page, revision, resume_hmac) "
                "VALUES (:survey, :monitor, '{}', 1, 1, 'x')"
            ),
            {"survey": person.seat.survey_id, "monitor": person.seat.monitor_id},
        )
    upgrade(database)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM draft")) == 0
