"""Addresses of feeds, sitemap and other texts for programs, at the root of the site."""

from __future__ import annotations

from django.urls import URLPattern, path

from opendata.feeds import sitemaps, texts, views
from opendata.feeds.formats import FORMATS


def _feeds(prefix: str, source: str) -> list[URLPattern]:
    """Return the addresses of a list's feeds in every format."""
    return [path(f"{prefix}{name}", views.feed, {"source": source, "name": name}) for name in FORMATS]


app_name = "feeds"
urlpatterns = [
    *_feeds("tin-tuc/", "news"),
    *_feeds("tin-tuc/<slug:category>/", "news"),
    *_feeds("van-ban/", "documents"),
    *_feeds("du-thao/", "drafts"),
    *_feeds("hoi-dap/", "questions"),
    *_feeds("cong-bao/", "issues"),
    *_feeds("cong-bao/<int:year>/", "issues"),
    *_feeds("dinh-chinh/", "corrections"),
    *_feeds("tim-kiem/", "search"),
    *_feeds("du-lieu/", "datasets"),
    *(path(f"theo-doi/{name}", views.changes, {"name": name}) for name in FORMATS),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemaps.section, name="sitemap-file"),
    path("robots.txt", texts.robots, name="robots"),
    path(".well-known/security.txt", texts.security, name="security"),
    path("opensearch.xml", texts.opensearch, name="opensearch"),
    path("llms.txt", texts.llms, name="llms"),
]
