"""What delegates do: see meetings, reply, give opinions, vote, confirm minutes."""

from council.routes_delegate import live, meetings, polls
from council.routes_delegate.blueprint import blueprint

__all__ = ["blueprint", "live", "meetings", "polls"]
