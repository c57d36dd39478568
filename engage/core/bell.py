"""The bell: huey tells a worker to look at the job rows, at once or every half minute."""

from collections.abc import Callable
from typing import Any

from huey import RedisHuey, SqliteHuey, crontab

from engage.core.config import Settings


def make_bell(settings: Settings) -> Any:
    """Return the huey instance: a SQLite file on one machine, Redis when there are several."""
    if settings.redis_url:
        return RedisHuey("engage", url=settings.redis_url)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("engage", filename=str(settings.data_dir / "bell.db"), journal_mode="delete")


class Bell:
    """Rings after a commit that wrote jobs, and sweeps regularly whatever was lost."""

    def __init__(self, settings: Settings, work: Callable[[], int]) -> None:
        """`work` does all due jobs; it is called in the worker process only."""
        self.work = work
        self.huey = make_bell(settings)
        self._ring = self.huey.task(name="ring")(work)
        self.huey.periodic_task(crontab(minute="*"), name="sweep")(work)

    def ring(self) -> None:
        """Ask a worker to look now; a bell that cannot ring loses nothing, the sweep comes."""
        self._ring()

    def listen(self) -> None:
        """Be a worker until stopped."""
        self.huey.create_consumer(workers=1, periodic=True, check_worker_health=False).run()
