"""Files of the respondent: kept apart from the answer, which holds only what they are called."""

import json
import re

from surveys.definition import Question
from surveys.questions.base import (
    ANSWERED,
    NO_ANSWER,
    Item,
    Mistake,
    Raw,
    Reading,
    State,
    Value,
    invalid,
    item_key,
    kept_entries,
)

MOST_BYTES = 5_000_000
_ID = re.compile(r"[0-9a-f]{64}")


def kept_name(question: Question) -> str:
    """Return the name under which files that came before are listed."""
    return f"{question.code}-kept"


class File:
    """A control that takes files; those that came are listed, and can be taken out again.

    The route puts files away (`surveys.operations.files`) and lists them as JSON in `q-kept`.
    """

    def names(self, question: Question) -> list[str]:
        """Return the name of the list."""
        return [kept_name(question)]

    def read(self, question: Question, raw: Raw) -> Reading:
        """Take the files that were put away."""
        files = [found for text in raw.get(kept_name(question), []) if (found := _file(text))]
        most = question.max_files or 1
        if len(files) > most:
            mistake = Mistake("too-many-files", question.code, {"most": most, "chosen": len(files)})
            return invalid(raw, self.names(question), mistake)
        if not files and question.must_be_answered:
            return invalid(raw, self.names(question), Mistake("choose-file", question.code))
        return Reading({"state": ANSWERED, "files": files} if files else dict(NO_ANSWER))

    def entries(self, question: Question, state: State) -> Raw:
        """Return the list."""
        kept = kept_entries(state)
        if kept is not None:
            return kept
        files = state.get("files", [])
        return {kept_name(question): [json.dumps(f, ensure_ascii=False) for f in files]}

    def words(self, _question: Question, state: State, _language: str, _main: str) -> list[str]:
        """Return the names of the files."""
        return [str(file["name"]) for file in state.get("files", [])]

    def values(self, _question: Question, state: State) -> dict[str, Value]:
        """Return the names of the files."""
        return {"": [str(file["name"]) for file in state.get("files", [])]}

    def items(self, question: Question) -> tuple[Item, ...]:
        """Return whether there is a file, as a text that is never shown."""
        return (
            Item(item_key(question.code), "text", lambda s: "file" if s.get("files") else None),
        )


def _file(text: str) -> dict[str, object] | None:
    """Return one listed file when it has the shape that we write."""
    try:
        found = json.loads(text[:1000])
    except ValueError:
        return None
    if not isinstance(found, dict) or set(found) != {"id", "name", "size", "kind"}:
        return None
    is_ours = isinstance(found["id"], str) and _ID.fullmatch(found["id"])
    return found if is_ours and isinstance(found["name"], str) else None
