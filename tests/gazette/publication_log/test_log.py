"""What is published, changed and withdrawn stands in the log, and what is changed in silence is found."""

from __future__ import annotations

import gc
import json
import time
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gazette.documents.models import (
    Article,
    ArticleVersion,
    ConsolidatedText,
    DocumentAttachment,
    DocumentRelation,
    LegalDocument,
    RelationType,
    SubjectArea,
)
from gazette.publication_log.chain import GENESIS
from gazette.publication_log.models import ChainHead, DailyHead, LogEntry
from gazette.publication_log.registry import log_sources
from gazette.publication_log.services import log_missing, log_published, publish_head, verify_all, writing
from portal.core.models import Attachment, PortalImage
from portal.news.models import (
    CitedDocument,
    NewsCategory,
    NewsPage,
    NewsPlacement,
    NewsTag,
    RelatedNews,
    TaggedNews,
)
from tests.factories.agencies import AgencyFactory
from tests.factories.core import PortalImageFactory
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory, pdf_attachment
from tests.factories.news import NewsPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def lines(**wanted) -> list[tuple[str, str, str]]:
    return list(LogEntry.objects.filter(**wanted).values_list("action", "kind", "title"))


def publish(record) -> None:
    record.save_revision().publish()


@pytest.fixture
def document(site) -> LegalDocument:
    document = LegalDocumentFactory(
        number="5/2026/QĐ-UBND", live=False, first_published_at=None, issuing_agency=AgencyFactory()
    )
    attachment = pdf_attachment("toan-van.pdf", b"%PDF-1.4 toan van\n%%EOF")
    document.attachments.add(DocumentAttachment(attachment=attachment, title="Toàn văn"))
    publish(document)
    return LegalDocument.objects.get(pk=document.pk)


def test_what_the_log_reads_of_many_documents_needs_no_search_for_cycles(site):
    """An import runs without that search: a cycle in each document would hold all of them in memory to its end."""
    area = SubjectArea.objects.create(code="dat-dai", name_vi="Đất đai")
    ids = [LegalDocumentFactory(number=f"{number}/2026/QĐ-UBND").pk for number in range(60)]
    area.documents.add(*ids)

    def left_over(count: int) -> int:
        gc.collect()
        gc.disable()
        try:
            assert len(list(log_sources["document"].load(ids[:count]))) == count
        finally:
            gc.enable()
        return gc.collect()

    left_over(1)  # what is made at the first time only
    assert left_over(60) - left_over(1) < 60


def test_publication_change_and_withdrawal_are_told_with_files_and_reason(document):
    assert [line[:2] for line in lines(kind__in=["document", "file"])] == [
        ("published", "document"),
        ("published", "file"),
    ]
    document.summary = "Trích yếu mới"
    publish(document)
    publish(document)  # nothing new: no line
    document.withdrawn_reason = "Đăng nhầm"
    document.unpublish()
    told = LogEntry.objects.order_by("sequence").values_list("action", "kind", "reason")
    assert list(told)[-3:] == [
        ("changed", "document", ""),
        ("withdrawn", "document", "Đăng nhầm"),
        ("withdrawn", "file", "Đăng nhầm"),
    ]
    assert not list(verify_all())


def _fail_after(document: LegalDocument) -> None:
    publish(document)
    raise RuntimeError


def test_a_failed_publication_leaves_no_line(document):
    before = LogEntry.objects.count()
    document.summary = "Khác"
    with pytest.raises(RuntimeError), transaction.atomic():
        _fail_after(document)
    assert LogEntry.objects.count() == before
    assert not list(verify_all())


def test_news_issues_and_a_replaced_file_are_told(site):
    news = NewsPageFactory(live=False, first_published_at=None)
    publish(news)
    issue = GazetteIssueFactory(live=False, first_published_at=None, file=pdf_attachment())
    publish(issue)
    issue.file.file = ContentFile(b"%PDF-1.4 other\n%%EOF", name="khac.pdf")
    issue.file.save()
    told = [(action, kind) for action, kind, _title in lines(kind__in=["news", "gazette", "file"])]
    assert told == [
        ("published", "news"), ("published", "gazette"), ("published", "file"), ("changed", "gazette"),
        ("changed", "file"),
    ]  # fmt: skip


