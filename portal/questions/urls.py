"""Addresses of questions."""

from django.urls import path

from portal.questions import answer_views, asking_views, tracking_views, views

app_name = "questions"
urlpatterns = [
    path("", views.question_list, name="list"),
    path("gui/", asking_views.ask, name="ask"),
    path("tra-cuu/", tracking_views.track, name="track"),
    path("so-lieu/", views.figures, name="figures"),
    path("tra-loi/", answer_views.answer, name="answer"),
    path("tra-loi/tep/<int:file_id>/", answer_views.file, name="answer-file"),
    path("<int:pk>/", views.question_detail, name="detail"),
    path("<int:pk>/huu-ich/", views.helpful, name="helpful"),
]
