"""Models of the questions room, one noun a file."""

from portal.questions.models.answers import Answer
from portal.questions.models.cases import AgencyMember, Forwarding, Message, QuestionEvent, QuestionFile
from portal.questions.models.code_lists import QuestionField, QuestionStatus
from portal.questions.models.questions import Question
from portal.questions.querysets import StateWrittenByHand

__all__ = [
    "AgencyMember",
    "Answer",
    "Forwarding",
    "Message",
    "Question",
    "QuestionEvent",
    "QuestionField",
    "QuestionFile",
    "QuestionStatus",
    "StateWrittenByHand",
]
