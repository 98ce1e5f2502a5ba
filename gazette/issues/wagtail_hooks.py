"""Registration of gazette issues with Wagtail."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from gazette.issues import admin_views
from gazette.issues.admin_guards import refuse_deleting_published, warn_of_unusual_date
from gazette.issues.bulk_actions import PublishIssues, WithdrawIssues
from gazette.issues.dashboard import LatePanel
from gazette.issues.viewsets import GazetteIssueViewSet, IntakeEntryViewSet

register_snippet(GazetteIssueViewSet)
register_snippet(IntakeEntryViewSet)
hooks.register("register_bulk_action", PublishIssues)
hooks.register("register_bulk_action", WithdrawIssues)
hooks.register("before_delete_snippet", refuse_deleting_published)
hooks.register("after_create_snippet", warn_of_unusual_date)
hooks.register("after_edit_snippet", warn_of_unusual_date)


@hooks.register("register_admin_urls")
def _urls() -> list[URLPattern]:
    return [
        path("cong-bao/<int:pk>/sap-xep/", admin_views.compose, name="gazette_compose"),
        path("cong-bao/<int:pk>/xem-truoc/", admin_views.preview, name="gazette_preview"),
        path("cong-bao/<int:pk>/xem-truoc.pdf", admin_views.preview_file, name="gazette_preview_file"),
    ]


@hooks.register("construct_homepage_panels")
def _late(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(LatePanel())
