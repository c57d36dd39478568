"""The surveys: printed figures of two past ones, the panel, one answered survey and an open one."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from engage.core.clock import today
from engage.core.ids import random_id
from engage.japanese.era import wareki_month
from engage.japanese.fiscal import fiscal_year
from engage.samples.koriyama.answers import Answer, answers
from engage.samples.koriyama.data import data
from engage.samples.koriyama.load.city import City
from engage.samples.koriyama.moments import day_from, end_of, midnight
from engage.samples.koriyama.panel import members
from surveys.definition import Question, Questionnaire, parse
from surveys.freetext.answers import digest_of
from surveys.models import (
    DefinitionVersion,
    Monitor,
    Participation,
    PublishedFigure,
    PublishedResult,
    Response,
    Survey,
)
from surveys.operations import (
    add_code,
    add_version,
    create_survey,
    give_codes,
    invite_panel,
    publish,
    release_quote,
    release_results,
)
from surveys.path import final_document

KNOWN_BEFORE = timedelta(days=2)
"""How long before its opening a sample survey was made and its panel invited."""
RESULTS_AFTER = timedelta(days=30)


def load_surveys(city: City) -> None:
    """Put in everything about surveys; plan elements and accounts are there already."""
    for record in data("published_results"):
        _published_result(city, record)
    monitors = _panel(city)
    past, present = data("fictional/surveys")
    _answered_survey(city, past, monitors)
    _give_accounts_to_monitors(city, monitors)
    _open_survey(city, present)


def _published_result(city: City, record: dict[str, Any]) -> None:
    printed = record["rates"][0]
    result = PublishedResult(
        code=record["code"],
        title=record["title"],
        kind=record["kind"],
        fiscal_year=record["fiscal_year"],
        period_from=date.fromisoformat(record["first_day"]),
        period_to=date.fromisoformat(record["last_day"]),
        method=f"{record['sampling']}。{record['method']}。{record['note']}",
        asked=record["asked"],
        answered=record["answered"],
        channels=[
            {"channel": c["code"], "name": c["channel"], "count": c["count"]}
            for c in record["answered_by_channel"]
        ],
        printed_rate=_printed(printed["printed_percent"]),
        printed_formula=printed["printed_formula"],
        source=record["source"],
    )
    city.session.add(result)
    city.session.flush()
    city.session.add_all(
        PublishedFigure(result_id=result.id, position=position, **values)
        for position, values in enumerate(_figures(record), start=1)
    )


def _figures(record: dict[str, Any]) -> list[dict[str, Any]]:
    figures = [
        {
            "topic": question["text"],
            "label": value["label"],
            "printed_percent": _printed(value["printed_percent"]),
            "n": question["n"],
            "count": value["count"],
            "source": record["source"],
        }
        for question in record["questions"]
        for value in question["values"]
    ]
    figures += [
        {
            "topic": "回答した人の数",
            "label": group["title"],
            "n": group["asked"],
            "count": group["answered"],
            "source": record["source"],
        }
        for group in record["groups"]
    ]
    return figures


def _printed(percent: float | None) -> str | None:
    """Write a percentage as the report prints it, 34.0 with its zero."""
    return None if percent is None else f"{percent:.1f}"


def _panel(city: City) -> dict[str, str]:
    """Put in the monitors and return their ids by code."""
    spec = data("fictional/panel")
    bands = {band["code"]: band["title"] for band in spec["age_bands"]}
    districts = {district["code"]: district["title"] for district in spec["districts"]}
    first_year = fiscal_year(date.fromisoformat(data("fictional/surveys")[0]["first_day"]))
    monitors = {
        member.code: Monitor(
            sex=member.sex,
            age_band=bands[member.age_band],
            district=districts[member.district],
            member_from=first_year,
            is_fictional=True,
        )
        for member in members()
    }
    city.session.add_all(monitors.values())
    city.session.flush()
    return {code: monitor.id for code, monitor in monitors.items()}


def _give_accounts_to_monitors(city: City, monitors: dict[str, str]) -> None:
    """Tie the demo accounts to two monitors, after the past survey so that it mails nobody."""
    codes = [code for code in city.people if code.startswith("monitor-")]
    for account, monitor in zip(codes, sorted(monitors), strict=False):
        city.session.execute(
            update(Monitor)
            .where(Monitor.id == monitors[monitor])
            .values(account_id=city.actor(account).id)
        )


def _survey(
    city: City, record: dict[str, Any], opens_at: datetime, closes_at: datetime
) -> tuple[Survey, Questionnaire]:
    """Make, publish and send out one survey a little before it opens."""
    made = opens_at - KNOWN_BEFORE
    planner = city.actor("planner")
    element = city.elements.get(record["element"])
    survey = create_survey(
        city.session,
        code=record["code"],
        title=record["title"],
        kind="panel",
        mode=record["mode"],
        opens_at=opens_at,
        closes_at=closes_at,
        actor=planner,
        at=made,
        purpose=record["purpose"],
        minutes=record["minutes"],
        plan_element_id=element.id if element else None,
        next_steps=[_step(step, closes_at) for step in record["next_steps"]],
        is_fictional=True,
    )
    document = data(f"fictional/{record['questionnaire'].removesuffix('.json')}")
    add_version(city.session, survey=survey, document=document, actor=planner, at=made)
    publish(city.session, survey=survey, actor=planner, at=made)
    invite_panel(city.session, survey=survey, actor=planner, at=made)
    return survey, parse(document)


def _step(step: dict[str, Any], closes_at: datetime) -> dict[str, Any]:
    """Say what happens with the answers and when, in words."""
    last_day = today(closes_at)
    if "days_after_closing" in step:
        day = last_day + timedelta(days=step["days_after_closing"])
        when = f"{day.month}月{day.day}日"
    else:
        months = last_day.month - 1 + step["months_after_closing"]
        when = wareki_month(date(last_day.year + months // 12, months % 12 + 1, 1))
    return {"kind": step["kind"], "text": step["text"], "at_text": when, "href": ""}


def _answered_survey(city: City, record: dict[str, Any], monitors: dict[str, str]) -> None:
    """Put in the survey of 2021 with 326 answers, tied to nobody as real answers are."""
    first_day = date.fromisoformat(record["first_day"])
    last_day = date.fromisoformat(record["last_day"])
    survey, questionnaire = _survey(city, record, midnight(first_day), end_of(last_day))
    given = answers()
    city.session.execute(
        update(Participation)
        .where(
            Participation.survey_id == survey.id,
            Participation.monitor_id.in_([monitors[member.code] for member, _ in given]),
        )
        .values(used=1)
    )
    version = city.session.scalars(
        select(DefinitionVersion.id).where(DefinitionVersion.survey_id == survey.id)
    ).one()
    rows: list[dict[str, Any]] = [
        {
            "id": random_id(),
            "survey_id": survey.id,
            "mode": survey.mode,
            "definition_version_id": version,
            "channel": "web",
            "document": _document(questionnaire, document, today(survey.closes_at)),
        }
        for _, document in given
    ]
    city.session.execute(insert(Response), sorted(rows, key=lambda row: row["id"]))
    release_results(
        city.session,
        survey=survey,
        actor=city.actor("planner"),
        at=survey.closes_at + RESULTS_AFTER,
    )
    _sorted_texts(city, survey, record["sorted_texts"])


def _sorted_texts(city: City, survey: Survey, record: dict[str, Any]) -> None:
    """Sort the texts of one question as a planner would, and release one of them."""
    texts: dict[str, list[str]] = {}
    for code in record["codes"]:
        made = add_code(
            city.session,
            survey=survey,
            item=record["item"],
            label=code["label"],
            definition=code["definition"],
        )
        for text in code["texts"]:
            texts.setdefault(text, []).append(made.code)
    about: dict[str, Any] = {"survey": survey, "item": record["item"]}
    for text, codes in texts.items():
        give_codes(
            city.session,
            **about,
            digest=digest_of(text),
            codes=codes,
            actor=city.actor("planner"),
        )
    release_quote(
        city.session,
        **about,
        digest=digest_of(record["quote"]),
        text=record["quote"],
        actor=city.actor("planner"),
        at=survey.closes_at + RESULTS_AFTER,
    )


def _open_survey(city: City, record: dict[str, Any]) -> None:
    opens_at = midnight(day_from(city.at, record["opens_days"]))
    closes_at = end_of(day_from(city.at, record["closes_days"]))
    _survey(city, record, opens_at, closes_at)


def _document(questionnaire: Questionnaire, given: dict[str, Answer], day: date) -> dict[str, Any]:
    """Write an invented answer the way the questionnaire stores real ones."""
    states = {
        code: _state(questionnaire.questions[code], answer)
        for code, answer in given.items()
        if answer is not None
    }
    return final_document(questionnaire, states, today=day)


def _state(question: Question, answer: Any) -> dict[str, Any]:
    if question.type == "number":
        return {"state": "answered", "number": answer}
    if question.type in {"short_text", "long_text"}:
        return {"state": "answered", "text": answer}
    if question.type == "matrix":
        rows = {row: point for row, point in answer.items() if point is not None}
        return {"state": "answered", "rows": rows} if rows else {"state": "no-answer"}
    if isinstance(answer, dict):
        choice = answer["choice"]
        codes = choice if isinstance(choice, list) else [choice]
        return {
            "state": "answered",
            "codes": codes,
            "other": {question.other_codes[0]: answer["other"]},
        }
    return {"state": "answered", "codes": answer if isinstance(answer, list) else [answer]}
