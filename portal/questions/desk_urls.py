"""Addresses of the desk of questions."""

from django.urls import path

from portal.questions import desk_views

app_name = "questions_desk"
urlpatterns = [
    path("cau-hoi/", desk_views.queue, name="queue"),
    path("cau-hoi/qua-han/", desk_views.overdue, name="overdue"),
    path("cau-hoi/<int:question_id>/", desk_views.case, name="case"),
    path("cau-hoi/<int:question_id>/lien-he/", desk_views.contact, name="contact"),
    path("cau-hoi/tep/<int:file_id>/", desk_views.file, name="file"),
]
