"""What can be stored: bodies, members, meetings, agendas, opinions, answers, minutes."""

from council.models.agenda import AgendaItem, Paper
from council.models.body import (
    Body,
    BodyName,
    Membership,
    Organisation,
    OrganisationName,
    Representation,
)
from council.models.city_response import (
    CityResponse,
    CityResponseRevision,
    CityResponseTarget,
)
from council.models.confirmation import MinutesConfirmation, MinutesRequest
from council.models.meeting import Attendance, Meeting, Rsvp
from council.models.minutes import (
    Minutes,
    MinutesBlock,
    MinutesBlockRevision,
    MinutesBlockSource,
    MinutesPublication,
)
from council.models.opinion import Opinion, OpinionRevision
from council.models.poll import Poll, PollVote
from council.models.speaking import MeetingNote, RaisedHand
from council.models.transcript import Transcript, TranscriptPassage, TranscriptVoice

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "BodyName",
    "CityResponse",
    "CityResponseRevision",
    "CityResponseTarget",
    "Meeting",
    "MeetingNote",
    "Membership",
    "Minutes",
    "MinutesBlock",
    "MinutesBlockRevision",
    "MinutesBlockSource",
    "MinutesConfirmation",
    "MinutesPublication",
    "MinutesRequest",
    "Opinion",
    "OpinionRevision",
    "Organisation",
    "OrganisationName",
    "Paper",
    "Poll",
    "PollVote",
    "RaisedHand",
    "Representation",
    "Rsvp",
    "Transcript",
    "TranscriptPassage",
    "TranscriptVoice",
]