@pytest.mark.parametrize("statement", ["UPDATE {t} SET title = 'x'", "DELETE FROM {t}"])
def test_the_database_refuses_to_change_the_log(document, statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(t="publication_log_logentry"))


@pytest.fixture
def content(document):
    Article.objects.create(document=document, number="1", anchor="dieu-1", position="1", text="Nội dung")
    other = LegalDocumentFactory(number="1/2020/QĐ-UBND")
    DocumentRelation.objects.create(
        source=document,
        relation_type=RelationType.objects.create(
            code="can-cu", name_vi="Căn cứ", inverse_name_vi="Được căn cứ"
        ),
        target=other,
        provision="Điều 2",
    )
    document.subject_areas.add(SubjectArea.objects.create(code="dat-dai", name_vi="Đất đai"))
    document.save()
    edition = ConsolidatedText.objects.create(document=document, edition="2026-02", known_on=date(2026, 2, 1))
    ArticleVersion.objects.create(
        consolidated_text=edition, document=document, number="1", anchor="dieu-1", text="Nội dung cũ"
    )
    issue = GazetteIssueFactory(issue_number="9", file=pdf_attachment("so-9.pdf"))
    GazetteEntryFactory(issue=issue)
    news = NewsPageFactory(category=NewsCategory.objects.create(code="kinh-te", name_vi="Kinh tế"))
    news.cover_image = PortalImageFactory()
    news.save()
    NewsPlacement.objects.all().replace([news.pk])
    CitedDocument.objects.create(news=news, number="5/2026/QĐ-UBND")
    TaggedNews.objects.create(content_object=news, tag=NewsTag.objects.create(name="Đất đai", slug="dat-dai"))
    RelatedNews.objects.create(news=news, related=NewsPageFactory())
    log_missing()
    log_published("document", [document.pk])
    assert not list(verify_all())
    return {"document": document, "gazette": issue, "news": news}


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE documents_legaldocument SET summary = 'sửa'", "document {document}"),
        ("UPDATE documents_legaldocument SET effective_on = '2020-01-01'", "document {document}"),
        ("UPDATE documents_article SET text = 'sửa'", "document {document}"),
        ("UPDATE documents_documentattachment SET title = 'sửa'", "document {document}"),
        ("DELETE FROM documents_documentattachment", "document {document}"),
        ("UPDATE issues_gazetteentry SET page_from = 3", "gazette {gazette}"),
        ("UPDATE issues_gazetteissue SET published_on = '2020-01-01'", "gazette {gazette}"),
        ("UPDATE issues_gazetteissue SET live = false", "gazette {gazette}"),
        ("UPDATE news_newspage SET summary = 'sửa'", "news {news}"),
        ("UPDATE documents_legaldocument SET number_key = 'x'", "document {document}"),
        ("UPDATE documents_legaldocument SET issuing_agency_id = NULL", "document {document}"),
        ("UPDATE issues_gazetteentry SET correction = 'sửa'", "gazette {gazette}"),
        ("UPDATE issues_gazetteentry SET due_on = '2020-01-01'", "gazette {gazette}"),
        ("UPDATE issues_gazetteentry SET document_id = {document_id}", "gazette {gazette}"),
        ("UPDATE issues_gazetteissue SET slug = 'khac'", "gazette {gazette}"),
        ("UPDATE news_newspage SET is_featured = NOT is_featured", "news {news}"),
        ("UPDATE documents_documentrelation SET provision = 'sửa'", "document {document}"),
        ("UPDATE documents_documentrelation SET target_id = source_id", "document {document}"),
        (
            "UPDATE documents_documentrelation SET is_linked_by_number = true, target_id = source_id",
            "document {document}",
        ),
        ("DELETE FROM documents_documentrelation", "document {document}"),
        ("DELETE FROM documents_legaldocument_subject_areas", "document {document}"),
        ("UPDATE documents_legaldocument SET source_files = '[\"x\"]'", "document {document}"),
        ("UPDATE documents_article SET effective_on = '2020-01-01'", "document {document}"),
        ("UPDATE documents_articleversion SET text = 'sửa'", "document {document}"),
        ("UPDATE documents_consolidatedtext SET known_on = '2020-01-01'", "document {document}"),
        ("UPDATE news_newspage SET cover_image_id = NULL", "news {news}"),
        ("UPDATE news_newspage SET text_plain = 'sửa'", "news {news}"),
        ("UPDATE news_citeddocument SET number = 'sửa'", "news {news}"),
        ("UPDATE news_newstag SET name = 'sửa'", "news {news}"),
        ("DELETE FROM news_taggednews", "news {news}"),
        ("DELETE FROM news_relatednews", "news {news}"),
        ("DELETE FROM news_newsplacement", "news {news}"),
        ("UPDATE wagtailcore_page SET url_path = '/x/' WHERE id = {news_id}", "trang {news}"),
        ("UPDATE wagtailcore_page SET numchild = 9 WHERE id = {news_id}", "trang {news}"),
        ("UPDATE wagtailcore_page SET search_description = 'x' WHERE id = {news_id}", "news {news}"),
    ],
)
def test_a_row_changed_by_sql_is_named(content, statement, named, capsys):
    with connection.cursor() as cursor:
        cursor.execute(statement.format(document_id=content["document"].pk, news_id=content["news"].pk))
    with pytest.raises(SystemExit) as ended:
        call_command("verify")
    assert ended.value.code == 1
    assert named.format(**{kind: record.pk for kind, record in content.items()}) in capsys.readouterr().err


