"""Entries and documents find each other, whichever comes first."""

from __future__ import annotations

from datetime import date

import pytest

from gazette.documents.models import LegalDocument
from gazette.documents.registry import document_listeners
from tests.factories.agencies import AgencyFactory, AgencyNameFactory
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]

DAY = date(2026, 7, 13)


@pytest.fixture
def waiting():
    issue = GazetteIssueFactory(issue_number="47", province="Sơn La")
    return GazetteEntryFactory(issue=issue, number="37/2026/QĐ-UBND", issuer="UBND Tỉnh", issued_on=DAY)


def linked_document(entry):
    entry.refresh_from_db()
    return entry.document


def test_a_document_stored_later_is_linked(waiting):
    other = LegalDocumentFactory(number="37/2026/QĐ-UBND", issuer_name="UBND tỉnh Lào Cai", issued_on=DAY)
    assert linked_document(waiting) is None
    document = LegalDocumentFactory(number="37/2026/qđ-ubnd", issuer_name="UBND tỉnh Sơn La", issued_on=DAY)
    assert linked_document(waiting) == document != other


def test_bulk_writers_tell_the_listener(waiting):
    document = LegalDocument(
        number="37/2026/QĐ-UBND", issuer_name="UBND tỉnh Sơn La", issued_on=DAY, live=True
    )
    document.derive()
    [document] = LegalDocument.objects.bulk_create([document])
    document_listeners["gazette"]([document.pk])
    assert linked_document(waiting) == document


def test_an_entry_stored_later_is_linked():
    document = LegalDocumentFactory(number="1725/QĐ-UBND", issuer_name="UBND tỉnh Sơn La", issued_on=DAY)
    issue = GazetteIssueFactory(province="Sơn La")
    entry = GazetteEntryFactory(issue=issue, number="1725/QĐ-UBND", issuer="UBND Tỉnh", issued_on=DAY)
    assert linked_document(entry) == document


def test_an_agency_is_known_by_its_former_names(waiting):
    agency = AgencyFactory(name_vi="Ủy ban nhân dân vùng Tây Bắc")
    AgencyNameFactory(agency=agency, name_vi="UBND tỉnh Sơn La", valid_until=date(2026, 12, 31))
    document = LegalDocumentFactory(
        number="37/2026/QĐ-UBND", issuing_agency=agency, issuer_name="UBND vùng Tây Bắc", issued_on=DAY
    )
    assert linked_document(waiting) == document


def test_a_deleted_document_leaves_the_entry_as_printed(waiting):
    document = LegalDocumentFactory(number="37/2026/QĐ-UBND", issuer_name="UBND tỉnh Sơn La", issued_on=DAY)
    assert linked_document(waiting) == document
    document.delete()
    assert linked_document(waiting) is None
    assert waiting.number == "37/2026/QĐ-UBND"


def test_storing_documents_asks_once_whatever_their_number(django_assert_max_num_queries):
    ids = [LegalDocumentFactory().pk for _number in range(30)]
    with django_assert_max_num_queries(3):
        document_listeners["gazette"](ids)
