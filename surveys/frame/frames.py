"""The frames of one installation: each good until answers come, change or are withdrawn."""

import atexit
import shutil
import tempfile
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Lock

from sqlalchemy import URL, select
from sqlalchemy.orm import Session

from engage.core.config import Settings
from engage.core.db import Database
from engage.core.digest import digest
from surveys.definition import parse
from surveys.frame.cells import ShardCells
from surveys.frame.coding import RECIPE, Coding
from surveys.frame.frame import Frame, over
from surveys.frame.manifest import Manifest, State
from surveys.frame.renewal import ROWS_A_SHARD, Renewal
from surveys.frame.shard import DamagedShard, Shard
from surveys.frame.shelf import Shelf
from surveys.models import AnswerChange, DefinitionVersion, ReceiptLedger, Survey
from surveys.queries.responses import (
    current_version,
    later_mappings,
    response_count,
    response_documents,
)

FOLDER = "frames"
OPEN_SURVEYS = 16
TRIES = 4
"""How often shards are brought up to date when a new version comes in the middle of it."""


@dataclass(frozen=True)
class _Open:
    """A survey's shards as this process holds them open."""

    manifest: Manifest
    coding: Coding
    shards: tuple[Shard, ...]
    looks: tuple[tuple[int, int, int], ...]
    """How the files looked when their digests were compared."""


class Frames:
    """Frames over the shards in one folder."""

    def __init__(self, folder: Path, *, workers: int = 1, rows_a_shard: int = ROWS_A_SHARD) -> None:
        """Keep shards in `folder` and count with so many processes."""
        self._folder, self._workers, self._rows = folder, workers, rows_a_shard
        self._open: OrderedDict[str, _Open] = OrderedDict()
        self._compared: set[str] = set()
        """Surveys whose files this process has compared with the answers: a database may have been
        put back to an earlier day while it was not running."""
        self._lock = Lock()

    def of(self, session: Session, survey: Survey) -> Frame:
        """Return the survey's frame, brought up to date when answers have come or gone."""
        shelf, state = self.shelf(survey.id), state_of(session, survey)
        with self._lock:
            found = self._open.get(survey.id)
        if found is None or found.manifest.state != state or not _is_whole(shelf, found):
            found = self._renewed(session, survey, shelf, state)
        with self._lock:
            self._open[survey.id] = found
            self._open.move_to_end(survey.id)
            while len(self._open) > OPEN_SURVEYS:
                self._open.popitem(last=False)
        paths = [shelf.path(shard.digest) for shard in found.shards]
        cells = ShardCells(found.shards, paths, found.coding.options, self._workers)
        return over(found.coding, cells, found.shards, partial(response_documents, session, survey))

    def shelf(self, survey_id: str) -> Shelf:
        """Return where the shards of a survey lie."""
        return Shelf(self._folder / survey_id)

    def forget(self, survey_id: str) -> None:
        """Delete the shards of a survey: after mixing, none may be older than the mixing."""
        with self._lock:
            self._open.pop(survey_id, None)
        self.shelf(survey_id).forget()

    def _renewed(self, session: Session, survey: Survey, shelf: Shelf, state: State) -> _Open:
        for _ in range(TRIES):
            with shelf.alone(lambda: session.execute(select(1))):
                found = self._brought_up(session, survey, shelf, state)
            before, state = state, state_of(session, survey)
            if (before.recipe, before.is_mixed) == (state.recipe, state.is_mixed):
                break
        self._compared.add(survey.id)
        return found

    def _brought_up(self, session: Session, survey: Survey, shelf: Shelf, state: State) -> _Open:
        coding = Coding(parse(current_version(session, survey).document))
        old = shelf.manifest()
        old = old if old and old.recipe == state.recipe else None
        is_known = survey.id in self._compared
        if old and is_known and old.state == state:
            try:
                return _opened(shelf, old, coding)
            except DamagedShard:
                pass
        knows_edits = bool(old and old.state and old.state.edits == state.edits)
        renewal = Renewal(
            session, survey, coding, shelf, not (is_known and knows_edits), self._rows
        )
        return _opened(shelf, renewal.run(state, old), coding)


def _opened(shelf: Shelf, manifest: Manifest, coding: Coding) -> _Open:
    looks = tuple(shelf.look(entry.digest) for entry in manifest.shards)
    shards = tuple(shelf.open(entry.digest) for entry in manifest.shards)
    return _Open(manifest, coding, shards, looks)


def _is_whole(shelf: Shelf, found: _Open) -> bool:
    """Whether nobody has touched the files since their digests were compared."""
    try:
        return found.looks == tuple(shelf.look(shard.digest) for shard in found.shards)
    except DamagedShard:
        return False


def state_of(session: Session, survey: Survey) -> State:
    """Return what tells whether shards are still those of the answers."""
    version = current_version(session, survey)
    changes = session.get(AnswerChange, survey.id, populate_existing=True)
    return State(
        recipe=_recipe(session, survey, version),
        responses=response_count(session, survey),
        edits=changes.edits if changes else 0,
        withdrawn=changes.withdrawn if changes else 0,
        is_mixed=session.get(ReceiptLedger, survey.id) is not None,
    )


def _recipe(session: Session, survey: Survey, version: DefinitionVersion) -> str:
    later = later_mappings(session, survey)
    return digest({"recipe": RECIPE, "questionnaire": version.digest, "later": later})


_kept: dict[URL, Frames] = {}
_guard = Lock()


def keep_in(settings: Settings, database: Database) -> None:
    """Keep the shards of a database where the settings say, each machine for itself."""
    folder = Path(settings.frames_dir or settings.data_dir / FOLDER).resolve()
    frames = Frames(folder, workers=settings.counting_workers)
    with _guard:
        _kept[database.engine.url] = frames


def frames_of(session: Session) -> Frames:
    """Return the frames of a session's database; without a data folder they die with us."""
    url = session.get_bind().engine.url
    with _guard:
        if url not in _kept:
            folder = Path(tempfile.mkdtemp(prefix="engage-frames-"))
            atexit.register(shutil.rmtree, folder, ignore_errors=True)
            _kept[url] = Frames(folder)
        return _kept[url]


def forget(database: Database, survey_id: str) -> None:
    """Delete the shards of a survey on this machine."""
    with database.reading() as session:
        frames_of(session).forget(survey_id)


def frame_of(session: Session, survey: Survey) -> Frame:
    """Return all responses of a survey as columns."""
    return frames_of(session).of(session, survey)
