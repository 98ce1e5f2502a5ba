"""Documents for tests."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from gazette.documents.models import Article, DocumentRelation, LegalDocument, RelationType
from portal.core.importing import refresh_statistics


class LegalDocumentFactory(factory.django.DjangoModelFactory[LegalDocument]):
    """A published document."""

    class Meta:
        model = LegalDocument

    number = factory.Sequence(lambda n: f"{n + 1}/QĐ-UBND")
    summary = factory.Sequence(lambda n: f"Văn bản thử nghiệm {n + 1}")
    issued_on = date(2021, 6, 1)
    live = True
    first_published_at = factory.LazyFunction(timezone.now)


def many_documents(
    count: int, *, articles: int = 0, relations: int = 0, **fields: Any
) -> list[LegalDocument]:
    """Make many published documents in a few statements; the first has articles and relations to the others."""
    documents = []
    for number in range(1, count + 1):
        document = LegalDocument(
            number=f"{number}/BC-UBND",
            summary=f"Văn bản số {number}",
            issued_on=date(2021, 1, 1) + timedelta(days=number % 365),
            effective_on=date(2021, 1, 1),
            live=True,
            first_published_at=timezone.now(),
            **fields,
        )
        document.derive()
        documents.append(document)
    documents = LegalDocument.objects.bulk_create(documents, batch_size=500)
    first = documents[0]
    Article.objects.bulk_create(
        Article(
            document=first,
            number=str(n),
            anchor=f"dieu-{n}",
            position=f"01.{n:06d}",
            title="Tên",
            text="Nội dung",
        )
        for n in range(1, articles + 1)
    )
    kinds = list(RelationType.objects.all()) if relations else []
    DocumentRelation.objects.bulk_create(
        DocumentRelation(
            source=first if n % 2 else documents[n], target=documents[n] if n % 2 else first,
            relation_type=kinds[n % len(kinds)], target_number=documents[n].number,
        )
        for n in range(1, relations)
    )  # fmt: skip
    if count >= 1000:
        refresh_statistics()
    return documents
