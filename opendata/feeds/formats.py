"""The three formats of a feed: RSS 2.0 and Atom by feedgen, JSON Feed 1.1 by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from django.utils.html import escape, linebreaks
from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from opendata.feeds.entries import Enclosure, Entry, Feed, plain

_ATOM = "http://www.w3.org/2005/Atom"


def to_rss(feed: Feed) -> bytes:
    """Return the feed as RSS 2.0."""
    generator = _generator(feed, "rss.xml")
    text: bytes = generator.rss_str()
    return text


def to_atom(feed: Feed) -> bytes:
    """Return the feed as Atom."""
    generator = _generator(feed, "atom.xml")
    text: bytes = generator.atom_str()
    return text


def to_json(feed: Feed) -> bytes:
    """Return the feed as JSON Feed 1.1."""
    hubs = {"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}
    return orjson.dumps(
        hubs
        | {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "description": feed.description,
            "home_page_url": feed.home_url,
            "feed_url": feed.urls["feed.json"],
            "language": "vi",
            "authors": [{"name": feed.author}],
            "items": [_item(entry) for entry in feed.entries],
        }
    )


@dataclass(frozen=True)
class Format:
    """A format: its media type and how it is written."""

    media_type: str
    write: Callable[[Feed], bytes]


#: Formats by the last part of their address.
FORMATS = {
    "rss.xml": Format("application/rss+xml", to_rss),
    "atom.xml": Format("application/atom+xml", to_atom),
    "feed.json": Format("application/feed+json", to_json),
}


class AtomEnclosure(BaseEntryExtension):
    """The file of an Atom entry; feedgen 1.0 writes an entry's links without `rel` and `type`."""

    def __init__(self) -> None:
        self.file: Enclosure | None = None

    def extend_atom(self, entry: Any) -> Any:
        """Add the link to an entry's element."""
        if self.file is not None:
            file = self.file
            xml_elem(
                "link", entry, rel="enclosure", href=file.url, type=file.media_type, length=str(file.size)
            )
        return entry


class HubLink(BaseExtension):
    """The link to the hub; feedgen 1.0 writes none into RSS."""

    def __init__(self) -> None:
        self.hub = ""

    def extend_ns(self) -> dict[str, str]:
        """Return the namespace of the link."""
        return {"atom": _ATOM}

    def extend_atom(self, feed: Any) -> Any:
        """Add the link to a feed."""
        xml_elem(f"{{{_ATOM}}}link", feed, rel="hub", href=self.hub)
        return feed

    def extend_rss(self, feed: Any) -> Any:
        """Add the link to the channel."""
        xml_elem(f"{{{_ATOM}}}link", feed[0], rel="hub", href=self.hub)
        return feed


def _generator(feed: Feed, name: str) -> FeedGenerator:
    generator = FeedGenerator()
    generator.load_extension("dc", atom=False, rss=True)
    generator.id(feed.id)
    generator.title(plain(feed.title))
    generator.description(plain(feed.description))
    generator.author(name=plain(feed.author))
    generator.link(href=feed.urls[name], rel="self", type=FORMATS[name].media_type)
    # The last link is the one that RSS shows.
    generator.link(href=feed.home_url, rel="alternate", type="text/html")
    if feed.hub:
        generator.register_extension("hub", HubLink, atom=True, rss=True)
        generator.hub.hub = feed.hub
    generator.language("vi")
    generator.updated(feed.updated)
    # The library's own name in a public feed tells nobody anything.
    generator.generator("")
    for entry in feed.entries:
        _add(generator.add_entry(order="append"), entry, name)
    return generator


def _add(target: FeedEntry, entry: Entry, name: str) -> None:
    target.id(entry.id)
    target.guid(entry.id, permalink=False)
    target.title(plain(entry.title))
    target.link(href=entry.url, rel="alternate", type="text/html")
    target.published(entry.published)
    target.updated(entry.updated)
    # RSS takes its texts for HTML, Atom says which is which.
    summary = plain(entry.summary or entry.title)
    target.summary(escape(summary) if name == "rss.xml" else summary)
    if entry.content:
        target.content(linebreaks(plain(entry.content), autoescape=True), type="html")
    if entry.author:
        target.author(name=plain(entry.author))
        # RSS wants an address in its own author; a name alone is Dublin Core's creator.
        target.dc.dc_creator(plain(entry.author))
    for category in entry.categories:
        target.category(term=plain(category.code), label=plain(category.name))
    if entry.enclosure and name == "atom.xml":
        target.register_extension("enclosed", AtomEnclosure, atom=True, rss=False)
        target.enclosed.file = entry.enclosure
    elif entry.enclosure:
        target.enclosure(entry.enclosure.url, str(entry.enclosure.size), entry.enclosure.media_type)


def _item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary or entry.title,
        "content_text": entry.content or entry.summary or entry.title,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "language": entry.language,
    }
    if entry.author:
        item["authors"] = [{"name": entry.author}]
    if entry.categories:
        item["tags"] = [category.name for category in entry.categories]
    if entry.enclosure:
        file = entry.enclosure
        item["attachments"] = [{"url": file.url, "mime_type": file.media_type, "size_in_bytes": file.size}]
    return item
