"""The sample city in a database: the numbers of the report come out of what was put in."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from council.models import CityResponseTarget, Meeting, Opinion, OpinionRevision
from council.queries.roster import roster
from engage.accounts.models import Account
from engage.accounts.operations import create_account
from engage.accounts.passwords import matches
from engage.core import audit, jobs
from engage.core.db import Database
from engage.core.installation import sample_city
from engage.core.permissions import SYSTEM, Role
from engage.plan import queries
from engage.plan.checks import check_plan
from engage.plan.models import ElementRevision, Finding, Plan, PlanVersion, RevisionItem, Tag
from engage.plan.operations import decide, publish_version
from engage.plan.plain import element_as_plain
from engage.plan.queries.plans import body_name_on
from engage.plan.queries.versions import draft_of, obstacles_of, versions_of
from engage.samples.evidence import evidence_registry
from engage.samples.koriyama.data import data
from engage.samples.koriyama.load import AlreadyLoaded, InUse
from surveys.models import Monitor, Participation, Response, Survey
from surveys.results import report
from surveys.results.published import published_result
from surveys.results.rates import rates_by
from tests.conftest import AT
from tests.integration.samples.conftest import put_in


@pytest.fixture
def city(koriyama: Database) -> Iterator[Session]:
    with koriyama.writing() as session:
        yield session


def plan_of(session: Session) -> Plan:
    plan = queries.plan_named(session, "koriyama")
    assert plan is not None
    return plan


def test_the_plan_counts_3_6_3_80_82_and_has_no_problem(city):
    check = check_plan(city, plan_of(city))
    counts = check.counts
    assert counts is not None
    assert (counts.policies, counts.goals, counts.support_structures) == (3, 6, 3)
    assert (counts.projects, counts.placements) == (80, 82)
    assert counts.relisted == ("1", "53")
    assert check.problems == ()


def test_four_published_versions_know_months_and_the_fifth_is_a_draft(city):
    versions = versions_of(city, plan_of(city))
    assert [(v.number, v.month, v.state) for v in versions] == [
        (1, "2018-03", "published"),
        (2, "2019-08", "published"),
        (3, "2020-02", "published"),
        (4, "2021-08", "published"),
        (5, None, "draft"),
    ]
    assert [v.is_fictional for v in versions] == [False] * 4 + [True]


def test_7_findings_and_6_2_3_national_items_5_less_and_5_elements(city):
    assert city.scalar(select(func.count()).select_from(Finding)) == 7
    families = dict(city.execute(select(Tag.family, func.count()).group_by(Tag.family)).all())
    assert families == {"national": 11, "five-less": 5, "five-elements": 5}
    groups = city.scalars(
        select(func.count()).where(Tag.family == "national").group_by(Tag.group)
    ).all()
    assert sorted(groups) == [2, 3, 6]


def test_the_headquarters_is_called_what_it_was_called_on_the_day(city):
    earlier = body_name_on(city, "headquarters", date(2020, 2, 1))
    assert earlier == "郡山市デジタル市役所推進本部"
    later = body_name_on(city, "headquarters", date(2021, 8, 31))
    assert later == "郡山市DX関連6法活用推進本部"


def dx_2021(session: Session) -> Survey:
    survey = report.any_survey(session, "dx-2021")
    assert survey is not None
    return survey


def test_326_of_360_answered_151_of_164_men_and_175_of_196_women(city):
    results = report.results_of(city, dx_2021(city))
    assert (results.rate.count, results.rate.n, results.rate.percent) == (326, 360, "90.6")
    by_sex = {row.group: row for row in rates_by(city, dx_2021(city), "sex").rows}
    assert (by_sex["male"].answered, by_sex["male"].asked) == (151, 164)
    assert (by_sex["female"].answered, by_sex["female"].asked) == (175, 196)
    assert (by_sex["male"].percent, by_sex["female"].percent) == ("92.1", "89.3")


def test_the_main_question_gives_220_143_and_111_people(city):
    question = report.one_question(city, dx_2021(city), "q4")
    assert question is not None
    shown = [(question.row(code).count, question.row(code).percent) for code in ("1", "2", "3")]
    assert shown == [(220, "67.5"), (143, "43.9"), (111, "34.0")]
    assert question.n == 326


def test_no_answer_of_2021_can_be_joined_to_a_person(city):
    survey = dx_2021(city)
    rows = city.scalars(select(Participation).where(Participation.survey_id == survey.id)).all()
    assert sum(row.used for row in rows) == 326
    assert {row.code_hmac for row in rows} == {None}
    columns = set(Response.__table__.columns.keys())
    assert columns.isdisjoint({"account_id", "at", "created_at"})
    whose = city.scalars(select(Response.monitor_id).where(Response.survey_id == survey.id))
    assert set(whose) == {None}


def test_67_6_percent_of_326_is_said_to_be_impossible_and_is_not_corrected(city):
    checked = published_result(city, "monitor-2021")
    assert checked is not None
    printed = {c.figure.printed_percent: c for c in checked.figures if c.check}
    assert printed["67.6"].verdict == "impossible"
    assert list(printed["43.9"].check.counts) == [143]
    assert list(printed["34.0"].check.counts) == [111]


def test_27_1_percent_is_shown_for_406_and_for_407_of_1500(city):
    checked = published_result(city, "mail-2017")
    assert checked is not None
    assert {(rate.count, rate.n, rate.percent) for rate in checked.rates} == {
        (406, 1500, "27.1"),
        (407, 1500, "27.1"),
    }


def meeting(session: Session, code: str) -> Meeting:
    return session.scalars(select(Meeting).where(Meeting.code == code)).one()


def test_both_rosters_come_out_in_the_reports_order(city):
    names = {record["code"]: record["name"] for record in data("organisations")}
    for record in data("meetings"):
        lines = roster(city, meeting(city, record["code"]))
        assert [line.name for line in lines] == [names[c] for c in record["organisations"]]


def test_7_opinions_of_the_report_have_no_organisation_and_an_invented_answer(city):
    printed = city.scalars(select(Opinion).where(Opinion.source != "")).all()
    assert len(printed) == 7
    assert {o.attribution for o in printed} == {"unattributed"}
    answered = city.scalars(select(CityResponseTarget.opinion_id)).all()
    assert set(answered) == {o.id for o in printed}


def test_the_third_meeting_is_hybrid_ahead_and_takes_opinions_now(city):
    third = meeting(city, "shimin-kaigi-3")
    assert (third.mode, third.state, third.is_fictional) == ("hybrid", "convened", True)
    assert third.starts_at == datetime(2026, 12, 16, 5, 0, tzinfo=UTC)
    posted = city.scalars(select(Opinion).where(Opinion.meeting_id == third.id)).all()
    assert {o.organisation_name for o in posted} == {
        "あさか暮らしの会（架空）",
        "みずうみ子育てネット（架空）",
    }


def test_a_newcomer_can_answer_a_survey_that_is_open_now(city):
    survey = city.scalars(select(Survey).where(Survey.code == "dx-next")).one()
    assert survey.opens_at <= AT < survey.closes_at
    seats = city.execute(
        select(Account.email, Participation.used)
        .join(Monitor, Monitor.account_id == Account.id)
        .join(Participation, Participation.monitor_id == Monitor.id)
        .where(Participation.survey_id == survey.id)
        .order_by(Account.email)
    ).all()
    assert [tuple(row) for row in seats] == [
        ("monitor1@example.jp", 0),
        ("monitor2@example.jp", 0),
    ]


def test_only_the_missing_decision_keeps_the_draft_private(city):
    draft = draft_of(city, plan_of(city))
    assert draft is not None
    assert [(o.code, o.subject) for o in obstacles_of(city, draft)] == [("item-undecided", "5-04")]


def test_with_that_decision_the_draft_can_be_published(city):
    draft: PlanVersion | None = draft_of(city, plan_of(city))
    assert draft is not None
    item = city.scalars(select(RevisionItem).where(RevisionItem.code == "5-04")).one()
    decide(
        city,
        item=item,
        outcome="adopted",
        reason="会議を続けるためです。",
        body_name="本部（架空）",
        decided_on=date(2026, 11, 23),
        actor=SYSTEM,
        at=AT,
    )
    publish_version(city, version=draft, month="2026-11", actor=SYSTEM, at=AT)
    assert draft.state == "published"
    assert check_plan(city, plan_of(city)).problems == ()


def test_the_trace_of_project_1_leads_to_the_n_and_to_the_words(city):
    element = queries.element_named(city, plan_of(city), "1")
    assert element is not None
    trace = element_as_plain(city, evidence_registry(), element, "koriyama")
    first = trace["items"][0]
    kinds = [evidence["kind"] for evidence in first["evidence"]]
    assert sorted(kinds) == ["finding", "opinion", "published-result", "statistic"]
    [statistic] = [e for e in first["evidence"] if e["kind"] == "statistic"]
    assert (statistic["figures"]["count"], statistic["figures"]["n"]) == (220, 326)
    [opinion] = [e for e in first["evidence"] if e["kind"] == "opinion"]
    assert "デジタル化と併せ手続自体も見直しを" in opinion["title"] + opinion["statement"]
    assert not any(e["original_has_changed"] for e in first["evidence"])


def test_everything_invented_is_marked(city):
    assert set(city.scalars(select(Account.is_fictional))) == {True}
    assert set(city.scalars(select(Monitor.is_fictional))) == {True}
    assert set(city.scalars(select(Survey.is_fictional))) == {True}
    assert set(city.scalars(select(RevisionItem.is_fictional))) == {True}
    assert set(city.scalars(select(Opinion.is_fictional).where(Opinion.source == ""))) == {True}
    assert sample_city(city) == "koriyama"


def test_wordings_of_the_report_are_summaries_and_say_so(city):
    printed = city.execute(
        select(OpinionRevision.is_summary, OpinionRevision.note)
        .join(Opinion, Opinion.id == OpinionRevision.opinion_id)
        .where(Opinion.source != "")
    ).all()
    assert all(is_summary and "記載はありません" in note for is_summary, note in printed)


def test_a_text_of_the_report_is_a_summary_of_ours_and_an_invented_one_says_so(city):
    fields = city.execute(
        select(ElementRevision.seq, ElementRevision.fields).where(ElementRevision.body != "")
    ).all()
    printed = [marks for seq, marks in fields if seq == 1]
    proposed = [marks for seq, marks in fields if seq > 1]
    assert (len(printed), len(proposed)) == (81, 4)
    assert all(marks["is_summary"] and "is_fictional" not in marks for marks in printed)
    assert all(marks["is_fictional"] and "is_summary" not in marks for marks in proposed)


def test_nobody_of_the_city_is_said_to_have_written_down_the_printed_opinions(city):
    printed = select(Opinion.entered_by).where(Opinion.source != "")
    assert set(city.scalars(printed)) == {None}


def test_the_audit_log_is_whole(city):
    assert audit.verify(city).is_intact


def test_nobody_is_invited_to_the_survey_of_2021(city):
    survey = dx_2021(city)
    invited = [
        job.payload["survey_id"]
        for job in city.scalars(select(jobs.Job).where(jobs.Job.kind == "surveys.invite"))
    ]
    assert survey.id not in invited
    assert len(invited) == 2


def test_loading_reports_who_can_sign_in_and_their_password_works(database):
    found = put_in(database)
    assert len({account.email for account in found.accounts}) == 10
    with database.reading() as session:
        account = session.scalars(
            select(Account).where(Account.email == found.accounts[0].email)
        ).one()
        assert matches(account.password_hash, found.password)


def test_a_second_loading_puts_nothing_in_and_says_who_can_sign_in(database):
    first = put_in(database)
    with pytest.raises(AlreadyLoaded) as refused:
        put_in(database, AT + timedelta(days=1))
    assert refused.value.report.accounts == first.accounts
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Monitor)) == 360


def test_a_real_installation_is_left_alone(database):
    with database.transaction() as session:
        create_account(
            session,
            email="real@city.example",
            name="本物の職員",
            roles=[Role.PLANNER],
            actor=SYSTEM,
            at=AT,
        )
    with pytest.raises(InUse):
        put_in(database)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Plan)) == 0
        assert sample_city(session) is None


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 12, 31, 14, 59, tzinfo=UTC),
        datetime(2027, 2, 20, 20, 0, tzinfo=UTC),
        datetime(2028, 2, 29, 0, 0, tzinfo=UTC),
        datetime(2027, 3, 31, 15, 0, tzinfo=UTC),
    ],
    ids=["new year's eve", "end of the fiscal year", "leap day", "first of April"],
)
def test_the_city_can_be_loaded_on_any_day(database, at):
    put_in(database, at)
    with database.reading() as session:
        draft = draft_of(session, plan_of(session))
        assert draft is not None
        assert len(obstacles_of(session, draft)) == 1
        survey = session.scalars(select(Survey).where(Survey.code == "dx-next")).one()
        assert survey.opens_at <= at < survey.closes_at
