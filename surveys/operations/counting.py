"""Changes are counted, so that nothing shows figures from before them."""

from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from surveys.models import AnswerChange

_CHANGES = cast("Table", AnswerChange.__table__)
_DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def note_change(session: Session, *, survey_id: str, edits: int = 0, withdrawn: int = 0) -> None:
    """Count a change or a withdrawal of a sent answer."""
    statement = _DIALECTS[session.get_bind().dialect.name].insert(_CHANGES)
    session.execute(
        statement.values(
            survey_id=survey_id, edits=edits, withdrawn=withdrawn
        ).on_conflict_do_update(
            index_elements=[_CHANGES.c.survey_id],
            set_={
                "edits": _CHANGES.c.edits + edits,
                "withdrawn": _CHANGES.c.withdrawn + withdrawn,
            },
        )
    )
