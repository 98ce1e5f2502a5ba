"""Documents in the API."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile

from gazette.documents.models import (
    Article,
    DocumentAttachment,
    DocumentRelation,
    DocumentType,
    LegalDocument,
    PortalCollection,
    RelationType,
    SubjectArea,
)
from portal.core.models import Attachment
from tests.factories.agencies import AgencyFactory
from tests.factories.documents import LegalDocumentFactory
from tests.factories.issues import GazetteEntryFactory, GazetteIssueFactory
from tests.helpers import parsed

pytestmark = [pytest.mark.django_db, pytest.mark.database, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def report():
    document = LegalDocumentFactory(
        number="63/BC-VPUBND",
        source_id="bc-63",
        document_type=DocumentType.objects.get(code="bao-cao"),
        collection=PortalCollection.objects.get(code="chi-dao-dieu-hanh"),
        issuing_agency=AgencyFactory(code="VP", name_vi="Văn phòng UBND tỉnh"),
        summary="Đánh giá tình hình thực hiện công tác năm 2021",
        issued_on=date(2022, 1, 19),
        effective_on=date(2022, 2, 1),
        expired_on=date(2023, 1, 1),
        signer="Nguyễn Văn A",
    )
    document.subject_areas.set([SubjectArea.objects.first()])
    document.save()
    return document


def numbers(response):
    assert response.status_code == 200, response.content.decode()
    return [item["number"] for item in response.json()["results"]]


def test_a_list_tells_each_document_with_address_origin_and_last_change(client, report):
    body = client.get("/api/v1/documents").json()
    assert {name: body[name] for name in ("count", "next", "previous")} == {
        "count": 1,
        "next": None,
        "previous": None,
    }
    [item] = body["results"]
    assert item | {"updated_at": None} == {
        "id": report.pk,
        "source_id": "bc-63",
        "url": f"http://testserver/van-ban/{report.pk}/63-bc-vpubnd/",
        "updated_at": None,
        "number": "63/BC-VPUBND",
        "type": "bao-cao",
        "type_name": "Báo cáo",
        "title": "Đánh giá tình hình thực hiện công tác năm 2021",
        "agency": "VP",
        "agency_name": "Văn phòng UBND tỉnh",
        "fields": [SubjectArea.objects.first().code],
        "collection": "chi-dao-dieu-hanh",
        "issued_on": "2022-01-19",
        "effective_on": "2022-02-01",
        "expired_on": "2023-01-01",
        "status": "het-hieu-luc-toan-bo",
    }


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("type=bao-cao", True),
        ("type=chi-thi", False),
        ("type=chi-thi&type=bao-cao", True),
        ("agency=VP", True),
        ("collection=chi-dao-dieu-hanh", True),
        ("status=het-hieu-luc-toan-bo", True),
        ("status=con-hieu-luc", False),
        ("status=con-hieu-luc&as_of=2022-06-01", True),
        ("status=chua-co-hieu-luc&as_of=2022-01-20", True),
        ("as_of=2022-01-18", False),
        ("issued_from=2022-01-19&issued_to=2022-01-19", True),
        ("issued_from=2022-01-20", False),
        ("q=danh+gia+2021", True),
        ("q=%C4%90%C3%A1nh+gi%C3%A1", True),
        ("q=khong+co", False),
        ("number=63%2FBC-VPUBND", True),
        ("number=63+bc+vpubnd", True),
        ("number=63-bc", True),
        ("number=64", False),
        ("type=bao-cao&agency=VP&status=het-hieu-luc-toan-bo&q=2021", True),
    ],
)
def test_filters(client, report, query, is_found):
    assert numbers(client.get(f"/api/v1/documents?{query}")) == (["63/BC-VPUBND"] if is_found else [])


def test_field_filters_by_subject_area(client, report):
    mine, other = report.subject_areas.first(), SubjectArea.objects.last()
    assert numbers(client.get(f"/api/v1/documents?field={mine.code}")) == ["63/BC-VPUBND"]
    assert numbers(client.get(f"/api/v1/documents?field={other.code}")) == []


def test_sort_orders_by_date_number_or_effect(client, report):
    LegalDocumentFactory(number="7/BC-UBND", issued_on=date(2020, 1, 1), effective_on=date(2024, 1, 1))
    assert numbers(client.get("/api/v1/documents")) == ["63/BC-VPUBND", "7/BC-UBND"]
    assert numbers(client.get("/api/v1/documents?sort=date")) == ["7/BC-UBND", "63/BC-VPUBND"]
    assert numbers(client.get("/api/v1/documents?sort=number")) == ["7/BC-UBND", "63/BC-VPUBND"]
    assert numbers(client.get("/api/v1/documents?sort=-effective")) == ["7/BC-UBND", "63/BC-VPUBND"]


def test_a_draft_is_nowhere_and_a_withdrawn_document_says_why(client, report):
    draft = LegalDocumentFactory(number="1/BC-X", live=False, first_published_at=None)
    report.live, report.withdrawn_reason = False, "Đăng nhầm."
    report.save()
    assert numbers(client.get("/api/v1/documents")) == []
    assert client.get(f"/api/v1/documents/{draft.pk}").status_code == 404
    gone = client.get(f"/api/v1/documents/{report.pk}")
    assert (gone.status_code, gone.json()["detail"]) == (410, "Đăng nhầm.")


def test_one_document_has_articles_whose_anchors_stand_on_its_page(client, report):
    for number, position in (("10", "01.000010"), ("2", "01.000002")):
        Article.objects.create(
            document=report, number=number, position=position, anchor=f"dieu-{number}", title=f"Tên {number}",
            text=f"Nội dung {number}", source_id=f"bc-63-{number}",
        )  # fmt: skip
    body = client.get(f"/api/v1/documents/{report.pk}").json()
    assert body["articles"][0] == {
        "article": "2",
        "title": "Tên 2",
        "text": "Nội dung 2",
        "anchor": "dieu-2",
        "source_id": "bc-63-2",
        "later_wording_from": None,
    }
    assert [article["article"] for article in body["articles"]] == ["2", "10"]
    page = parsed(client.get(report.get_absolute_url()))
    assert all(page.find(id=article["anchor"]) for article in body["articles"])
    assert (body["preamble"], body["ending"], body["text"]) == ("", "", "")


def test_what_stands_around_the_articles_of_a_whole_text_is_its_own(client):
    body = "Điều 1. Phạm vi\nNội dung một.\nĐiều 2. Thi hành\nNội dung hai."
    text = f"QUYẾT ĐỊNH\nCăn cứ Luật …\n{body}\nTM. ỦY BAN NHÂN DÂN"
    document = LegalDocumentFactory(text=text)
    for number, words in (("1", "Nội dung một."), ("2", "Nội dung hai.")):
        Article.objects.create(
            document=document,
            number=number,
            position=f"01.00000{number}",
            anchor=f"dieu-{number}",
            text=words,
        )
    body = client.get(f"/api/v1/documents/{document.pk}").json()
    assert body["preamble"] == "QUYẾT ĐỊNH\nCăn cứ Luật …"
    assert body["ending"] == "TM. ỦY BAN NHÂN DÂN"
    assert [article["text"] for article in body["articles"]] == ["Nội dung một.", "Nội dung hai."]


def test_plain_text_stands_in_text(client):
    document = LegalDocumentFactory(text="Căn cứ Luật …\nBáo cáo như sau.")
    body = client.get(f"/api/v1/documents/{document.pk}").json()
    assert (body["text"], body["articles"], body["preamble"]) == ("Căn cứ Luật …\nBáo cáo như sau.", [], "")


@pytest.mark.parametrize(
    ("as_of", "status", "reason"),
    [
        ("2022-01-20", "chua-co-hieu-luc", "Chưa đến ngày có hiệu lực 01/02/2022."),
        ("2022-02-01", "con-hieu-luc", "Có hiệu lực từ ngày 01/02/2022, hết hiệu lực từ ngày 01/01/2023."),
        ("2023-01-01", "het-hieu-luc-toan-bo", "Hết hiệu lực từ ngày 01/01/2023."),
    ],
)
def test_the_status_of_a_day_comes_with_its_reason(client, report, as_of, status, reason):
    body = client.get(f"/api/v1/documents/{report.pk}?as_of={as_of}").json()
    assert (body["as_of"], body["status"], body["status_reason"]) == (as_of, status, reason)


def test_a_stated_status_is_quoted(client):
    document = LegalDocumentFactory(
        stated_effect="het-hieu-luc-mot-phan", stated_effect_text="Hết hiệu lực một phần"
    )
    body = client.get(f"/api/v1/documents/{document.pk}").json()
    assert body["status"] == "het-hieu-luc-mot-phan"
    assert body["status_reason"] == "Nguồn ghi “Hết hiệu lực một phần”."


def test_relations_are_told_from_both_sides(client, report):
    other = LegalDocumentFactory(number="5/BC-UBND", source_id="bc-5")
    replaces = RelationType.objects.get(code="thay-the")
    DocumentRelation.objects.create(source=report, target=other, relation_type=replaces, provision="Điều 1")
    DocumentRelation.objects.create(source=report, target_number="9/QĐ-TTg", relation_type=replaces)
    mine = client.get(f"/api/v1/documents/{report.pk}").json()["relations"]
    assert [(item["type"], item["direction"], item["document"]["number"]) for item in mine] == [
        ("thay-the", "outgoing", "5/BC-UBND"),
        ("thay-the", "outgoing", "9/QĐ-TTg"),
    ]
    assert (mine[0]["provision"], mine[0]["document"]["id"]) == ("Điều 1", other.pk)
    assert (mine[1]["document"]["id"], mine[1]["document"]["source_id"]) == (None, None)
    [theirs] = client.get(f"/api/v1/documents/{other.pk}").json()["relations"]
    assert (theirs["type"], theirs["direction"]) == ("thay-the", "incoming")
    assert theirs["document"] | {"url": ""} == {
        "id": report.pk,
        "source_id": "bc-63",
        "number": "63/BC-VPUBND",
        "url": "",
    }


def test_a_relation_never_leads_to_a_draft(client, report):
    draft = LegalDocumentFactory(number="1/BC-X", live=False, first_published_at=None)
    relation_type = RelationType.objects.first()
    DocumentRelation.objects.create(source=report, target=draft, relation_type=relation_type)
    [relation] = client.get(f"/api/v1/documents/{report.pk}").json()["relations"]
    assert relation["document"] == {"id": None, "source_id": None, "number": "1/BC-X", "url": None}
    DocumentRelation.objects.create(source=draft, target=report, relation_type=relation_type)
    assert len(client.get(f"/api/v1/documents/{report.pk}").json()["relations"]) == 1


def test_attachments_have_their_sha256_and_can_be_fetched(client, report):
    attachment = Attachment(title="Tệp", file=ContentFile(b"%PDF-1.4 test", name="bao-cao.pdf"))
    attachment.save()
    DocumentAttachment.objects.create(document=report, attachment=attachment, title="Bản gốc")
    [file] = client.get(f"/api/v1/documents/{report.pk}").json()["attachments"]
    assert file["sha256"] == attachment.sha256
    assert (file["title"], file["media_type"], file["size"]) == ("Bản gốc", "application/pdf", 13)
    assert client.get(file["url"].removeprefix("http://testserver")).status_code == 200


def test_the_gazette_issue_that_published_a_document_is_named(client, report):
    assert client.get(f"/api/v1/documents/{report.pk}").json()["gazette"] is None
    issue = GazetteIssueFactory(year=2022, issue_number="7", published_on=date(2022, 3, 1))
    GazetteEntryFactory(issue=issue, document=report, page_from=3, page_to=8)
    issue.save()
    gazette = client.get(f"/api/v1/documents/{report.pk}").json()["gazette"]
    assert gazette == {
        "number": "7",
        "year": 2022,
        "published_on": "2022-03-01",
        "page_from": 3,
        "page_to": 8,
        "url": "http://testserver/cong-bao/2022/7/",
    }


def test_an_address_of_any_size_is_a_404(client):
    for key in ("0", "99", "9" * 30, "abc", "-1", "1.5", "%00"):
        response = client.get(f"/api/v1/documents/{key}")
        assert response.status_code == 404, key
        assert response["Content-Type"] == "application/problem+json"


def test_long_text_is_not_read_for_a_list(client, django_assert_max_num_queries, report):
    LegalDocument.objects.update(text="dài " * 1000)
    with django_assert_max_num_queries(12) as captured:
        client.get("/api/v1/documents")
    assert not any('"documents_legaldocument"."text"' in query["sql"] for query in captured.captured_queries)


def test_the_akoma_ntoso_of_a_document_without_text_says_so(client):
    empty = LegalDocumentFactory(text="")
    answer = client.get(f"/api/v1/documents/{empty.pk}/akn")
    assert answer.status_code == 200
    assert "Cổng không có toàn văn" in answer.content.decode()
    empty.text = "Điều 1. Một\nHai."
    empty.save()
    answer = client.get(f"/api/v1/documents/{empty.pk}/akn")
    assert "Cổng không có toàn văn" not in answer.content.decode()
