"""What people hear who follow one document: its status, what acts upon it, its wordings, corrections of its page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from functools import partial

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from gazette.documents.enums import EffectCode
from gazette.documents.models import ConsolidatedText, LegalDocument
from gazette.documents.selectors import related_documents
from gazette.publication_log.enums import Action, LogKind
from gazette.publication_log.models import LogEntry
from portal.core.following import Change, Followed

PATTERN = re.compile(r"/van-ban/(\d{1,18})/(?:[a-z0-9-]+/)?")
_MOST_EDITS = 50


def find(match: re.Match[str], query: QueryDict) -> Followed | None:
    """Return the document at an address."""
    document = LegalDocument.objects.published().filter(pk=int(match[1])).first()
    if document is None:
        return None
    return Followed(address=_path(document), title=document.name, changes=partial(_changes, document))


def _path(document: LegalDocument) -> str:
    return f"/van-ban/{document.pk}/{document.slug}/"


def _changes(document: LegalDocument) -> Iterator[Change]:
    path, today = _path(document), timezone.localdate()
    effect = document.effect(today)
    starts = [
        period.starts_on
        for period in document.effect_timeline()
        if period.starts_on and period.starts_on <= today
    ]
    since = max(starts, default=None)
    yield Change(
        key=f"effect:{effect}:{since}",
        title=_("%(document)s: %(status)s") % {"document": document.name, "status": EffectCode(effect).label},
        path=path,
        at=_moment(since, document),
        summary=_("Tình trạng hiệu lực"),
    )
    for related in related_documents(document, limit=500):
        yield Change(
            key=f"relation:{related.direction}:{related.type_code}:{related.name}:{related.effective_on}",
            title=f"{related.label}: {related.name}",
            path=f"/van-ban/{related.document.pk}/{related.document.slug}/" if related.document else path,
            at=_moment(related.effective_on, document),
            summary=related.document.summary if related.document else "",
        )
    for edition in ConsolidatedText.objects.filter(document=document):
        yield Change(
            key=f"edition:{edition.edition}",
            title=_("Bản hợp nhất %(edition)s") % {"edition": edition.edition},
            path=path,
            at=_moment(edition.known_on, document),
        )
    edits = LogEntry.objects.filter(kind=LogKind.DOCUMENT, object_id=str(document.pk), action=Action.CHANGED)
    for entry in edits.order_by("-sequence")[:_MOST_EDITS]:
        yield Change(key=f"log:{entry.sequence}", title=_("Trang văn bản được sửa"), path=path, at=entry.at)


def _moment(day: date | None, document: LegalDocument) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else document.updated_at
