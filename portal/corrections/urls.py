"""Addresses of corrections."""

from django.urls import path

from portal.corrections import views

app_name = "corrections"
urlpatterns = [
    path("", views.log, name="log"),
    path("bao/", views.report, name="report"),
    path("tra-cuu/", views.track, name="track"),
]
