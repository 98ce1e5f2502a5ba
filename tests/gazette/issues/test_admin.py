"""Editors enter, narrow, export, publish and withdraw issues."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from gazette.issues.models import GazetteIssue
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory, pdf_attachment

pytestmark = [pytest.mark.django_db, pytest.mark.database]

LIST = "wagtailsnippets_issues_gazetteissue:list"


@pytest.fixture
def editor(admin_client):
    return admin_client


def form(entries=(), **fields):
    data = {
        "year": "2026", "issue_number": "47", "published_on": "2026-07-25", "file": "", "title": "", "part": "",
        "note": "", "province": "", "source_name": "", "source_url": "", "source_reference": "", "withdrawn_reason": "",
        "entries-TOTAL_FORMS": str(len(entries)), "entries-INITIAL_FORMS": "0", "entries-MIN_NUM_FORMS": "0",
        "entries-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    blank = {
        "id": "", "ORDER": "", "DELETE": "", "section": "", "document": "", "number": "", "issued_on": "",
        "type_text": "", "issuer": "", "title": "", "page_from": "", "page_to": "", "part_number": "", "part_count": "",
    }  # fmt: skip
    for position, entry in enumerate(entries):
        values = blank | {"ORDER": str(position + 1)} | entry
        data |= {f"entries-{position}-{name}": value for name, value in values.items()}
    return data | fields


def add(editor, data):
    return editor.post(reverse("wagtailsnippets_issues_gazetteissue:add"), data, follow=True)


def test_an_issue_with_contents_is_published(editor, client):
    document = LegalDocumentFactory(number="37/2026/QĐ-UBND", summary="Bảng giá đất")
    attachment = pdf_attachment()
    entries = [{"document": str(document.pk), "page_from": "3", "page_to": "8"}, {"number": "1725/QĐ-UBND"}]
    add(editor, form(entries, file=str(attachment.pk), **{"action-publish": "1"}))
    issue = GazetteIssue.objects.get()
    assert issue.live
    assert [(entry.number, entry.pages) for entry in issue.entries.all()] == [
        ("37/2026/QĐ-UBND", "3–8"),
        ("1725/QĐ-UBND", ""),
    ]
    assert "Bảng giá đất" in client.get("/cong-bao/2026/47/").content.decode()
    assert client.get("/cong-bao/2026/47.pdf").status_code == 200


def test_a_draft_is_not_public(editor, client):
    add(editor, form())
    assert not GazetteIssue.objects.get().live
    assert client.get("/cong-bao/2026/47/").status_code == 404


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"issue_number": "46 + 47"}, "Năm 2026 đã có Công báo số 47"),
        ({"issue_number": "49 + 48"}, "Số cuối phải lớn hơn số đầu"),
        ({"issue_number": "50", "year": "20266"}, "2200"),
        (
            {"issue_number": "50", "entries": [{"number": "1/QĐ-UBND", "page_from": "9", "page_to": "3"}]},
            "Trang cuối",
        ),
        ({"issue_number": "50", "entries": [{"section": "Phần I"}]}, "Hãy chọn văn bản"),
    ],
)
def test_mistakes_are_told_in_the_form(editor, data, sentence):
    GazetteIssueFactory(issue_number="47")
    response = add(editor, form(**data))
    assert sentence in response.content.decode()
    assert GazetteIssue.objects.count() == 1


def test_a_day_outside_the_year_is_warned_of(editor):
    response = add(editor, form(published_on="2027-01-02"))
    assert "Ngày đăng không thuộc năm 2026" in response.content.decode()
    assert GazetteIssue.objects.count() == 1


def test_a_draft_is_previewed(editor):
    issue = GazetteIssueFactory(issue_number="47")
    url = reverse("wagtailsnippets_issues_gazetteissue:preview_on_edit", args=[issue.pk])
    assert editor.post(url, form([{"number": "9/QĐ-UBND", "title": "Xem trước"}])).json()["is_valid"]
    assert "Xem trước" in editor.get(url).content.decode()
    url = reverse("wagtailsnippets_issues_gazetteissue:preview_on_add")
    assert editor.post(url, form([{"number": "9/QĐ-UBND"}], issue_number="48")).json()["is_valid"]
    assert "9/QĐ-UBND" in editor.get(url).content.decode()


def test_the_list_shows_filters_and_searches(editor):
    issue = GazetteIssueFactory(issue_number="44 + 45", file=pdf_attachment())
    GazetteEntryFactory(issue=issue, number="24/2021/QĐ-UBND", title="Bảng giá đất")
    GazetteIssueFactory(year=2025, issue_number="1")
    page = editor.get(reverse(LIST)).content.decode()
    assert "44 + 45" in page
    assert "2.026" not in page
    for query in ("year=2026", "document=24-2021-qd-ubnd", "q=gia+dat", "has_file=true"):
        page = editor.get(f"{reverse(LIST)}?{query}").content.decode()
        assert "số 44 + 45 năm 2026" in page, query
        assert "số 1 năm 2025" not in page, query


def test_the_list_is_exported(editor):
    issue = GazetteIssueFactory(issue_number="44 + 45", published_on=date(2026, 7, 10))
    GazetteEntryFactory(issue=issue)
    csv = b"".join(editor.get(f"{reverse(LIST)}?export=csv").streaming_content).decode()
    assert "44 + 45" in csv
    book = load_workbook(BytesIO(b"".join(editor.get(f"{reverse(LIST)}?export=xlsx").streaming_content)))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "44 + 45" in cells
    assert 2026 in cells


def bulk(editor, action, issues, **data):
    query = "&".join(f"id={issue.pk}" for issue in issues)
    url = reverse("wagtail_bulk_action", args=["issues", "gazetteissue", action])
    assert editor.get(f"{url}?{query}").status_code == 200
    return editor.post(f"{url}?{query}&next={reverse(LIST)}", data, follow=True)


def test_several_drafts_are_published_at_once(editor):
    issues = [GazetteIssueFactory(live=False, first_published_at=None) for _number in range(3)]
    bulk(editor, "publish", issues)
    assert GazetteIssue.objects.filter(live=True, first_published_at__isnull=False).count() == 3


def test_several_issues_are_withdrawn_with_a_reason(editor, client):
    issues = [GazetteIssueFactory() for _number in range(2)]
    assert "Lý do gỡ" in bulk(editor, "unpublish", issues).content.decode()
    assert GazetteIssue.objects.filter(live=True).count() == 2
    bulk(editor, "unpublish", issues, reason="Đăng nhầm")
    assert not GazetteIssue.objects.filter(live=True).exists()
    assert "Đăng nhầm" in client.get(issues[0].get_absolute_url()).content.decode()


def test_what_was_published_is_not_deleted(editor):
    published = GazetteIssueFactory()
    draft = GazetteIssueFactory(live=False, first_published_at=None)
    url = reverse("wagtailsnippets_issues_gazetteissue:delete", args=[published.pk])
    assert "Không xóa được" in editor.post(url, follow=True).content.decode()
    delete = reverse("wagtail_bulk_action", args=["issues", "gazetteissue", "delete"])
    editor.post(f"{delete}?id={published.pk}&id={draft.pk}")
    assert GazetteIssue.objects.count() == 2
    editor.post(f"{delete}?id={draft.pk}&next={reverse(LIST)}")
    assert list(GazetteIssue.objects.all()) == [published]


def test_the_list_costs_the_same_for_any_number_of_issues(editor, django_assert_max_num_queries):
    for _number in range(30):
        GazetteEntryFactory()
    editor.get(reverse(LIST))
    with django_assert_max_num_queries(30):
        assert editor.get(reverse(LIST)).status_code == 200


def test_readers_are_not_let_in(client):
    assert client.get(reverse(LIST)).status_code == 302
