"""A trace as plain values and as lines of text, for the command line and for programs."""

from typing import Any

from sqlalchemy.orm import Session

from engage.core.errors import NotFound
from engage.plan import queries
from engage.plan.evidence import EvidenceRef, EvidenceRegistry
from engage.plan.plain import element_as_plain
from engage.plan.trace import trace_of_ref


def traced(session: Session, registry: EvidenceRegistry, target: str) -> dict[str, Any]:
    """Follow `koriyama/1` back to evidence, or `statistic:dx-2021/q4/1` forward to the line."""
    kind, colon, key = target.partition(":")
    if colon:
        found = trace_of_ref(session, registry, EvidenceRef(kind, key), with_drafts=True)
        steps = [
            {"kind": s.kind, "state": s.state, "label": s.label, "what": s.what, "why": s.why}
            for s in found.steps
        ]
        return {"kind": kind, "key": key, "steps": steps, "items": list(found.items)}
    plan_code, _, code = target.partition("/")
    plan = queries.plan_named(session, plan_code)
    element = queries.element_named(session, plan, code) if plan else None
    if element is None:
        raise NotFound("not-found")
    return element_as_plain(session, registry, element, plan_code)


def told(plain: dict[str, Any]) -> list[str]:
    """Return a trace as lines that a person reads."""
    if "steps" in plain:
        return [f"{s['kind']:<9}{s['what']}　{s['label']}" for s in plain["steps"]]
    lines = [plain["element"]]
    for item in plain["items"]:
        decision = item["decision"] or {}
        lines.append(f"  {item['code']}　{item['title']}　{decision.get('outcome', '未決')}")
        lines.extend(
            f"    {evidence['source']}　{evidence['title']}　{evidence['statement']}"
            for evidence in item["evidence"]
        )
    return lines
