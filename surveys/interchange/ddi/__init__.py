"""DDI-Codebook 2.5: what a survey asked and how, as archives and statistics programs read it.

The order of elements follows the published schema; a test holds it.
"""

from surveys.definition import Questionnaire
from surveys.interchange.ddi.document import codebook_xml
from surveys.interchange.ddi.study import Study, study_of

__all__ = ["MEDIA_TYPE", "Study", "codebook_xml", "study_of", "write"]

MEDIA_TYPE = "application/xml"


def write(questionnaire: Questionnaire) -> bytes:
    """Return a questionnaire alone, before anybody has answered it."""
    return codebook_xml(questionnaire)
