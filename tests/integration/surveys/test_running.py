"""Staff run a survey: questionnaire, publication, invitations, dates, the end, the results."""

import io
import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engage.core import clock, jobs
from engage.core.errors import Conflict, Invalid
from engage.core.permissions import SYSTEM, Role
from surveys import operations
from surveys.definition import UnusableDefinition
from surveys.jobs import register
from surveys.models import DefinitionVersion, Draft, Monitor, Participation, Survey
from surveys.queries import public, staff
from surveys.queries.answering import by_code
from tests.factories.questionnaires import document, ja, option
from tests.factories.surveys import ask, fill_in, make_survey
from tests.integration.page import Page

KEY = b"a key of the installation"


def run(database, operation, **values):
    """One thing that staff do with the only survey, in one transaction."""

    def work(session):
        survey = session.scalar(select(Survey))
        return operation(session, survey=survey, actor=SYSTEM, **values)

    return database.run_tx(work)


@pytest.fixture
def survey(database, at):
    with database.transaction() as session:
        return make_survey(session, at=at)


@pytest.fixture
def draft(database, at):
    with database.transaction() as session:
        return make_survey(session, at=at, publish=False)


class TestTheQuestionnaire:
    def test_wording_may_change_after_answers_and_old_versions_stay(self, database, survey, at):
        with database.transaction() as session:
            fill_in(session, ask(session, survey, key=KEY), key=KEY, at=at)
        reworded = document(title=ja("公園について"))
        version = run(database, operations.add_version, document=reworded, at=at)
        assert version.number == 2
        with database.reading() as session:
            assert session.scalar(select(func.count()).select_from(DefinitionVersion)) == 2

    def test_its_build_may_not(self, database, survey, at):
        with database.transaction() as session:
            fill_in(session, ask(session, survey, key=KEY), key=KEY, at=at)
        changed = document()
        changed["pages"][0]["questions"][0]["options"].append(option("3", "覚えていない"))
        with pytest.raises(Conflict, match="definition-answers-exist"):
            run(database, operations.add_version, document=changed, at=at)

    def test_the_same_again_is_told(self, database, survey, at):
        with pytest.raises(Conflict, match="definition-unchanged"):
            run(database, operations.add_version, document=document(), at=at)

    def test_another_surveys_questionnaire_is_refused(self, database, survey, at):
        with pytest.raises(Invalid, match="definition-code-differs"):
            run(database, operations.add_version, document=document(code="river"), at=at)

    def test_an_unusable_one_changes_nothing(self, database, survey, at):
        with pytest.raises(UnusableDefinition):
            run(database, operations.add_version, document={"schema": "x"}, at=at)
        with database.reading() as session:
            assert session.scalar(select(Survey.current_version)) == 1


class TestPublishing:
    def test_once(self, database, draft, at):
        run(database, operations.publish, at=at)
        with pytest.raises(Conflict, match="survey-already-published"):
            run(database, operations.publish, at=at)

    def test_not_without_a_questionnaire(self, database, at):
        with database.transaction() as session:
            operations.create_survey(
                session,
                code="bare",
                title="空",
                kind="panel",
                mode="confidential",
                opens_at=at,
                closes_at=at + timedelta(days=1),
                actor=SYSTEM,
                at=at,
            )
        with pytest.raises(Conflict, match="survey-has-no-questionnaire"):
            run(database, operations.publish, at=at)

    def test_a_code_is_given_once(self, database, survey, at):
        with pytest.raises(Invalid, match="survey-code-taken"), database.transaction() as session:
            make_survey(session, at=at)

    def test_the_dates_move_but_never_into_the_past(self, database, survey, at):
        later = survey.closes_at + timedelta(days=3)
        run(database, operations.change_dates, opens_at=survey.opens_at, closes_at=later, at=at)
        with pytest.raises(Invalid, match="survey-closes-in-the-past"):
            run(database, operations.change_dates, opens_at=survey.opens_at, closes_at=at, at=at)

    def test_results_come_after_the_end(self, database, survey, at):
        with pytest.raises(Conflict, match="survey-still-running"):
            run(database, operations.release_results, at=at)
        run(database, operations.close_early, at=at)
        run(database, operations.release_results, at=at)
        with database.reading() as session:
            (line,) = public.lists(session, at).finished
        assert line.is_released


class Outbox:
    """A mailer that keeps what it is given."""

    def __init__(self):
        self.messages = []

    def send(self, message, *, message_id):
        self.messages.append(message)


def do_jobs(database, settings, at, outbox):
    handlers = jobs.Handlers()
    register(handlers)
    with clock.stopped_at(at):
        return jobs.run_due(database=database, handlers=handlers, settings=settings, mailer=outbox)


