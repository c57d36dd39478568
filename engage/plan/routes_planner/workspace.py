"""The workspace of one item: text, decision and evidence side by side, each with its form."""

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request
from flask_babel import gettext as _

from engage.core.clock import now, today
from engage.core.forms import Form
from engage.core.permissions import Permission
from engage.core.web import current_actor, db, registry
from engage.plan import queries, results
from engage.plan.evidence import Candidate
from engage.plan.forms import (
    OUTCOME_NAMES,
    SEPARATOR,
    AboutForm,
    CiteForm,
    DecisionForm,
    DescriptionForm,
    NoEvidenceForm,
    ProjectForm,
    RetractForm,
    TextForm,
    element_choices,
)
from engage.plan.models import RevisionItem
from engage.plan.results import ItemPage, Proposed
from engage.plan.thread import Step

DECIDING_BODY = "headquarters"
EVERYTHING = "all"
MOST_SHOWN = 15
WORDS_LENGTH = 100
CHECKS = (
    "item-without-evidence",
    "item-undecided",
    "item-accepted-without-change",
    "item-refused-but-changes-text",
)


@dataclass(frozen=True)
class Forms:
    """The form that was sent and refused, if one was; the others start fresh."""

    text: TextForm | None = None
    element: str = ""
    cite: CiteForm | None = None
    retract: RetractForm | None = None
    citation: str = ""
    no_evidence: NoEvidenceForm | None = None
    decision: DecisionForm | None = None
    description: DescriptionForm | None = None
    project: ProjectForm | None = None
    parent: str = ""
    include: AboutForm | None = None

    @property
    def mistaken(self) -> Form | None:
        """The form to be mended."""
        sent = (self.text, self.cite, self.retract, self.no_evidence, self.decision)
        rarer = (self.description, self.project, self.include)
        return next((form for form in (*sent, *rarer) if form), None)


def page(item: RevisionItem, forms: Forms | None = None) -> Response:
    """Return the workspace; 422 when a form has to be mended."""
    forms = forms or Forms()
    found = results.item_page(db(), registry(), item)
    day = today(now())
    return make_response(
        render_template(
            "plan/staff/item.html",
            form=forms.mistaken,
            page=found,
            plan=item.version.plan,
            steps=_steps(found),
            checks=[(code, code not in found.obstacles) for code in CHECKS],
            text_forms=_text_forms(found, forms),
            description_form=forms.description or _description_form(item),
            project_forms=_project_forms(found, forms),
            include_form=forms.include or include_form(item, sent=False),
            cite_form=forms.cite or CiteForm(formdata=None),
            retract_forms=_retract_forms(found, forms),
            none_form=forms.no_evidence or _none_form(item),
            decision_form=forms.decision or _decision_form(),
            body_name=queries.body_name_on(db(), DECIDING_BODY, day),
            search=_search(found, insist=forms.cite is not None),
            label=registry().label,
            may_edit=_may(Permission.EDIT_PLAN, item),
            may_decide=_may(Permission.DECIDE_REVISIONS, item),
        ),
        422 if forms.mistaken else 200,
    )


def _may(permission: Permission, item: RevisionItem) -> bool:
    return item.version.is_draft and item.state == "open" and current_actor().may(permission)


def _text_forms(found: ItemPage, forms: Forms) -> dict[str, TextForm]:
    fresh = {}
    for text in found.texts:
        code, now_there = text.element.code, text.now
        fresh[code] = TextForm(
            formdata=None,
            prefix=f"{code}-",
            data={
                "expected": now_there.id if now_there else "",
                "title": now_there.title if now_there else "",
                "body": now_there.body if now_there else "",
            },
        )
    return fresh | ({forms.element: forms.text} if forms.text else {})


def _description_form(item: RevisionItem) -> DescriptionForm:
    return DescriptionForm(
        formdata=None,
        prefix="about-",
        data={"kind": item.kind, "title": item.title, "rationale": item.rationale},
    )


