"""Import of news from JSON lines (fields: `news` in the import contract)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson
from django.utils import timezone

from portal.core import registry
from portal.core.blocks import html_of
from portal.core.importing import (
    Importer,
    Rejected,
    clean_id,
    clean_line,
    clean_moment,
    clean_plain,
    clean_strings,
    clean_url,
)
from portal.news.models import CitedDocument, NewsIndexPage, NewsPage, NewsPlacement, NewsTag, TaggedNews
from portal.news.models.news import searchable
from portal.news.models.relations import NUMBER_LENGTH
from portal.news.services.bulk_pages import add_children
from portal.news.services.category_names import categories_by_name
from portal.news.services.rows import insert_rows
from portal.news.services.slugs import free_slugs
from search import outbox, vietnamese

_TAG_LENGTH = 100
#: How far the clock of a source may be ahead of ours.
_CLOCKS_DIFFER = timedelta(hours=1)


class NoNewsSection(Exception):
    """The site has no news section yet."""


@dataclass
class NewsRecord:
    """A checked line."""

    source_id: str
    digest: str
    title: str
    summary: str
    text: str
    published_at: datetime
    category: str
    author_name: str
    source_name: str
    source_url: str
    tags: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)


class NewsImporter(Importer[NewsRecord]):
    """Stores news below the news section; a line seen before is skipped, a changed one is taken over."""

    known_fields = frozenset(
        {
            "id", "title", "summary", "text", "published", "category", "tags", "outlet", "author", "province",
            "documents", "source_url", "source", "reuse",
        }
    )  # fmt: skip

    def __init__(self) -> None:
        section = NewsIndexPage.objects.first()
        if section is None:
            raise NoNewsSection("The site has no news section yet: run setup_site first.")
        self._section = section
        self._categories = categories_by_name()

    def check(self, raw: dict[str, Any], digest: str) -> NewsRecord:
        """Return the clean record or raise `Rejected`."""
        published_at = clean_moment(raw, "published")
        if published_at is None:
            raise Rejected("published: thiếu giá trị bắt buộc. (A value is required.)")
        if published_at > timezone.now() + _CLOCKS_DIFFER:
            raise Rejected("published: ở tương lai; tin nhập vào được đăng ngay. (In the future.)")
        return NewsRecord(
            source_id=clean_id(raw),
            digest=digest,
            title=clean_line(raw, "title", required=True),
            summary=clean_plain(raw, "summary", max_length=10_000),
            text=clean_plain(raw, "text"),
            published_at=published_at,
            category=clean_line(raw, "category"),
            author_name=clean_line(raw, "author"),
            source_name=clean_line(raw, "outlet"),
            source_url=clean_url(raw, "source_url"),
            tags=clean_strings(raw, "tags", max_length=_TAG_LENGTH),
            documents=clean_strings(raw, "documents", max_length=NUMBER_LENGTH),
        )

    def store(self, records: list[NewsRecord]) -> tuple[int, list[tuple[NewsRecord, str]]]:
        """Add the new records, refresh the changed ones."""
        present = NewsPage.objects.filter(source_id__in=[record.source_id for record in records])
        known = {
            source_id: (pk, digest)
            for source_id, pk, digest in present.order_by().values_list("source_id", "pk", "source_digest")
        }
        added = [record for record in records if record.source_id not in known]
        changed = [
            record
            for record in records
            if known.get(record.source_id, (0, record.digest))[1] != record.digest
        ]
        keys = self._add(added)
        for record in changed:
            keys[record.source_id] = self._refresh(known[record.source_id][0], record)
        if changed:
            refreshed = [keys[record.source_id] for record in changed]
            TaggedNews.objects.filter(content_object__in=refreshed).delete()
            CitedDocument.objects.filter(news__in=refreshed).delete()
        self._relate([*added, *changed], keys)
        registry.imported("news", keys.values())
        outbox.enqueue_many("news", keys.values())
        return len(keys), []

    def _add(self, records: Sequence[NewsRecord]) -> dict[str, int]:
        now = timezone.now()
        slugs = free_slugs(self._section, [(record.source_id, record.title) for record in records])
        rows = [
            self._columns(record)
            | {"source_id": record.source_id, "slug": slugs[record.source_id]}
            | {"first_published_at": now, "last_published_at": now}
            for record in records
        ]
        keys = add_children(self._section, NewsPage, rows)
        self._place(keys, rows)
        return {record.source_id: key for record, key in zip(records, keys, strict=True)}

    @staticmethod
    def _place(keys: Sequence[int], rows: Sequence[dict[str, Any]]) -> None:
        dates = {key: row["published_at"] for key, row in zip(keys, rows, strict=True)}
        pairs = [(key, row["category_id"]) for key, row in zip(keys, rows, strict=True) if row["category_id"]]
        placed = NewsPlacement.objects.all().spread(pairs)
        places = [{"news_id": key, "category_id": place, "published_at": dates[key]} for key, place in placed]
        insert_rows(NewsPlacement(published_at=timezone.now()), places)

    def _columns(self, record: NewsRecord) -> dict[str, Any]:
        """Return what an import fills and refreshes; everything else belongs to editors."""
        return {
            "title": record.title,
            "summary": record.summary,
            "body": _body(record),
            "author_name": record.author_name,
            "source_name": record.source_name,
            "source_url": record.source_url,
            "category_id": self._categories.get(vietnamese.canonical(record.category)),
            "published_at": record.published_at,
            "text_plain": record.text,
            "search_text": searchable(record.title, record.summary),
            "source_digest": record.digest,
        }

    def _refresh(self, pk: int, record: NewsRecord) -> int:
        page: NewsPage = NewsPage.objects.get(pk=pk)
        for column, value in self._columns(record).items():
            setattr(page, column, value)
        # What was taken down stays down, and the address stays as it is.
        page.draft_title, page.last_published_at = record.title, timezone.now()
        page.save(clean=False)
        if page.latest_revision_id:
            # The next editor must start from what readers see now; drafts remain among the older revisions.
            page.save_revision(changed=False, log_action=False, clean=False)
            NewsPage.objects.filter(pk=pk).update(has_unpublished_changes=False)
        return pk

    def _relate(self, records: Sequence[NewsRecord], keys: dict[str, int]) -> None:
        tags = _tags(name for record in records for name in record.tags)
        # A set: two spellings of a tag are one tag.
        tagged = {
            (keys[record.source_id], tags[vietnamese.canonical(name)])
            for record in records
            for name in record.tags
        }
        insert_rows(
            TaggedNews(), [{"content_object_id": page, "tag_id": tag} for page, tag in sorted(tagged)]
        )
        cited = [
            {
                "news_id": keys[record.source_id],
                "number": number,
                "number_key": vietnamese.number_key(number)[:NUMBER_LENGTH],
                "sort_order": position,
            }
            for record in records
            for position, number in enumerate(record.documents)
        ]
        insert_rows(CitedDocument(), cited)


def _body(record: NewsRecord) -> str:
    """Return the text as one block of paragraphs; the block keeps its id from import to import."""
    html = html_of(record.text)
    if not html:
        return "[]"
    block = {"type": "paragraph", "value": html, "id": str(uuid5(NAMESPACE_URL, record.source_id))}
    return orjson.dumps([block]).decode()


def _tags(names: Iterable[str]) -> dict[str, int]:
    """Return the keys of the tags with these names, in canonical form; missing tags are made."""
    wanted = {vietnamese.canonical(name): name for name in names}
    found = _present_tags() if wanted else {}
    if missing := sorted(wanted.keys() - found.keys()):
        taken = set(NewsTag.objects.values_list("slug", flat=True))
        insert_rows(
            NewsTag(), [{"name": wanted[key], "slug": _tag_slug(wanted[key], taken)} for key in missing]
        )
        found = _present_tags()
    return found


def _present_tags() -> dict[str, int]:
    return {
        vietnamese.canonical(name): pk for pk, name in NewsTag.objects.order_by().values_list("pk", "name")
    }


def _tag_slug(name: str, taken: set[str]) -> str:
    tag = NewsTag()
    slugs = (tag.slugify(name, number or None) for number in count())
    slug = next(slug for slug in slugs if slug not in taken)
    taken.add(slug)
    return slug
