"""What the publication log tells of documents, and what `verify` recomputes of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import F

from gazette.documents.models import Article, DocumentAttachment, LegalDocument
from gazette.documents.services.effects import recheck_statuses
from gazette.publication_log.registry import Fault, LoggedFile, LoggedRecord, LogSource

_TEXTS = (
    "number", "type_text", "issuer_name", "stated_effect", "stated_effect_text", "place", "signer", "signer_title",
    "signing_authority", "recipients", "gazette_number", "province", "source_name", "source_url", "summary", "text",
)  # fmt: skip
_DAYS = ("issued_on", "effective_on", "expired_on", "gazette_on")
#: Entries of code lists, by their codes; logs of earlier versions did not tell them.
_CODES = ("document_type", "issuing_agency", "collection")
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
    documents = list(published.only(*_TEXTS, *_DAYS, "document_type__name_vi").order_by("pk"))
    articles: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = Article.objects.filter(document__in=ids).order_by("document", "position", "pk")
    for document, anchor, number, chapter, title, text in rows.values_list(
        "document_id", "anchor", "number", "chapter", "title", "text"
    ):
        articles[document].append(
            {"anchor": anchor, "article": number, "chapter": chapter, "title": title, "text": text}
        )
    files: defaultdict[int, list[DocumentAttachment]] = defaultdict(list)
    for link in DocumentAttachment.objects.filter(document__in=ids).select_related("attachment"):
        files[link.document_id].append(link)
    for document in documents:
        yield _record(document, articles[document.pk], files[document.pk])


def _record(
    document: LegalDocument, articles: list[dict[str, Any]], links: list[DocumentAttachment]
) -> LoggedRecord:
    content: dict[str, Any] = {name: getattr(document, name) for name in _TEXTS}
    for name in _DAYS:
        day = getattr(document, name)
        content[name] = day.isoformat() if day else None
    content["articles"] = articles
    content["files"] = [{"title": link.title, "sha256": link.attachment.sha256} for link in links]
    former_content = dict(content)
    for name in _CODES:
        content[name] = getattr(document, f"{name}_code")
    return LoggedRecord(
        object_id=document.pk,
        title=document.name,
        path=f"/van-ban/{document.pk}/{document.slug}/",
        content=content,
        files=[
            LoggedFile(
                file_id=link.attachment_id,
                title=str(link),
                sha256=link.attachment.sha256,
                file_path=link.attachment.url,
            )
            for link in links
        ],
        former_content=former_content,
    )


def verify() -> Iterator[Fault]:
    """Yield the documents whose computed columns and status do not follow from what is printed and who acts."""
    restated = set(recheck_statuses())
    for document in LegalDocument.objects.order_by("pk").defer("text").iterator(chunk_size=500):
        stored = {name: getattr(document, name) for name in _DERIVED}
        document.derive()
        wrong = [name for name, value in stored.items() if getattr(document, name) != value]
        if document.effective_on and document.expired_on and document.expired_on < document.effective_on:
            wrong.append("expired_on")
        if document.pk in restated:
            wrong.append("tình trạng hiệu lực")
        if wrong:
            yield Fault(
                record=f"document {document.pk} ({document.name})",
                message=f"tính lại khác: {', '.join(wrong)}",
            )
