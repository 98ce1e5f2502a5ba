"""Uploaded files are inspected by the worker and shown with what was found."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gazette.documents.models import DocumentAttachment
from gazette.signatures.models import FileInspection
from gazette.signatures.services import inspect_next, request_missing
from portal.core.models import Attachment
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteIssueFactory, pdf_attachment
from tests.gazette.signatures.test_inspection import SIGNED

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("site")]


def stored() -> Attachment:
    return pdf_attachment("cong-van.pdf", SIGNED.read_bytes())


def test_an_upload_waits_until_the_worker_has_inspected_it():
    attachment = stored()
    waiting = FileInspection.objects.get(sha256=attachment.sha256)
    assert waiting.inspected_at is None
    assert inspect_next() is True
    waiting.refresh_from_db()
    assert (waiting.kind, waiting.pages, waiting.state) == ("pdf", 1, "signed")
    assert waiting.inspected_at
    assert inspect_next() is False


def test_the_same_bytes_are_inspected_once_and_what_was_missed_is_found():
    stored()
    stored()
    assert FileInspection.objects.count() == 1
    FileInspection.objects.all().delete()
    assert request_missing() == 1


def test_other_roots_make_the_files_be_judged_again(settings, tmp_path):
    stored()
    inspect_next()
    assert request_missing() == 0
    settings.TRUST_STORE = str(tmp_path / "roots.pem")
    (tmp_path / "roots.pem").write_text("")
    assert request_missing() == 1


def test_a_missing_file_is_tried_a_few_times_and_stops_no_other():
    attachment = stored()
    attachment.file.storage.delete(attachment.file.name)
    other = pdf_attachment("khac.pdf", b"%PDF-1.7\n%%EOF")
    assert inspect_next()
    assert inspect_next()
    assert FileInspection.objects.get(sha256=other.sha256).inspected_at
    assert FileInspection.objects.get(sha256=attachment.sha256).inspected_at is None


def test_pages_api_and_desk_show_what_was_found(client, admin_client):
    attachment = stored()
    document = LegalDocumentFactory()
    DocumentAttachment.objects.create(document=document, attachment=attachment)
    issue = GazetteIssueFactory(file=attachment)
    assert client.get(f"/api/v1/documents/{document.pk}").json()["attachments"][0]["signature_state"] is None
    inspect_next()
    for address in (document.get_absolute_url(), issue.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "1 chữ ký số, nội dung đã ký còn nguyên vẹn; người ký chưa kiểm chứng được" in page
        assert "CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ" in page
    [file] = client.get(f"/api/v1/documents/{document.pk}").json()["attachments"]
    of_issue = client.get(f"/api/v1/gazette/issues/{issue.year}/{issue.slug}").json()["file"]
    for answer in (file, of_issue):
        assert (answer["signature_state"], answer["pages"], answer["kind"]) == ("signed", 1, "pdf")
        assert answer["signatures"][0]["trust"] == "chưa kiểm chứng được"
    desk = admin_client.get(reverse("signature_inspections")).content.decode()
    assert "bản quét: mọi trang là ảnh, chỉ khung chữ ký có chữ" in desk
