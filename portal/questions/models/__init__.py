"""Models of the questions room, one noun a file."""

from portal.questions.models.code_lists import QuestionField, QuestionStatus

__all__ = ["QuestionField", "QuestionStatus"]
