"""Addresses of editors, below the desk."""

from django.urls import path

from portal.corrections import desk_views

app_name = "corrections_desk"
urlpatterns = [
    path("dinh-chinh/", desk_views.report_list, name="list"),
    path("dinh-chinh/<int:report_id>/", desk_views.report_detail, name="report"),
    path("dinh-chinh/<int:report_id>/lien-he/", desk_views.contact, name="contact"),
    path("dinh-chinh/tep/<int:file_id>/", desk_views.file, name="file"),
]
