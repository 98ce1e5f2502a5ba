"""Hooks of the questions room; registration only."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from portal.questions import desk_urls
from portal.questions.panels import QuestionsPanel
from portal.questions.services.actors import actor_of
from portal.questions.viewsets import AgencyMemberViewSet, QuestionFieldViewSet, QuestionStatusViewSet

register_snippet(QuestionFieldViewSet)
register_snippet(QuestionStatusViewSet)
register_snippet(AgencyMemberViewSet)


class _QueueItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        """Show the queue to those who may work on it."""
        return actor_of(request.user) is not None


@hooks.register("register_admin_urls")
def _urls() -> list[URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def _queue() -> MenuItem:
    return _QueueItem(
        _("Hỏi đáp"), reverse("questions_desk:queue"), name="questions", icon_name="help", order=242
    )


@hooks.register("construct_homepage_panels")
def _panel(request: HttpRequest, panels: list[Any]) -> None:
    if actor_of(request.user) is not None:
        panels.append(QuestionsPanel())
