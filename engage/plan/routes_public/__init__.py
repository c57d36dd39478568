"""What anyone can read of the plan."""

from engage.plan.routes_public import plans, versions, voices
from engage.plan.routes_public.blueprint import bp

__all__ = ["bp", "plans", "versions", "voices"]
