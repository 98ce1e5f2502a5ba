"""Tell the WebSub hub which feeds changed; nothing is lost while the hub is down.

What is to be told follows from the content itself: a feed whose entries are others than those last announced. A hub
that does not answer leaves the difference as it is, and the worker tries again.
"""

from __future__ import annotations

import hashlib

import requests
from django.conf import settings
from django.utils import timezone, translation

from opendata.feeds.formats import FORMATS
from opendata.feeds.models import AnnouncedFeed
from opendata.feeds.sources import FeedSource, announced_sources
from portal.core import generation

_SECONDS = 10


class HubRefused(Exception):
    """The hub answered something else than that it will fetch the feeds."""


class _Seen:
    """The generation up to which everything was announced by this process."""

    number = -1


def announce_changes() -> bool:
    """Announce every feed that changed since the last time; return False, for what follows waits its turn."""
    if not settings.WEBSUB_HUB:
        return False
    number = generation.stored()
    if number == _Seen.number:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        known = dict(AnnouncedFeed.objects.values_list("path", "digest"))
        for source in announced_sources():
            digest = _digest(source)
            if known.get(source.path) != digest:
                _tell([f"{settings.SITE_URL}{source.path}{name}" for name in FORMATS])
                AnnouncedFeed.objects.update_or_create(
                    path=source.path, defaults={"digest": digest, "announced_at": timezone.now()}
                )
    _Seen.number = number
    return False


def forget_seen() -> None:
    """Look at every feed again at the next turn."""
    _Seen.number = -1


def _digest(source: FeedSource) -> str:
    form = source.form({})
    form.is_valid()
    return hashlib.sha256(repr(source.entries(form)).encode()).hexdigest()


def _tell(addresses: list[str]) -> None:
    fields = [("hub.mode", "publish"), *(("hub.url", address) for address in addresses)]
    response = requests.post(settings.WEBSUB_HUB, data=fields, timeout=_SECONDS, allow_redirects=False)
    if not response.ok or response.is_redirect:
        raise HubRefused(f"{settings.WEBSUB_HUB} answered {response.status_code}")
