"""Hooks of the questions room; registration only."""

from wagtail.snippets.models import register_snippet

from portal.questions.viewsets import QuestionFieldViewSet, QuestionStatusViewSet

register_snippet(QuestionFieldViewSet)
register_snippet(QuestionStatusViewSet)
