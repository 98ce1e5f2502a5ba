"""Addresses of documents."""

from django.urls import path

from gazette.documents import text_views, views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("so/<path:number>", views.resolve_number, name="resolve"),
    path("<int:pk>/", views.document_detail, name="short"),
    path("<int:pk>/van-ban.<slug:ending>", text_views.document_file, name="file"),
    path("<int:pk>/dieu/<slug:anchor>/", text_views.article, name="article"),
    path("<int:pk>/<slug:slug>/", views.document_detail, name="detail"),
    path("<int:pk>/<slug:slug>/so-sanh/", text_views.compare, name="compare"),
]
