"""Addresses of gazette issues."""

from django.urls import path, re_path

from gazette.issues import views

app_name = "issues"
urlpatterns = [
    path("", views.issue_list, name="list"),
    re_path(r"^(?P<year>[0-9]{4})/$", views.year_list, name="year"),
    re_path(r"^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})\.pdf$", views.issue_pdf, name="pdf"),
    re_path(r"^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})/$", views.issue_detail, name="detail"),
]
