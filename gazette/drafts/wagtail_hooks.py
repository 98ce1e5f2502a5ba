"""Hooks of the drafts room; registration only."""

from wagtail.snippets.models import register_snippet

from gazette.drafts.viewsets import CommentOutcomeViewSet, ConsultationStatusViewSet

register_snippet(ConsultationStatusViewSet)
register_snippet(CommentOutcomeViewSet)
