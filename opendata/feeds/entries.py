"""Feeds and their entries, whatever the format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings

#: So many entries a feed holds: enough for a reader that asks once a day, few enough for a slow writer.
MAX_ENTRIES = 40

#: Characters that XML 1.0 cannot hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def permanent_id(kind: str, key: int) -> str:
    """Return the tag URI of a record (RFC 4151): no edit, new address or new import changes it."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{kind}/{key}"


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A file that belongs to an entry."""

    url: str
    media_type: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Category:
    """What an entry is about: a code and its name."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of a feed; all addresses are absolute."""

    id: str
    url: str
    title: str
    summary: str
    published: datetime
    updated: datetime
    content: str = ""
    author: str = ""
    language: str = "vi"
    categories: list[Category] = field(default_factory=list)
    enclosure: Enclosure | None = None


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A list as a feed; all addresses are absolute."""

    id: str
    title: str
    description: str
    author: str
    home_url: str
    #: Address of this feed by format: rss.xml, atom.xml, feed.json.
    urls: dict[str, str]
    entries: list[Entry]
    #: When the feed counts as changed while it has no entries.
    started: datetime
    #: The WebSub hub that tells of changes, "" where there is none or where it is not told of this feed.
    hub: str = ""

    @property
    def updated(self) -> datetime:
        """When the newest change happened."""
        return max((entry.updated for entry in self.entries), default=self.started)
