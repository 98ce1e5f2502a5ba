"""Addresses of the handling group, below the desk."""

from django.urls import path

from gazette.drafts import desk_consultation, desk_moderation

app_name = "drafts_desk"
urlpatterns = [
    path("gop-y/", desk_moderation.queue, name="queue"),
    path("gop-y/<int:comment_id>/", desk_moderation.moderate, name="moderate"),
    path("gop-y/<int:comment_id>/lien-he/", desk_moderation.contact, name="contact"),
    path("gop-y/tep/<int:file_id>/", desk_moderation.file, name="file"),
    path("du-thao/<int:draft_id>/trang-thai/", desk_consultation.state, name="state"),
    path("du-thao/<int:draft_id>/tiep-thu/", desk_consultation.answers, name="answers"),
]
