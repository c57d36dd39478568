"""What the pages of the plan show, as plain objects: the templates choose the words."""

from engage.plan.results.elements import ElementPage, element_page
from engage.plan.results.index import IndexGroup, IndexLine, PlanPage, index_groups, plan_page
from engage.plan.results.items import (
    ItemPage,
    Proposed,
    element_lines,
    finding_answers,
    item_page,
    proposed_texts,
)
from engage.plan.results.versions import (
    ChangesPage,
    VersionLine,
    changes_page,
    is_public,
    version_lines,
    visible_draft,
    visible_versions,
)
from engage.plan.results.voices import VoiceLine, items_resting_on, voice_lines

__all__ = [
    "ChangesPage",
    "ElementPage",
    "IndexGroup",
    "IndexLine",
    "ItemPage",
    "PlanPage",
    "Proposed",
    "VersionLine",
    "VoiceLine",
    "changes_page",
    "element_lines",
    "element_page",
    "finding_answers",
    "index_groups",
    "is_public",
    "item_page",
    "items_resting_on",
    "plan_page",
    "proposed_texts",
    "version_lines",
    "visible_draft",
    "visible_versions",
    "voice_lines",
]
