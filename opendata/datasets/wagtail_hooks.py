"""Registration of datasets with Wagtail."""

from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from opendata.datasets.admin_guards import import_button, refuse_deleting_published
from opendata.datasets.admin_views import guided_import
from opendata.datasets.bulk_actions import WithdrawDatasets
from opendata.datasets.viewsets import DatasetViewSet

hooks.register("register_bulk_action", WithdrawDatasets)
hooks.register("before_delete_snippet", refuse_deleting_published)
hooks.register("register_snippet_listing_buttons", import_button)
hooks.register(
    "register_admin_urls",
    lambda: [path("nhap-du-lieu/<int:pk>/", guided_import, name="datasets_guided_import")],
)
register_snippet(DatasetViewSet)
