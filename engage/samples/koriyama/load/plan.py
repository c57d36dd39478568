"""The plan as the report prints it: its tree, versions, tags, bodies, findings and advice."""

from datetime import date, timedelta
from typing import Any

from engage.core.ids import new_id
from engage.japanese.fiscal import fiscal_year_label
from engage.plan.models import (
    AdviceRecord,
    ElementRevision,
    Finding,
    Placement,
    Plan,
    PlanElement,
    PlanVersion,
    PublicBody,
    PublicBodyName,
    Tag,
)
from engage.plan.models.element import content_digest
from engage.plan.operations import record_past_version
from engage.samples.koriyama.data import data
from engage.samples.koriyama.load.city import City

ENTERED_BEFORE = timedelta(days=20)
"""How long before the loading the plan was entered."""


def load_plan(city: City) -> PlanVersion:
    """Put in the plan with its four versions, of which the last has contents, and return that."""
    plan = _plan(city)
    _bodies(city)
    _tags(city, plan)
    _findings(city, plan)
    _advice(city, plan)
    city.session.flush()
    *earlier, last = data("revisions")
    version = None
    for record in earlier:
        version = _version(city, plan, record, version)
        _seal(city, version)
    current = _version(city, plan, last, version)
    _Tree(city, plan, current).grow()
    _seal(city, current)
    return current


def _plan(city: City) -> Plan:
    record = data("plan")["plan"]
    plan = Plan(
        id=new_id(),
        code=record["code"],
        title=record["title"],
        short_title=record["short_title"],
        first_fiscal_year=record["first_fiscal_year"],
        last_fiscal_year=record["last_fiscal_year"],
        facts=_facts(record),
        source=record["source"],
    )
    city.session.add(plan)
    return plan


def _facts(record: dict[str, Any]) -> list[dict[str, Any]]:
    coming, prefecture, nation = (
        record["next_period"],
        record["prefectural_plan"],
        record["national_plan"],
    )
    first, last = (
        fiscal_year_label(coming[name]) for name in ("first_fiscal_year", "last_fiscal_year")
    )
    facts = [
        {"name": "根拠", "value": record["legal_basis"]},
        {"name": "上位の指針", "value": record["upper_plan"]},
        {"name": "前の計画", "value": record["predecessor"]},
        {"name": "県の計画", "value": prefecture["title"]},
        {"name": "国の計画", "value": nation["title"]},
        {"name": "次の期間", "value": f"{first}～{last}"},
    ]
    facts += [
        {
            "name": f"公表（{state['document']}）",
            "value": "公表" if state["published"] else "監査のとき未公表",
        }
        for state in record["publication"]
    ]
    return facts


def _bodies(city: City) -> None:
    for record in data("bodies"):
        body = PublicBody(
            id=new_id(),
            code=record["code"],
            kind=record["kind"],
            role=record["role"],
            members=record["members"] or "",
            source=record["source"],
        )
        city.session.add(body)
        city.session.flush()
        city.session.add_all(
            PublicBodyName(
                body_id=body.id,
                name=name["name"],
                yomi=name["reading"],
                from_month=name["from"],
                until_month=name["until"],
                note=name["note"] or "",
            )
            for name in record["names"]
        )


def _tags(city: City, plan: Plan) -> None:
    national = data("national")
    groups = {group["code"]: group["title"] for group in national["groups"]}
    families = {
        "five-less": data("plan")["five_less"],
        "five-elements": data("plan")["elements"],
        "national": national["items"],
    }
    city.session.add_all(
        Tag(
            plan_id=plan.id,
            family=family,
            code=record["code"],
            group=groups.get(record.get("group"), ""),
            position=position,
            title=record["title"],
            summary=record.get("summary", ""),
            aliases=record.get("aliases", []),
            source=record["source"],
        )
        for family, records in families.items()
        for position, record in enumerate(records, start=1)
    )


def _findings(city: City, plan: Plan) -> None:
    audit = data("findings")["audit"]
    city.session.add_all(
        Finding(
            plan_id=plan.id,
            audit=audit["code"],
            code=record["code"],
            printed_code=record["printed_code"],
            position=position,
            topic=record["topic"],
            summary=record["summary"],
            checks=record["checks"],
            submitted_on=date.fromisoformat(audit["submitted"]),
            source=record["source"],
        )
        for position, record in enumerate(data("findings")["findings"], start=1)
    )


