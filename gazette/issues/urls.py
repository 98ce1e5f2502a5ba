"""Addresses of gazette issues."""

from django.urls import path, re_path

from gazette.issues import item_views, page_search_views, views

_ISSUE = "^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})"

app_name = "issues"
urlpatterns = [
    path("", views.issue_list, name="list"),
    re_path(r"^(?P<year>[0-9]{4})/$", views.year_list, name="year"),
    re_path(r"^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})\.pdf$", views.issue_pdf, name="pdf"),
    re_path(r"^(?P<year>[0-9]{4})/(?P<number>[^/]{1,120})/$", views.issue_detail, name="detail"),
    re_path(f"{_ISSUE}/tim-kiem/$", page_search_views.page_search, name="page_search"),
    re_path(f"{_ISSUE}/muc-(?P<position>[0-9]{{1,5}})/$", item_views.item, name="item"),
    re_path(f"{_ISSUE}/muc-(?P<position>[0-9]{{1,5}}).jsonld$", item_views.item_data, name="item_data"),
    re_path(f"{_ISSUE}/muc-(?P<position>[0-9]{{1,5}}).pdf$", item_views.item_pdf, name="item_pdf"),
    re_path(f"{_ISSUE}/trang-(?P<page>[0-9]{{1,5}}).webp$", item_views.page_picture, name="page_picture"),
]
