"""Planners draft, cite and publish; headquarters decide; all staff can read along."""

from engage.plan.routes_planner import decisions, drafts, evidence, items, parts, publishing
from engage.plan.routes_planner.blueprint import bp

__all__ = ["bp", "decisions", "drafts", "evidence", "items", "parts", "publishing"]
