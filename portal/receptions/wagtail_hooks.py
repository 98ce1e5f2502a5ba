"""Hooks of the receptions room; registration only."""

from wagtail.snippets.models import register_snippet

from portal.receptions.viewsets import PetitionKindViewSet

register_snippet(PetitionKindViewSet)
