"""What search holds of documents: articles, pages of their files, the end of their effect."""

from __future__ import annotations

from datetime import date

import pytest

from gazette.documents.models import DocumentAttachment
from gazette.documents.search_sources import DocumentSource
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import pdf_attachment


@pytest.mark.django_db
def test_pages_of_a_file_are_passages_where_the_text_stands_nowhere_else() -> None:
    document = LegalDocumentFactory(text="")
    DocumentAttachment.objects.create(document=document, attachment=pdf_attachment())
    entry = DocumentSource().entry(DocumentSource().public().get(pk=document.pk))
    pages = [part for part in entry.passages if part.file]
    texts = document.attachments.get().attachment.page_texts()
    assert [part.text for part in pages] == [text for text in texts if text]
    for part in pages:
        assert part.file.endswith(".pdf")
        assert part.unit.startswith("page=")
    document.text = "Toàn văn"
    document.save()
    entry = DocumentSource().entry(DocumentSource().public().get(pk=document.pk))
    assert not any(part.file for part in entry.passages)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dates", "stated", "ended_on"),
    [
        ({"effective_on": date(2015, 1, 1), "expired_on": date(2020, 1, 1)}, "", date(2020, 1, 1)),
        ({"effective_on": date(2015, 1, 1)}, "", None),
        # Said without a day, it is known since it was entered.
        ({"stated_known_on": date(2024, 5, 1)}, "het-hieu-luc-toan-bo", date(2024, 5, 1)),
        ({}, "het-hieu-luc-mot-phan", None),
    ],
)
def test_end_of_effect(dates: dict[str, date], stated: str, ended_on: date | None) -> None:
    fields = {"effective_on": None, "expired_on": None} | dates
    document = LegalDocumentFactory(stated_effect=stated, **fields)
    assert DocumentSource().entry(document).ended_on == ended_on
