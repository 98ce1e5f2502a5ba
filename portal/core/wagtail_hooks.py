"""Hooks of the core room; registration only."""

from wagtail.snippets.models import register_snippet

from portal.core.holidays import HolidayViewSet

register_snippet(HolidayViewSet)
