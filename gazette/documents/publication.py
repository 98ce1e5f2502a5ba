"""What the publication log tells of documents, and what `verify` recomputes of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import F

from gazette.documents.models import (
    Article,
    ArticleVersion,
    DocumentAttachment,
    DocumentRelation,
    LegalDocument,
)
from gazette.documents.services.effects import recheck_statuses
from gazette.publication_log.registry import Fault, LoggedFile, LoggedRecord, LogSource

_TEXTS = (
    "number", "type_text", "issuer_name", "stated_effect", "stated_effect_text", "place", "signer", "signer_title",
    "signing_authority", "recipients", "gazette_number", "province", "source_name", "source_url", "summary", "text",
)  # fmt: skip
_DAYS = ("issued_on", "effective_on", "expired_on", "gazette_on")
#: Entries of code lists, by their codes; like relations, areas, wordings and sources, logs of earlier versions did
#: not tell them.
_CODES = ("document_type", "issuing_agency", "collection")
_RELATION = (
    "relation_type__code", "is_inverse", "target_number", "target_type", "target_issuer", "provision",
    "acting_provision", "is_partial", "is_certain", "changes", "stated",
)  # fmt: skip
_RELATION_DAYS = ("target_issued_on", "effective_on", "until")
_WORDING = ("anchor", "number", "changed_by", "title", "text")
_DERIVED = ("number_key", "number_sort", "listed_on", "folded")


def source() -> LogSource:
    """Return the log's source of documents."""
    return LogSource(
        model=LegalDocument,
        load=_load,
        published_ids=lambda: (
            LegalDocument.objects.filter(live=True).order_by("pk").values_list("pk", flat=True).iterator()
        ),
        withdrawal_reason=lambda document: document.withdrawn_reason,
    )


def _load(ids: Collection[int]) -> Iterable[LoggedRecord]:
    published = LegalDocument.objects.filter(pk__in=ids, live=True).select_related("document_type")
    # Codes alone: a whole agency beside each document of an import took as long as the document.
    published = published.annotate(**{f"{name}_code": F(f"{name}__code") for name in _CODES})
    columns = (*_TEXTS, *_DAYS, "source_id", "source_files", "document_type__name_vi")
    documents = list(published.only(*columns).order_by("pk"))
    articles: defaultdict[int, list[Article]] = defaultdict(list)
    for article in Article.objects.filter(document__in=ids).order_by("document", "position", "pk"):
        articles[article.document_id].append(article)
    files: defaultdict[int, list[DocumentAttachment]] = defaultdict(list)
    for link in DocumentAttachment.objects.filter(document__in=ids).select_related("attachment"):
        files[link.document_id].append(link)
    areas, relations, wordings = _areas(ids), _relations(ids), _wordings(ids)
    for document in documents:
        former, content = _contents(document, articles[document.pk], files[document.pk])
        yield LoggedRecord(
            object_id=document.pk,
            title=document.name,
            path=f"/van-ban/{document.pk}/{document.slug}/",
            content=content
            | {
                "subject_areas": areas[document.pk],
                "relations": relations[document.pk],
                "wordings": wordings[document.pk],
            },
            files=[
                LoggedFile(
                    file_id=link.attachment_id,
                    title=str(link),
                    sha256=link.attachment.sha256,
                    file_path=link.attachment.url,
                )
                for link in files[document.pk]
            ],
            former_contents=former,
        )


def _contents(
    document: LegalDocument, articles: list[Article], links: list[DocumentAttachment]
) -> tuple[tuple[dict[str, Any], dict[str, Any]], dict[str, Any]]:
    """Return what logs of the two earlier versions told of a document's own rows, and what this one tells."""
    first: dict[str, Any] = {name: getattr(document, name) for name in _TEXTS}
    first |= {name: _day(getattr(document, name)) for name in _DAYS}
    first["articles"] = [
        {
            "anchor": article.anchor,
            "article": article.number,
            "chapter": article.chapter,
            "title": article.title,
            "text": article.text,
        }
        for article in articles
    ]
    first["files"] = [{"title": link.title, "sha256": link.attachment.sha256} for link in links]
    second = first | {name: getattr(document, f"{name}_code") for name in _CODES}
    content = second | {
        "source_id": document.source_id,
        "source_files": document.source_files,
        "articles": [
            told
            | {
                "effective_on": _day(article.effective_on),
                "edition": article.edition,
                "changes": article.changes,
            }
            for told, article in zip(first["articles"], articles, strict=True)
        ],
    }
    return (first, second), content


def _areas(ids: Collection[int]) -> defaultdict[int, list[str]]:
    """Return the codes of documents' areas; looked up apart, for what Django prefetches only its collector frees."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = LegalDocument.subject_areas.through._default_manager.filter(legaldocument__in=ids)
    for document, code in rows.order_by("subjectarea__code").values_list(
        "legaldocument_id", "subjectarea__code"
    ):
        found[document].append(code)
    return found


def _relations(ids: Collection[int]) -> defaultdict[int, list[dict[str, Any]]]:
    """Return what documents say of others; where a link follows from the number alone, the number says it."""
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = DocumentRelation.objects.filter(source__in=ids).order_by("source", "pk")
    for row in rows.values("source_id", "target_id", "is_linked_by_number", *_RELATION, *_RELATION_DAYS):
        is_by_number = row.pop("is_linked_by_number")
        target = row.pop("target_id")
        days = {name: _day(row[name]) for name in _RELATION_DAYS}
        told = {"relation_type": row.pop("relation_type__code"), "target": None if is_by_number else target}
        found[row.pop("source_id")].append(row | days | told)
    return found


def _wordings(ids: Collection[int]) -> defaultdict[int, list[dict[str, Any]]]:
    """Return the earlier wordings of documents' articles, each with its edition."""
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = ArticleVersion.objects.filter(document__in=ids).select_related("consolidated_text")
    for row in rows.order_by("document", "anchor", "consolidated_text__edition", "pk"):
        told = {name: getattr(row, name) for name in _WORDING}
        told |= {"valid_from": _day(row.valid_from), "valid_until": _day(row.valid_until)}
        edition = row.consolidated_text
        told |= {
            "edition": edition.edition,
            "known_on": _day(edition.known_on),
            "source": edition.source_name,
        }
        found[row.document_id].append(told)
    return found


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def verify() -> Iterator[Fault]:
    """Yield the documents whose computed columns and status do not follow from what is printed and who acts."""
    restated = set(recheck_statuses())
    numbered = DocumentRelation.objects.filter(is_linked_by_number=True, target__isnull=False)
    mislinked = set(numbered.exclude(target__number_key=F("target_key")).values_list("source_id", flat=True))
    for document in LegalDocument.objects.order_by("pk").defer("text").iterator(chunk_size=500):
        stored = {name: getattr(document, name) for name in _DERIVED}
        document.derive()
        wrong = [name for name, value in stored.items() if getattr(document, name) != value]
        if document.effective_on and document.expired_on and document.expired_on < document.effective_on:
            wrong.append("expired_on")
        if document.pk in restated:
            wrong.append("tình trạng hiệu lực")
        if document.pk in mislinked:
            wrong.append("liên kết tới văn bản khác")
        if wrong:
            yield Fault(
                record=f"document {document.pk} ({document.name})",
                message=f"tính lại khác: {', '.join(wrong)}",
            )
