"""Addresses of datasets."""

from django.urls import path

from opendata.datasets import views

app_name = "datasets"
urlpatterns = [
    path("", views.dataset_list, name="list"),
    path("<slug:slug>/", views.dataset_detail, name="detail"),
    path("<slug:slug>/loc/", views.dataset_filter, name="filter"),
    path("<slug:slug>/bieu-do/", views.dataset_chart, name="chart"),
    path("<slug:slug>/bieu-do.svg", views.dataset_svg, name="svg"),
    path("<slug:slug>/so-sanh/", views.dataset_difference, name="difference"),
]
