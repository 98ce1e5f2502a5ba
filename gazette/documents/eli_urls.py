"""ELI-style addresses of documents: readable names, and the portal's own number at the end."""

from django.urls import path

from gazette.documents import text_views

app_name = "eli"
urlpatterns = [path("vn/<path:names>/<int:pk>", text_views.eli, name="document")]