def test_a_changed_and_a_lost_file_are_named(content):
    attachments = list(Attachment.objects.order_by("pk"))
    Path(attachments[0].file.path).write_bytes(b"%PDF-1.4 toan ven\n%%EOF")
    attachments[1].file.storage.delete(attachments[1].file.name)
    faults = {fault.record.split(" (")[0] for fault in verify_all()}
    assert faults == {f"tệp {attachment.pk}" for attachment in attachments}


def test_a_rewritten_log_is_named(content):
    entry = LogEntry.objects.first()
    for change in ({"title": "khác"}, {"previous": "1" * 64}):
        stored = {name: getattr(entry, name) for name in change}
        _force(entry, change)
        assert f"nhật ký dòng {entry.sequence}" in {fault.record for fault in verify_all()}
        _force(entry, stored)
    assert not list(verify_all())
    ChainHead.objects.update(sequence=99)
    assert [fault.message for fault in verify_all()] == ["mất những dòng cuối của nhật ký"]


def _force(entry: LogEntry, change: dict) -> None:
    """Change an entry as somebody who owns the database could: past the trigger."""
    on = " ON publication_log_logentry" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE publication_log_logentry DISABLE TRIGGER ALL")
            LogEntry.objects.filter(pk=entry.pk).update(**change)
            cursor.execute("ALTER TABLE publication_log_logentry ENABLE TRIGGER ALL")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'publication_log_logentry_no_update'")
        [sql] = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER publication_log_logentry_no_update{on}")
        LogEntry.objects.filter(pk=entry.pk).update(**change)
        cursor.execute(sql)


def test_the_head_is_published_once_a_day(document):
    publish_head()
    publish_head()
    [head] = DailyHead.objects.all()
    assert head.day == timezone.localdate() - timedelta(days=1)
    assert (head.sequence, head.hash) == (0, GENESIS)


def test_the_log_for_people_and_programs(client, content):
    publish_head()
    page = client.get("/cong-bao/nhat-ky/").content.decode()
    assert LogEntry.objects.last().hash in page
    head = client.get("/cong-bao/nhat-ky/dau-chuoi.json").json()
    assert (head["sequence"], head["pages"]) == (LogEntry.objects.count(), 1)
    told = [json.loads(line) for line in client.get("/cong-bao/nhat-ky/1.jsonl").content.splitlines()]
    assert [line["sequence"] for line in told] == list(range(1, head["sequence"] + 1))
    assert client.get("/cong-bao/nhat-ky/2.jsonl").status_code == 404
    assert client.get("/cong-bao/nhat-ky/?so=1").status_code == 200
    assert client.get("/cong-bao/nhat-ky/?ma=khong-co").status_code == 200
    assert client.get("/cong-bao/nhat-ky/dau-chuoi.atom").status_code == 200
    assert client.get("/cong-bao/nhat-ky/ban-ghi/document/0.json").status_code == 404
    assert client.get("/cong-bao/nhat-ky/ban-ghi/khong/1.json").status_code == 404