def _project_forms(found: ItemPage, forms: Forms) -> dict[str, ProjectForm]:
    codes = [text.element.code for text in found.texts if text.holds_projects]
    fresh = {code: ProjectForm(formdata=None, prefix=f"new-{code}-") for code in codes}
    return fresh | ({forms.parent: forms.project} if forms.project else {})


def include_form(item: RevisionItem, *, sent: bool = True) -> AboutForm:
    """Return the form that widens an item, with what it is not about yet to choose from."""
    form = AboutForm(prefix="include-") if sent else AboutForm(formdata=None, prefix="include-")
    known = {change.element.code for change in item.changes}
    lines = results.element_lines(db(), item.version)
    form.element.choices = element_choices([line for line in lines if line[0] not in known])
    return form


def _retract_forms(found: ItemPage, forms: Forms) -> dict[str, RetractForm]:
    ids = [cited.citation.id for cited in found.active]
    fresh = {i: RetractForm(formdata=None, prefix=f"{i}-") for i in ids}
    return fresh | ({forms.citation: forms.retract} if forms.retract else {})


def _none_form(item: RevisionItem) -> NoEvidenceForm:
    return NoEvidenceForm(formdata=None, prefix="none-", data={"reason": item.no_evidence_reason})


def _decision_form() -> DecisionForm:
    return DecisionForm(formdata=None, prefix="decision-", data={"decided_on": today(now())})


def _search(found: ItemPage, *, insist: bool) -> dict[str, Any]:
    """Look for evidence once somebody asks; the tabs count what each group has."""
    words = request.values.get("q", "").strip()[:WORDS_LENGTH]
    group = request.values.get("group", EVERYTHING if insist else "")
    if not (words or group):
        return {"asked": False, "words": "", "group": "", "groups": registry().groups}
    hits: list[Candidate] = registry().search(db(), words)
    chosen = [hit for hit in hits if group in ("", EVERYTHING, hit.group)]
    counts = {name: sum(hit.group == name for hit in hits) for name in registry().groups}
    cited = {(c.evidence.kind, c.evidence.key): c.citation.is_active for c in found.cited}
    return {
        "asked": True,
        "words": words,
        "group": group or EVERYTHING,
        "total": len(hits),
        "counts": counts,
        "groups": registry().groups,
        "more": max(0, len(chosen) - MOST_SHOWN),
        "hits": [
            {
                "candidate": hit,
                "value": f"{hit.ref.kind}{SEPARATOR}{hit.ref.key}",
                "cited": cited.get((hit.ref.kind, hit.ref.key)),
            }
            for hit in chosen[:MOST_SHOWN]
        ],
    }


def _steps(found: ItemPage) -> tuple[Step, ...]:
    """Return how far the item is: voices, evidence, decision, line."""
    count, decision = len(found.active), found.item.decision
    enough = bool(count or found.item.no_evidence_reason)
    words = _("%(count)s件を選択", count=count) if count else _("根拠なしと書きました")
    here = "evidence" if not enough else ("decision" if decision is None else "line")
    states = {
        "voice": "done",
        "evidence": "here" if here == "evidence" else "done",
        "decision": "later" if here == "evidence" else ("here" if decision is None else "done"),
        "line": "here" if here == "line" else "later",
    }
    texts = {
        "voice": _("%(count)s件", count=count),
        "evidence": words if enough else _("根拠を選ぶと進めます"),
        "decision": str(OUTCOME_NAMES[decision.outcome])
        if decision
        else _("推進本部の決定を待っています"),
        "line": "、".join(_place(text) for text in found.texts),
    }
    return tuple(
        Step(kind=kind, label="", what=texts[kind], state=states[kind])
        for kind in ("voice", "evidence", "decision", "line")
    )


def _place(text: Proposed) -> str:
    code = text.element.code
    words = _("事業%(code)s", code=code) if text.element.kind == "project" else text.number or code
    if not text.other_places:
        return words
    places = _("、").join(text.other_places)
    return words + _("（再掲 %(places)s）", places=places)
