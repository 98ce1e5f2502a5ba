"""Hooks of the drafts room; registration only."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from gazette.drafts import desk_urls
from gazette.drafts.admin_guards import refuse_deleting_public
from gazette.drafts.desk_moderation import MODERATE
from gazette.drafts.viewsets import CommentOutcomeViewSet, ConsultationStatusViewSet, DraftViewSet

register_snippet(ConsultationStatusViewSet)
register_snippet(CommentOutcomeViewSet)
register_snippet(DraftViewSet)
hooks.register("before_delete_snippet", refuse_deleting_public)


class _QueueItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        """Show the queue to those who may work on it."""
        return request.user.has_perm(MODERATE)


@hooks.register("register_admin_urls")
def _urls() -> list[URLResolver]:
    return [path("", include(desk_urls))]


@hooks.register("register_admin_menu_item")
def _queue() -> MenuItem:
    return _QueueItem(
        _("Duyệt góp ý"), reverse("drafts_desk:queue"), name="comment-queue", icon_name="comment", order=241
    )
