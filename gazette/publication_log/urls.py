"""Addresses of the log, below `/cong-bao/nhat-ky/`; they stay as they are."""

from django.urls import path

from gazette.publication_log import views

app_name = "publication_log"
urlpatterns = [
    path("", views.log, name="log"),
    path("dau-chuoi.json", views.head, name="head"),
    path("dau-chuoi.atom", views.heads_feed, name="feed"),
    path("<int:number>.jsonl", views.program_page, name="page"),
    path("ban-ghi/<slug:kind>/<int:object_id>.json", views.record, name="record"),
]
