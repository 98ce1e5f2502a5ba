"""Addresses of the site; rooms are named by string only."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from portal.core import views

urlpatterns = [
    path("api/v1/", include("opendata.api.urls")),
    # No address of ours holds a NUL, and PostgreSQL refuses to look for one; the API says so in its own shape.
    re_path(r"\x00", views.no_address),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("quan-tri/", include(wagtailadmin_urls)),
    # By this name Wagtail looks for the way to a file that is for editors only.
    path(
        "tep/dang-nhap/",
        RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True),
        name="wagtailcore_login",
    ),
    path("tep/", include(wagtaildocs_urls)),
    path("media/<path:path>", views.media, name="media"),
    path("eli/", include("gazette.documents.eli_urls")),
    path("", include("opendata.catalogue.urls")),
    path("", include("opendata.feeds.urls")),
]

urlpatterns += i18n_patterns(
    path("van-ban/", include("gazette.documents.urls")),
    path("cong-bao/kiem-tra/", include("gazette.signatures.urls")),
    path("cong-bao/nhat-ky/", include("gazette.publication_log.urls")),
    path("cong-bao/", include("gazette.issues.urls")),
    path("du-thao/", include("gazette.drafts.urls")),
    path("du-lieu/toan-bo/", include("opendata.dumps.urls")),
    path("du-lieu/", include("opendata.datasets.urls")),
    path("bao-cao/", include("opendata.activity.urls")),
    path("hoi-dap/", include("portal.questions.urls")),
    path("co-quan/", include("portal.agencies.urls")),
    path("theo-doi/", include("portal.alerts.urls")),
    path("dinh-chinh/", include("portal.corrections.urls")),
    path("tim-kiem/", include("search.urls")),
    re_path(serve_pattern, views.serve_page, name="wagtail_serve"),
    prefix_default_language=False,
)


handler404 = "portal.core.views.page_not_found"
