"""Hooks of the news room; registration only."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from portal.news.viewsets import NewsCategoryViewSet, NewsViewSet


@hooks.register("register_admin_viewset")
def news_viewset() -> NewsViewSet:
    """Show the list of all news in the menu."""
    return NewsViewSet()


register_snippet(NewsCategoryViewSet)
