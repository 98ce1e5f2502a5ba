"""Addresses of bulk downloads; the page of them has languages, their files have none."""

from django.urls import path

from opendata.dumps import views

app_name = "dumps"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("moi-nhat/<str:file_name>", views.newest_file, name="newest"),
    path("<slug:name>/<str:file_name>", views.dump_file, name="file"),
]
