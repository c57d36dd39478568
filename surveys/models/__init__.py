"""What can be stored: surveys, who is asked, what was answered, what was printed before."""

from surveys.models.building import BankQuestion, QuestionnaireDraft, QuestionnaireEdit
from surveys.models.counts import AnswerChange, ReceiptLedger, SurveyQuota
from surveys.models.freetext import TextCode, TextCoding, TextQuote, TextSettlement
from surveys.models.margins import SurveyMargins
from surveys.models.notice import NoticeWish
from surveys.models.panel import Monitor
from surveys.models.published import PublishedFigure, PublishedResult
from surveys.models.report import SurveyReport
from surveys.models.response import (
    Draft,
    IncomingResponse,
    Participation,
    Response,
    SealedDraft,
)
from surveys.models.survey import DefinitionVersion, Survey, SurveyPublication
from surveys.models.view import SurveyView

__all__ = [
    "AnswerChange",
    "BankQuestion",
    "DefinitionVersion",
    "Draft",
    "IncomingResponse",
    "Monitor",
    "NoticeWish",
    "Participation",
    "PublishedFigure",
    "PublishedResult",
    "QuestionnaireDraft",
    "QuestionnaireEdit",
    "ReceiptLedger",
    "Response",
    "SealedDraft",
    "Survey",
    "SurveyMargins",
    "SurveyPublication",
    "SurveyQuota",
    "SurveyReport",
    "SurveyView",
    "TextCode",
    "TextCoding",
    "TextQuote",
    "TextSettlement",
]
