"""Keeping earlier wordings of articles: those imported, and those that a newer edition replaces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from gazette.documents.models import Article, ArticleVersion, ConsolidatedText, LegalDocument
from gazette.documents.wordings import edition_day, noted_changes
from portal.core import registry
from portal.core.importing import Importer, Rejected, clean_line, clean_plain, write_rows
from search import outbox

VERSION_FIELDS = frozenset(
    ["id", "article_id", "doc_number", "article", "edition", "title", "text", "source", "effective_date"]
)


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A line of an earlier wording, clean."""

    source_id: str
    digest: str
    article_id: str
    edition: str
    known_on: date
    title: str
    text: str
    source_name: str


class VersionImporter(Importer[VersionRecord]):
    """Takes in earlier wordings of articles that are already there."""

    known_fields = VERSION_FIELDS

    def check(self, raw: dict[str, Any], digest: str) -> VersionRecord:
        """Return the clean record or raise `Rejected`."""
        article_id = clean_line(raw, "article_id", required=True, max_length=170)
        edition = clean_line(raw, "edition", required=True, max_length=20)
        known_on = edition_day(edition)
        if known_on is None:
            raise Rejected(
                f"edition: “{edition}” không phải năm, tháng hoặc ngày. (Not a year, month or day.)"
            )
        return VersionRecord(
            source_id=clean_line(raw, "id", max_length=200) or f"{article_id}@{edition}",
            digest=digest,
            article_id=article_id,
            edition=edition,
            known_on=known_on,
            title=clean_plain(raw, "title"),
            text=clean_plain(raw, "text"),
            source_name=clean_line(raw, "source"),
        )

    def store(self, records: list[VersionRecord]) -> tuple[int, list[tuple[VersionRecord, str]]]:
        """Store a batch; a wording whose article is not there is refused."""
        stored = ArticleVersion.objects.filter(source_id__in=[r.source_id for r in records])
        known = dict(stored.values_list("source_id", "source_digest"))
        records = [record for record in records if known.get(record.source_id) != record.digest]
        rows = Article.objects.filter(source_id__in={r.article_id for r in records}).defer("text")
        articles = {row.source_id: row for row in rows}
        refused = [
            (record, f"article_id: không có điều nào mang mã “{record.article_id}”. (No such article.)")
            for record in records
            if record.article_id not in articles
        ]
        records = [record for record in records if record.article_id in articles]
        if records:
            self._write([(record, articles[record.article_id]) for record in records])
        return len(records), refused

    @staticmethod
    def _write(pairs: list[tuple[VersionRecord, Article]]) -> None:
        editions = _editions(
            {(article.document_id, r.edition): (r.known_on, r.source_name) for r, article in pairs}
        )
        versions = [
            _version(
                article, editions[article.document_id, record.edition], record.known_on,
                title=record.title, text=record.text, source_id=record.source_id, digest=record.digest,
            )
            for record, article in pairs
        ]  # fmt: skip
        write_rows(
            versions,
            unique=["source_id"],
            updated=[
                "consolidated_text_id", "document_id", "number", "anchor", "valid_from", "valid_until", "changed_by",
                "source_digest", "title", "text",
            ],
        )  # fmt: skip
        _touch({article.document_id for _record, article in pairs})


def keep_replaced(replaced: Iterable[tuple[Article, Mapping[str, Any]]]) -> None:
    """Keep the wording of articles that a newer edition is about to replace, in the writer's transaction.

    Each comes as the stored article and the new `edition`, `title`, `text` and `changes`. The same edition again
    is a correction of the source and replaces silently.
    """
    kept = []
    for article, new in replaced:
        known_on = edition_day(article.edition)
        is_newer = known_on is not None and article.edition < str(new["edition"])
        if is_newer and (article.title, article.text) != (new["title"], new["text"]):
            article.changes = new["changes"]
            kept.append((article, known_on))
    if not kept:
        return
    editions = _editions({(a.document_id, a.edition): (day, "") for a, day in kept if day})
    rows = [
        _version(
            article, editions[article.document_id, article.edition], day,
            title=article.title, text=article.text, source_id=f"{article.source_id}@{article.edition}"[:200], digest="",
        )
        for article, day in kept
        if day
    ]  # fmt: skip
    ArticleVersion.objects.bulk_create(rows, ignore_conflicts=True)


def _editions(wanted: Mapping[tuple[int, str], tuple[date, str]]) -> dict[tuple[int, str], int]:
    """Return the key of each edition of a document, made where it is new."""
    ConsolidatedText.objects.bulk_create(
        [
            ConsolidatedText(document_id=document, edition=edition, known_on=day, source_name=source)
            for (document, edition), (day, source) in wanted.items()
        ],
        ignore_conflicts=True,
    )
    found = ConsolidatedText.objects.filter(document_id__in={document for document, _edition in wanted})
    return {(row.document_id, row.edition): row.pk for row in found}


def _version(
    article: Article, edition: int, known_on: date, *, title: str, text: str, source_id: str, digest: str
) -> ArticleVersion:
    changes = noted_changes(article.changes)
    later = next((change for change in changes if change.on > known_on), None)
    earlier = [change.on for change in changes if change.on <= known_on]
    since = earlier[-1] if earlier else article.effective_on
    return ArticleVersion(
        consolidated_text_id=edition,
        document_id=article.document_id,
        number=article.number,
        anchor=article.anchor,
        valid_from=since if since and since <= known_on else None,
        valid_until=later.on if later else None,
        changed_by=later.words if later else "",
        source_id=source_id,
        source_digest=digest,
        title=title,
        text=text,
    )


def _touch(documents: set[int]) -> None:
    LegalDocument.objects.filter(pk__in=documents).update(updated_at=timezone.now())
    registry.imported("document", documents)
    outbox.enqueue_many("document", documents)
