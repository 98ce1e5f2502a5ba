"""Addresses of people who follow something."""

from django.urls import path

from portal.alerts import views

app_name = "alerts"
urlpatterns = [
    path("", views.follow, name="follow"),
    path("quan-ly/", views.ask_for_page, name="ask-for-page"),
    path("quan-ly/<str:token>/", views.manage, name="manage"),
    path("xac-nhan/<str:token>/", views.confirm, name="confirm"),
    path("huy/<str:token>/", views.stop, name="stop"),
    path("dia-chi/<str:token>/", views.move, name="move"),
]
