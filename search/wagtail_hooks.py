"""Hooks of search; registration only."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from search.viewsets import SearchGroup, SearchReportViewSet


@hooks.register("register_admin_viewset")
def search_report() -> SearchReportViewSet:
    """Show the report in the menu."""
    return SearchReportViewSet()


register_snippet(SearchGroup)
