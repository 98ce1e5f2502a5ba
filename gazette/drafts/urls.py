"""Addresses of drafts."""

from django.urls import path

from gazette.drafts import comment_views, receipt_views, response_views, views

app_name = "drafts"
urlpatterns = [
    path("", views.draft_list, name="list"),
    path("bien-nhan/", receipt_views.receipt, name="receipt"),
    path("<slug:slug>/", views.draft_detail, name="detail"),
    path("<slug:slug>/thay-doi/", views.draft_changes, name="changes"),
    path("<slug:slug>/cac-gop-y/", views.comment_list, name="comments"),
    path("<slug:slug>/thong-ke/", views.draft_statistics, name="statistics"),
    path("<slug:slug>/gop-y/", comment_views.comment, name="comment"),
    path("<slug:slug>/gop-y.<str:ending>", response_views.comment_dump, name="dump"),
    path("<slug:slug>/tiep-thu/", response_views.responses, name="responses"),
    path("<slug:slug>/tiep-thu.<str:ending>", response_views.responses_file, name="responses-file"),
]
