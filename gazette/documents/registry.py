"""By what rooms to the left plug into documents; they register in their `apps.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest

from gazette.documents.models import LegalDocument
from portal.core.registry import Registry

#: Called with the ids of documents that were stored, in the same transaction.
document_listeners: Registry[Callable[[Iterable[int]], None]] = Registry("document listener")

#: Facts that another room adds to a document's table: `{label, value, url}` rows.
document_facts: Registry[Callable[[HttpRequest, LegalDocument], list[dict[str, Any]]]] = Registry(
    "document fact"
)
