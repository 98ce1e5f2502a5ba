"""Addresses of the activity report."""

from django.urls import path, re_path

from opendata.activity import views

app_name = "activity"
urlpatterns = [
    path("", views.newest, name="newest"),
    re_path(r"^(?P<year>[0-9]{4})/$", views.report, name="report"),
    re_path(r"^(?P<year>[0-9]{4})\.(?P<file_format>json|csv|docx)$", views.report_file, name="file"),
]
