"""Addresses of the check of files, below `/cong-bao/kiem-tra/`."""

from django.urls import path

from gazette.signatures import views

app_name = "signatures"
urlpatterns = [path("", views.check, name="check")]
