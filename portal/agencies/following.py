"""What people hear who follow an agency: whatever of it is published anywhere on the portal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from functools import partial

from django.http import QueryDict
from django.utils import timezone

from portal.agencies.models import Agency
from portal.agencies.selectors import agency_for_code
from portal.core.following import Change, Followed
from search.enums import Sort
from search.services import SearchQuery, ask

PATTERN = re.compile(r"/co-quan/([A-Za-z0-9_-]+)/")
_DEPTH = 1000


def find(match: re.Match[str], query: QueryDict) -> Followed | None:
    """Return the agency at an address."""
    agency = agency_for_code(match[1])
    if agency is None:
        return None
    return Followed(
        address=f"/co-quan/{agency.code}/",
        title=agency.label,
        changes=partial(_changes, agency),
        feed=f"/tim-kiem/?agency={agency.code}",
    )


def _changes(agency: Agency) -> Iterator[Change]:
    query = SearchQuery.parse("", selections={"agency": [agency.code]}, sort=Sort.NEWEST, page_size=_DEPTH)
    for hit in ask(query).hits:
        yield Change(
            key=f"{hit.source}:{hit.object_id}",
            title=" ".join(filter(None, [hit.number, hit.title])),
            path=hit.path,
            at=timezone.make_aware(datetime.combine(hit.date, time.min)) if hit.date else timezone.now(),
        )
