"""Public pages of documents."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from gazette.documents.models import Article, DocumentRelation, DocumentType, EffectStatus, RelationType
from tests.factories.documents import LegalDocumentFactory
from tests.helpers import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def report():
    return LegalDocumentFactory(
        number="63/BC-VPUBND",
        document_type=DocumentType.objects.get(code="bao-cao"),
        summary="Đánh giá tình hình thực hiện công tác năm 2021",
        issued_on=date(2022, 1, 19),
        issuer_name="Văn phòng UBND tỉnh Đắk Nông",
    )


@pytest.mark.parametrize(
    "spelling",
    [
        "63/BC-VPUBND",
        "63-bc-vpubnd",
        "63%20BC%20VPUBND",
        "63 bc vpubnd",
        "63%2FBC-VPUBND",
        "63 /BC-V PUBND",
        "63-bc-vpubnd/",
    ],
)
def test_a_number_in_any_spelling_leads_to_its_document(client, report, spelling):
    response = client.get(f"/van-ban/so/{spelling}")
    assert response.status_code == 302
    assert response["Location"] == f"/van-ban/{report.pk}/63-bc-vpubnd/"


def test_several_documents_of_one_number_are_listed(client, report):
    LegalDocumentFactory(number="63/BC-VPUBND", summary="Của cơ quan khác")
    response = client.get("/van-ban/so/63-bc-vpubnd")
    assert response.status_code == 200
    assert "Của cơ quan khác" in response.content.decode()


def test_an_unknown_number_is_404_with_near_ones(client, report):
    response = client.get("/van-ban/so/63-bc-sxd")
    assert response.status_code == 404
    assert f"/van-ban/{report.pk}/63-bc-vpubnd/" in response.content.decode()


def test_a_hostile_number_is_an_ordinary_404(client):
    for number in ("'%20OR%201=1--", "%00", "<script>alert(1)</script>", "9" * 3000, "%E0%A4%A", "../../x"):
        response = client.get(f"/van-ban/so/{number}")
        assert response.status_code in {404, 400}
        assert b"<script>alert" not in response.content


def test_the_page_tells_all_that_is_known(client, report):
    page = client.get(report.get_absolute_url()).content.decode()
    for words in ("63/BC-VPUBND", "Đánh giá tình hình", "19/01/2022", "Văn phòng UBND tỉnh Đắk Nông"):
        assert words in page
    assert "Báo cáo số 63/BC-VPUBND ngày 19 tháng 01 năm 2022 của Văn phòng UBND tỉnh Đắk Nông" in page


def test_another_slug_moves_to_the_right_address(client, report):
    response = client.get(f"/van-ban/{report.pk}/sai/?as_of=2022-01-01")
    assert response.status_code == 301
    assert response["Location"] == f"/van-ban/{report.pk}/63-bc-vpubnd/?as_of=2022-01-01"
    assert client.get(f"/van-ban/{report.pk}/").status_code == 301


def test_a_draft_is_not_found_and_a_withdrawn_document_is_gone_with_its_reason(client):
    draft = LegalDocumentFactory(live=False, first_published_at=None)
    assert client.get(draft.get_absolute_url()).status_code == 404
    gone = LegalDocumentFactory(
        live=False, first_published_at=timezone.now(), withdrawn_reason="Đăng nhầm số"
    )
    response = client.get(gone.get_absolute_url())
    assert response.status_code == 410
    assert "Đăng nhầm số" in response.content.decode()


def test_every_api_anchor_is_an_element_of_the_page(client, report):
    report.text = "Điều 1. Một\nNội dung\nĐiều 2. Hai\nQUY ĐỊNH\nĐiều 1. Lại một"
    report.save()
    for number, anchor, position in (
        ("1", "dieu-1", "01.1"),
        ("2", "dieu-2", "01.2"),
        ("1", "p2-dieu-1", "02.1"),
    ):
        Article.objects.create(
            document=report, number=number, anchor=anchor, position=position, title="", text="x"
        )
    page = parsed(client.get(report.get_absolute_url()))
    assert all(page.select_one(f"#{anchor}") for anchor in ("dieu-1", "dieu-2", "p2-dieu-1"))


def test_effect_is_shown_as_of_the_asked_day(client):
    document = LegalDocumentFactory(effective_on=date(2020, 1, 1), expired_on=date(2022, 1, 1))
    address = document.get_absolute_url()
    shown = {
        day: client.get(f"{address}?as_of={day}").content.decode()
        for day in ("2019-12-31", "2021-12-31", "2022-01-01")
    }
    assert "Chưa có hiệu lực" in shown["2019-12-31"]
    assert "Còn hiệu lực" in shown["2021-12-31"]
    assert "Hết hiệu lực toàn bộ" in shown["2022-01-01"]


@pytest.mark.parametrize("day", ["2021-13-01", "abc", "0000-00-00", "99999-01-01"])
def test_a_bad_day_is_explained(client, report, day):
    response = client.get(f"{report.get_absolute_url()}?as_of={day}")
    assert response.status_code == 400
    assert "as_of" in response.content.decode()


def test_relations_are_shown_on_both_pages(client, report):
    law = LegalDocumentFactory(number="45/2013/QH13", summary="Luật Đất đai")
    amends = RelationType.objects.get(code="sua-doi-bo-sung")
    DocumentRelation.objects.create(source=report, target=law, relation_type=amends, provision="Điều 5")
    outgoing = client.get(report.get_absolute_url()).content.decode()
    incoming = client.get(law.get_absolute_url()).content.decode()
    assert "Văn bản được sửa đổi bổ sung" in outgoing
    assert law.get_absolute_url() in outgoing
    assert "Văn bản sửa đổi bổ sung" in incoming
    assert report.get_absolute_url() in incoming


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("type=bao-cao", {"63/BC-VPUBND"}),
        ("number=63", {"63/BC-VPUBND"}),
        ("number=63+bc", {"63/BC-VPUBND"}),
        ("q=danh+gia+TINH+hinh", {"63/BC-VPUBND"}),
        ("q=đánh+giá", {"63/BC-VPUBND"}),
        ("year=2022", {"63/BC-VPUBND"}),
        ("issued_from=19/01/2022&issued_to=2022-01-19", {"63/BC-VPUBND"}),
        ("status=con-hieu-luc", {"1/QĐ-UBND"}),
        ("as_of=2021-01-01", {"1/QĐ-UBND"}),
        ("type=quyet-dinh-ca-biet&type=bao-cao", {"63/BC-VPUBND", "1/QĐ-UBND"}),
        ("", {"63/BC-VPUBND", "1/QĐ-UBND"}),
    ],
)
def test_filters_of_the_list(client, report, query, found):
    LegalDocumentFactory(
        number="1/QĐ-UBND", document_type=DocumentType.objects.get(code="quyet-dinh-ca-biet"), summary="Khác",
        issued_on=date(2020, 5, 1), effective_on=date(2020, 5, 11),
    )  # fmt: skip
    page = parsed(client.get(f"/van-ban/?{query}"))
    assert {item.text for item in page.select(".document-list .doc-number")} == found


@pytest.mark.parametrize(
    "query", ["type=khong-co", "year=abc", "issued_from=32/13/2021", "sort=xyz", "year=2021.5"]
)
def test_a_bad_filter_is_explained_not_ignored_nor_fatal(client, report, query):
    response = client.get(f"/van-ban/?{query}")
    assert response.status_code == 400


def test_an_empty_list_says_what_to_do(client):
    page = client.get("/van-ban/?q=khongcogi").content.decode()
    assert "Không có văn bản nào khớp với bộ lọc" in page


@pytest.mark.parametrize("page", ["0", "2", "-1", "abc", "99999999999", "1e3"])
def test_a_page_past_the_end_is_not_found(client, report, page):
    assert client.get(f"/van-ban/?page={page}").status_code == 404


def test_paging_keeps_the_filters(client):
    LegalDocumentFactory.create_batch(21, summary="Giá đất")
    first = parsed(client.get("/van-ban/?q=giá+đất"))
    link = first.select_one('nav a[href*="page=2"]')["href"]
    assert "q=gi" in link
    assert len(parsed(client.get(f"/van-ban/{link[link.index('?') :]}")).select(".document-list > li")) == 1


def test_pages_in_english_say_that_the_text_is_vietnamese(client, report):
    response = client.get(f"/en{report.get_absolute_url()}")
    page = parsed(response)
    assert response.status_code == 200
    assert page.html["lang"] == "en"
    assert page.select_one('[lang="vi"]')


def test_script_in_a_title_is_shown_as_text(client):
    document = LegalDocumentFactory(summary="<img src=x onerror=alert(1)>")
    assert "<img src=x" not in client.get(document.get_absolute_url()).content.decode()
    assert "<img src=x" not in client.get("/van-ban/").content.decode()


def test_every_status_code_of_the_table_is_a_code_of_the_rule():
    from gazette.documents.enums import EffectCode

    assert set(EffectStatus.objects.values_list("code", flat=True)) == set(EffectCode.values)


def test_a_document_takes_effect_at_midnight_in_viet_nam(client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    document = LegalDocumentFactory(effective_on=tomorrow)
    assert "Chưa có hiệu lực" in client.get(document.get_absolute_url()).content.decode()


def test_a_deleted_document_is_gone_and_its_address_stays_its_own(client, report):
    address = report.get_absolute_url()
    report.delete()
    assert client.get(address).status_code == 410
    assert client.get(f"/en{address}").status_code == 410
    assert LegalDocumentFactory().pk > int(address.split("/")[2])