def _advice(city: City, plan: Plan) -> None:
    columns = ("code", "mode", "matter", "fiscal_years", "affiliation", "count", "source")
    city.session.add_all(
        AdviceRecord(plan_id=plan.id, **{name: record[name] for name in columns})
        for record in data("advice")["records"]
    )


def _version(
    city: City, plan: Plan, record: dict[str, Any], base: PlanVersion | None
) -> PlanVersion:
    version = PlanVersion(
        id=new_id(),
        plan_id=plan.id,
        number=record["version"],
        base_id=base.id if base else None,
        month=record["month"],
        trigger=record["trigger"] or "",
        summary=record["kind"],
        changes=record["items"],
        source=record["source"],
    )
    city.session.add(version)
    city.session.flush()
    return version


def _seal(city: City, version: PlanVersion) -> None:
    record_past_version(
        city.session,
        version=version,
        actor=city.actor("planner"),
        at=city.at - ENTERED_BEFORE,
    )


class _Tree:
    """Grows the fourth version from its printed tables, in their order."""

    def __init__(self, city: City, plan: Plan, version: PlanVersion) -> None:
        self.city, self.plan, self.version = city, plan, version
        self.revisions: dict[str, ElementRevision] = {}
        self.homes: dict[str, Placement] = {}
        self.position = 0

    def grow(self) -> None:
        """Put every element in its places; re-listed projects point at their home."""
        content = data("plan")
        principle = content["principle"]
        projects = {record["code"]: record for record in data("projects")}
        self._plant(principle, "principle", body=principle["summary"])
        for policy in content["policies"]:
            above = self._plant(policy, "policy", label=policy["printed_code"])
            for goal in (g for g in content["goals"] if g["policy"] == policy["code"]):
                self._plant_goal(goal, "goal", above, projects)
        for support in content["support_structures"]:
            self._plant_goal(support, "support", None, projects)
        self.city.session.flush()

    def _plant_goal(
        self,
        goal: dict[str, Any],
        kind: str,
        above: Placement | None,
        projects: dict[str, dict[str, Any]],
    ) -> None:
        label = goal["printed_code"].replace("－", "-")
        aliases = [alias["name"] for alias in goal.get("aliases", [])]
        home = self._plant(goal, kind, label=label, above=above, fields={"aliases": aliases})
        for number in goal["projects"]:
            project = projects[str(number)]
            fields = {name: project[name] for name in ("kpi", "department", "budget")}
            self._plant(
                project,
                "project",
                body=project["summary"],
                label=project["code"],
                above=home,
                fields=fields,
            )
        for number in goal.get("relisted", []):
            self._place(str(number), label=str(number), above=home, again=True)

    def _plant(
        self,
        record: dict[str, Any],
        kind: str,
        *,
        body: str = "",
        label: str = "",
        above: Placement | None = None,
        fields: dict[str, Any] | None = None,
    ) -> Placement:
        element = PlanElement(
            id=new_id(),
            plan_id=self.plan.id,
            code=record["code"],
            kind=kind,
            source=record["source"],
        )
        content = {"aliases": [], **(fields or {})}
        if body:
            content["is_summary"] = True
        revision = ElementRevision(
            id=new_id(),
            element_id=element.id,
            seq=1,
            title=record["title"],
            body=body,
            fields=content,
            sha256=content_digest(record["title"], body, content),
            at=self.city.at - ENTERED_BEFORE,
        )
        self.city.session.add(element)
        self.city.session.flush()
        self.city.session.add(revision)
        self.city.session.flush()
        self.city.elements[element.code] = element
        self.revisions[element.code] = revision
        self.homes[element.code] = self._place(element.code, label=label, above=above)
        return self.homes[element.code]

    def _place(
        self, code: str, *, label: str, above: Placement | None, again: bool = False
    ) -> Placement:
        self.position += 1
        placement = Placement(
            id=new_id(),
            version_id=self.version.id,
            element_id=self.city.elements[code].id,
            element_revision_id=self.revisions[code].id,
            parent_id=above.id if above else None,
            position=self.position,
            number_label=label,
            is_primary=not again,
            primary_id=self.homes[code].id if again else None,
        )
        self.city.session.add(placement)
        self.city.session.flush()
        return placement