def test_a_published_file_is_known_at_the_check(client, content):
    attachment = content["gazette"].file
    with attachment.file.open("rb") as file:
        upload = SimpleUploadedFile("x.pdf", file.read())
    [found] = client.post("/api/v1/signatures/check", {"file": upload}).json()["publications"]
    assert found["title"] == attachment.title
    assert found["url"].endswith("/cong-bao/2026/9/")
    assert found["withdrawn_at"] is None


def test_many_entries_are_verified_quickly(db):
    record = LogEntry(at=timezone.now(), action="withdrawn", kind="file", title="x", previous=GENESIS)
    rows = []
    for sequence in range(1, 5001):
        record.sequence, record.object_id = sequence, str(sequence)
        record.hash = record.computed_hash()
        rows.append(copy(record))
        record.previous = record.hash
    LogEntry.objects.bulk_create(rows)
    ChainHead.objects.update_or_create(pk=1, defaults={"sequence": 5000, "hash": record.hash})
    begun = time.process_time()
    assert not list(verify_all())
    assert time.process_time() - begun < 2


def test_links_that_come_and_go_are_told(site):
    issue = GazetteIssueFactory(issue_number="9", province="Sơn La")
    day = date(2026, 7, 13)
    GazetteEntryFactory(issue=issue, number="5/2026/QĐ-UBND", issuer="UBND Tỉnh", issued_on=day)
    log_missing()
    document = LegalDocumentFactory(number="5/2026/QĐ-UBND", issuer_name="UBND tỉnh Sơn La", issued_on=day)
    assert issue.entries.get().document_id == document.pk
    log_missing()
    assert not list(verify_all())
    document.delete()
    assert not list(verify_all())
    reasons = LogEntry.objects.filter(kind="gazette", action="changed").order_by("sequence")
    assert [bool(reason) for reason in reasons.values_list("reason", flat=True)] == [True, True]


def test_what_goes_from_under_a_published_record_is_told(content):
    NewsPage.objects.get(pk=content["news"].related_news.get().related_id).delete()
    PortalImage.objects.all().delete()
    NewsTag.objects.all().delete()
    SubjectArea.objects.all().delete()
    LegalDocument.objects.get(number="1/2020/QĐ-UBND").delete()
    assert not list(verify_all())
    told = LogEntry.objects.filter(action="changed").exclude(reason="")
    assert set(told.values_list("kind", flat=True)) == {"news", "document"}


@pytest.mark.parametrize(
    ("kind", "version", "statement"),
    [
        ("gazette", 0, "UPDATE issues_gazetteentry SET title = 'sửa'"),
        ("document", 0, "UPDATE documents_documentrelation SET provision = 'sửa'"),
        ("document", 1, "UPDATE documents_documentrelation SET provision = 'sửa'"),
        ("news", 1, "UPDATE news_citeddocument SET number = 'sửa'"),
    ],
)
def test_a_log_of_an_earlier_version_is_told_more(content, monkeypatch, kind, version, statement):
    record = next(iter(log_sources[kind].load([content[kind].pk])))
    log_published(kind, [content[kind].pk])
    earlier = replace(record, content=record.former_contents[version])
    with monkeypatch.context() as patched:
        patched.setattr(
            writing, "log_sources", {kind: replace(log_sources[kind], load=lambda ids: [earlier])}
        )
        assert log_published(kind, [record.object_id]) == 1
    assert [fault.record for fault in verify_all()] == [f"{kind} {record.object_id} ({record.title})"]
    assert log_missing() == 1
    assert not list(verify_all())
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert log_missing() == 0
    assert list(verify_all())
