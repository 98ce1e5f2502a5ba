"""What the editors' interface refuses, beyond the form's own checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets import Button

from opendata.datasets.models import Dataset


def refuse_deleting_published(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Refuse to delete a dataset that was ever published: its address must go on telling what became of it."""
    published = [
        dataset.title
        for dataset in instances
        if isinstance(dataset, Dataset) and dataset.first_published_at is not None
    ]
    if not published:
        return None
    messages.error(
        request,
        _("Không xóa được tập dữ liệu đã từng công bố: %(names)s. Hãy ghi lý do và gỡ xuống.")
        % {"names": "; ".join(published[:5])},
    )
    return redirect(Dataset.snippet_viewset.get_url_name("list"))


def import_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterable[Button]:
    """Offer the guided import in the list of datasets."""
    if isinstance(snippet, Dataset) and user.has_perm("datasets.publish_dataset"):
        yield Button(
            _("Nhập tệp"),
            reverse("datasets_guided_import", args=[snippet.pk]),
            icon_name="upload",
            priority=15,
        )
