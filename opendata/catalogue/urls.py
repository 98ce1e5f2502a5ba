"""Addresses of the catalogue for programs."""

from __future__ import annotations

from django.urls import path, re_path

from opendata.catalogue import action_views, views
from opendata.catalogue.sdmx import views as sdmx_views
from opendata.catalogue.sdmx.structures import KINDS

_KIND = f"sdmx/(?P<kind>{'|'.join(KINDS)})"
_PART = "[^/]+"

app_name = "catalogue"
urlpatterns = [
    re_path(r"^catalog\.(?P<file_format>ttl|jsonld|rdf)$", views.catalogue, name="dcat"),
    path("api/action/<str:name>", action_views.action, name="action"),
    path("api/3/action/<str:name>", action_views.action, name="action-3"),
    re_path(
        rf"^{_KIND}(?:/(?P<agency>{_PART})(?:/(?P<name>{_PART})(?:/(?P<version>{_PART}))?)?)?/?$",
        sdmx_views.structure,
        name="sdmx-structure",
    ),
    re_path(
        rf"^sdmx/data/(?P<flow>{_PART})(?:/(?P<key>{_PART})(?:/(?P<provider>{_PART}))?)?/?$",
        sdmx_views.observations,
        name="sdmx-data",
    ),
]
