"""What people hear who follow one draft: where it stands, and new versions of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from django.http import QueryDict
from django.utils.translation import gettext as _

from gazette.drafts.enums import DraftState, EventKind
from gazette.drafts.models import DraftEvent, DraftRegulation, DraftVersion
from gazette.drafts.selectors import public_draft
from gazette.drafts.transitions import public_states
from portal.core.following import Change, Followed

PATTERN = re.compile(r"/du-thao/(?!bien-nhan/)([a-z0-9-]+)/(?:thay-doi/|cac-gop-y/|tiep-thu/)?")


def find(match: re.Match[str], query: QueryDict) -> Followed | None:
    """Return the public draft at an address."""
    draft = public_draft(match[1])
    if draft is None:
        return None
    return Followed(address=f"/du-thao/{draft.slug}/", title=draft.title, changes=partial(_changes, draft))


def _changes(draft: DraftRegulation) -> Iterator[Change]:
    path = f"/du-thao/{draft.slug}/"
    events = DraftEvent.objects.filter(draft=draft, kind=EventKind.STATE, after__in=public_states())
    for event in events:
        yield Change(
            key=f"state:{event.pk}",
            title=str(DraftState(event.after).label),
            path=path,
            at=event.at,
            summary=event.note,
        )
    for version in DraftVersion.objects.filter(draft=draft):
        yield Change(
            key=f"version:{version.number}",
            title=_("Phiên bản %(number)s của dự thảo") % {"number": version.number},
            path=f"{path}thay-doi/" if version.number > 1 else path,
            at=version.created_at,
            summary=version.note,
        )
