"""Addresses of the catalogue, at the root of the site."""

from __future__ import annotations

from django.urls import path, re_path

from opendata.catalogue import ckan_views, sdmx_views, views

app_name = "catalogue"
urlpatterns = [
    path("catalog", views.negotiate, name="negotiate"),
    *(
        path(f"catalog.{ending}", views.catalogue, {"ending": ending}, name=ending)
        for ending in views.SYNTAXES
    ),
    *(
        path(f"catalog-services.{ending}", views.services, {"ending": ending}, name=f"services-{ending}")
        for ending in views.SYNTAXES
    ),
    path("api/action/<str:name>", ckan_views.action),
    path("api/3/action/<str:name>", ckan_views.action, name="action"),
    path("api/3", ckan_views.version),
    path("api/util/status", ckan_views.status),
    path("sdmx/data/<str:flow>", sdmx_views.data),
    path("sdmx/data/<str:flow>/<str:key>", sdmx_views.data),
    path("sdmx/data/<str:flow>/<str:key>/<str:provider>", sdmx_views.data, name="sdmx-data"),
    path("sdmx/<slug:kind>", sdmx_views.structure),
    path("sdmx/<slug:kind>/<str:agency>", sdmx_views.structure),
    path("sdmx/<slug:kind>/<str:agency>/<str:identity>", sdmx_views.structure),
    path("sdmx/<slug:kind>/<str:agency>/<str:identity>/<str:version>", sdmx_views.structure, name="sdmx"),
    re_path("^sdmx/", sdmx_views.nothing, name="sdmx-nothing"),
]
