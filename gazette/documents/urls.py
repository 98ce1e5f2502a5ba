"""Addresses of documents."""

from django.urls import path

from gazette.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.document_list, name="list"),
    path("so/<path:number>", views.resolve_number, name="resolve"),
    path("<int:pk>/", views.document_detail, name="short"),
    path("<int:pk>/<slug:slug>/", views.document_detail, name="detail"),
]
