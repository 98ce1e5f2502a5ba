"""Addresses of the catalogue, at the root of the site."""

from __future__ import annotations

from django.urls import path

from opendata.catalogue import ckan_views, views

app_name = "catalogue"
urlpatterns = [
    path("catalog", views.negotiate, name="negotiate"),
    *(path(f"catalog.{ending}", views.catalogue, {"ending": ending}, name=ending) for ending in views.SYNTAXES),
    path("api/action/<str:name>", ckan_views.action),
    path("api/3/action/<str:name>", ckan_views.action, name="action"),
    path("api/3", ckan_views.version),
    path("api/util/status", ckan_views.status),
]
