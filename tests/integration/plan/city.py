"""A small plan to revise: one goal, three projects, one of them re-listed under another goal."""

from engage.core.ids import new_id
from engage.core.permissions import SYSTEM, Actor, Role
from engage.plan import operations
from engage.plan.evidence import Candidate, EvidenceRef, EvidenceRegistry, Snapshot
from engage.plan.models import ElementRevision, Placement, Plan, PlanElement, PlanVersion
from engage.plan.models.element import content_digest

PLANNER = Actor("p1", "計画 たろう（架空）", frozenset({Role.PLANNER}))
HEAD = Actor("h1", "本部 はなこ（架空）", frozenset({Role.HEADQUARTERS}))
OPINION = EvidenceRef("opinion", "o1")


class Opinions:
    """A source of evidence whose words a test may change."""

    kind, label, group = "opinion", "意見", "会議"

    def __init__(self):
        self.words = "手続自体も見直しを"

    def search(self, session, words):
        return [Candidate(OPINION, self.words, "第1回市民会議", self.group)]

    def resolve(self, session, key):
        return Snapshot(self.kind, key, f"「{self.words}」", "要旨。", "第1回市民会議", {"n": 1})

    def voices(self, session):
        return self.search(session, "")


def a_registry():
    registry, source = EvidenceRegistry(), Opinions()
    registry.register(source)
    return registry, source


def found_plan(session, at):
    """Make version 1 with goal 1-1 (projects 1, 2, 3) and goal 3-2 (project 1 again)."""
    plan = Plan(id=new_id(), code="koriyama", title="見本の計画", first_fiscal_year=2018,
                last_fiscal_year=2021)  # fmt: skip
    version = PlanVersion(id=new_id(), plan_id=plan.id, number=1, month="2018-03")
    session.add_all([plan])
    session.flush()
    session.add(version)
    session.flush()
    places = {}

    def place(code, kind, title, position, parent=None, primary=None):
        if primary is None:
            element = PlanElement(id=new_id(), plan_id=plan.id, code=code, kind=kind)
            session.add(element)
            session.flush()
            body = f"{title}を進める。"
            sha256 = content_digest(title, body, {"kpi": None})
            revision = ElementRevision(
                id=new_id(), element_id=element.id, seq=1, title=title, body=body,
                fields={"kpi": None}, at=at, sha256=sha256,
            )  # fmt: skip
            session.add(revision)
            session.flush()
            element_id, revision_id = element.id, revision.id
        else:
            element_id, revision_id = primary.element_id, primary.element_revision_id
        placement = Placement(
            id=new_id(), version_id=version.id, element_id=element_id,
            element_revision_id=revision_id, parent_id=parent.id if parent else None,
            position=position, number_label=code, is_primary=primary is None,
            primary_id=primary.id if primary else None,
        )  # fmt: skip
        session.add(placement)
        session.flush()
        places[(code, position)] = placement
        return placement

    goal = place("1-1", "goal", "手続のオンライン化", 1)
    first = place("1", "project", "マイナポータル", 2, goal)
    place("2", "project", "施設予約", 3, goal)
    place("3", "project", "キャッシュレス決済", 4, goal)
    other = place("3-2", "goal", "マイナンバーカード", 5)
    place("1", "project", "", 6, other, primary=first)
    operations.record_past_version(session, version=version, actor=SYSTEM, at=at)
    return plan, version