class TestInviting:
    @pytest.fixture
    def members(self, database, at):
        from engage.accounts.models import Account

        with database.transaction() as session:
            for number, years in enumerate([(2026, 2027), (2026, None), (2024, 2025)]):
                account = Account(
                    email=f"m{number}@example.org",
                    email_key=f"m{number}@example.org",
                    name=f"見本{number}",
                    created_at=at,
                )
                session.add(account)
                session.flush()
                session.add(
                    Monitor(
                        account_id=account.id,
                        sex="male",
                        age_band="30代",
                        district="東",
                        member_from=years[0],
                        member_to=years[1],
                    )
                )

    def test_each_member_of_the_year_gets_one_mail_with_a_code_that_works(
        self, database, settings, survey, members, at
    ):
        assert run(database, operations.invite_panel, at=at) == 2
        assert run(database, operations.invite_panel, at=at) == 0
        outbox = Outbox()
        do_jobs(database, settings, at, outbox)
        do_jobs(database, settings, at, outbox)
        assert sorted(m.to for m in outbox.messages) == ["m0@example.org", "m1@example.org"]
        link = re.search(r"(\S+)/surveys/park#([0-9A-Z]{16})", outbox.messages[0].text)
        assert link.group(1) == settings.base_url
        with database.reading() as session:
            assert by_code(session, key=settings.key, code=link.group(2)).survey_code == "park"

    def test_the_code_itself_is_nowhere_in_the_database(
        self, database, settings, survey, members, at
    ):
        run(database, operations.invite_panel, at=at)
        outbox = Outbox()
        do_jobs(database, settings, at, outbox)
        codes = [re.search(r"#([0-9A-Z]{16})", m.text).group(1) for m in outbox.messages]
        with database.engine.connect() as connection:
            for table in Survey.metadata.sorted_tables:
                content = repr(connection.execute(select(table)).all())
                assert not any(code in content for code in codes), table.name

    def test_only_a_running_panel_survey_asks_the_panel(self, database, survey, at):
        with pytest.raises(Conflict, match="panel-empty"):
            run(database, operations.invite_panel, at=at)
        run(database, operations.close_early, at=at)
        with pytest.raises(Conflict, match="survey-not-running"):
            run(database, operations.invite_panel, at=at)

    def test_a_new_code_replaces_the_old_one_and_none_is_given_after_the_answer(
        self, database, settings, survey, at
    ):
        with database.transaction() as session:
            person = ask(session, survey, key=settings.key)
            values = {"survey_id": survey.id, "monitor_id": person.seat.monitor_id}
            new = operations.renew_code(session, **values, key=settings.key)
        with database.reading() as session:
            assert by_code(session, key=settings.key, code=person.code) is None
            assert by_code(session, key=settings.key, code=new) is not None
        with database.transaction() as session:
            session.get(Participation, (survey.id, person.seat.monitor_id)).used = 1
            session.flush()
            assert operations.renew_code(session, **values, key=settings.key) is None

    def test_drafts_are_gone_after_the_end_but_not_when_it_was_moved(
        self, database, settings, survey, at
    ):
        with database.transaction() as session:
            fill_in(session, ask(session, survey, key=KEY), key=KEY, at=at)
        end, later = survey.closes_at, survey.closes_at + timedelta(days=2)
        run(database, operations.change_dates, opens_at=survey.opens_at, closes_at=later, at=at)

        def drafts():
            with database.reading() as session:
                return session.scalar(select(func.count()).select_from(Draft))

        do_jobs(database, settings, end + timedelta(hours=1), Outbox())
        assert drafts() == 1
        do_jobs(database, settings, later + timedelta(hours=1), Outbox())
        assert drafts() == 0

    def test_the_panel_is_counted_by_year(self, database, members, at):
        with database.reading() as session:
            panel = staff.panel(session, at)
        assert (panel.fiscal_year, panel.total) == (2026, 2)
        assert [(g.name, g.count) for g in panel.by_district] == [("東", 2)]


@pytest.mark.sqlite_only
class TestThePagesOfStaff:
    @pytest.fixture
    def planner(self, sign_in):
        return sign_in(Role.PLANNER)

    def page(self, response):
        found = Page.of(response)
        assert found.faults() == []
        return found

    def test_from_nothing_to_published(self, planner, database):
        facts = {
            "code": "park",
            "title": "公園の使い方",
            "purpose": "直す順番を決めるためです。",
            "minutes": "３",
            "kind": "panel",
            "mode": "confidential",
            "opens_at": "2026-11-23T09:00",
            "closes_at": "2026-12-05T00:00",
        }
        wrong = planner.post("/staff/surveys/new", data=facts | {"closes_at": "2026-11-01T00:00"})
        assert wrong.status_code == 422
        assert "終わりは、始まりより後にしてください" in self.page(wrong).text
        assert "公園の使い方" in wrong.get_data(as_text=True)
        made = planner.post("/staff/surveys/new", data=facts)
        assert made.location == "/staff/surveys/park"
        bad = planner.post(
            "/staff/surveys/park/questionnaire",
            data={"file": (io.BytesIO(b'{"schema": "x"}'), "q.json")},
        )
        assert bad.status_code == 422
        assert "調査票に直すところがあります" in self.page(bad).text
        cut = planner.post(
            "/staff/surveys/park/questionnaire",
            data={"file": (io.BytesIO(b'{"schema": "engage-q'), "q.json")},
        )
        assert "JSON として読めません（1行目あたり）" in self.page(cut).text
        good = io.BytesIO(json.dumps(document(), ensure_ascii=False).encode())
        done = planner.post("/staff/surveys/park/questionnaire", data={"file": (good, "q.json")})
        assert done.status_code == 303
        self.page(planner.get("/staff/surveys/park/preview"))
        assert planner.post("/staff/surveys/park/publish").status_code == 303
        assert "公開しました" in self.page(planner.get("/staff/surveys/park")).text
        assert "公園の使い方" in self.page(planner.get("/surveys")).text
        self.page(planner.get("/staff/surveys/"))
        self.page(planner.get("/staff/surveys/panel"))
        with database.reading() as session:
            assert session.scalar(select(Survey.minutes)) == 3

    def test_a_signed_in_monitor_needs_no_code(self, sign_in, database, settings, survey):
        from engage.accounts.models import Account

        client = sign_in(Role.MONITOR)
        assert client.post("/surveys/park/start-as-monitor").status_code == 409
        with database.transaction() as session:
            account_id = session.scalar(select(Account.id))
            ask(session, survey, key=settings.key, account_id=account_id)
        begun = client.post("/surveys/park/start-as-monitor")
        assert (begun.status_code, begun.location) == (303, "/surveys/park/pages/1")
        client.post("/sign-out")
        assert client.get("/surveys/park/pages/1").status_code in {200, 303}
