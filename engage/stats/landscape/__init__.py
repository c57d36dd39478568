"""The landscape of opinions: votes on statements, people near who vote alike, what all share.

Deterministic: the same votes give the same landscape in every order and every process. Groups are
called so only when they guess hidden votes better than no groups do.
"""

from engage.stats.landscape.analysis import VERSION, Group, Landscape, analyse, as_plain
from engage.stats.landscape.compatible import (
    Named,
    polis_consensus,
    polis_group_aware,
    polis_representative,
)
from engage.stats.landscape.gate import Gain
from engage.stats.landscape.plane import Plane, plane_of
from engage.stats.landscape.routing import NextStatement, next_statement
from engage.stats.landscape.standing import Representative, Standing
from engage.stats.landscape.votes import Votes, votes_of

__all__ = [
    "VERSION",
    "Gain",
    "Group",
    "Landscape",
    "Named",
    "NextStatement",
    "Plane",
    "Representative",
    "Standing",
    "Votes",
    "analyse",
    "as_plain",
    "next_statement",
    "plane_of",
    "polis_consensus",
    "polis_group_aware",
    "polis_representative",
    "votes_of",
]
