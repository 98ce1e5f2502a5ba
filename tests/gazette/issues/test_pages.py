"""Public pages of gazette issues."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from gazette.issues.models import GazetteIssue
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import PDF, GazetteEntryFactory, GazetteIssueFactory, pdf_attachment

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def issue():
    return GazetteIssueFactory(issue_number="44 + 45", published_on=date(2026, 7, 10))


@pytest.fixture(autouse=True)
def _vietnamese():
    """A request in English leaves its language behind; addresses made afterwards would have it."""
    yield
    translation.deactivate()


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    "spelling",
    [
        "44",
        "45",
        "044",
        "0044",
        "44+45",
        "44%20+%2045",
        "44&45",
        "044-045",
        "44%20v%C3%A0%2045",
        "s%E1%BB%91%2045",
        "44--45",
    ],
)
def test_any_spelling_of_a_range_and_any_number_in_it_lead_to_the_issue(client, issue, spelling):
    response = client.get(f"/cong-bao/2026/{spelling}/?as=is")
    assert (response.status_code, response["Location"]) == (301, "/cong-bao/2026/44-45/?as=is")


@pytest.mark.parametrize(
    "spelling", ["43", "46", "44-46", "43-45", "0", "x", "45-44", "44+46", "%00", "9" * 110, "%3Cb%3E"]
)
def test_what_no_issue_carries_is_404(client, issue, spelling):
    assert client.get(f"/cong-bao/2026/{spelling}/").status_code == 404
    assert client.get(f"/cong-bao/2026/{spelling}.pdf").status_code == 404
    assert client.get(f"/cong-bao/2025/{spelling}/").status_code == 404


def test_the_portals_own_issue_comes_before_another_provinces(client):
    GazetteIssueFactory(issue_number="7 + 8", province="Sơn La")
    GazetteIssueFactory(issue_number="8 + 9")
    assert client.get("/cong-bao/2026/8/")["Location"] == "/cong-bao/2026/8-9/"


def test_a_corrected_number_leads_from_its_old_address(client, issue):
    issue.issue_number = "44"
    issue.save()
    assert client.get("/cong-bao/2026/44/").status_code == 200
    assert client.get("/cong-bao/2026/44-45/")["Location"] == "/cong-bao/2026/44/"
    assert client.get("/cong-bao/2026/44-45.pdf").status_code == 404


def test_the_issue_page_shows_contents_by_section_with_links(client, issue):
    document = LegalDocumentFactory(
        number="37/2026/QĐ-UBND", summary="Bãi bỏ quyết định", issuer_name="UBND tỉnh"
    )
    GazetteEntryFactory(
        issue=issue,
        document=document,
        number="37/2026/QĐ-UBND",
        title="Bãi bỏ quyết định",
        page_from=3,
        page_to=8,
    )
    GazetteEntryFactory(
        issue=issue, section="Phần văn bản khác", number="1725/QĐ-UBND", title="Danh mục <b>", page_from=9,
        part_number=1, part_count=2,
    )  # fmt: skip
    page = text_of(client.get("/cong-bao/2026/44-45/"))
    assert f'href="{document.get_absolute_url()}"' in page
    for words in (
        "Phần văn bản quy phạm pháp luật",
        "Phần văn bản khác",
        "3–8",
        "Phần 1/2",
        "10/07/2026",
        "3–9",
    ):
        assert words in page
    assert "Danh mục &lt;b&gt;" in page
    assert "Công báo, số 44 + 45, ngày 10 tháng 7 năm 2026".replace(" ", "") in page.replace(" ", "")


def test_a_withdrawn_document_is_named_without_a_link(client, issue):
    document = LegalDocumentFactory(number="37/2026/QĐ-UBND", live=False)
    GazetteEntryFactory(issue=issue, document=document, number="37/2026/QĐ-UBND", title="Bãi bỏ quyết định")
    page = text_of(client.get("/cong-bao/2026/44-45/"))
    assert "37/2026/QĐ-UBND" in page
    assert document.get_absolute_url() not in page


def test_what_the_source_lacks_is_said(client, issue):
    page = text_of(client.get("/cong-bao/2026/44-45/"))
    assert "Nguồn không cung cấp mục lục của số Công báo này." in page
    assert "Cổng chưa có tệp của số Công báo này" in page
    assert "2.026" not in page


def test_the_file_is_the_upload_byte_for_byte(client, issue):
    issue.file = pdf_attachment("Công báo số 44.pdf")
    issue.save()
    response = client.get("/cong-bao/2026/44-45.pdf")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert ".pdf" in response["Content-Disposition"]
    assert client.get("/cong-bao/2026/44-45.pdf", HTTP_IF_NONE_MATCH=response["ETag"]).status_code == 304
    assert client.get("/cong-bao/2026/45.pdf")["Location"] == "/cong-bao/2026/44-45.pdf"
    assert issue.file.sha256 in text_of(client.get("/cong-bao/2026/44-45/"))


def test_an_issue_without_a_file_or_with_a_lost_one_has_no_pdf(client, issue):
    assert client.get("/cong-bao/2026/44-45.pdf").status_code == 404
    issue.file = pdf_attachment()
    issue.save()
    issue.file.file.storage.delete(issue.file.file.name)
    assert client.get("/cong-bao/2026/44-45.pdf").status_code == 404


def test_a_withdrawn_issue_tells_the_reason_and_its_pdf_is_gone(client, issue):
    issue.file = pdf_attachment()
    issue.withdrawn_reason = "Đăng nhầm tệp"
    issue.save()
    issue.unpublish()
    for address in ("/cong-bao/2026/44-45/", "/cong-bao/2026/44-45.pdf"):
        response = client.get(address)
        assert response.status_code == 410
        assert "Đăng nhầm tệp" in response.content.decode()
    assert client.get("/cong-bao/2026/45/")["Location"] == "/cong-bao/2026/44-45/"
    assert "44 + 45" not in text_of(client.get("/cong-bao/"))


def test_the_reason_may_stand_in_the_draft(client, issue):
    issue.withdrawn_reason = "Ghi trong bản nháp"
    issue.save_revision()
    GazetteIssue.objects.get(pk=issue.pk).unpublish()
    assert "Ghi trong bản nháp" in client.get("/cong-bao/2026/44-45/").content.decode()


def test_a_draft_is_nowhere(client):
    draft = GazetteIssueFactory(issue_number="50", live=False, first_published_at=None)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get("/cong-bao/2026/").status_code == 404
    assert "số 50" not in text_of(client.get("/cong-bao/"))


def test_neighbours_follow_the_numbering_over_the_turn_of_the_year(client, issue):
    GazetteIssueFactory(year=2025, issue_number="98 + 99", published_on=date(2025, 12, 31))
    GazetteIssueFactory(issue_number="46", published_on=date(2026, 7, 10))
    GazetteIssueFactory(issue_number="43", province="Sơn La")
    page = text_of(client.get("/cong-bao/2026/44-45/"))
    assert 'rel="prev" href="/cong-bao/2025/98-99/"' in page
    assert 'rel="next" href="/cong-bao/2026/46/"' in page


def test_the_list_is_newest_first_with_years(client, issue):
    GazetteIssueFactory(issue_number="46", published_on=date(2026, 7, 10))
    GazetteIssueFactory(year=2025, issue_number="1", published_on=date(2025, 1, 5))
    GazetteIssueFactory(issue_number="", source_id="muc-luc", published_on=None)
    page = text_of(client.get("/cong-bao/"))
    places = [
        page.index(f'<a href="/cong-bao/{tail}/"')
        for tail in ("2026/46", "2026/44-45", "2026/muc-luc", "2025/1")
    ]
    assert places == sorted(places)
    assert 'href="/cong-bao/2025/"' in page
    assert "<strong>4</strong>" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("number=45", {"44-45"}),
        ("number=44+%2B+45", {"44-45"}),
        ("number=46", set()),
        ("year=2025", {"1"}),
        ("year=2024", set()),
        ("q=gia+dat", {"1"}),
        ("q=GI%C3%81+%C4%90%E1%BA%A4T", {"1"}),
        ("q=khong+co", set()),
        ("document=24-2021-qd-ubnd", {"1"}),
        ("document=24%2F2021", set()),
        ("published_from=2026-01-01", {"44-45"}),
        ("published_to=31/12/2025", {"1"}),
    ],
)
def test_filters_narrow_the_list(client, issue, query, found):
    other = GazetteIssueFactory(year=2025, issue_number="1", published_on=date(2025, 1, 5))
    GazetteEntryFactory(issue=other, number="24/2021/QĐ-UBND", title="Bảng giá đất")
    response = client.get(f"/cong-bao/?{query}")
    assert response.status_code == 200
    page = response.content.decode()
    assert {slug for slug in ("44-45", "1") if f'/{slug}/"' in page} == found


@pytest.mark.parametrize(
    "query",
    [
        "year=x",
        "number=x",
        "published_from=mai",
        "published_from=2026-02-01&published_to=2026-01-01",
        "sort=x",
    ],
)
def test_a_bad_filter_is_told_beside_its_field(client, query):
    assert client.get(f"/cong-bao/?{query}").status_code == 400


def test_the_province_is_offered_only_where_there_are_several(client, issue):
    assert 'name="province"' not in client.get("/cong-bao/").content.decode()
    GazetteIssueFactory(issue_number="7", province="Sơn La")
    assert 'name="province"' in client.get("/cong-bao/").content.decode()
    page = client.get("/cong-bao/?province=S%C6%A1n+La").content.decode()
    assert 'href="/cong-bao/2026/7/"' in page
    assert 'href="/cong-bao/2026/44-45/"' not in page
    assert 'href="/cong-bao/2026/44-45/"' in client.get("/cong-bao/?province=-").content.decode()


def test_empty_lists_say_so(client):
    assert "Chưa có số Công báo nào được đăng" in text_of(client.get("/cong-bao/"))
    response = client.get("/cong-bao/2026/")
    assert response.status_code == 404
    assert "Không có số Công báo nào của năm 2026" in text_of(response)


def test_the_year_page_lists_its_year(client, issue):
    GazetteIssueFactory(year=2025, issue_number="1")
    page = text_of(client.get("/cong-bao/2026/"))
    assert "<h1>Công báo năm 2026</h1>" in page
    assert 'href="/cong-bao/2026/44-45/"' in page
    assert 'href="/cong-bao/2025/1/"' not in page


def test_english_pages_say_that_the_content_is_vietnamese(client, issue):
    response = client.get("/en/cong-bao/2026/44-45/")
    assert response.status_code == 200
    assert "This content is currently available in Vietnamese only." in text_of(response)
    assert client.get("/en/cong-bao/2026/45/")["Location"] == "/en/cong-bao/2026/44-45/"
    with translation.override("en"):
        assert issue.get_absolute_url() == "/en/cong-bao/2026/44-45/"


def test_the_documents_page_names_the_issue(client, issue):
    document = LegalDocumentFactory(number="37/2026/QĐ-UBND")
    GazetteEntryFactory(issue=issue, document=document, number="37/2026/QĐ-UBND", page_from=3, page_to=8)
    page = text_of(client.get(document.get_absolute_url()))
    assert 'href="/cong-bao/2026/44-45/"' in page
    assert "trang 3–8" in page
