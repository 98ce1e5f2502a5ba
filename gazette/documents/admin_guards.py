"""What the editors' interface refuses, beyond the form's own checks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from gazette.documents.models import LegalDocument


def refuse_deleting_published(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Refuse to delete a document that was ever published: its address must go on telling what became of it."""
    published = [
        document.name
        for document in instances
        if isinstance(document, LegalDocument) and document.first_published_at is not None
    ]
    if not published:
        return None
    messages.error(
        request,
        _(
            "Không xóa được văn bản đã từng đăng: %(names)s. Hãy ghi lý do và gỡ xuống; địa chỉ cũ sẽ nêu lý do."
        )
        % {"names": "; ".join(published[:5])},
    )
    return redirect(LegalDocument.snippet_viewset.get_url_name("list"))
